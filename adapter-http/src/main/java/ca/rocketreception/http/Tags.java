package ca.rocketreception.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.rocketreception.domain.Refusal;
import io.javalin.http.Context;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Tags of what is shown, so that one who changes it can say what it is believed to be: a digest, so
 * that a thing has the same tag whatever else of its subscriber changes.
 */
final class Tags {

  private static final int BYTES = 12;

  private Tags() {}

  static String of(Object shown) {
    return ofJson(Json.MAPPER.writeValueAsBytes(shown));
  }

  static String ofJson(byte[] shown) {
    return '"' + HexFormat.of().formatHex(sha256(shown), 0, BYTES) + '"';
  }

  /** Shows something with its tag. */
  static void show(Context request, Object shown) {
    request.header("ETag", of(shown)).json(shown);
  }

  /** What the header If-Match demands of a thing before it is changed. */
  static <T> Consumer<T> expected(Context request, Function<T, Optional<?>> shown) {
    String header = request.req().getHeader("If-Match");
    if (header == null) {
      return thing -> {};
    }
    List<String> tags = Arrays.stream(header.split(",")).map(String::strip).toList();
    return thing -> {
      Optional<String> now = shown.apply(thing).map(Tags::of);
      if (now.isEmpty() || !tags.contains("*") && !tags.contains(now.get())) {
        throw new Refusal.Stale(
            now.isEmpty() ? "It is not there" : "It is no longer what If-Match says",
            "Read it again, and repeat the change with the ETag that it has now.");
      }
    };
  }

  static String hash(String... parts) {
    return HexFormat.of().formatHex(sha256(String.join("\n", parts).getBytes(UTF_8)));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
