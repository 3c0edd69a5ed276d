package ca.rocketreception.http;

import ca.rocketreception.domain.ApiKey;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.ports.driving.ManagingKeys;
import io.javalin.http.Context;

/** Settles once, before any handler, who is asking. */
final class Identity {

  private static final String KEY = "api-key";
  private static final String BODY = "body";
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
    Access access = access(request);
    if (access == Access.VISITOR) {
      // read also where the request is refused: what is left unread would break the connection
      request.attribute(BODY, Body.read(request.req(), WidgetBody.MOST));
      return;
    }
    if (access.changes()) {
      request.attribute(BODY, Body.read(request.req(), Body.MOST));
    } else {
      Body.discard(request.req());
    }
    if (access.needsKey()) {
      admit(request, access, keys.recognise(secret(request)));
    }
    if (access.changes()) {
      Tags.requireHeld(request);
    }
  }

  private static Access access(Context request) {
    return request.routeRoles().stream()
        .filter(Access.class::isInstance)
        .map(Access.class::cast)
        .findFirst()
        .orElse(Access.EVERYBODY);
  }

  private static void admit(Context request, Access access, ApiKey key) {
    if (access.changes()) {
      key.requireManaging();
    }
    if (access.needsOperator()) {
      key.requireOperator();
    }
    request.attribute(KEY, key);
  }

  /** The body, of a route that changes something. */
  static byte[] body(Context request) {
    return request.attribute(BODY);
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
