package ca.rocketreception.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
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

  private final List<String> tokens;

  /**
   * @param tokens the auth tokens that may sign: two while one replaces the other
   */
  TwilioSignature(List<String> tokens) {
    this.tokens = List.copyOf(tokens);
  }

  /**
   * Whether one of the tokens signed this request.
   *
   * @param parameters the decoded form, every value of each name; none for a GET
   */
  boolean matches(String signature, String url, Map<String, List<String>> parameters) {
    byte[] given = signature.getBytes(UTF_8);
    String form = inOrder(parameters);
    return tokens.stream()
        .flatMap(token -> urls(url).map(variant -> sign(token, variant + form)))
        .anyMatch(expected -> MessageDigest.isEqual(expected.getBytes(UTF_8), given));
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
