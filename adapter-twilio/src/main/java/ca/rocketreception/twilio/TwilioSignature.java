package ca.rocketreception.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.rocketreception.domain.Sha256;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Twilio's request signature: Base64 of HMAC-SHA1, keyed with the account's auth token, over the
 * public URL followed by each form parameter's name and value in the order of names (Twilio's
 * security documentation). Whether a port is part of the signed URL differs between its products,
 * so the URL counts with and without it. The authority is changed as text only: taking the URL
 * apart would lose how it is encoded.
 */
final class TwilioSignature {

  private static final Pattern BODY_SHA256 =
      Pattern.compile("[?&]bodySHA256=([0-9a-f]{64})(?:&|$)");

  private final List<TwilioToken> tokens;

  /**
   * @param tokens the auth tokens that may sign: two while one replaces the other, and those of
   *     sub-accounts
   */
  TwilioSignature(List<TwilioToken> tokens) {
    this.tokens = List.copyOf(tokens);
  }

  /**
   * Whether one of the tokens signed this request.
   *
   * @param form the decoded form, every value of each name; none for a GET
   */
  boolean matches(String signature, String url, TwilioForm form) {
    return matches(signature, url, inOrder(form.parameters()), form.text("AccountSid"));
  }

  /** The same of a request with a JSON body, which is not signed itself: the URL names its hash. */
  boolean matches(String signature, String url, byte[] body) {
    Matcher hash = BODY_SHA256.matcher(url);
    return hash.find()
        && MessageDigest.isEqual(HexFormat.of().parseHex(hash.group(1)), Sha256.of(body))
        && matches(signature, url, "", Optional.empty());
  }

  private boolean matches(String signature, String url, String form, Optional<String> account) {
    byte[] given = signature.getBytes(UTF_8);
    return tokens.stream()
        .filter(token -> token.vouchesFor(account))
        .flatMap(token -> urls(signed(url)).map(variant -> sign(token.secret(), variant + form)))
        .anyMatch(expected -> MessageDigest.isEqual(expected.getBytes(UTF_8), given));
  }

  /** A fragment (overrides of time-outs) and credentials are not part of what is signed. */
  private static String signed(String url) {
    int fragment = url.indexOf('#');
    String whole = fragment < 0 ? url : url.substring(0, fragment);
    return whole.replaceFirst("^(https?://)[^/?@]*@", "$1");
  }

  static String sign(String token, String message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(token.getBytes(UTF_8), "HmacSHA1"));
      return Base64.getEncoder().encodeToString(mac.doFinal(message.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has HmacSHA1", e);
    }
  }

  private static String inOrder(Map<String, List<String>> parameters) {
    StringBuilder text = new StringBuilder();
    for (String name : new TreeSet<>(parameters.keySet())) {
      for (String value : new TreeSet<>(parameters.get(name))) {
        text.append(name).append(value);
      }
    }
    return text.toString();
  }

  private static Stream<String> urls(String url) {
    int authority = url.indexOf("://") + 3;
    int end = authority;
    while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    String host = url.substring(authority, end);
    int port = host.lastIndexOf(':') > host.lastIndexOf(']') ? host.lastIndexOf(':') : -1;
    String other =
        port >= 0 ? host.substring(0, port) : host + (url.startsWith("https:") ? ":443" : ":80");
    return Stream.of(url, url.substring(0, authority) + other + url.substring(end));
  }
}
