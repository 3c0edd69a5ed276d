package ca.rocketreception.domain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.Locale;

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

  /** The same for a text that may be empty. */
  static String optional(String field, String text, int most) {
    return text == null || text.isBlank() ? "" : required(field, text, most);
  }

  /**
   * What a person says in a chat: any characters but control characters, of which line breaks and
   * tabs stay. Halves of characters, which nothing can store, become the replacement character.
   */
  static String said(String field, String text, int most) {
    String clean = readable(text == null ? "" : text);
    if (clean.isBlank()) {
      throw new Refusal.Invalid(
          field, field + " is empty", "Give a text of 1 to " + most + " characters.");
    }
    int length = clean.codePointCount(0, clean.length());
    if (length > most) {
      throw new Refusal.TooLong(
          field + " has " + length + " characters",
          "Shorten it to " + most + " characters at most.");
    }
    return clean;
  }

  /** The same, of what a machine says: it is cut where it is too long. */
  static String cut(String text, int most) {
    String clean = readable(text);
    if (clean.codePointCount(0, clean.length()) <= most) {
      return clean;
    }
    return clean.substring(0, clean.offsetByCodePoints(0, most - 1)) + "…";
  }

  /** A language that somebody speaks, and no tag without end. */
  static Locale language(Locale language) {
    int length = requireNonNull(language, "language").toLanguageTag().length();
    if (length > Limits.MAX_LANGUAGE) {
      throw new Refusal.Invalid(
          "language",
          "The tag of the language has " + length + " characters",
          "Write a tag of at most " + Limits.MAX_LANGUAGE + ", such as en-CA or fr-CA.");
    }
    return language;
  }

  private static String readable(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.replace("\r\n", "\n")
        .codePoints()
        .filter(point -> point == '\n' || point == '\t' || !Character.isISOControl(point))
        .map(point -> Character.getType(point) == Character.SURROGATE ? 0xFFFD : point)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  /** Half of a character, which nothing can store, becomes a question mark. */
  private static String whole(String text) {
    return new String(text.getBytes(UTF_8), UTF_8);
  }
}
