package ca.rocketreception.domain;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Days where a business is, at least one.
 *
 * @param from the first
 * @param to the first that is no longer meant
 */
public record Days(LocalDate from, LocalDate to) {

  public Days {
    requireNonNull(from, "from");
    requireNonNull(to, "to");
    if (!from.isBefore(to)) {
      throw new Refusal.Invalid(
          "to",
          "The days from " + from + " up to " + to + " are none",
          "Give a to after from; the day named to is no longer meant.");
    }
  }

  /**
   * What somebody means who may leave either out: from the first of the month, up to today and with
   * it, of the month of the other end.
   */
  public static Days meant(Optional<LocalDate> from, Optional<LocalDate> to, LocalDate today) {
    LocalDate end = to.orElseGet(() -> today.plusDays(1));
    return new Days(from.orElseGet(() -> end.minusDays(1).withDayOfMonth(1)), end);
  }

  /** All days of the month in which they begin. */
  public Days month() {
    LocalDate first = from.withDayOfMonth(1);
    return new Days(first, first.plusMonths(1));
  }

  public boolean contain(LocalDate day) {
    return !day.isBefore(from) && day.isBefore(to);
  }
}
