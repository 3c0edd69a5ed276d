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
public final class RetellSignature {

  public static final String HEADER = "x-retell-signature";

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
    Optional<String> problem = problemOfHead(header, nowMs);
    if (problem.isPresent()) {
      return problem;
    }
    Check check = check(header.get());
    check.add(body, body.length);
    return check.problem();
  }

  /** What can be found wrong without the body. */
  static Optional<String> problemOfHead(Optional<String> header, long nowMs) {
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
    return Optional.empty();
  }

  /**
   * Checks a body that comes in pieces.
   *
   * @param header of the right form
   */
  Check check(String header) {
    Matcher parts = SHAPE.matcher(header);
    if (!parts.matches()) {
      throw new IllegalArgumentException("The form was not looked at");
    }
    return new Check(parts.group(1), parts.group(2));
  }

  /** The signature of one body that passes. */
  final class Check {

    private final byte[] time;
    private final byte[] given;
    private final List<Mac> macs;

    private Check(String time, String digest) {
      this.time = time.getBytes(US_ASCII);
      this.given = HexFormat.of().parseHex(digest);
      this.macs = keys.stream().map(RetellSignature::mac).toList();
    }

    void add(byte[] piece, int length) {
      macs.forEach(mac -> mac.update(piece, 0, length));
    }

    /** What is wrong, when the body is whole. */
    Optional<String> problem() {
      boolean signed = false;
      for (Mac mac : macs) {
        signed |= MessageDigest.isEqual(mac.doFinal(time), given);
      }
      return signed ? Optional.empty() : Optional.of("No key matches the signature");
    }
  }

  /** The header that signs a body. */
  public static String sign(String key, byte[] body, long epochMs) {
    Mac mac = mac(hmacKey(key));
    mac.update(body);
    byte[] digest = mac.doFinal(Long.toString(epochMs).getBytes(US_ASCII));
    return "v=" + epochMs + ",d=" + HexFormat.of().formatHex(digest);
  }

  private static SecretKeySpec hmacKey(String key) {
    return new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256");
  }

  private static Mac mac(SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has HmacSHA256", e);
    }
  }
}
