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

/** Retell's signature: an HMAC-SHA256 over the raw body followed by the time of sending. */
final class Signature {

  /** How far the time of sending may be from now, in milliseconds, before or after. */
  static final long WINDOW_MS = 300_000;

  private static final String ALGORITHM = "HmacSHA256";
  private static final Pattern SHAPE =
      Pattern.compile("v=([0-9]{1,18}),d=([0-9a-f]{64})", Pattern.CASE_INSENSITIVE);

  private final List<SecretKeySpec> keys;

  Signature(List<String> keys) {
    this.keys = keys.stream().map(Signature::secret).toList();
  }

  boolean hasKeys() {
    return !keys.isEmpty();
  }

  /** What is wrong with a signature; empty when it is good. */
  Optional<String> problem(Optional<String> header, byte[] body, long nowMs) {
    if (header.isEmpty()) {
      return Optional.of("The header X-Retell-Signature is missing");
    }
    Matcher parts = SHAPE.matcher(header.get());
    if (!parts.matches()) {
      return Optional.of("The header X-Retell-Signature is malformed");
    }
    long sentMs = Long.parseLong(parts.group(1));
    if (Math.abs(nowMs - sentMs) > WINDOW_MS) {
      return Optional.of(
          sentMs < nowMs
              ? "The time in X-Retell-Signature is too old"
              : "The time in X-Retell-Signature is too new");
    }
    byte[] given = HexFormat.of().parseHex(parts.group(2));
    byte[] digits = parts.group(1).getBytes(US_ASCII);
    boolean known = false;
    for (SecretKeySpec key : keys) {
      known |= MessageDigest.isEqual(hmac(key, body, digits), given);
    }
    return known
        ? Optional.empty()
        : Optional.of("No configured key matches the digest in X-Retell-Signature");
  }

  /** The header's value for a body that is sent at a time. */
  static String of(String key, byte[] body, long epochMs) {
    byte[] digest = hmac(secret(key), body, Long.toString(epochMs).getBytes(US_ASCII));
    return "v=" + epochMs + ",d=" + HexFormat.of().formatHex(digest);
  }

  private static SecretKeySpec secret(String key) {
    return new SecretKeySpec(key.getBytes(UTF_8), ALGORITHM);
  }

  private static byte[] hmac(SecretKeySpec key, byte[] body, byte[] digits) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(body);
      return mac.doFinal(digits);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
    }
  }
}
