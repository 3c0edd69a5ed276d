package ca.rocketreception.http.request;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.http.limit.InFlight;
import ca.rocketreception.http.limit.UnknownKeys;
import ca.rocketreception.ports.driving.interaction.Webhook;
import io.javalin.http.Context;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;

/** Settles once, before any handler, who is asking. */
public final class Identity {

  private static final String KEY = "api-key";
  private static final String BODY = "body";
  private static final String SHARE = "in-flight";
  private static final String SCHEME = "Bearer ";
  private static final int LONGEST = 512;

  private final UnknownKeys keys;
  private final InFlight inFlight;
  private final Bodies bodies;
  private final Visitors visitors;

  public Identity(UnknownKeys keys, InFlight inFlight, Bodies bodies, Visitors visitors) {
    this.keys = keys;
    this.inFlight = inFlight;
    this.bodies = bodies;
    this.visitors = visitors;
  }

  /** What the head tells comes first; a body is read of those who may send one. */
  public void settle(Context request) {
    Access access = access(request);
    if (access == Access.PROVIDER || access == Access.VISITOR) {
      return; // their doors look at them
    }
    if (access.needsKey()) {
      admit(request, access, keys.recognise(secret(request), visitors.address(request)));
    }
    if (access.changes()) {
      Tags.requireHeld(request);
      read(request, Bodies.MOST);
    } else {
      bodies.discard(request.req());
    }
    if (access.needsKey()) {
      ApiKey key = key(request);
      enter(
          request,
          key.subscriber().map(own -> "keys of " + own).orElseGet(() -> "key " + key.id()));
    }
  }

  /**
   * Waits for a place among those of the same name, whose body is read, which is given back with
   * the request's end.
   */
  public void enter(Context request, String name) {
    InFlight.Share share = inFlight.enter(name);
    Request.addCompletionListener(
        ServletContextRequest.getServletContextRequest(request.req()), _ -> share.close());
    request.attribute(SHARE, share);
  }

  /** Gives the place back before the request's end: what streams waits far longer than it works. */
  public static void leave(Context request) {
    InFlight.Share share = request.attribute(SHARE);
    if (share != null) {
      share.close();
    }
  }

  /** Reads the body, which is given back with the request's end. */
  public void read(Context request, int most) {
    Bodies.Held body = bodies.read(request.req(), visitors.address(request), Webhook.upTo(most));
    Request.addCompletionListener(
        ServletContextRequest.getServletContextRequest(request.req()), _ -> body.close());
    request.attribute(BODY, body.bytes());
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
  public static byte[] body(Context request) {
    return request.attribute(BODY);
  }

  public static ApiKey key(Context request) {
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
