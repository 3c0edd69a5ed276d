package ca.rocketreception.retell;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Money;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.interaction.Clues;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.Direction;
import ca.rocketreception.domain.interaction.InteractionStatus;
import ca.rocketreception.domain.interaction.Matter;
import ca.rocketreception.domain.interaction.ProductCosts;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.interaction.Report;
import ca.rocketreception.domain.interaction.Sentiment;
import ca.rocketreception.domain.interaction.Speaker;
import ca.rocketreception.domain.interaction.Stage;
import ca.rocketreception.ports.driven.interaction.EventReader;
import ca.rocketreception.ports.driven.interaction.ProviderEvent;
import ca.rocketreception.ports.driven.interaction.Reading;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads Retell's lifecycle events of calls and chats into our words. Unknown members and values
 * never break anything: what cannot be understood is left out and named in the note.
 */
public final class RetellEvents implements EventReader {

  public static final String METADATA_SUBSCRIBER = "rocket_subscriber_id";
  static final String FUNCTION = "function:";
  static final String TAKE_MESSAGE = FUNCTION + "take_message";

  private static final int LONGEST_SUMMARY = 20_000;
  private static final int LONGEST_PRODUCT = 100;
  private static final int MOST_PRODUCTS = 50;
  private static final String TRANSFER_LEG = " (transfer leg)";

  /** Reasons that only a call which never connected has (Retell, "Debug call disconnection"). */
  private static final Set<String> NEVER_CONNECTED =
      Set.of(
          "dial_busy",
          "dial_failed",
          "dial_no_answer",
          "invalid_destination",
          "telephony_provider_permission_denied",
          "telephony_provider_unavailable",
          "sip_routing_error",
          "marked_as_spam",
          "user_declined");

  /** Not Retell's own: what was read from its records. */
  static final String CALL_REREAD = "call_reread";

  static final String CHAT_REREAD = "chat_reread";

  /** An attempt that only began may fail, and what is told cannot be taken back. */
  private static final Set<String> TRANSFERRED = Set.of("transfer_bridged", "transfer_ended");

  private static final Set<String> FAILED =
      Set.of(
          "concurrency_limit_reached",
          "no_valid_payment",
          "scam_detected",
          "registered_call_timeout");

  @Override
  public Reading read(ProviderEvent event) {
    return read(event.event(), JsonBody.object(event.body()));
  }

  /** What an event of a name tells, or why it tells nothing that we use. */
  static Reading read(String event, Map<String, Object> body) {
    Fields root = new Fields(body, new TreeSet<>());
    Optional<Stage> stage = stage(event);
    if (stage.isEmpty()) {
      return new Reading.Nothing("the event " + event + " is none that is used");
    }
    Optional<Fields> call = root.object("call");
    Optional<Fields> chat = root.object("chat");
    if (call.isEmpty() && chat.isEmpty()) {
      return new Reading.Nothing("there is neither a call nor a chat in it");
    }
    Fields subject = call.or(() -> chat).orElseThrow();
    Optional<String> id = subject.text(call.isPresent() ? "call_id" : "chat_id", Integer.MAX_VALUE);
    if (id.isEmpty() || id.get().isBlank()) {
      return new Reading.Nothing("the call or chat in it has no id");
    }
    if (!id.equals(Optional.of(subject.members().get(call.isPresent() ? "call_id" : "chat_id")))) {
      return new Reading.Nothing("the id in it has characters that cannot be kept");
    }
    if (id.get().length() > ProviderReference.LONGEST) {
      return new Reading.Nothing(
          "the id in it is longer than " + ProviderReference.LONGEST + " characters");
    }
    return call.isPresent()
        ? about(event, root, subject, id.get(), ChannelKind.VOICE, stage.get())
        : about(event, root, subject, id.get(), thread(subject), stage.get());
  }

  /** Retell keeps text messages as chats of another type. */
  private static ChannelKind thread(Fields chat) {
    return chat.word("chat_type").filter("sms_chat"::equals).isPresent()
        ? ChannelKind.SMS
        : ChannelKind.CHAT;
  }

  private static Optional<Stage> stage(String event) {
    return switch (event) {
      case "call_started", "chat_started" -> Optional.of(Stage.STARTED);
      case "transcript_updated",
          "transfer_started",
          "transfer_bridged",
          "transfer_cancelled",
          "transfer_ended" ->
          Optional.of(Stage.UPDATED);
      case "call_ended", "chat_ended" -> Optional.of(Stage.ENDED);
      case "call_analyzed", "chat_analyzed" -> Optional.of(Stage.ANALYSED);
      case CALL_REREAD, CHAT_REREAD -> Optional.of(Stage.REREAD);
      default -> event.startsWith(FUNCTION) ? Optional.of(Stage.UPDATED) : Optional.empty();
    };
  }

