package ca.rocketreception.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing that events tell about an interaction. Its place in {@link #all()} is stored, so a new
 * detail is added at the end.
 */
public final class Detail<T extends Comparable<? super T>> {

  private static final List<Detail<?>> ALL = new ArrayList<>();

  public static final Detail<InteractionStatus> STATUS = of("status", InteractionStatus.class);
  public static final Detail<Direction> DIRECTION = of("direction", Direction.class);
  public static final Detail<PhoneNumber> FROM = of("from", PhoneNumber.class);
  public static final Detail<PhoneNumber> TO = of("to", PhoneNumber.class);

  /** The provider's id of the agent that answered. */
  public static final Detail<String> PROVIDER_AGENT_ID = of("providerAgentId", String.class);

  /** The id that whoever carried the call gave it, such as Twilio's call SID. */
  public static final Detail<String> TRANSPORT_ID = of("transportId", String.class);

  public static final Detail<Instant> STARTED_AT = of("startedAt", Instant.class);
  public static final Detail<Instant> ANSWERED_AT = of("answeredAt", Instant.class);
  public static final Detail<Instant> ENDED_AT = of("endedAt", Instant.class);

  /** How long it lasted, in milliseconds, as the provider measured. */
  public static final Detail<Long> DURATION_MS = of("durationMs", Long.class);

  /** Why it ended, in the provider's word. */
  public static final Detail<String> DISCONNECTION_REASON = of("disconnectionReason", String.class);

  /** Where it was transferred to: a number or a SIP address. */
  public static final Detail<String> TRANSFERRED_TO = of("transferredTo", String.class);

  public static final Detail<Instant> TRANSFER_ENDED_AT = of("transferEndedAt", Instant.class);
  public static final Detail<String> SUMMARY = of("summary", String.class);
  public static final Detail<Sentiment> SENTIMENT = of("sentiment", Sentiment.class);
  public static final Detail<Boolean> SUCCESSFUL = of("successful", Boolean.class);

  /** Where the provider keeps the recording; never shown, it may need no key to open. */
  public static final Detail<String> RECORDING_REFERENCE = of("recordingReference", String.class);

  /** What the provider charges us. */
  public static final Detail<Money> PROVIDER_COST = of("providerCost", Money.class);

  /** The same, product by product. */
  public static final Detail<ProductCosts> PRODUCT_COSTS = of("productCosts", ProductCosts.class);

  private final String name;
  private final Class<T> type;
  private final int place;

  private Detail(String name, Class<T> type, int place) {
    this.name = name;
    this.type = type;
    this.place = place;
  }

  private static <T extends Comparable<? super T>> Detail<T> of(String name, Class<T> type) {
    Detail<T> detail = new Detail<>(name, type, ALL.size());
    ALL.add(detail);
    return detail;
  }

  public static List<Detail<?>> all() {
    return List.copyOf(ALL);
  }

  public int place() {
    return place;
  }

  Class<T> type() {
    return type;
  }

  @Override
  public String toString() {
    return name;
  }
}
