package ca.rocketreception.domain;

/** The one rule for texts that people give us: something readable, not too long, no NUL. */
final class Text {

  private Text() {}

  static String required(String field, String text, int most) {
    String stripped = text == null ? "" : text.replace("\0", "").strip();
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
}
