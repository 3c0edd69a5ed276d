package ca.rocketreception.http.request;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Gives every request an id, and one line in the log without anything personal in it: whose key we
 * know at INFO, of which there are as many as its rate allows, everybody else's at DEBUG.
 */
public final class Trace {

  public static final String HEADER = "X-Request-Id";

  /** What every answer says to browsers, whoever gives it. */
  public static final Map<String, String> PROTECTION =
      Map.of(
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Content-Security-Policy",
          "default-src 'none'; frame-ancestors 'none'",
          "Cache-Control",
          "no-store, no-transform");

  /** And where people reach us by https alone. */
  public static final Map<String, String> PROTECTION_OF_HTTPS =
      Map.of("Strict-Transport-Security", "max-age=31536000");

  private static final String MDC_KEY = "requestId";

  /** However often they come, they do not fill the log; the meters count them. */
  private static final Set<Integer> REFUSED = Set.of(401, 413, 429);

  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9-]{8,64}");
  private static final Logger LOG = LoggerFactory.getLogger(Trace.class);

  private Trace() {}

  public static void begin(Context request) {
    String sent = request.req().getHeader(HEADER);
    String id = sent != null && SANE.matcher(sent).matches() ? sent : newId();
    MDC.put(MDC_KEY, id);
    HttpServletResponse response = request.res();
    response.setHeader(HEADER, id);
    PROTECTION.forEach(response::setHeader);
  }

  public static String id(Context request) {
    return request.res().getHeader(HEADER);
  }

  public static void end(Context request, Float milliseconds) {
    boolean withKey =
        Access.anyNeedsKey(request.routeRoles()) && !REFUSED.contains(request.res().getStatus());
    if (withKey) {
      LOG.info(
          "{} {} {} {} ms",
          request.req().getMethod(),
          Routes.taken(request),
          request.res().getStatus(),
          milliseconds.intValue());
    } else if (LOG.isDebugEnabled()) {
      LOG.debug(
          "{} {} {} {} ms",
          request.req().getMethod(),
          Routes.taken(request),
          request.res().getStatus(),
          milliseconds.intValue());
    }
    MDC.remove(MDC_KEY);
  }

  /** Enough to tell requests apart; it protects nothing, so that no secure randomness is spent. */
  public static String newId() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
