package ca.rocketreception.domain;

import java.util.Optional;

/** A telephone number in E.164: a plus sign and 7 to 15 digits, the first of them not zero. */
public record PhoneNumber(String e164) implements Comparable<PhoneNumber> {

  private static final int LEAST_DIGITS = 7;
  private static final int MOST_DIGITS = 15;

  public PhoneNumber {
    if (e164 == null || !isE164(e164)) {
      throw new Refusal.Invalid(
          "number",
          "'" + Refusal.shown(e164) + "' is no telephone number in E.164",
          "Write it with the country code and without spaces, such as +12048082733.");
    }
  }

  /** Empty for what is no number: callers may withhold theirs, and providers then say a word. */
  public static Optional<PhoneNumber> parse(String text) {
    return text != null && isE164(text) ? Optional.of(new PhoneNumber(text)) : Optional.empty();
  }

  /** Without a pattern: a business may have thousands, all of which are read with it. */
  private static boolean isE164(String text) {
    int digits = text.length() - 1;
    if (digits < LEAST_DIGITS
        || digits > MOST_DIGITS
        || text.charAt(0) != '+'
        || text.charAt(1) == '0') {
      return false;
    }
    for (int at = 1; at <= digits; at++) {
      if (text.charAt(at) < '0' || text.charAt(at) > '9') {
        return false;
      }
    }
    return true;
  }

  @Override
  public int compareTo(PhoneNumber other) {
    return e164.compareTo(other.e164);
  }

  @Override
  public String toString() {
    return e164;
  }
}
