package ca.rocketreception.domain.business;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toUnmodifiableList;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When a business is open: weekly hours, with dated exceptions in their place, in the business's
 * zone. A business that told no weekly hours counts as open: we never say "closed" out of
 * ignorance.
 */
public record Schedule(
    ZoneId zone, Map<DayOfWeek, List<Interval>> weekly, Map<LocalDate, Holiday> holidays) {

  private static final int DAYS_AHEAD = 400;

  public Schedule {
    weekly = Map.copyOf(weekly);
    holidays = Map.copyOf(holidays);
  }

  public static Schedule of(
      ZoneId zone, Collection<OpeningHours> hours, Collection<Holiday> holidays) {
    return new Schedule(
        zone,
        hours.stream()
            .sorted()
            .distinct()
            .collect(
                groupingBy(
                    OpeningHours::day, mapping(OpeningHours::interval, toUnmodifiableList()))),
        holidays.stream().collect(toMap(Holiday::day, holiday -> holiday)));
  }

  public boolean isOpen(Instant at) {
    LocalDate today = dayOf(at);
    if (saysNothingAbout(today)) {
      return true;
    }
    return Stream.of(today.minusDays(1), today).anyMatch(day -> inForce(day, at).isPresent());
  }

  /**
   * The interval of the evening before that still lasts; empty when it is of today, or none, or one
   * of today is in force too that does not end before it.
   */
  public Optional<Interval> sinceYesterday(Instant at) {
    LocalDate today = dayOf(at);
    LocalDate yesterday = today.minusDays(1);
    if (saysNothingAbout(today)) {
      return Optional.empty();
    }
    Optional<Instant> closing = inForce(today, at).map(hours -> hours.closing(today, zone));
    return inForce(yesterday, at)
        .filter(night ->
            closing.filter(end -> !end.isBefore(night.closing(yesterday, zone))).isEmpty());
  }

  private Optional<Interval> inForce(LocalDate day, Instant at) {
    return hoursOn(day).stream()
        .filter(hours ->
            !at.isBefore(hours.opening(day, zone)) && at.isBefore(hours.closing(day, zone)))
        .max(Comparator.comparing(hours -> hours.closing(day, zone)));
  }

  /** When a closed business opens again; empty when it is open, or will not within a year. */
  public Optional<Instant> nextOpening(Instant at) {
    if (isOpen(at)) {
      return Optional.empty();
    }
    return dayOf(at)
        .datesUntil(dayOf(at).plusDays(DAYS_AHEAD))
        .flatMap(day -> openings(day).filter(opening -> opening.isAfter(at)))
        .findFirst();
  }

  /** The intervals that begin on a day, in order; none when it is closed. */
  public List<Interval> hoursOn(LocalDate day) {
    Holiday holiday = holidays.get(day);
    return holiday != null ? holiday.hours() : weekly.getOrDefault(day.getDayOfWeek(), List.of());
  }

  /** True when nothing is told about a day: no weekly hours at all, and no exception that day. */
  public boolean saysNothingAbout(LocalDate day) {
    return weekly.isEmpty() && !holidays.containsKey(day);
  }

  public LocalDate dayOf(Instant at) {
    return LocalDate.ofInstant(at, zone);
  }

  private Stream<Instant> openings(LocalDate day) {
    if (saysNothingAbout(day)) {
      return Stream.of(day.atStartOfDay(zone).toInstant());
    }
    return hoursOn(day).stream()
        .map(hours -> hours.opening(day, zone))
        .sorted(Comparator.naturalOrder());
  }
}
