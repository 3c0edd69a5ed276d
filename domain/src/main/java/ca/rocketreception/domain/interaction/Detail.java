package ca.rocketreception.domain.interaction;

import ca.rocketreception.domain.Money;
import ca.rocketreception.domain.PhoneNumber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One thing that events tell about an interaction. Its number is its place in {@link #all()} and in
 * what is stored: it never changes, and a new detail has the next one.
 */
public final class Detail<T extends Comparable<? super T>> {

  private static final List<Detail<?>> ALL = new ArrayList<>();

  public static final Detail<InteractionStatus> STATUS = of(0, "status", InteractionStatus.class);
  public static final Detail<Direction> DIRECTION = of(1, "direction", Direction.class);
  public static final Detail<PhoneNumber> FROM = of(2, "from", PhoneNumber.class);
  public static final Detail<PhoneNumber> TO = of(3, "to", PhoneNumber.class);

  /** The provider's id of the agent that answered. */
  public static final Detail<String> PROVIDER_AGENT_ID = of(4, "providerAgentId", String.class);

  /** The id that whoever carried the call gave it, such as Twilio's call SID. */
  public static final Detail<String> TRANSPORT_ID = of(5, "transportId", String.class);

  public static final Detail<Instant> STARTED_AT = of(6, "startedAt", Instant.class);
  public static final Detail<Instant> ANSWERED_AT = of(7, "answeredAt", Instant.class);
  public static final Detail<Instant> ENDED_AT = of(8, "endedAt", Instant.class);

  /** How long it lasted, in milliseconds, as the provider measured. */
  public static final Detail<Long> DURATION_MS = of(9, "durationMs", Long.class);

  /** Why it ended, in the provider's word. */
  public static final Detail<String> DISCONNECTION_REASON =
      of(10, "disconnectionReason", String.class, EndReason.BY_WORTH);

  /** Where it was transferred to: a number or a SIP address. */
  public static final Detail<String> TRANSFERRED_TO = of(11, "transferredTo", String.class);

  public static final Detail<Instant> TRANSFER_ENDED_AT = of(12, "transferEndedAt", Instant.class);
  public static final Detail<String> SUMMARY = of(13, "summary", String.class);
  public static final Detail<Sentiment> SENTIMENT = of(14, "sentiment", Sentiment.class);
  public static final Detail<Boolean> SUCCESSFUL = of(15, "successful", Boolean.class);

  /** Where the provider keeps the recording; never shown, it may need no key to open. */
  public static final Detail<String> RECORDING_REFERENCE =
      of(16, "recordingReference", String.class);

  /** What the provider charges us. */
  public static final Detail<Money> PROVIDER_COST = of(17, "providerCost", Money.class);

  /** The same, product by product. */
  public static final Detail<ProductCosts> PRODUCT_COSTS =
      of(18, "productCosts", ProductCosts.class);

  private final String name;
  private final Class<T> type;
  private final int place;
  private final Comparator<? super T> order;

  private Detail(String name, Class<T> type, int place, Comparator<? super T> order) {
    this.name = name;
    this.type = type;
    this.place = place;
    this.order = order;
  }

  private static <T extends Comparable<? super T>> Detail<T> of(
      int place, String name, Class<T> type) {
    return of(place, name, type, Comparator.naturalOrder());
  }

  private static <T extends Comparable<? super T>> Detail<T> of(
      int place, String name, Class<T> type, Comparator<? super T> order) {
    if (place != ALL.size()) {
      throw new IllegalStateException("The detail " + name + " is not declared at its place");
    }
    Detail<T> detail = new Detail<>(name, type, place, order);
    ALL.add(detail);
    return detail;
  }

  public static List<Detail<?>> all() {
    return List.copyOf(ALL);
  }

  public int place() {
    return place;
  }

  /** Which of two values that were told at the same stage is worth more: the greater one. */
  Comparator<? super T> order() {
    return order;
  }

  Class<T> type() {
    return type;
  }

  @Override
  public String toString() {
    return name;
  }
}
