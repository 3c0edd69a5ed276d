package ca.rocketreception.retell;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Clues;
import ca.rocketreception.domain.Detail;
import ca.rocketreception.domain.Details;
import ca.rocketreception.domain.Direction;
import ca.rocketreception.domain.InteractionStatus;
import ca.rocketreception.domain.Money;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.ProviderReference;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Report;
import ca.rocketreception.domain.Sentiment;
import ca.rocketreception.domain.Stage;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.ports.driven.EventReader;
import ca.rocketreception.ports.driven.ProviderEvent;
import ca.rocketreception.ports.driven.Reading;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What Retell's events say, in our words. Nothing that Retell may send breaks it: what it does not
 * understand is left out and noted by the field's name.
 */
public final class RetellEvents implements EventReader {

  /** Marks the event of a function that Retell's AI called. */
  static final String FUNCTION = "function:";

  private static final int LONGEST_EVENT = 100;
  private static final int LONGEST_ID = 200;
  private static final int LONGEST_TEXT = 500;
  private static final int LONGEST_URL = 2_000;
  private static final int LONGEST_SUMMARY = 20_000;

  private static final Set<String> NOT_CONNECTED =
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

  private static final Set<String> ERROR =
      Set.of(
          "concurrency_limit_reached",
          "no_valid_payment",
          "scam_detected",
          "registered_call_timeout");

  /** Only of these the call is told where it went: one that began may still fail to connect. */
  private static final Set<String> TRANSFER_HAPPENED = Set.of("transfer_bridged", "transfer_ended");

  @Override
  public Reading read(ProviderEvent event) {
    try {
      Json.Members root = Body.parse(event.body().getBytes(UTF_8)).root();
      return read(
          event.event().startsWith(FUNCTION) ? event.event() : nameOf(root).orElse(""), root);
    } catch (Refusal.Invalid e) {
      return new Reading.Nothing(e.getMessage());
    }
  }

  /** The event's name, fit to be kept. */
  static Optional<String> nameOf(Json.Members root) {
    return Fields.of(root).text("event", LONGEST_EVENT);
  }

  Reading read(String event, Json.Members root) {
    Optional<Stage> stage = stageOf(event);
    if (stage.isEmpty()) {
      return new Reading.Nothing(
          event.isEmpty() ? "it has no event name" : "nothing is read from the event " + event);
    }
    Fields whole = Fields.of(root);
    ChannelKind channel = whole.object("call").isPresent() ? ChannelKind.VOICE : ChannelKind.CHAT;
    Optional<Fields> about = whole.object(channel == ChannelKind.VOICE ? "call" : "chat");
    if (about.isEmpty()) {
      return new Reading.Nothing("it has neither a call nor a chat");
    }
    Optional<String> id = about.get().string(channel == ChannelKind.VOICE ? "call_id" : "chat_id");
    return id.filter(RetellEvents::isUsable)
        .<Reading>map(usable -> about(usable, event, stage.get(), channel, whole, about.get()))
        .orElseGet(() ->
            new Reading.Nothing(
                id.isEmpty() ? "it names no id" : "its id is not one that we can keep"));
  }

  private static Reading.About about(
      String id, String event, Stage stage, ChannelKind channel, Fields whole, Fields about) {
    Report report =
        new Report(details(event, stage, whole, about), Words.of(stage, channel, whole, about));
    return new Reading.About(
        new ProviderReference(Provider.RETELL, id), channel, clues(about), report, whole.note());
  }

  private static boolean isUsable(String id) {
    return !id.isBlank()
        && id.length() <= ProviderReference.LONGEST
        && Plain.text(id, id.length()).equals(id);
  }

  private static Optional<Stage> stageOf(String event) {
    return Optional.ofNullable(
        switch (event) {
          case "call_started", "chat_started" -> Stage.STARTED;
          case "transcript_updated",
              "transfer_started",
              "transfer_bridged",
              "transfer_cancelled",
              "transfer_ended" ->
              Stage.UPDATED;
          case "call_ended", "chat_ended" -> Stage.ENDED;
          case "call_analyzed", "chat_analyzed" -> Stage.ANALYSED;
          default -> event.startsWith(FUNCTION) ? Stage.UPDATED : null;
        });
  }

  private static Details details(String event, Stage stage, Fields whole, Fields about) {
    Optional<Fields> analysis =
        about.object("call_analysis").or(() -> about.object("chat_analysis"));
    return Details.none()
        .tell(Detail.STATUS, status(stage, about), stage)
        .tell(Detail.DIRECTION, about.word("direction", RetellEvents::direction), stage)
        .tell(Detail.FROM, about.number("from_number"), stage)
        .tell(Detail.TO, about.number("to_number"), stage)
        .tell(Detail.PROVIDER_AGENT_ID, about.text("agent_id", LONGEST_ID), stage)
        .tell(
            Detail.TRANSPORT_ID,
            about
                .object("telephony_identifier")
                .flatMap(ids -> ids.text("twilio_call_sid", LONGEST_ID)),
            stage)
        .tell(Detail.STARTED_AT, about.instant("start_timestamp"), stage)
        .tell(Detail.ENDED_AT, about.instant("end_timestamp"), stage)
        .tell(Detail.DURATION_MS, about.count("duration_ms"), stage)
        .tell(Detail.DISCONNECTION_REASON, about.text("disconnection_reason", LONGEST_TEXT), stage)
        .tell(Detail.TRANSFERRED_TO, transferredTo(event, whole, about), stage)
        .tell(Detail.TRANSFER_ENDED_AT, about.instant("transfer_end_timestamp"), stage)
        .tell(
            Detail.SUMMARY,
            analysis.flatMap(found ->
                found
                    .text("call_summary", LONGEST_SUMMARY)
                    .or(() -> found.text("chat_summary", LONGEST_SUMMARY))),
            stage)
        .tell(Detail.SENTIMENT, analysis.flatMap(RetellEvents::sentiment), stage)
        .tell(
            Detail.SUCCESSFUL,
            analysis.flatMap(
                found -> found.flag("call_successful").or(() -> found.flag("chat_successful"))),
            stage)
        .tell(Detail.RECORDING_REFERENCE, about.text("recording_url", LONGEST_URL), stage)
        .tell(Detail.PROVIDER_COST, cost(stage, about), stage);
  }

