package ca.rocketreception.ports.driven.interaction;

import static ca.rocketreception.domain.Samples.CALLER;
import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.uuid;
import static java.nio.charset.StandardCharsets.UTF_8;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Money;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.interaction.Clues;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.Direction;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.InteractionStatus;
import ca.rocketreception.domain.interaction.ProductCosts;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.interaction.Report;
import ca.rocketreception.domain.interaction.Sentiment;
import ca.rocketreception.domain.interaction.Speaker;
import ca.rocketreception.domain.interaction.Stage;
import ca.rocketreception.domain.interaction.Transcript;
import ca.rocketreception.domain.interaction.Verdict;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Events and reports for the tests of stores. */
public final class Recordings {

  private Recordings() {}

  /** An event about a call; its body is what tells it from others. */
  public static ProviderEvent anEvent(String providerId, String body) {
    return new ProviderEvent(
        Provider.RETELL, "call_event", providerId, MONDAY_MORNING, sha256(body), body);
  }

  public static Clues about(PhoneNumber number) {
    return new Clues(Optional.of(number), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Records as the use case does: whose it is decides, then the report is applied. */
  public static Interactions.Recorded record(
      Interactions interactions, ProviderEvent event, Clues clues, Report report) {
    return record(interactions, event, clues, report, ChannelKind.VOICE);
  }

  public static Interactions.Recorded record(
      Interactions interactions,
      ProviderEvent event,
      Clues clues,
      Report report,
      ChannelKind channel) {
    return interactions.record(
        event,
        clues,
        (whose, current) ->
            whose
                .subscriber()
                .<Verdict>map(subscriber ->
                    new Verdict.Applied(
                        current
                            .map(known -> known.moveTo(subscriber))
                            .orElseGet(() ->
                                Interaction.begin(
                                    subscriber,
                                    new InteractionId(uuid(event.providerId())),
                                    channel,
                                    new ProviderReference(event.provider(), event.providerId()),
                                    MONDAY_MORNING))
                            .apply(report),
                        ""))
                .orElseGet(() -> new Verdict.Waiting(clues.whyNobody())));
  }

  public static Report report(Stage stage, String summary) {
    return new Report(Details.none().tell(Detail.SUMMARY, summary, stage), Optional.empty());
  }

  /** Tells every detail, and words of every kind. */
  public static Report aFullReport() {
    Details details =
        Details.none()
            .tell(Detail.STATUS, InteractionStatus.ENDED, Stage.ENDED)
            .tell(Detail.DIRECTION, Direction.INBOUND, Stage.STARTED)
            .tell(Detail.FROM, CALLER, Stage.STARTED)
            .tell(Detail.TO, DENTAL_NUMBER, Stage.STARTED)
            .tell(Detail.PROVIDER_AGENT_ID, "agent_1", Stage.UPDATED)
            .tell(Detail.TRANSPORT_ID, "CA0123", Stage.STARTED)
            .tell(Detail.STARTED_AT, MONDAY_MORNING.plusMillis(123), Stage.STARTED)
            .tell(Detail.ANSWERED_AT, MONDAY_MORNING.plusNanos(1_456_789_000), Stage.ENDED)
            .tell(Detail.ENDED_AT, MONDAY_MORNING.plusSeconds(65), Stage.ENDED)
            .tell(Detail.DURATION_MS, 64_877L, Stage.ENDED)
            .tell(Detail.DISCONNECTION_REASON, "user_hangup", Stage.ENDED)
            .tell(Detail.TRANSFERRED_TO, "sip:desk@example.org", Stage.ENDED)
            .tell(Detail.TRANSFER_ENDED_AT, MONDAY_MORNING.plusSeconds(99), Stage.REREAD)
            .tell(Detail.SUMMARY, "Wants a check-up — «bientôt».", Stage.ANALYSED)
            .tell(Detail.SENTIMENT, Sentiment.POSITIVE, Stage.ANALYSED)
            .tell(Detail.SUCCESSFUL, false, Stage.ANALYSED)
            .tell(Detail.RECORDING_REFERENCE, "https://example.org/1.wav", Stage.ENDED)
            .tell(Detail.PROVIDER_COST, Money.usCents(new BigDecimal("70000.125")), Stage.ANALYSED)
            .tell(
                Detail.PRODUCT_COSTS,
                ProductCosts.of(
                    Map.of(
                        "tts «x»", Money.usCents(new BigDecimal("69999")),
                        "telephony", Money.usCents(new BigDecimal("1")))),
                Stage.ANALYSED);
    Transcript words =
        Transcript.of(
            Stage.ANALYSED,
            List.of(
                InteractionMessage.said(
                    1, Speaker.AGENT, "Hello.", Optional.of(MONDAY_MORNING.plusMillis(250))),
                InteractionMessage.said(2, Speaker.CALLER, "Bonjour.", Optional.empty()),
                new InteractionMessage(
                    3,
                    Speaker.TOOL,
                    "{}",
                    Optional.empty(),
                    Optional.of("check_hours"),
                    Optional.of("{\"open\":true}")),
                InteractionMessage.said(4, Speaker.STAFF, "I take over.", Optional.empty()),
                InteractionMessage.said(5, Speaker.VISITOR, "Thanks.", Optional.empty())));
    return new Report(details, Optional.of(words));
  }

  /** The interaction without its words, as a list shows it. */
  public static Interaction unread(Interaction one) {
    return new Interaction(
        one.subscriber(),
        one.id(),
        one.channel(),
        one.reference(),
        one.firstSeenAt(),
        one.details(),
        one.transcript()
            .map(
                words -> new Transcript(words.stage(), words.length(), words.digest(), List.of())));
  }

  private static String sha256(String body) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(body.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
