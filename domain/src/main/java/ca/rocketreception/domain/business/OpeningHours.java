package ca.rocketreception.domain.business;

import static java.util.Objects.requireNonNull;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.Comparator;

/**
 * One interval of the weekly hours. One that closes at or before its opening goes past midnight and
 * belongs to the day it begins on; 00:00 to 00:00 is the whole day.
 */
public record OpeningHours(DayOfWeek day, LocalTime opens, LocalTime closes)
    implements Comparable<OpeningHours> {

  private static final Comparator<OpeningHours> ORDER =
      Comparator.comparing(OpeningHours::day)
          .thenComparing(OpeningHours::opens)
          .thenComparing(OpeningHours::closes);

  public OpeningHours {
    requireNonNull(day, "day");
    requireNonNull(opens, "opens");
    requireNonNull(closes, "closes");
  }

  Interval interval() {
    return new Interval(opens, closes);
  }

  @Override
  public int compareTo(OpeningHours other) {
    return ORDER.compare(this, other);
  }

  public String inWords() {
    return "hours " + day + " " + interval().inWords();
  }
}
