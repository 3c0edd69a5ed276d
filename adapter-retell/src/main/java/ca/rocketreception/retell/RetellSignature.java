package ca.rocketreception.retell;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Retell's request signature: {@code v=<milliseconds>,d=<hex>}, where the digest is HMAC-SHA256,
 * keyed with the API key, over the raw body followed by the digits of the time (checked against
 * Retell's own library).
 */
final class RetellSignature {

  static final String HEADER = "x-retell-signature";

  private static final Pattern SHAPE = Pattern.compile("v=([0-9]{1,15}),d=([0-9a-fA-F]{64})");
  private static final long TOLERANCE_MS = 300_000;

  private final List<SecretKeySpec> keys;

  /**
   * @param keys the API keys that may sign: two while one replaces the other
   */
  RetellSignature(List<String> keys) {
    this.keys = keys.stream().map(RetellSignature::hmacKey).toList();
  }

  /** What is wrong with a request's signature, in words; empty when a key signed it, recently. */
  Optional<String> problem(Optional<String> header, byte[] body, long nowMs) {
    if (header.isEmpty()) {
      return Optional.of("The X-Retell-Signature header is missing");
    }
    Matcher parts = SHAPE.matcher(header.get());
    if (!parts.matches()) {
      return Optional.of(
          "The X-Retell-Signature header is not of the form v=<milliseconds>,d=<64 hex digits>");
    }
    if (Math.abs(nowMs - Long.parseLong(parts.group(1))) > TOLERANCE_MS) {
      return Optional.of("The signature is older or newer than five minutes");
    }
    byte[] given = HexFormat.of().parseHex(parts.group(2));
    byte[] time = parts.group(1).getBytes(US_ASCII);
    boolean signed =
        keys.stream().anyMatch(key -> MessageDigest.isEqual(digest(key, body, time), given));
    return signed ? Optional.empty() : Optional.of("No key matches the signature");
  }

  /** The header that signs a body. */
  static String sign(String key, byte[] body, long epochMs) {
    byte[] digest = digest(hmacKey(key), body, Long.toString(epochMs).getBytes(US_ASCII));
    return "v=" + epochMs + ",d=" + HexFormat.of().formatHex(digest);
  }

  private static SecretKeySpec hmacKey(String key) {
    return new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256");
  }

  private static byte[] digest(SecretKeySpec key, byte[] body, byte[] time) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(body);
      return mac.doFinal(time);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has HmacSHA256", e);
    }
  }
}
