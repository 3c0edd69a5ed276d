package ca.rocketreception.domain.business;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Limits;
import ca.rocketreception.domain.Text;
import java.time.LocalDate;
import java.util.List;

/**
 * A dated exception: on this day these hours hold instead of the weekly ones. Without hours the
 * business is closed all day.
 */
public record Holiday(LocalDate day, String name, List<Interval> hours)
    implements Comparable<Holiday> {

  public Holiday {
    requireNonNull(day, "day");
    name = Text.required("name", name, 200);
    hours = hours.stream().sorted().distinct().toList();
    Limits.check("hours", hours, Limits.MAX_INTERVALS_A_DAY);
  }

  @Override
  public int compareTo(Holiday other) {
    return day.compareTo(other.day);
  }

  String inWords() {
    String when =
        hours.isEmpty()
            ? "closed"
            : String.join(", ", hours.stream().map(Interval::inWords).toList());
    return "holiday " + day + " " + name + ": " + when;
  }
}
