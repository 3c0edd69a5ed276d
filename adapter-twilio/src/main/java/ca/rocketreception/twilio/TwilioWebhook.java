package ca.rocketreception.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.ports.driving.ReceivingCalls;
import ca.rocketreception.ports.driving.Webhook;
import ca.rocketreception.ports.driving.WebhookAnswer;
import ca.rocketreception.ports.driving.WebhookRequest;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Twilio's requests. When a call cannot be delivered to the voice AI, the trunk's disaster-recovery
 * address leads here, and the caller is put through to the business's own phone.
 */
public final class TwilioWebhook implements Webhook {

  private static final String RINGING_SECONDS = "25";
  private static final String SORRY =
      "<Say>We are sorry, nobody can take your call at the moment. Please call again later.</Say>";

  private final String publicUrl;
  private final List<String> tokens;
  private final TwilioSignature signature;
  private final ReceivingCalls calls;
  private final LongAdder rejected = new LongAdder();

  /**
   * @param publicUrl the address under which Twilio reaches us: signatures are over it
   * @param tokens the auth tokens that may sign; without any, every request is answered 503
   */
  public TwilioWebhook(String publicUrl, List<String> tokens, ReceivingCalls calls) {
    this.publicUrl =
        publicUrl.endsWith("/") ? publicUrl.substring(0, publicUrl.length() - 1) : publicUrl;
    this.tokens = List.copyOf(tokens);
    this.signature = new TwilioSignature(tokens);
    this.calls = calls;
  }

  @Override
  public WebhookAnswer receive(WebhookRequest request) {
    if (tokens.isEmpty()) {
      throw new Refusal.Unavailable(
          "TWILIO_AUTH_TOKENS is not set, so no request of Twilio can be verified", null);
    }
    Map<String, List<String>> form = form(request.body());
    verify(request, form);
    return switch (request.method() + " " + request.path()) {
      case "POST /webhooks/twilio/voice-fallback" -> forward(form);
      case "POST /webhooks/twilio/dial" -> afterForward(form);
      default ->
          throw new Refusal.NotFound(
              "There is nothing for Twilio at " + request.method() + " " + request.path(),
              "Use POST /webhooks/twilio/voice-fallback as the trunk's disaster-recovery address.");
    };
  }

  /** How many requests came with a signature that does not match. */
  public long rejectedSignatures() {
    return rejected.sum();
  }

  private void verify(WebhookRequest request, Map<String, List<String>> form) {
    Optional<String> given = request.header("x-twilio-signature");
    if (given
        .filter(text -> signature.matches(text, publicUrl + request.target(), form))
        .isEmpty()) {
      rejected.increment();
      throw new Refusal.Unauthenticated(
          given.isEmpty()
              ? "The X-Twilio-Signature header is missing"
              : "No auth token matches the signature",
          "Check TWILIO_AUTH_TOKENS, and that PUBLIC_URL is the address that Twilio calls.");
    }
  }

  private WebhookAnswer forward(Map<String, List<String>> form) {
    Optional<PhoneNumber> phone =
        number(form, "To").or(() -> number(form, "Called")).flatMap(calls::forwardingNumber);
    return WebhookAnswer.xml(
        phone
            .map(number ->
                twiml(
                    "<Dial answerOnBridge=\"true\" timeout=\"%s\" action=\"/webhooks/twilio/dial\">%s</Dial>"
                        .formatted(RINGING_SECONDS, number)))
            .orElseGet(() -> twiml(SORRY)));
  }

  private static WebhookAnswer afterForward(Map<String, List<String>> form) {
    boolean answered =
        List.of("completed", "answered").contains(first(form, "DialCallStatus").orElse(""));
    return WebhookAnswer.xml(twiml(answered ? "<Hangup/>" : SORRY));
  }

  private static String twiml(String verbs) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>" + verbs + "</Response>";
  }

  private static Optional<PhoneNumber> number(Map<String, List<String>> form, String name) {
    return first(form, name).flatMap(PhoneNumber::parse);
  }

  private static Optional<String> first(Map<String, List<String>> form, String name) {
    return form.getOrDefault(name, List.of()).stream().findFirst();
  }

  private static Map<String, List<String>> form(byte[] body) {
    Map<String, List<String>> form = new LinkedHashMap<>();
    for (String pair : new String(body, UTF_8).split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        form.computeIfAbsent(decoded(name), key -> new ArrayList<>()).add(decoded(value));
      }
    }
    return form;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Refusal.Invalid(
          "body",
          "The form is not percent-encoded as it must be",
          "Send application/x-www-form-urlencoded.");
    }
  }
}
