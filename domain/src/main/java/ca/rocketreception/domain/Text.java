package ca.rocketreception.domain;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The one rule for texts that people give us: something readable, not too long, no NUL, no half
 * characters.
 */
final class Text {

  private Text() {}

  static String required(String field, String text, int most) {
    String stripped = text == null ? "" : whole(text).replace("\0", "").strip();
    if (stripped.isEmpty()) {
      throw new Refusal.Invalid(
          field, field + " is empty", "Give a text of 1 to " + most + " characters.");
    }
    if (stripped.length() > most) {
      throw new Refusal.Invalid(
          field,
          field + " has " + stripped.length() + " characters",
          "Shorten it to " + most + " characters at most.");
    }
    return stripped;
  }

  /** Half of a character, which nothing can store, becomes a question mark. */
  private static String whole(String text) {
    return new String(text.getBytes(UTF_8), UTF_8);
  }
}
