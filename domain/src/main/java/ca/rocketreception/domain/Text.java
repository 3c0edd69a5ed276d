package ca.rocketreception.domain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The one rule for texts that others give us. A name, a reason or a topic is one line that says
 * what it seems to say: no control characters, no marks that turn the direction, nothing that
 * cannot be seen. What is longer keeps its line breaks.
 *
 * <p>People who set something are refused, so that they see what they sent ({@link #oneLine},
 * {@link #lines}). What strangers and providers say is cleaned and never refused for it, and so is
 * what was kept before there was a rule.
 */
public final class Text {

  /** Seen by nobody, though Unicode calls them letters, marks or symbols. */
  private static final String BLANK = "\u034F\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0";

  /** They join or part letters of Persian or Hindi, and pictures; between them alone. */
  private static final String JOINERS = "\u200C\u200D";

  private static final Pattern BREAK = Pattern.compile("\\r\\n|[\\r\\x85\\u2028\\u2029]");
  private static final Pattern SPACES = Pattern.compile("[\\r\\n\\t\\f\\x0B\\x85\\u2028\\u2029]+");

  /** What may stand in it. */
  private enum Kind {
    /** A name: what is seen, and nothing else. */
    LINE,
    /** What somebody wrote to be kept: line breaks and tabs too. */
    LINES,
    /** What somebody said: kept as it was, but for what no text can hold. */
    SPEECH
  }

  private Text() {}

  /**
   * A text of one line, as a person gave it, composed as Unicode's form C is.
   *
   * @throws Refusal.Invalid when it holds what a line cannot
   */
  public static String oneLine(String field, String text) {
    String stripped = text.strip();
    OptionalInt wrong = firstWrong(stripped, Kind.LINE);
    if (wrong.isPresent()) {
      throw refusal(field, stripped, wrong.getAsInt(), "Write it on one line");
    }
    return composed(stripped);
  }

  /**
   * A text of some lines, as a person gave it.
   *
   * @throws Refusal.Invalid when it holds what a text cannot
   */
  public static String lines(String field, String text) {
    String even = evenBreaks(text);
    OptionalInt wrong = firstWrong(even, Kind.LINES);
    if (wrong.isPresent()) {
      throw refusal(field, even, wrong.getAsInt(), "Write it");
    }
    return composed(even);
  }

  private static Refusal refusal(String field, String text, int place, String how) {
    return new Refusal.Invalid(
        field,
        field
            + " '"
            + Refusal.shown(text)
            + "' holds U+"
            + HexFormat.of().toHexDigits(text.codePointAt(place), 4).toUpperCase(Locale.ROOT)
            + " at its place "
            + (text.codePointCount(0, place) + 1),
        how + " without control characters, marks of direction and what cannot be seen.");
  }

  /** The same name written by its letters and by its letters and accents is one name. */
  public static String composed(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  /** One line, cleaned: what cannot stand in it is left out, and a line break is a space. */
  public static String required(String field, String text, int most) {
    return sized(field, text == null ? "" : cleanLine(whole(text)), most);
  }

  /** Some lines, cleaned. */
  public static String words(String field, String text, int most) {
    return sized(field, text == null ? "" : readable(whole(text)), most);
  }

  /** The same for a text that may be empty. */
  public static String optionalWords(String field, String text, int most) {
    return text == null || text.isBlank() ? "" : words(field, text, most);
  }

  /** Exactly as it is: a name by which it is known elsewhere, or what a seal is over. */
  public static String kept(String field, String text, int most) {
    return sized(field, text == null ? "" : whole(text), most);
  }

  /** Half of a character, which nothing can store, becomes a question mark. */
  private static String whole(String text) {
    return text.chars().anyMatch(letter -> Character.isSurrogate((char) letter))
        ? new String(text.getBytes(UTF_8), UTF_8)
        : text;
  }

  private static String sized(String field, String text, int most) {
    String stripped = text.replace("\0", "").strip();
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

  /**
   * What a person says in a chat: any characters but control characters, of which line breaks and
   * tabs stay. Halves of characters, which nothing can store, become the replacement character.
   */
  public static String said(String field, String text, int most) {
    String clean = spoken(text == null ? "" : text);
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
  public static String cut(String text, int most) {
    String clean = spoken(text);
    if (clean.codePointCount(0, clean.length()) <= most) {
      return clean;
    }
    return clean.substring(0, clean.offsetByCodePoints(0, most - 1)) + "…";
  }

  /** A language that somebody speaks, and no tag without end. */
  public static Locale language(Locale language) {
    int length = requireNonNull(language, "language").toLanguageTag().length();
    if (length > Limits.MAX_LANGUAGE) {
      throw new Refusal.Invalid(
          "language",
          "The tag of the language has " + length + " characters",
          "Write a tag of at most " + Limits.MAX_LANGUAGE + ", such as en-CA or fr-CA.");
    }
    return language;
  }

  /**
   * The language of a tag that was kept, maybe before there was a limit: of a longer one the
   * language, the script and the region, in which nobody is answered otherwise.
   */
  public static Locale keptLanguage(String tag) {
    Locale language = Locale.forLanguageTag(tag);
    return language.toLanguageTag().length() <= Limits.MAX_LANGUAGE
        ? language
        : new Locale.Builder()
            .setLanguage(language.getLanguage())
            .setScript(language.getScript())
            .setRegion(language.getCountry())
            .build();
  }

  /** One line of what somebody said, in whom there may be anything. */
  public static String cleanLine(String text) {
    return composed(
        firstWrong(text, Kind.LINE).isEmpty()
            ? text
            : without(SPACES.matcher(text).replaceAll(" "), Kind.LINE));
  }

  /** What somebody wrote, with its line breaks. */
  public static String readable(String text) {
    // a business is read with thousands of texts, and hardly one has anything to be mended
    return firstWrong(text, Kind.LINES).isEmpty() ? text : without(evenBreaks(text), Kind.LINES);
  }

  /** What was said, as it was said, but for control characters and halves of characters. */
  public static String spoken(String text) {
    return without(text.replace("\r\n", "\n"), Kind.SPEECH);
  }

  private static String evenBreaks(String text) {
    return BREAK.matcher(text).replaceAll("\n");
  }

  private static String without(String text, Kind kind) {
    if (firstWrong(text, kind).isEmpty()) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      int point = text.codePointAt(at);
      if (Character.getType(point) == Character.SURROGATE) {
        clean.append('\uFFFD');
      } else if (!isWrong(text, at, kind)) {
        clean.appendCodePoint(point);
      }
    }
    return clean.toString();
  }

  private static OptionalInt firstWrong(String text, Kind kind) {
    for (int at = 0; at < text.length(); at++) {
      char letter = text.charAt(at);
      if (letter < ' ' || letter >= 0x7F) {
        if (isWrong(text, at, kind)) {
          return OptionalInt.of(at);
        }
        at += Character.charCount(text.codePointAt(at)) - 1;
      }
    }
    return OptionalInt.empty();
  }

  private static boolean isWrong(String text, int at, Kind kind) {
    int point = text.codePointAt(at);
    if (point < 0x7F) {
      return point < ' ' && (kind == Kind.LINE || point != '\n' && point != '\t');
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL, Character.SURROGATE -> true;
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> kind != Kind.SPEECH;
      case Character.FORMAT -> isHidden(text, at, kind);
      case Character.UNASSIGNED ->
          kind != Kind.SPEECH && ((point & 0xFFFE) == 0xFFFE || point >= 0xFDD0 && point <= 0xFDEF);
      default -> kind == Kind.LINE && BLANK.indexOf(point) >= 0;
    };
  }

  private static boolean isHidden(String text, int at, Kind kind) {
    return switch (kind) {
      case LINE -> !joins(text, at);
      case LINES -> turns(text.codePointAt(at));
      case SPEECH -> false;
    };
  }

  /** Marks that turn the direction of all that follows, and the mark of byte order. */
  private static boolean turns(int point) {
    return point >= 0x202A && point <= 0x202E
        || point >= 0x2066 && point <= 0x2069
        || point == 0xFEFF;
  }

  /** A joiner between two signs that are neither Latin letters, digits nor spaces. */
  private static boolean joins(String text, int at) {
    return JOINERS.indexOf(text.codePointAt(at)) >= 0
        && at > 0
        && at + 1 < text.length()
        && isJoined(text.codePointBefore(at))
        && isJoined(text.codePointAt(at + 1));
  }

  private static boolean isJoined(int point) {
    return point > 0x02FF
        && !Character.isSpaceChar(point)
        && Character.getType(point) != Character.FORMAT
        && BLANK.indexOf(point) < 0;
  }
}
