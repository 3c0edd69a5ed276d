package ca.rocketreception.domain.business;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Comparator;

/** From one time of day to another; at or before its opening, the closing is on the next day. */
public record Interval(LocalTime opens, LocalTime closes) implements Comparable<Interval> {

  private static final Comparator<Interval> ORDER =
      Comparator.comparing(Interval::opens).thenComparing(Interval::closes);

  public Interval {
    requireNonNull(opens, "opens");
    requireNonNull(closes, "closes");
  }

  public boolean isWholeDay() {
    return opens.equals(LocalTime.MIDNIGHT) && closes.equals(LocalTime.MIDNIGHT);
  }

  /** A time that the clocks skip is the moment they skip it; of one that comes twice, the first. */
  Instant opening(LocalDate day, ZoneId zone) {
    return moment(day.atTime(opens), zone, false);
  }

  /**
   * A time that the clocks skip is the moment they skip it; of one that comes twice, the second.
   */
  Instant closing(LocalDate day, ZoneId zone) {
    boolean nextDay = !closes.isAfter(opens);
    return moment((nextDay ? day.plusDays(1) : day).atTime(closes), zone, true);
  }

  private static Instant moment(LocalDateTime wall, ZoneId zone, boolean later) {
    ZoneOffsetTransition change = zone.getRules().getTransition(wall);
    if (change != null && change.isGap()) {
      return change.getInstant();
    }
    ZonedDateTime zoned = wall.atZone(zone);
    return (later ? zoned.withLaterOffsetAtOverlap() : zoned.withEarlierOffsetAtOverlap())
        .toInstant();
  }

  @Override
  public int compareTo(Interval other) {
    return ORDER.compare(this, other);
  }

  String inWords() {
    return opens + "-" + closes;
  }
}