  private static Optional<InteractionStatus> status(Stage stage, Fields about) {
    Optional<Optional<InteractionStatus>> said =
        about
            .word("call_status", RetellEvents::meaning)
            .or(() -> about.word("chat_status", RetellEvents::meaning));
    Optional<InteractionStatus> told = said.flatMap(meaning -> meaning);
    return switch (stage) {
      case STARTED -> Optional.of(InteractionStatus.ONGOING);
      case UPDATED -> told;
      // Whatever it says, an interaction whose end was told goes on no more.
      case ENDED, ANALYSED, REREAD ->
          told.filter(status -> status != InteractionStatus.ONGOING)
              .or(() -> Optional.of(byReason(about)));
    };
  }

  /** Null for a word that we do not know; empty for one that tells nothing. */
  private static Optional<InteractionStatus> meaning(String status) {
    return switch (status) {
      case "ongoing" -> Optional.of(InteractionStatus.ONGOING);
      case "ended" -> Optional.of(InteractionStatus.ENDED);
      case "error" -> Optional.of(InteractionStatus.ERROR);
      case "not_connected" -> Optional.of(InteractionStatus.NOT_CONNECTED);
      case "registered" -> Optional.empty();
      default -> null;
    };
  }

  private static InteractionStatus byReason(Fields about) {
    String reason = about.string("disconnection_reason").orElse("");
    if (NOT_CONNECTED.contains(reason)) {
      return InteractionStatus.NOT_CONNECTED;
    }
    return ERROR.contains(reason) || reason.startsWith("error_")
        ? InteractionStatus.ERROR
        : InteractionStatus.ENDED;
  }

  private static Direction direction(String word) {
    return switch (word) {
      case "inbound" -> Direction.INBOUND;
      case "outbound" -> Direction.OUTBOUND;
      default -> null;
    };
  }

  private static Optional<Sentiment> sentiment(Fields analysis) {
    return analysis
        .word(
            "user_sentiment",
            word ->
                switch (word) {
                  case "Negative" -> Optional.of(Sentiment.NEGATIVE);
                  case "Neutral" -> Optional.of(Sentiment.NEUTRAL);
                  case "Positive" -> Optional.of(Sentiment.POSITIVE);
                  case "Unknown" -> Optional.<Sentiment>empty();
                  default -> null;
                })
        .flatMap(meaning -> meaning);
  }

  private static Optional<String> transferredTo(String event, Fields whole, Fields about) {
    return about
        .text("transfer_destination", LONGEST_TEXT)
        .or(() ->
            TRANSFER_HAPPENED.contains(event)
                ? whole
                    .object("transfer_destination")
                    .flatMap(destination -> destination.text("number", LONGEST_TEXT))
                : Optional.empty());
  }

  /** Before the end a cost is a zero that stands for "not known yet". */
  private static Optional<Money> cost(Stage stage, Fields about) {
    if (stage.compareTo(Stage.ENDED) < 0) {
      return Optional.empty();
    }
    return about
        .object("call_cost")
        .or(() -> about.object("chat_cost"))
        .flatMap(cost ->
            cost.decimal("combined_cost")
                .filter(cents -> {
                  if (cents.signum() < 0) {
                    cost.leaveOut("combined_cost");
                  }
                  return cents.signum() >= 0;
                }))
        .map(Money::usCents);
  }

  private static Clues clues(Fields about) {
    Optional<PhoneNumber> from = about.number("from_number");
    Optional<PhoneNumber> to = about.number("to_number");
    Optional<PhoneNumber> ours =
        about
            .word("direction", RetellEvents::direction)
            .map(direction -> direction == Direction.INBOUND ? to : from)
            .orElseGet(() -> to.or(() -> from));
    return new Clues(
        ours,
        about.object("metadata").flatMap(RetellEvents::subscriber),
        about.text("agent_id", LONGEST_ID),
        Optional.empty());
  }

  private static Optional<SubscriberId> subscriber(Fields metadata) {
    return metadata.word(InboundAnswer.SUBSCRIBER_ID, RetellEvents::subscriberId);
  }

  private static SubscriberId subscriberId(String text) {
    try {
      UUID id = UUID.fromString(text);
      return id.toString().equals(text.toLowerCase(Locale.ROOT)) ? new SubscriberId(id) : null;
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
