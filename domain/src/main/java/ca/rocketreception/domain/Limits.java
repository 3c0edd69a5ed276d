package ca.rocketreception.domain;

import java.util.Collection;

/**
 * How much anybody may have of a kind, all in one place. What is kept of a business stands in the
 * memory of every node and is read with every change of it, so nothing of it grows without end.
 */
public final class Limits {

  /** Intervals that one day may have, of the week or by way of exception. */
  public static final int MAX_INTERVALS_A_DAY = 24;

  /** Intervals of a week, of the opening hours or of the receptionist's schedule. */
  public static final int MAX_HOURS = 7 * MAX_INTERVALS_A_DAY;

  public static final int MAX_HOLIDAYS = 500;
  public static final int MAX_BLOCKED_CALLERS = 2000;
  public static final int MAX_FACTS = 2000;
  public static final int MAX_NUMBERS = 500;

  /** All that is kept of a business, in characters; a row counts as {@link #ROW} besides. */
  public static final int MAX_BUSINESS_SIZE = 500_000;

  public static final int MAX_ORIGINS = 50;
  public static final int MAX_QUESTIONS = 20;

  /** Keys of one subscriber, or of the operator, that are not revoked. */
  public static final int MAX_KEYS = 100;

  public static final int MAX_TIERS = 20;
  public static final int MAX_TAXES = 10;

  /** The longest tag of a language, as RFC 5646 (section 4.4.1) has it. */
  static final int MAX_LANGUAGE = 35;

  public static final int ROW = 32;

  private Limits() {}

  /**
   * Refuses more than there may be.
   *
   * @param field the name of the value, as the asker wrote it
   */
  public static void check(String field, Collection<?> things, int most) {
    if (things.size() > most) {
      throw new Refusal.Invalid(
          field,
          "There would be " + things.size() + " " + field,
          "Keep at most " + most + ": take away some that are no longer needed.");
    }
  }
}
