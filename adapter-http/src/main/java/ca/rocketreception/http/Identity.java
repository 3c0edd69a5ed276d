package ca.rocketreception.http;

import ca.rocketreception.domain.ApiKey;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.ports.driving.ManagingKeys;
import io.javalin.http.Context;

/** Settles once, before any handler, who is asking. */
final class Identity {

  private static final String KEY = "api-key";
  private static final String SCHEME = "Bearer ";
  private static final int LONGEST = 512;

  private final ManagingKeys keys;

  Identity(ManagingKeys keys) {
    this.keys = keys;
  }

  void settle(Context request) {
    if (request.routeRoles().contains(Access.PROVIDER)) {
      return;
    }
    if (!request.routeRoles().contains(Access.BODY)) {
      Body.discard(request.req());
    }
    if (request.routeRoles().contains(Access.KEY)) {
      request.attribute(KEY, keys.recognise(secret(request)));
    }
  }

  static ApiKey key(Context request) {
    return request.attribute(KEY);
  }

  private static String secret(Context request) {
    String header = request.req().getHeader("Authorization");
    if (header == null
        || header.length() > LONGEST
        || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new Refusal.Unauthenticated(
          "The request carries no API key", "Send the header Authorization: Bearer KEY.");
    }
    return header.substring(SCHEME.length()).strip();
  }
}