  private static Reading about(
      String event, Fields root, Fields subject, String id, ChannelKind channel, Stage stage) {
    Speaker person = channel == ChannelKind.VOICE ? Speaker.CALLER : Speaker.VISITOR;
    Optional<Direction> direction = direction(subject);
    Report report =
        new Report(
            details(event, root, subject, direction, stage),
            Transcripts.of(subject, root, person, stage));
    Clues clues = clues(subject, direction);
    String note =
        subject.notes().isEmpty() ? "" : "left out: " + String.join(", ", subject.notes());
    Optional<Matter> taken =
        event.equals(TAKE_MESSAGE) ? GivenMessage.of(root).kept() : Optional.empty();
    return new Reading.About(
        new ProviderReference(Provider.RETELL, id), channel, clues, report, note, taken);
  }

  private static Details details(
      String event, Fields root, Fields subject, Optional<Direction> direction, Stage stage) {
    Optional<String> reason = subject.word("disconnection_reason");
    Details details =
        Details.none()
            .tell(Detail.STATUS, status(subject, reason, stage), stage)
            .tell(Detail.DIRECTION, direction, stage)
            .tell(Detail.FROM, caller(subject, direction), stage)
            .tell(Detail.TO, called(subject, direction), stage)
            .tell(Detail.PROVIDER_AGENT_ID, subject.word("agent_id"), stage)
            .tell(Detail.STARTED_AT, subject.moment("start_timestamp"), stage)
            .tell(Detail.TRANSFERRED_TO, transferredTo(event, root, subject), stage);
    Optional<Fields> carrier = subject.object("telephony_identifier");
    details =
        details.tell(
            Detail.TRANSPORT_ID, carrier.flatMap(ids -> ids.word("twilio_call_sid")), stage);
    return told(subject, stage)
        ? ending(details, subject, reason, stage)
        : details.tell(Detail.TRANSFER_ENDED_AT, subject.moment("transfer_end_timestamp"), stage);
  }

  /** Only from its end on do an interaction's length, cost and judgement mean anything. */
  private static boolean told(Fields subject, Stage stage) {
    return stage.compareTo(Stage.ENDED) >= 0;
  }

  private static Details ending(
      Details details, Fields subject, Optional<String> reason, Stage stage) {
    Optional<Fields> cost = subject.object("call_cost").or(() -> subject.object("chat_cost"));
    Optional<Fields> analysis =
        subject.object("call_analysis").or(() -> subject.object("chat_analysis"));
    return details
        .tell(Detail.ENDED_AT, subject.moment("end_timestamp"), stage)
        .tell(Detail.TRANSFER_ENDED_AT, subject.moment("transfer_end_timestamp"), stage)
        .tell(Detail.DURATION_MS, subject.millis("duration_ms"), stage)
        .tell(Detail.DISCONNECTION_REASON, reason, stage)
        .tell(Detail.RECORDING_REFERENCE, subject.text("recording_url", 2000), stage)
        .tell(Detail.PROVIDER_COST, cost.flatMap(RetellEvents::cost), stage)
        .tell(Detail.PRODUCT_COSTS, cost.flatMap(RetellEvents::productCosts), stage)
        .tell(
            Detail.SUMMARY,
            analysis
                .flatMap(judged ->
                    judged
                        .text("call_summary", LONGEST_SUMMARY)
                        .or(() -> judged.text("chat_summary", LONGEST_SUMMARY)))
                .filter(summary -> !summary.isBlank()),
            stage)
        .tell(
            Detail.SUCCESSFUL,
            analysis.flatMap(judged ->
                judged.truth("call_successful").or(() -> judged.truth("chat_successful"))),
            stage)
        .tell(Detail.SENTIMENT, analysis.flatMap(RetellEvents::sentiment), stage);
  }

  /** In US cents, which may be fractions (Retell's call_cost). */
  private static Optional<Money> cost(Fields cost) {
    Optional<BigDecimal> cents = cost.amount("combined_cost");
    return cents.map(Money::usCents);
  }

