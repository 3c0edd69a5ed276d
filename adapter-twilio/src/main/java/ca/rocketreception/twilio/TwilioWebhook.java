package ca.rocketreception.twilio;

import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.routing.Fallback;
import ca.rocketreception.domain.routing.InboundCall;
import ca.rocketreception.ports.driven.interaction.ProviderEvent;
import ca.rocketreception.ports.driven.interaction.Reading;
import ca.rocketreception.ports.driving.LogThrottle;
import ca.rocketreception.ports.driving.Wordless;
import ca.rocketreception.ports.driving.interaction.Webhook;
import ca.rocketreception.ports.driving.interaction.WebhookAnswer;
import ca.rocketreception.ports.driving.interaction.WebhookRequest;
import ca.rocketreception.ports.driving.routing.ReceivingCalls;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Twilio's requests. When a call cannot be delivered to the voice AI, the trunk's disaster-recovery
 * address leads here: the caller is put through to the business's own phone, else leaves a
 * voicemail. What is answered comes from memory; that it cannot be recorded never keeps a caller
 * from a person. Twilio asks each of these addresses once: what is lost then is found again when
 * its list of calls is read.
 */
public final class TwilioWebhook implements Webhook {

  private static final Logger LOG = LoggerFactory.getLogger(TwilioWebhook.class);
  static final String BASE = "/webhooks/twilio";

  private static final String SIGNATURE = "x-twilio-signature";

  /** Base64 of a SHA-1. */
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9+/]{27}=");

  private static final int MOST_OF_A_FORM = 64 << 10;

  private final String publicUrl;
  private final Twiml twiml;
  private final List<TwilioToken> tokens;
  private final TwilioSignature signature;
  private final ReceivingCalls calls;
  private final LongAdder rejected = new LongAdder();
  private final LogThrottle forgeries = new LogThrottle();

  /**
   * @param publicUrl the address under which Twilio reaches us: signatures are over it
   * @param tokens the auth tokens that may sign, each alone or after an account's SID and a colon;
   *     without any, every request is answered 503
   */
  public TwilioWebhook(String publicUrl, List<String> tokens, ReceivingCalls calls) {
    this.publicUrl = publicUrl.replaceFirst("[?#].*", "").replaceFirst("/+$", "");
    this.twiml = new Twiml(this.publicUrl.replaceFirst("^[^:/]+://[^/]*", ""));
    this.tokens = tokens.stream().map(TwilioToken::parse).toList();
    this.signature = new TwilioSignature(this.tokens);
    this.calls = calls;
  }

  /**
   * The same text, when it may be one of the tokens.
   *
   * @throws IllegalArgumentException that says what it must be, and not what it is
   */
  public static String checkedToken(String text) {
    TwilioToken.parse(text);
    return text;
  }

  @Override
  public Admission admit(WebhookRequest head) {
    requireTokens();
    Optional<String> given = head.header(SIGNATURE);
    if (given.filter(text -> SHAPE.matcher(text).matches()).isEmpty()) {
      throw refusal(given);
    }
    return Webhook.upTo(MOST_OF_A_FORM);
  }

  @Override
  public WebhookAnswer receive(WebhookRequest request) {
    requireTokens();
    TwilioForm form = verified(request);
    return switch (request.method() + " " + request.path()) {
      case "POST " + BASE + "/voice-fallback" -> fallback(request, form);
      case "POST " + BASE + "/dial" -> afterForward(request, form);
      case "POST " + BASE + "/recording" -> voicemail(request, form);
      default ->
          throw new Refusal.NotFound(
              "There is nothing for Twilio at " + request.method() + " " + request.path(),
              "Use POST " + BASE + "/voice-fallback as the trunk's disaster-recovery address.");
    };
  }

  /** How many requests came with a signature that does not match. */
  public long rejectedSignatures() {
    return rejected.sum();
  }

  private TwilioForm verified(WebhookRequest request) {
    Optional<String> given = request.header(SIGNATURE);
    boolean json =
        request
            .header("content-type")
            .filter(type -> type.startsWith("application/json"))
            .isPresent();
    TwilioForm form = TwilioForm.read(json ? new byte[0] : request.body());
    String url = publicUrl + request.target();
    boolean signed =
        given
            .filter(text ->
                json
                    ? signature.matches(text, url, request.body())
                    : signature.matches(text, url, form))
            .isPresent();
    if (!signed) {
      throw refusal(given);
    }
    return form;
  }

  private void requireTokens() {
    if (tokens.isEmpty()) {
      throw new Refusal.Unavailable(
          "TWILIO_AUTH_TOKENS is not set, so no request of Twilio can be verified", null);
    }
  }

  private Refusal refusal(Optional<String> given) {
    rejected.increment();
    if (forgeries.admits(calls.now().toEpochMilli())) {
      LOG.warn("Refused a request of Twilio ({} so far)", rejected.sum());
    }
    return new Refusal.Unauthenticated(
        given.isEmpty()
            ? "The X-Twilio-Signature header is missing"
            : "No auth token matches the signature",
        "Check TWILIO_AUTH_TOKENS, and that PUBLIC_URL is the address that Twilio calls.");
  }

  private WebhookAnswer fallback(WebhookRequest request, TwilioForm form) {
    Fallback fallback =
        form.called()
            .map(to ->
                calls.fallback(
                    new InboundCall(to, form.caller()),
                    form.text("CallSid").flatMap(id -> ProviderReference.of(Provider.TWILIO, id)),
                    form.forwardedFrom()))
            .orElseGet(() -> new Fallback.Apologise(Locale.ENGLISH));
    record(request, Optional.of(fallback));
    return WebhookAnswer.xml(twiml.of(fallback));
  }

  private WebhookAnswer afterForward(WebhookRequest request, TwilioForm form) {
    record(request, Optional.empty());
    return WebhookAnswer.xml(
        form.wasForwarded() ? twiml.hangUp() : twiml.of(new Fallback.Voicemail(language(form))));
  }

  private WebhookAnswer voicemail(WebhookRequest request, TwilioForm form) {
    record(request, Optional.empty());
    return WebhookAnswer.xml(twiml.thanks(language(form)));
  }

  private Locale language(TwilioForm form) {
    return form.called()
        .flatMap(calls::ownerOf)
        .map(business -> business.subscriber().language())
        .orElse(Locale.ENGLISH);
  }

  /**
   * That it cannot be kept now keeps no caller from a person: what is lost is found again when
   * Twilio's list of calls is read.
   *
   * @param answer what becomes of the call, of which the request knows nothing
   */
  private void record(WebhookRequest request, Optional<Fallback> answer) {
    try {
      ProviderEvent event = TwilioEvents.evidence(request, calls.now());
      Reading reading = TwilioEvents.read(event.event(), event.body(), event.receivedAt());
      calls.record(
          event,
          reading instanceof Reading.About about
              ? answer
                  .map(said -> TwilioEvents.answered(about, said, event.receivedAt()))
                  .orElse(about)
              : reading);
    } catch (Refusal.Unavailable away) {
      LOG.warn("A call that the voice AI did not take is not recorded: {}", away.getMessage());
    } catch (RuntimeException failure) {
      LOG.error("A call that the voice AI did not take is not recorded", Wordless.of(failure));
    }
  }
}
