package ca.rocketreception.http.request;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Sha256;
import ca.rocketreception.http.json.Json;
import io.javalin.http.Context;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Tags of what is shown, so that one who changes it can say what it is believed to be: a digest, so
 * that a thing has the same tag whatever else of its subscriber changes.
 */
public final class Tags {

  private static final int BYTES = 12;

  private Tags() {}

  static String of(Object shown) {
    return ofJson(Json.MAPPER.writeValueAsBytes(shown));
  }

  public static String ofJson(byte[] shown) {
    return '"' + HexFormat.of().formatHex(Sha256.of(shown), 0, BYTES) + '"';
  }

  /** Shows something with its tag. */
  public static void show(Context request, Object shown) {
    request.header("ETag", of(shown)).json(shown);
  }

  /**
   * Shows something with the tag of what can be set of it: what changes by itself, such as a time
   * of last use, is no part of it, else nobody could ever change the thing in peace.
   */
  public static void show(Context request, Object shown, Object settings) {
    request.header("ETag", of(settings)).json(shown);
  }

  /**
   * What the headers If-Match and If-None-Match demand of a thing before it is changed.
   *
   * @param settings of it what its tag is made of; empty when it is not there
   */
  public static <T> Consumer<T> expected(Context request, Function<T, Optional<?>> settings) {
    Preconditions conditions = Preconditions.of(request);
    return conditions.any()
        ? thing -> conditions.require(settings.apply(thing).map(Tags::of))
        : thing -> {};
  }

  /**
   * Refuses a condition on a route that has nothing to hold it against, before anything is done.
   */
  static void requireHeld(Context request) {
    if (!request.routeRoles().contains(Routes.Condition.HELD)
        && Preconditions.of(request).match().isPresent()) {
      throw new Refusal.Stale(
          "There is nothing here that If-Match could be held against",
          "Leave it out: only changes of what a GET of the same address shows take it.");
    }
  }

  static String hash(String... parts) {
    return Sha256.hex(String.join("\n", parts));
  }
}
