package ca.rocketreception.retell;

import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A telephone number or an e-mail address as a model writes down what it heard: in digits however
 * they are parted, in words, or as one says an address aloud.
 */
final class SpokenContact {

  private static final Pattern NUMBER = Pattern.compile("(?s).*\\d(?:\\D{0,3}\\d){6,}.*");
  private static final Pattern ADDRESS =
      Pattern.compile("(?s).*[^\\s@]+@[^\\s@]+\\.[^\\s@.]{2,}.*");
  private static final Pattern AT = Pattern.compile("(?i)\\s+(?:at|arobase|a commercial)\\s+");
  private static final Pattern DOT = Pattern.compile("(?i)\\s+(?:dot|point)\\s+");
  private static final Pattern WORD = Pattern.compile("[a-z]+");
  private static final int MIN_DIGITS = 7;

  private static final Map<String, String> DIGITS =
      Map.ofEntries(
          Map.entry("zero", "0"),
          Map.entry("oh", "0"),
          Map.entry("o", "0"),
          Map.entry("one", "1"),
          Map.entry("un", "1"),
          Map.entry("une", "1"),
          Map.entry("two", "2"),
          Map.entry("deux", "2"),
          Map.entry("three", "3"),
          Map.entry("trois", "3"),
          Map.entry("four", "4"),
          Map.entry("quatre", "4"),
          Map.entry("five", "5"),
          Map.entry("cinq", "5"),
          Map.entry("six", "6"),
          Map.entry("seven", "7"),
          Map.entry("sept", "7"),
          Map.entry("eight", "8"),
          Map.entry("huit", "8"),
          Map.entry("nine", "9"),
          Map.entry("neuf", "9"));

  /** Numbers of more than one digit: what they make with those around them is anybody's guess. */
  private static final Set<String> NUMBERS =
      Set.of(
          "ten",
          "eleven",
          "twelve",
          "thirteen",
          "fourteen",
          "fifteen",
          "sixteen",
          "seventeen",
          "eighteen",
          "nineteen",
          "twenty",
          "thirty",
          "forty",
          "fourty",
          "fifty",
          "sixty",
          "seventy",
          "eighty",
          "ninety",
          "hundred",
          "thousand",
          "dix",
          "onze",
          "douze",
          "treize",
          "quatorze",
          "quinze",
          "seize",
          "vingt",
          "vingts",
          "trente",
          "quarante",
          "cinquante",
          "soixante",
          "septante",
          "huitante",
          "octante",
          "nonante",
          "cent",
          "cents",
          "mille");

  private static final Map<String, Integer> TIMES = Map.of("double", 2, "triple", 3);

  private SpokenContact() {}

  /** As it can be called or written to, where it is said in words; else as it was said. */
  static String readable(String said) {
    if (reaches(said)) {
      return said;
    }
    String address = DOT.matcher(AT.matcher(said).replaceAll("@")).replaceAll(".");
    if (ADDRESS.matcher(address).matches()) {
      return address;
    }
    if (words(said).anyMatch(NUMBERS::contains)) {
      return said; // a person who reads it knows what was meant
    }
    String digits = digits(said);
    return digits.length() >= MIN_DIGITS ? digits : said;
  }

  /** Whether it can be called, or written to. */
  static boolean reaches(String contact) {
    return NUMBER.matcher(contact).matches() || ADDRESS.matcher(contact).matches();
  }

  /**
   * Whether a digit seems to be missing: in North America a number has seven, ten or, with the
   * country's, eleven.
   */
  static boolean lacksADigit(String contact) {
    String digits = contact.replaceAll("\\D", "");
    return !ADDRESS.matcher(contact).matches()
        && !contact.contains("+")
        && !digits.startsWith("0")
        && (digits.length() == 8
            || digits.length() == 9
            || digits.length() == 10 && digits.startsWith("1"));
  }

  private static Stream<String> words(String said) {
    return WORD.matcher(Arguments.folded(said)).results().map(MatchResult::group);
  }

  private static String digits(String said) {
    StringBuilder digits = new StringBuilder();
    int times = 1;
    Matcher word = Pattern.compile("[a-z]+|\\d+").matcher(Arguments.folded(said));
    while (word.find()) {
      String found = word.group();
      String digit = WORD.matcher(found).matches() ? DIGITS.getOrDefault(found, "") : found;
      digits.append(digit.repeat(times));
      times = TIMES.getOrDefault(found, 1);
    }
    return digits.toString();
  }
}
