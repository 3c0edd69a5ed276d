package ca.rocketreception.builtin;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a visitor typed.
 *
 * @param raw as it was typed, in composed characters, without control characters
 * @param words in small letters without accents, one space between them and no punctuation
 */
record Heard(String raw, String words) {

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern NO_WORD = Pattern.compile("[\\p{Lm}[^\\p{L}\\p{N}]]+");
  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\p{Cs}&&[^\\n\\t]]");
  private static final Pattern ENDS = Pattern.compile("(?<=[?!\\n])");

  private static final int MOST_WORDS_OF_A_COURTESY = 15;

  /** Nobody says more at once; several messages that wait for one answer are one thing said. */
  private static final int LONGEST = 8000;

  /** One letter may stand for eighteen, which nobody writes who wants to be understood. */
  private static final int AS_MANY_AGAIN = 2;

  private static final int SHORT = 18;

  static Heard of(String typed) {
    String said = CONTROLS.matcher(cut(typed, LONGEST)).replaceAll(" ");
    String raw = Normalizer.normalize(said, Normalizer.Form.NFC).strip();
    return new Heard(raw, folded(raw));
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }

  /** The words of a text as two texts are compared; of one that unfolds to many, the first. */
  static String folded(String text) {
    String begun = cut(text, LONGEST);
    String apart =
        cut(
            Normalizer.normalize(begun, Normalizer.Form.NFKD),
            Math.max(SHORT, AS_MANY_AGAIN * begun.length()));
    String plain = MARKS.matcher(apart).replaceAll("");
    return NO_WORD
        .matcher(plain.toLowerCase(Locale.ROOT).replace("œ", "oe").replace("æ", "ae"))
        .replaceAll(" ")
        .strip();
  }

  boolean says(Pattern pattern) {
    return pattern.matcher(words).find();
  }

  /** That, and nothing else; which nobody says at length, and patterns that repeat need a stack. */
  boolean isOnly(Pattern pattern) {
    return length() <= MOST_WORDS_OF_A_COURTESY && pattern.matcher(words).matches();
  }

  boolean asks() {
    return raw.endsWith("?");
  }

  int length() {
    return words.isEmpty() ? 0 : words.split(" ").length;
  }

  /** One thing said after the other: question by question, line by line. */
  List<Heard> pieces() {
    return Stream.of(ENDS.split(raw)).map(Heard::of).filter(piece -> piece.length() > 0).toList();
  }
}
