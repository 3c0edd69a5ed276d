package ca.rocketreception.domain;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest by which secrets are kept, and things are told apart. */
public final class Sha256 {

  private Sha256() {}

  public static byte[] of(byte[] bytes) {
    return begin().digest(bytes);
  }

  /** In lower-case hex, 64 letters. */
  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(of(bytes));
  }

  /** Of the text in UTF-8, in lower-case hex. */
  public static String hex(String text) {
    return hex(text.getBytes(UTF_8));
  }

  /** For what comes in parts. */
  public static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
