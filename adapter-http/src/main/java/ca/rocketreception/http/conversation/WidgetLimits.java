package ca.rocketreception.http.conversation;

/**
 * How much a visitor may ask of us.
 *
 * @param talksAMinute new conversations from one address with one business
 * @param messagesAMinute messages within one conversation
 * @param requestsAMinute requests of any kind from one address to one business
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

  private static final int ADDRESSES_OF_A_BUSINESS = 4;
  private static final int BUSINESSES_OF_AN_ADDRESS = 10;

  /** Of all addresses together, so that many of them do not shut out every other business. */
  int talksOfABusiness() {
    return times(talksAMinute, ADDRESSES_OF_A_BUSINESS);
  }

  /** Of any kind, of all addresses together. */
  int requestsOfABusiness() {
    return times(requestsAMinute, BUSINESSES_OF_AN_ADDRESS);
  }

  /** To all businesses: a proxy that nobody told us of carries the visitors of many. */
  int requestsOfAnAddress() {
    return times(requestsAMinute, BUSINESSES_OF_AN_ADDRESS);
  }

  /** Open at once. */
  int streamsOfABusiness() {
    return times(streamsOfAnAddress, 2);
  }

  private static int times(int some, int factor) {
    return (int) Math.min(ANY, (long) some * factor);
  }

  /** Generous to people, also to many behind one address; tight for a machine. */
  public static WidgetLimits usual(int proxies) {
    return new WidgetLimits(30, 40, 600, 10, 300, proxies);
  }

  /** For measuring. */
  public static WidgetLimits none() {
    return new WidgetLimits(ANY, ANY, ANY, ANY, ANY, 0);
  }
}
