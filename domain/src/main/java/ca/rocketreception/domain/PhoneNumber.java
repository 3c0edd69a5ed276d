package ca.rocketreception.domain;

import java.util.Optional;
import java.util.regex.Pattern;

/** A telephone number in E.164: a plus sign and 7 to 15 digits, the first of them not zero. */
public record PhoneNumber(String e164) implements Comparable<PhoneNumber> {

  private static final Pattern SHAPE = Pattern.compile("\\+[1-9][0-9]{6,14}");

  public PhoneNumber {
    if (e164 == null || !SHAPE.matcher(e164).matches()) {
      throw new Refusal.Invalid(
          "number",
          "'" + Refusal.shown(e164) + "' is no telephone number in E.164",
          "Write it with the country code and without spaces, such as +12048082733.");
    }
  }

  /** Empty for what is no number: callers may withhold theirs, and providers then say a word. */
  public static Optional<PhoneNumber> parse(String text) {
    return text != null && SHAPE.matcher(text).matches()
        ? Optional.of(new PhoneNumber(text))
        : Optional.empty();
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
