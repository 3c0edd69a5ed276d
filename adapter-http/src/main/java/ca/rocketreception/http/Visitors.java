package ca.rocketreception.http;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Widget;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** Where a visitor's request comes from: the page that sent it, and the address. */
final class Visitors {

  private static final String ORIGIN = "Origin";
  private static final String ALLOWED_ORIGIN = "Access-Control-Allow-Origin";

  private Visitors() {}

  /**
   * Lets the asking page read the answer, whatever it will be, until it turns out that the page may
   * not.
   */
  static void letRead(Context request) {
    HttpServletResponse response = request.res();
    response.addHeader("Vary", ORIGIN);
    String origin = request.req().getHeader(ORIGIN);
    if (origin != null && isSane(origin)) {
      response.setHeader(ALLOWED_ORIGIN, origin);
      response.setHeader("Access-Control-Expose-Headers", "Retry-After");
    }
  }

  /** Refuses a page of an origin that the business did not list. */
  static void check(Context request, Widget widget) {
    String origin = request.req().getHeader(ORIGIN);
    if (origin != null && !widget.allows(origin)) {
      request.res().setHeader(ALLOWED_ORIGIN, null);
      request.res().setHeader("Access-Control-Expose-Headers", null);
      throw new Refusal.Forbidden(
          "The page '" + Query.shown(origin) + "' may not hold this widget",
          "Add its origin to the allowed origins of the chat channel.");
    }
  }

  static void answerPreflight(Context request) {
    HttpServletResponse response = request.res();
    response.setHeader("Access-Control-Allow-Methods", "GET, POST");
    response.setHeader(
        "Access-Control-Allow-Headers",
        "Authorization, Content-Type, Last-Event-ID, Accept-Language");
    response.setHeader("Access-Control-Max-Age", "600");
    request.status(204);
  }

  /**
   * The address that counts; of IPv6 the network, because one visitor has all of it.
   *
   * @param proxies how many of our own add to X-Forwarded-For
   */
  static String address(Context request, int proxies) {
    HttpServletRequest asked = request.req();
    String address = asked.getRemoteAddr();
    String forwarded = asked.getHeader("X-Forwarded-For");
    if (proxies > 0 && forwarded != null) {
      String[] hops = forwarded.split(",");
      address = hops[Math.max(0, hops.length - proxies)].strip();
    }
    return address.indexOf(':') < 0 ? address : network(address);
  }

  private static String network(String address) {
    String literal = address.replaceAll("^\\[|]$", "");
    if (!literal.matches("[0-9a-fA-F:.%]+")) {
      return "strange";
    }
    try {
      byte[] bytes = InetAddress.getByName(literal).getAddress();
      return HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, 8)));
    } catch (UnknownHostException e) {
      return "strange";
    }
  }

  /** What is not an origin is not repeated in a header. */
  private static boolean isSane(String origin) {
    return origin.length() <= 300 && origin.chars().allMatch(c -> c > ' ' && c < 127);
  }
}
