package ca.rocketreception.doubles.retell;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs what is sent as Retell does. */
public final class RetellSigning {

  public static final String HEADER = "x-retell-signature";

  private RetellSigning() {}

  /**
   * The header's value: HMAC-SHA256 of the body and the milliseconds behind it, as Retell's SDK
   * makes it.
   */
  public static String sign(String key, byte[] body, long epochMs) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
      mac.update(body);
      byte[] digest = mac.doFinal(Long.toString(epochMs).getBytes(US_ASCII));
      return "v=" + epochMs + ",d=" + HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has HMAC-SHA256", e);
    }
  }
}
