package ca.rocketreception.domain.conversation;

import ca.rocketreception.domain.Refusal;
import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The origin of a page, in the one spelling in which browsers send it (RFC 6454, and the host as in
 * the URL standard): small letters, the host in ASCII, no port that is the usual one.
 */
public final class Origin {

  private static final Pattern FORM =
      Pattern.compile(
          "(?<scheme>https?)://(?<host>\\[[0-9a-f:.]+]|[^/?#@:\\[\\]\\\\\\s%]+)(?::(?<port>[0-9]{0,6}))?/?");
  private static final Pattern FOUR_NUMBERS =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
  private static final Pattern NAME =
      Pattern.compile("(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\\.|$))+");

  /** Browsers keep them in a name; the JDK's older rule replaces them by others. */
  private static final Pattern DEVIATING = Pattern.compile(".*[ßς\u200C\u200D].*");

  private static final int LONGEST = 300;

  private Origin() {}

  /**
   * An origin as a person gives it, in the spelling of browsers.
   *
   * @throws Refusal.Invalid when no page has it
   */
  public static String of(String text) {
    return parsed(text)
        .orElseThrow(() ->
            new Refusal.Invalid(
                "origins", "'" + Refusal.shown(text) + "' is no origin of a page", cure(text)));
  }

  /** The same spelling where there is one; what is no origin of a page equals only itself. */
  static String spelled(String text) {
    return parsed(text).orElseGet(() -> text.strip().toLowerCase(Locale.ROOT));
  }

  private static String cure(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    if (lower.contains("*")) {
      return "There are no wildcards: list each origin, such as https://www.example.org; an empty"
          + " list allows every page.";
    }
    if (lower.equals("null")) {
      return "Files and sandboxed frames have no origin: leave the list empty, or serve the page.";
    }
    Matcher longer = Pattern.compile("(https?://[^/?#@\\s]+)[/?#].*").matcher(lower);
    if (longer.matches()) {
      Optional<String> begins = parsed(longer.group(1));
      if (begins.isPresent()) {
        return "An origin has no path: write " + begins.get() + ".";
      }
    }
    if (DEVIATING.matcher(lower).matches()) {
      return "Write the host as a browser's address line copies it, such as https://xn--….";
    }
    return "Write scheme and host, and the port where it is not the usual one, such as"
        + " https://example.org.";
  }

  private static Optional<String> parsed(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty(); // the JDK overflows on names of a thousand letters
    }
    Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      return Optional.empty();
    }
    return host(form.group("host"))
        .flatMap(host ->
            port(form.group("scheme"), form.group("port"))
                .map(port -> form.group("scheme") + "://" + host + port))
        .filter(origin -> origin.length() <= LONGEST);
  }

  private static Optional<String> port(String scheme, String text) {
    if (text == null || text.isEmpty()) {
      return Optional.of("");
    }
    int port = Integer.parseInt(text);
    if (port < 1 || port > 65_535) {
      return Optional.empty();
    }
    return Optional.of(port == (scheme.equals("https") ? 443 : 80) ? "" : ":" + port);
  }

  private static Optional<String> host(String text) {
    if (text.startsWith("[")) {
      return sixteenBytes(text);
    }
    if (DEVIATING.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      String ascii = IDN.toASCII(text, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
      String name = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
      String last = name.substring(name.lastIndexOf('.') + 1);
      boolean number = last.matches("[0-9]+|0x[0-9a-f]*");
      return Optional.of(name)
          .filter(host -> (number ? FOUR_NUMBERS : NAME).matcher(host).matches());
    } catch (IllegalArgumentException noName) {
      return Optional.empty();
    }
  }

  /** An address of IPv6; the longest run of zeros, the first of equal ones, is two colons. */
  private static Optional<String> sixteenBytes(String text) {
    try {
      // between brackets nothing is looked up
      byte[] bytes = InetAddress.getByName(text).getAddress();
      if (bytes.length != 16) {
        return Optional.empty();
      }
      StringBuilder groups = new StringBuilder();
      for (int at = 0; at < bytes.length; at += 2) {
        groups
            .append(at == 0 ? "" : ":")
            .append(Integer.toHexString((bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF));
      }
      String whole = groups.toString();
      for (int zeros = 8; zeros >= 2; zeros--) {
        Matcher run = Pattern.compile("(?:^|:)0(?::0){" + (zeros - 1) + "}(?::|$)").matcher(whole);
        if (run.find()) {
          return Optional.of("[" + run.replaceFirst("::") + "]");
        }
      }
      return Optional.of("[" + whole + "]");
    } catch (UnknownHostException none) {
      return Optional.empty();
    }
  }
}
