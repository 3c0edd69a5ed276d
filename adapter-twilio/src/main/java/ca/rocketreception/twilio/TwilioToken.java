package ca.rocketreception.twilio;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An auth token that may sign. Each account of Twilio's signs with its own, sub-accounts too
 * (Twilio's security documentation).
 *
 * @param account for which alone it vouches; empty: for any
 */
record TwilioToken(Optional<String> account, String secret) {

  private static final Pattern FORM = Pattern.compile("(?:(AC[0-9a-fA-F]{32}):)?([^:\\s]+)");

  /**
   * @param text the token, or an account's SID, a colon and the token
   */
  static TwilioToken parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "has an entry that is neither a token nor an account's SID, a colon and its token");
    }
    return new TwilioToken(Optional.ofNullable(form.group(1)), form.group(2));
  }

  boolean vouchesFor(Optional<String> other) {
    return account.isEmpty() || account.equals(other);
  }

  @Override
  public String toString() {
    return "TwilioToken[" + account.orElse("any account") + "]";
  }
}