  /** The same product may be charged for the receptionist and again for a transferred leg. */
  private static Optional<ProductCosts> productCosts(Fields cost) {
    Map<String, Money> costs = new HashMap<>();
    for (Fields charged : cost.objects("product_costs")) {
      Optional<String> product = charged.text("product", LONGEST_PRODUCT).map(String::strip);
      Optional<BigDecimal> cents = charged.amount("cost");
      if (product.filter(name -> !name.isEmpty()).isPresent()
          && cents.isPresent()
          && costs.size() < MOST_PRODUCTS) {
        String leg = charged.truth("is_transfer_leg_cost").orElse(false) ? TRANSFER_LEG : "";
        costs.merge(product.get() + leg, Money.usCents(cents.get()), RetellEvents::sum);
      }
    }
    return costs.isEmpty() ? Optional.empty() : Optional.of(ProductCosts.of(costs));
  }

  private static Money sum(Money one, Money other) {
    return new Money(one.amount().add(other.amount()), one.currency());
  }

  private static Optional<Sentiment> sentiment(Fields analysis) {
    return analysis
        .word("user_sentiment")
        .flatMap(word ->
            switch (word) {
              case "Positive" -> Optional.of(Sentiment.POSITIVE);
              case "Neutral" -> Optional.of(Sentiment.NEUTRAL);
              case "Negative" -> Optional.of(Sentiment.NEGATIVE);
              case "Unknown" -> Optional.empty();
              default -> {
                analysis.leftOut("user_sentiment");
                yield Optional.empty();
              }
            });
  }

  /**
   * Retell's own status is not always right once a call has ended; the event and the reason are.
   */
  private static InteractionStatus status(Fields subject, Optional<String> reason, Stage stage) {
    String status = subject.word("call_status").or(() -> subject.word("chat_status")).orElse("");
    return switch (status) {
      case "error" -> InteractionStatus.ERROR;
      case "not_connected" -> InteractionStatus.NOT_CONNECTED;
      case "ended" -> InteractionStatus.ENDED;
      case "", "registered", "ongoing" -> byEvent(reason, stage);
      default -> {
        subject.leftOut(
            subject.members().containsKey("call_status") ? "call_status" : "chat_status");
        yield byEvent(reason, stage);
      }
    };
  }

  private static InteractionStatus byEvent(Optional<String> reason, Stage stage) {
    return stage.compareTo(Stage.ENDED) < 0
        ? InteractionStatus.ONGOING
        : reason.map(RetellEvents::outcome).orElse(InteractionStatus.ENDED);
  }

  private static InteractionStatus outcome(String reason) {
    if (NEVER_CONNECTED.contains(reason)) {
      return InteractionStatus.NOT_CONNECTED;
    }
    return FAILED.contains(reason) || reason.startsWith("error_")
        ? InteractionStatus.ERROR
        : InteractionStatus.ENDED;
  }

  private static Optional<Direction> direction(Fields subject) {
    return subject
        .word("direction")
        .flatMap(word ->
            switch (word) {
              case "inbound" -> Optional.of(Direction.INBOUND);
              case "outbound" -> Optional.of(Direction.OUTBOUND);
              default -> {
                subject.leftOut("direction");
                yield Optional.empty();
              }
            });
  }

  private static Optional<String> transferredTo(String event, Fields root, Fields subject) {
    Optional<String> wanted =
        TRANSFERRED.contains(event)
            ? root.object("transfer_destination").flatMap(to -> destination(to, "number"))
            : Optional.empty();
    return destination(subject, "transfer_destination").or(() -> wanted);
  }

  /** A number as we write them; whatever else calls are transferred to as it stands there. */
  private static Optional<String> destination(Fields fields, String name) {
    return new Fields(fields.members(), new TreeSet<>())
        .number(name)
        .map(PhoneNumber::e164)
        .or(() -> fields.word(name));
  }

  /** Who withholds his number is told in many ways, and is nobody's number. */
  private static Optional<PhoneNumber> caller(Fields subject, Optional<Direction> direction) {
    return isOutbound(direction)
        ? subject.number("from_number")
        : subject.number("from_number", subject.number("to_number"));
  }

  /** Our own number is in our country, wherever the other one is. */
  private static Optional<PhoneNumber> called(Fields subject, Optional<Direction> direction) {
    return isOutbound(direction)
        ? subject.number("to_number", subject.number("from_number"))
        : subject.number("to_number");
  }

  private static boolean isOutbound(Optional<Direction> direction) {
    return direction.equals(Optional.of(Direction.OUTBOUND));
  }

  private static Clues clues(Fields subject, Optional<Direction> direction) {
    Optional<SubscriberId> metadata =
        subject
            .object("metadata")
            .flatMap(ours -> ours.uuid(METADATA_SUBSCRIBER))
            .map(SubscriberId::new);
    return new Clues(
        isOutbound(direction) ? caller(subject, direction) : called(subject, direction),
        metadata,
        subject.word("agent_id"),
        Optional.empty());
  }
}
