package ca.rocketreception.builtin;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds in what somebody typed a phone number or an e-mail address that could be one. A number has
 * its area code, without which nobody can be called in most of Canada, or the code of a country.
 */
final class WayToReach {

  private static final Pattern EMAIL =
      Pattern.compile(
          "[\\p{L}\\p{N}._%+'-]{1,64}@[\\p{L}\\p{N}][\\p{L}\\p{N}-]{0,62}"
              + "(?:\\.[\\p{L}\\p{N}][\\p{L}\\p{N}-]{0,62}){1,8}");
  private static final Pattern PHONE =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}])\\+?\\(?[0-9][0-9 \\u00a0\\u202f()./\\u2010-\\u2015-]{5,28}[0-9](?![0-9])"
              + "(?:[ ,]{0,3}(?:ext\\.?|extension|x|poste|#) ?[0-9]{1,6})?",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern DATE = Pattern.compile("[0-9]{4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,2}");
  private static final int FEWEST_DIGITS = 10;
  private static final int FEWEST_DIGITS_ABROAD = 8;
  private static final int MOST_DIGITS = 15;

  private WayToReach() {}

  /** As it was typed. */
  static Optional<String> in(String text) {
    Matcher email = EMAIL.matcher(text);
    if (email.find()) {
      return Optional.of(email.group());
    }
    return PHONE
        .matcher(text)
        .results()
        .map(found -> found.group().strip())
        .filter(WayToReach::couldBeANumber)
        .findFirst();
  }

  /** Whether a text says how to reach somebody, and nothing else. */
  static boolean isAll(String text) {
    return in(text).filter(way -> Heard.folded(text.replace(way, " ")).isEmpty()).isPresent();
  }

  private static boolean couldBeANumber(String found) {
    String digits = found.split("(?i)[a-z#]")[0].replaceAll("[^0-9]", "");
    return digits.length() >= (found.startsWith("+") ? FEWEST_DIGITS_ABROAD : FEWEST_DIGITS)
        && digits.length() <= MOST_DIGITS
        && digits.chars().distinct().count() > 1
        && !DATE.matcher(found).matches();
  }
}
