package ca.rocketreception.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.Sha256;
import ca.rocketreception.domain.interaction.Clues;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.Direction;
import ca.rocketreception.domain.interaction.InteractionStatus;
import ca.rocketreception.domain.interaction.Matter;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.interaction.Report;
import ca.rocketreception.domain.interaction.Stage;
import ca.rocketreception.domain.interaction.Urgency;
import ca.rocketreception.domain.routing.Fallback;
import ca.rocketreception.ports.driven.interaction.EventReader;
import ca.rocketreception.ports.driven.interaction.ProviderEvent;
import ca.rocketreception.ports.driven.interaction.Reading;
import ca.rocketreception.ports.driving.interaction.WebhookRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads Twilio's requests about a call that the voice AI did not take into our words. They do not
 * say when they were sent: the moment is that of their arrival.
 */
public final class TwilioEvents implements EventReader {

  static final String FALLBACK = "voice-fallback";
  static final String DIAL = "dial";
  static final String RECORDING = "recording";

  private static final String NOBODY = "nobody answered";
  private static final String WITHHELD = "Number withheld";

  @Override
  public Reading read(ProviderEvent event) {
    return read(event.event(), event.body(), event.receivedAt());
  }

  static Reading read(String event, String body, Instant at) {
    TwilioForm form = TwilioForm.read(body.getBytes(UTF_8));
    Optional<String> call = sid(form);
    if (call.isEmpty()) {
      return new Reading.Nothing("the request names no call");
    }
    return switch (event) {
      case FALLBACK ->
          about(
              call.get(),
              form,
              Details.none()
                  .tell(Detail.STATUS, InteractionStatus.ONGOING, Stage.STARTED)
                  .tell(Detail.STARTED_AT, at, Stage.STARTED));
      case DIAL ->
          about(
              call.get(),
              form,
              form.wasForwarded()
                  ? ended(InteractionStatus.ENDED, "forwarded", at)
                  : ended(InteractionStatus.NOT_CONNECTED, NOBODY, at));
      case RECORDING -> {
        Optional<String> recording = form.voicemail();
        Reading.About about =
            about(
                call.get(),
                form,
                (recording.isPresent()
                        ? ended(InteractionStatus.ENDED, "voicemail", at)
                        : ended(InteractionStatus.NOT_CONNECTED, NOBODY, at))
                    .tell(Detail.RECORDING_REFERENCE, recording, Stage.ENDED)
                    .tell(
                        Detail.DURATION_MS,
                        form.seconds("RecordingDuration").map(Duration::toMillis),
                        Stage.ENDED));
        yield recording.isPresent() ? about.with(Optional.of(voicemail(form))) : about;
      }
      default -> new Reading.Nothing("the event " + event + " is none that is used");
    };
  }

  private static Optional<String> sid(TwilioForm form) {
    return form.text("CallSid").filter(sid -> TwilioFields.isSid(sid, "CA"));
  }

  /**
   * That nobody answered may yet be followed by a voicemail, which outweighs it; a caller who hangs
   * up instead was never connected.
   */
  private static Details ended(InteractionStatus status, String reason, Instant at) {
    return Details.none()
        .tell(Detail.STATUS, status, Stage.ENDED)
        .tell(Detail.ENDED_AT, at, Stage.ENDED)
        .tell(Detail.DISCONNECTION_REASON, reason, Stage.ENDED);
  }

  private static Matter voicemail(TwilioForm form) {
    String caller = form.caller().map(PhoneNumber::e164).orElse(WITHHELD);
    return new Matter(
        caller,
        caller,
        "Voicemail"
            + form.seconds("RecordingDuration")
                .map(time -> ", " + time.toSeconds() + " seconds")
                .orElse(""),
        Urgency.NORMAL);
  }

  private static Reading.About about(String sid, TwilioForm form, Details details) {
    return new Reading.About(
        new ProviderReference(Provider.TWILIO, sid),
        ChannelKind.VOICE,
        new Clues(form.called(), Optional.empty(), Optional.empty(), Optional.empty()),
        new Report(
            details
                .tell(Detail.DIRECTION, Direction.INBOUND, Stage.STARTED)
                .tell(Detail.FROM, form.caller(), Stage.STARTED)
                .tell(Detail.TO, form.called(), Stage.STARTED),
            Optional.empty()),
        "");
  }

  /**
   * The same, and what we answered, of which the request knows nothing. A call that goes nowhere
   * ends with our answer; so does one whose caller is asked for a voicemail, unless he leaves one:
   * Twilio tells nothing of a caller who hangs up in the greeting.
   */
  static Reading.About answered(Reading.About about, Fallback answer, Instant at) {
    Details details = about.report().details();
    return new Reading.About(
        about.reference(),
        about.channel(),
        about.clues(),
        new Report(
            switch (answer) {
              case Fallback.Forward(PhoneNumber phone, var _) ->
                  details.tell(Detail.TRANSFERRED_TO, phone.e164(), Stage.STARTED);
              case Fallback.Voicemail _ ->
                  details.merge(ended(InteractionStatus.NOT_CONNECTED, NOBODY, at));
              case Fallback.Apologise _ ->
                  details.merge(ended(InteractionStatus.NOT_CONNECTED, NOBODY, at));
              case Fallback.Reject _ ->
                  details.merge(ended(InteractionStatus.NOT_CONNECTED, "caller blocked", at));
            },
            Optional.empty()),
        about.note(),
        about.taken());
  }

  /** The request as it is kept. */
  static ProviderEvent evidence(WebhookRequest request, Instant now) {
    return new ProviderEvent(
        Provider.TWILIO,
        request.path().substring(TwilioWebhook.BASE.length() + 1),
        sid(TwilioForm.read(request.body())).orElse(""),
        now,
        Sha256.hex(request.body()),
        TwilioForm.withoutSecrets(request.body()));
  }
}
