package ca.rocketreception.domain.usage;

import ca.rocketreception.domain.Refusal;
import java.util.List;

/**
 * What is counted of a subscriber's use. A quantity is a decimal number of the meter's unit,
 * negative in a correction; what is not known has no line at all.
 */
public enum Meter {
  /** Time that the AI receptionist talked, per call. */
  VOICE_SECONDS("second", true),
  /** Time that a transferred leg stayed up after the receptionist left it, per call. */
  TRANSFER_SECONDS("second", true),
  CALLS("call", true),
  CHAT_CONVERSATIONS("conversation", true),
  CHAT_MESSAGES("message", true),
  TEXT_SEGMENTS_IN("segment", true),
  TEXT_SEGMENTS_OUT("segment", true),
  TAKEN_MESSAGES("message", true),
  /** One number that is kept for one month. */
  NUMBER_MONTHS("number-month", true),
  /**
   * What the providers charge us, in exact US cents: it makes our margin and is on no statement.
   */
  PROVIDER_COST("US cent", false);

  private final String unit;
  private final boolean billable;

  Meter(String unit, boolean billable) {
    this.unit = unit;
    this.billable = billable;
  }

  /** What one of its quantity is, in the singular. */
  public String unit() {
    return unit;
  }

  /** Whether a business may be charged for it. */
  public boolean billable() {
    return billable;
  }

  /** Whether it counts the seconds of calls, to which a {@code Rounding} applies. */
  public boolean timed() {
    return this == VOICE_SECONDS || this == TRANSFER_SECONDS;
  }

  /**
   * Whether it counts whole months, on whichever day of the month: then a month of it is charged
   * for whole, and is not parted by the days.
   */
  public boolean monthly() {
    return this == NUMBER_MONTHS;
  }

  /** The meter of that name. */
  public static Meter named(String name) {
    for (Meter meter : values()) {
      if (meter.name().equals(name)) {
        return meter;
      }
    }
    throw new Refusal.Invalid(
        "meter",
        "'" + Refusal.shown(name) + "' is no meter",
        "Use one of " + List.of(values()) + ".");
  }
}
