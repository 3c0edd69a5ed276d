package ca.rocketreception.domain.business;

import static java.util.stream.Collectors.joining;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Hours as a receptionist says them, in the business's language: English, or French. */
public record SpokenHours(Schedule schedule, Locale language) {

  /**
   * "9:00 AM to 12:00 PM and 1:00 PM to 5:00 PM", "closed", or "" when nothing is told. After
   * midnight in a night's hours they are told first: "until 2:00 AM and 4:00 PM to 12:00 AM".
   */
  public String today(Instant at) {
    LocalDate today = schedule.dayOf(at);
    return schedule
        .sinceYesterday(at)
        .map(night ->
            until(night)
                + (schedule.hoursOn(today).isEmpty()
                    ? ""
                    : (french() ? " et " : " and ") + on(today)))
        .orElseGet(() -> on(today));
  }

  private String until(Interval night) {
    return (french() ? "jusqu'à " : "until ") + time(night.closes());
  }

  /**
   * "tomorrow at 9:00 AM", "on Monday at 9:00 AM", "on Monday, January 4 at 9:00 AM"; "" if never.
   */
  public String nextOpening(Instant at) {
    return schedule.nextOpening(at).map(opening -> moment(opening, at)).orElse("");
  }

  /** A whole sentence that answers "are you open?". */
  public String answer(Instant at) {
    LocalDate today = schedule.dayOf(at);
    if (schedule.saysNothingAbout(today)) {
      return french()
          ? "Je n'ai pas les heures d'ouverture sous la main."
          : "I do not have the opening hours at hand.";
    }
    if (schedule.isOpen(at)) {
      String until =
          schedule
              .sinceYesterday(at)
              .map(night -> (french() ? " " : ", ") + until(night))
              .orElse("");
      String open = (french() ? "Nous sommes ouverts" : "We are open now") + until + ".";
      return schedule.hoursOn(today).isEmpty()
          ? open
          : open + (french() ? " Aujourd'hui : " : " Today's hours: ") + on(today) + ".";
    }
    String next = nextOpening(at);
    String closed = french() ? "Nous sommes fermés." : "We are closed now.";
    if (next.isEmpty()) {
      return closed;
    }
    return closed + (french() ? " Nous ouvrons " : " We open ") + next + ".";
  }

  /** What holds of a day, whenever it is asked. */
  public String on(LocalDate day) {
    if (schedule.saysNothingAbout(day)) {
      return "";
    }
    return said(schedule.hoursOn(day));
  }

  /** "9:00 AM to 12:00 PM and 1:00 PM to 5:00 PM", or "closed" for none. */
  public String said(List<Interval> hours) {
    if (hours.isEmpty()) {
      return french() ? "fermé" : "closed";
    }
    return hours.stream().map(this::interval).collect(joining(french() ? " et " : " and "));
  }

  private String interval(Interval hours) {
    if (hours.isWholeDay()) {
      return french() ? "24 heures sur 24" : "24 hours";
    }
    return french()
        ? "de " + time(hours.opens()) + " à " + time(hours.closes())
        : time(hours.opens()) + " to " + time(hours.closes());
  }

  private String moment(Instant opening, Instant at) {
    ZonedDateTime local = opening.atZone(schedule.zone());
    long days = schedule.dayOf(at).until(local.toLocalDate()).getDays();
    boolean near = local.toLocalDate().isBefore(schedule.dayOf(at).plusDays(7));
    String time = (french() ? " à " : " at ") + time(local.toLocalTime());
    if (near && days == 0) {
      return (french() ? "aujourd'hui" : "today") + time;
    }
    if (near && days == 1) {
      return (french() ? "demain" : "tomorrow") + time;
    }
    String pattern = near ? "EEEE" : french() ? "EEEE d MMMM" : "EEEE, MMMM d";
    String date = DateTimeFormatter.ofPattern(pattern, language).format(local);
    return (french() ? date : "on " + date) + time;
  }

  private String time(LocalTime time) {
    if (french()) {
      return time.getHour()
          + " h"
          + (time.getMinute() == 0 ? "" : " %02d".formatted(time.getMinute()));
    }
    int hour = time.getHour() % 12 == 0 ? 12 : time.getHour() % 12;
    return "%d:%02d %s".formatted(hour, time.getMinute(), time.getHour() < 12 ? "AM" : "PM");
  }

  private boolean french() {
    return language.getLanguage().equals("fr");
  }
}
