package ca.rocketreception.http;

/**
 * How much a visitor may ask of us.
 *
 * @param talksAMinute new conversations from one address
 * @param messagesAMinute messages within one conversation
 * @param requestsAMinute requests of any kind from one address
 * @param streams open at once in one conversation
 * @param streamsOfAnAddress open at once from one address
 * @param proxies how many proxies of our own stand in front, each adding to X-Forwarded-For; 0:
 *     whoever connects is the visitor
 */
public record WidgetLimits(
    int talksAMinute,
    int messagesAMinute,
    int requestsAMinute,
    int streams,
    int streamsOfAnAddress,
    int proxies) {

  private static final int ANY = 1_000_000_000;

  /** Generous to people, also to many behind one address; tight for a machine. */
  public static WidgetLimits usual(int proxies) {
    return new WidgetLimits(30, 40, 600, 10, 300, proxies);
  }

  /** For measuring. */
  public static WidgetLimits none() {
    return new WidgetLimits(ANY, ANY, ANY, ANY, ANY, 0);
  }
}
