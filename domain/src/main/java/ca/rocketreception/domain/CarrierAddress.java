package ca.rocketreception.domain;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A telephone address as carriers and providers write it, which is in many ways: with or without a
 * plus, behind 00 or 011, as a SIP or tel address, with a display name, escaped, or as ten digits
 * within North America. Who withholds his number is told by a word, by that word in the letters of
 * a telephone's keys, or by nothing at all: then no number is known, and nothing may take what
 * stands there for one.
 */
public final class CarrierAddress {

  private static final int LONGEST = 1000;

  private static final Pattern IN_BRACKETS = Pattern.compile("<([^<>]*)>");
  private static final Pattern SCHEME = Pattern.compile("(?i)^\\s*(?:sips?|tel|callto):(?://)?");
  private static final Pattern CONTEXT =
      Pattern.compile("(?i);\\s*phone-context\\s*=\\s*(\\+[0-9().-]{1,30})");
  private static final Pattern ESCAPED = Pattern.compile("%[0-9A-Fa-f]{2}");
  private static final Pattern REST =
      Pattern.compile("(?i)(?:[@;?,:&]|\\s*(?:ext\\.?|x|#)\\s*[0-9]).*$", Pattern.DOTALL);
  private static final Pattern BETWEEN_DIGITS =
      Pattern.compile("[\\s\\p{Z}\\p{Cf}\\p{Pd}.()/'\"]+");
  private static final Pattern DIGITS = Pattern.compile("\\+?[0-9]{1,25}");
  private static final Pattern NORTH_AMERICAN = Pattern.compile("[2-9][0-9]{2}[2-9][0-9]{6}");
  private static final Pattern NOTHING = Pattern.compile("1?0+");
  private static final int SHORTEST_WITHOUT_PLUS = 8;

  /** What is said instead of a number, as the keys of a telephone spell it. */
  private static final Set<String> WITHHELD =
      Stream.of(
              "anonymous",
              "restricted",
              "blocked",
              "unknown",
              "unavailable",
              "private",
              "withheld",
              "outofarea",
              "nocallerid")
          .map(CarrierAddress::onKeys)
          // as carriers are known to misspell "restricted" and "unknown"
          .flatMap(keys -> Stream.of(keys, keys.replace("7378742833", "7378742883")))
          .flatMap(keys -> Stream.of(keys, keys.replace("8656696", "8566696")))
          .distinct()
          .flatMap(keys -> keys.length() == 10 ? Stream.of(keys) : Stream.of(keys, "1" + keys))
          .collect(toUnmodifiableSet());

  private CarrierAddress() {}

  /** The number, or empty when it is withheld, or none. */
  public static Optional<PhoneNumber> number(String text) {
    return number(text, Optional.empty());
  }

  /**
   * The same.
   *
   * @param other the number at the other end, in whose country ten digits are meant; North America
   *     when it is not known
   */
  public static Optional<PhoneNumber> number(String text, Optional<PhoneNumber> other) {
    if (text == null || text.length() > LONGEST) {
      return Optional.empty();
    }
    String address = unescaped(bracketed(Normalizer.normalize(text, Normalizer.Form.NFKC)));
    Matcher context = CONTEXT.matcher(address);
    String prefix = context.find() ? context.group(1) : "";
    String user = REST.matcher(SCHEME.matcher(address).replaceFirst("")).replaceFirst("");
    String local = BETWEEN_DIGITS.matcher(user).replaceAll("");
    String dialled =
        local.startsWith("+") ? local : BETWEEN_DIGITS.matcher(prefix).replaceAll("") + local;
    return DIGITS.matcher(dialled).matches()
        ? international(dialled, other)
            .filter(CarrierAddress::isSomebodys)
            .flatMap(digits -> PhoneNumber.parse("+" + digits))
        : Optional.empty();
  }

  /** The digits behind the plus. */
  private static Optional<String> international(String dialled, Optional<PhoneNumber> other) {
    boolean american = other.filter(number -> !number.e164().startsWith("+1")).isEmpty();
    if (dialled.startsWith("+00")) {
      return Optional.of(dialled.substring(3));
    }
    if (dialled.startsWith("+")) {
      return Optional.of(dialled.substring(1));
    }
    if (WITHHELD.contains(dialled)) {
      return Optional.empty();
    }
    if (american && NORTH_AMERICAN.matcher(dialled).matches()) {
      return Optional.of("1" + dialled);
    }
    if (dialled.startsWith("011")) {
      return Optional.of(dialled.substring(3));
    }
    if (dialled.startsWith("00")) {
      return Optional.of(dialled.substring(2));
    }
    return Optional.of(dialled).filter(digits -> digits.length() >= SHORTEST_WITHOUT_PLUS);
  }

  private static boolean isSomebodys(String digits) {
    return !WITHHELD.contains(digits) && !NOTHING.matcher(digits).matches();
  }

  private static String bracketed(String text) {
    Matcher brackets = IN_BRACKETS.matcher(text);
    return brackets.find() ? brackets.group(1) : text;
  }

  private static String unescaped(String address) {
    return ESCAPED.matcher(address).find()
        ? URLDecoder.decode(
            address.replace("+", "%2B").replaceAll("%(?![0-9A-Fa-f]{2})", "%25"),
            StandardCharsets.UTF_8)
        : address;
  }

  private static String onKeys(String word) {
    StringBuilder keys = new StringBuilder();
    word.toLowerCase(Locale.ROOT)
        .chars()
        .forEach(letter -> keys.append("22233344455566677778889999".charAt(letter - 'a')));
    return keys.toString();
  }
}
