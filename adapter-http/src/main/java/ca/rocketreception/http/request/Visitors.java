package ca.rocketreception.http.request;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.conversation.Widget;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a visitor's request comes from: the page that sent it, and the address. */
public final class Visitors {

  private static final String ORIGIN = "Origin";
  private static final String ALLOWED_ORIGIN = "Access-Control-Allow-Origin";

  private static final String FORWARDED = "X-Forwarded-For";
  private static final Pattern ADDRESS =
      Pattern.compile(
          "\\[(?<v6>[0-9a-fA-F:.]{2,45})(?:%[^\\]]*)?](?::\\d{1,5})?"
              + "|(?<bare>[0-9a-fA-F.]*:[0-9a-fA-F.]*:[0-9a-fA-F:.]*)(?:%.*)?"
              + "|(?<v4>[0-9.]{7,15})(?::\\d{1,5})?");
  private static final Logger LOG = LoggerFactory.getLogger(Visitors.class);

  private final int proxies;
  private final AtomicBoolean warned = new AtomicBoolean();

  /**
   * @param proxies how many of our own add to X-Forwarded-For
   */
  public Visitors(int proxies) {
    this.proxies = proxies;
  }

  /**
   * Lets the asking page read the answer, whatever it will be, until it turns out that the page may
   * not.
   */
  public static void letRead(Context request) {
    HttpServletResponse response = request.res();
    response.addHeader("Vary", ORIGIN);
    String origin = request.req().getHeader(ORIGIN);
    if (origin != null && isSane(origin)) {
      response.setHeader(ALLOWED_ORIGIN, origin);
      response.setHeader("Access-Control-Expose-Headers", "Retry-After");
    }
  }

  /** Refuses a page of an origin that the business did not list. */
  public static void check(Context request, Widget widget) {
    String origin = request.req().getHeader(ORIGIN);
    if (origin != null && !widget.allows(origin)) {
      request.res().setHeader(ALLOWED_ORIGIN, null);
      request.res().setHeader("Access-Control-Expose-Headers", null);
      check(origin, widget);
    }
  }

  /** The same of an answer that has begun. */
  public static void check(String origin, Widget widget) {
    if (origin != null && !widget.allows(origin)) {
      throw new Refusal.Forbidden(
          "The page '" + Query.shown(origin) + "' may not hold this widget",
          "Add its origin to the allowed origins of the chat channel.");
    }
  }

  public static void answerPreflight(Context request) {
    HttpServletResponse response = request.res();
    response.setHeader("Access-Control-Allow-Methods", "GET, POST");
    response.setHeader(
        "Access-Control-Allow-Headers",
        "Authorization, Content-Type, Last-Event-ID, Accept-Language");
    response.setHeader("Access-Control-Max-Age", "600");
    request.status(204);
  }

  /**
   * The address that counts; of IPv6 the network, because one visitor has all of it. It is what our
   * outermost proxy added to X-Forwarded-For, counted from the end, whatever its sender wrote into
   * it before; when that is no address, the address that connects.
   */
  public String address(Context request) {
    HttpServletRequest asked = request.req();
    String connected = asked.getRemoteAddr();
    Enumeration<String> lines = asked.getHeaders(FORWARDED);
    if (!lines.hasMoreElements()) {
      return counted(connected).orElse(connected);
    }
    if (proxies == 0) {
      warnOnce();
      return counted(connected).orElse(connected);
    }
    List<String> hops = new ArrayList<>();
    while (lines.hasMoreElements()) {
      for (String hop : lines.nextElement().split(",")) {
        if (!hop.isBlank()) {
          hops.add(hop.strip());
        }
      }
    }
    return hops.isEmpty()
        ? counted(connected).orElse(connected)
        : counted(hops.get(Math.max(0, hops.size() - proxies)))
            .or(() -> counted(connected))
            .orElse(connected);
  }

  private void warnOnce() {
    if (warned.compareAndSet(false, true)) {
      LOG.warn(
          "Requests come with {}, so a proxy stands in front, but TRUSTED_PROXIES is 0: everybody"
              + " counts as one address. Set it to the number of proxies that add to the header",
          FORWARDED);
    }
  }

  /** An address in the one spelling by which it is counted: with or without port and brackets. */
  public static Optional<String> counted(String text) {
    Matcher form = ADDRESS.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    String literal =
        Stream.of("v6", "bare", "v4")
            .map(form::group)
            .filter(Objects::nonNull)
            .findFirst()
            .orElseThrow();
    try {
      byte[] bytes = InetAddress.ofLiteral(literal).getAddress();
      return Optional.of(HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 8)));
    } catch (IllegalArgumentException strange) {
      return Optional.empty();
    }
  }

  /** What is not an origin is not repeated in a header. */
  private static boolean isSane(String origin) {
    return origin.length() <= 300 && origin.chars().allMatch(c -> c > ' ' && c < 127);
  }
}
