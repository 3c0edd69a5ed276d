package ca.rocketreception.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.rocketreception.domain.Business;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.Subscriber;
import ca.rocketreception.ports.driven.InMemoryActivity;
import ca.rocketreception.ports.driven.InMemoryInteractions;
import ca.rocketreception.ports.driven.InMemoryRoutingTables;
import ca.rocketreception.ports.driven.InMemorySubscribers;
import ca.rocketreception.ports.driving.ReceivingCalls;
import ca.rocketreception.ports.driving.WebhookAnswer;
import ca.rocketreception.ports.driving.WebhookRequest;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TwilioWebhookTest {

  private static final String PUBLIC = "https://reception.example";
  private static final String TOKEN = "5f0c1e7a9b3d4826a1c2e3f405162738";

  private final TwilioWebhook twilio = webhook(List.of(TOKEN), Samples.aDentist());

  @Test
  void aCallThatTheVoiceAiCannotTakeReachesTheBusinessesOwnPhone() {
    WebhookAnswer answer =
        send("/webhooks/twilio/voice-fallback", Samples.DENTAL_NUMBER.e164(), "");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.type()).isEqualTo("text/xml");
    assertThat(text(answer)).contains("<Dial ").contains(">+12045550133</Dial>");
  }

  @Test
  void aNumberThatIsNobodysIsToldSo() {
    assertThat(text(send("/webhooks/twilio/voice-fallback", "+15005550006", "")))
        .contains("<Say>")
        .doesNotContain("<Dial");
    assertThat(text(send("/webhooks/twilio/voice-fallback", "anonymous", ""))).contains("<Say>");
  }

  @Test
  void aForwardNeverGoesToANumberOfOurs() {
    Business front = Samples.aFront();
    Business looping =
        Samples.aDentist()
            .with(
                new Subscriber(
                    Samples.aDentist().id(),
                    Samples.aDentist().subscriber().slug(),
                    "Looping",
                    Subscriber.Status.ACTIVE,
                    Samples.aDentist().subscriber().zone(),
                    Samples.aDentist().subscriber().language(),
                    Optional.of(Samples.SHARED_NUMBER)));

    String answer =
        text(
            webhook(List.of(TOKEN), front, looping)
                .receive(
                    request(
                        "/webhooks/twilio/voice-fallback",
                        Samples.DENTAL_NUMBER.e164(),
                        "",
                        TOKEN)));

    assertThat(answer).doesNotContain("<Dial");
  }

  @Test
  void afterTheForwardTheCallEndsOrIsToldThatNobodyAnswered() {
    assertThat(text(send("/webhooks/twilio/dial", "+15005550006", "completed")))
        .contains("<Hangup/>");
    assertThat(text(send("/webhooks/twilio/dial", "+15005550006", "no-answer"))).contains("<Say>");
  }

  @Test
  void aRequestThatTwilioDidNotSignIsRefusedAndCounted() {
    WebhookRequest forged =
        request("/webhooks/twilio/voice-fallback", "+15005550006", "", "another token");

    assertThatExceptionOfType(Refusal.Unauthenticated.class)
        .isThrownBy(() -> twilio.receive(forged));
    assertThat(twilio.rejectedSignatures()).isEqualTo(1);
  }

  @Test
  void withoutATokenNothingCanBeVerified() {
    assertThatExceptionOfType(Refusal.Unavailable.class)
        .isThrownBy(() ->
            webhook(List.of()).receive(request("/webhooks/twilio/dial", "+15005550006", "", TOKEN)))
        .withMessageContaining("TWILIO_AUTH_TOKENS");
  }

  private WebhookAnswer send(String path, String to, String dialStatus) {
    return twilio.receive(request(path, to, dialStatus, TOKEN));
  }

  private static WebhookRequest request(String path, String to, String dialStatus, String token) {
    String body = "To=" + URLEncoder.encode(to, UTF_8) + "&DialCallStatus=" + dialStatus;
    String signed =
        TwilioSignature.sign(token, PUBLIC + path + "DialCallStatus" + dialStatus + "To" + to);
    return new WebhookRequest(
        "POST", path, Map.of("x-twilio-signature", signed), body.getBytes(UTF_8));
  }

  private static TwilioWebhook webhook(List<String> tokens, Business... businesses) {
    InMemorySubscribers subscribers = InMemorySubscribers.with(businesses);
    return new TwilioWebhook(
        PUBLIC,
        tokens,
        new ReceivingCalls(
            new InMemoryRoutingTables(subscribers),
            new InMemoryInteractions(subscribers),
            new InMemoryActivity(),
            () -> Samples.MONDAY_MORNING,
            UUID::randomUUID));
  }

  private static String text(WebhookAnswer answer) {
    return new String(answer.body(), UTF_8);
  }
}
