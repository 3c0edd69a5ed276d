package ca.rocketreception.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.Actor;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.business.BlockedCaller;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.Subscriber;
import ca.rocketreception.domain.interaction.Clues;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.InteractionStatus;
import ca.rocketreception.domain.interaction.Matter;
import ca.rocketreception.domain.interaction.TakenMessage;
import ca.rocketreception.domain.interaction.Urgency;
import ca.rocketreception.ports.driven.business.InMemorySubscribers;
import ca.rocketreception.ports.driven.interaction.InMemoryActivity;
import ca.rocketreception.ports.driven.interaction.InMemoryInteractions;
import ca.rocketreception.ports.driven.interaction.InteractionFilter;
import ca.rocketreception.ports.driven.interaction.InteractionPage;
import ca.rocketreception.ports.driven.interaction.Interactions;
import ca.rocketreception.ports.driven.interaction.ProviderEvent;
import ca.rocketreception.ports.driven.routing.InMemoryRoutingTables;
import ca.rocketreception.ports.driving.interaction.WebhookAnswer;
import ca.rocketreception.ports.driving.interaction.WebhookRequest;
import ca.rocketreception.ports.driving.routing.ReceivingCalls;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A call that the voice AI does not take: its caller reaches a person, else leaves a voicemail. */
class TwilioWebhookTest {

  private static final String PUBLIC = "https://reception.example";
  private static final String TOKEN = "5f0c1e7a9b3d4826a1c2e3f405162738";
  private static final String CALL = "CA9d3e7b15f0c24a8bb6e1c8d20f74a953";
  private static final String FALLBACK = "/webhooks/twilio/voice-fallback";
  private static final String DIAL = "/webhooks/twilio/dial";
  private static final String RECORDING = "/webhooks/twilio/recording";
  private static final String DENTAL = Samples.DENTAL_NUMBER.e164();
  private static final String CALLER = Samples.CALLER.e164();
  private static final String OWN_PHONE = "+12045550133";

  private final InMemorySubscribers subscribers =
      InMemorySubscribers.with(Samples.aDentist(), Samples.aFront());
  private final InMemoryInteractions interactions = new InMemoryInteractions(subscribers);
  private Instant now = Samples.MONDAY_MORNING;
  private TwilioWebhook twilio = webhook(List.of(TOKEN), interactions);

  private TwilioWebhook webhook(List<String> tokens, Interactions kept) {
    return new TwilioWebhook(
        PUBLIC,
        tokens,
        new ReceivingCalls(
            new InMemoryRoutingTables(subscribers),
            kept,
            new InMemoryActivity(),
            () -> now,
            UUID::randomUUID));
  }

  private static Map<String, String> call(String... more) {
    Map<String, String> form = new TreeMap<>(Map.of("CallSid", CALL, "From", CALLER, "To", DENTAL));
    for (int at = 0; at < more.length; at += 2) {
      form.put(more[at], more[at + 1]);
    }
    return form;
  }

  private String say(String path, Map<String, String> form) {
    WebhookAnswer answer = twilio.receive(request(path, form, TOKEN));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.type()).isEqualTo("text/xml");
    return new String(answer.body(), UTF_8);
  }

  private static WebhookRequest request(String path, Map<String, String> form, String token) {
    StringBuilder body = new StringBuilder();
    StringBuilder signed = new StringBuilder(PUBLIC + path);
    new TreeMap<>(form)
        .forEach((name, value) -> {
          body.append(body.isEmpty() ? "" : "&")
              .append(name)
              .append('=')
              .append(URLEncoder.encode(value, UTF_8));
          signed.append(name).append(value);
        });
    return new WebhookRequest(
        "POST",
        path,
        Map.of("x-twilio-signature", TwilioSignature.sign(token, signed.toString())),
        body.toString().getBytes(UTF_8));
  }

  private void put(Business business) {
    subscribers.change(
        business.subscriber().slug(),
        before -> business,
        after -> new AuditEntry(after.id(), now, Actor.named("somebody"), "put", "it"));
    twilio = webhook(List.of(TOKEN), interactions);
  }

  private static Subscriber dentist(Locale language, Optional<PhoneNumber> phone) {
    Subscriber dentist = Samples.aDentist().subscriber();
    return new Subscriber(
        dentist.id(),
        dentist.slug(),
        dentist.name(),
        dentist.status(),
        dentist.zone(),
        language,
        phone);
  }

  private Interaction theOnly() {
    assertThat(interactions.all()).hasSize(1);
    return interactions.all().getFirst();
  }

  @Test
  void aCallerReachesTheBusinessesOwnPhone() {
    assertThat(say(FALLBACK, call()))
        .contains("<Dial ", "action=\"/webhooks/twilio/dial\"", ">" + OWN_PHONE + "</Dial>");

    assertThat(say(DIAL, call("DialCallStatus", "completed"))).contains("<Hangup/>");
    Interaction call = theOnly();
    assertThat(call.subscriber()).isEqualTo(Samples.aDentist().id());
    assertThat(call.status()).isEqualTo(InteractionStatus.ENDED);
    assertThat(call.details().get(Detail.TRANSFERRED_TO)).contains(OWN_PHONE);
    assertThat(call.details().get(Detail.FROM)).contains(Samples.CALLER);
    assertThat(call.details().get(Detail.DISCONNECTION_REASON)).contains("forwarded");
    assertThat(interactions.ledger().of(call.subscriber(), call.id()))
        .as("our receptionist did not take it, so nobody is charged")
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"busy", "no-answer", "failed", "canceled", ""})
  void whoReachesNobodyLeavesAVoicemail(String status) {
    say(FALLBACK, call());

    assertThat(say(DIAL, call("DialCallStatus", status)))
        .contains("<Say>", "<Record action=\"/webhooks/twilio/recording\"");
    assertThat(theOnly().status())
        .as("who hangs up now was never connected")
        .isEqualTo(InteractionStatus.NOT_CONNECTED);
    assertThat(say(RECORDING, voicemail())).contains("Thank you", "<Hangup/>");
    assertThat(theOnly().status()).isEqualTo(InteractionStatus.ENDED);
    assertThat(theOnly().details().get(Detail.RECORDING_REFERENCE))
        .contains("https://api.twilio.com/recordings/RE1");
    assertThat(interactions.taken())
        .singleElement()
        .extracting(TakenMessage::content)
        .isEqualTo(new Matter(CALLER, CALLER, "Voicemail, 23 seconds", Urgency.NORMAL));
  }

  private static Map<String, String> voicemail() {
    return call("RecordingUrl", "https://api.twilio.com/recordings/RE1", "RecordingDuration", "23");
  }

  @Test
  void inAnyOrderWithRepeatsTheSameCallAndOneVoicemailComeOut() {
    List<WebhookRequest> requests =
        new ArrayList<>(
            List.of(
                request(FALLBACK, call(), TOKEN),
                request(FALLBACK, call(), TOKEN),
                request(DIAL, call("DialCallStatus", "no-answer"), TOKEN),
                request(RECORDING, voicemail(), TOKEN),
                request(RECORDING, voicemail(), TOKEN)));
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(requests, new Random(seed));
      InMemoryInteractions fresh = new InMemoryInteractions(subscribers);
      TwilioWebhook webhook = webhook(List.of(TOKEN), fresh);
      requests.forEach(webhook::receive);

      assertThat(fresh.all())
          .singleElement()
          .satisfies(one -> {
            assertThat(one.status()).isEqualTo(InteractionStatus.ENDED);
            assertThat(one.details().get(Detail.STARTED_AT)).contains(now);
            assertThat(one.details().get(Detail.DISCONNECTION_REASON)).contains("voicemail");
          });
      assertThat(fresh.taken()).hasSize(1);
    }
  }

  @Test
  void aRecordingOfNothingIsNoVoicemail() {
    Map<String, String> nothing = voicemail();
    nothing.put("RecordingDuration", "0");

    say(RECORDING, nothing);

    assertThat(interactions.taken()).isEmpty();
    assertThat(theOnly().status()).isEqualTo(InteractionStatus.NOT_CONNECTED);
  }

  @Test
  void whatLetsItsHolderCallAsTheCallerIsNotKept() {
    say(FALLBACK, call("CallToken", "a%secret token"));

    assertThat(interactions.of(Samples.aDentist().id(), 10, Optional.empty()))
        .singleElement()
        .satisfies(kept ->
            assertThat(interactions.evidence(kept.name()).orElseThrow().body())
                .contains("CallToken=REDACTED")
                .doesNotContain("secret"));
  }

  @Test
  void anAddressBelowAPathLeadsTwilioThereAgain() {
    TwilioWebhook below =
        new TwilioWebhook(
            PUBLIC + "/rocket/",
            List.of(TOKEN),
            new ReceivingCalls(
                new InMemoryRoutingTables(subscribers),
                interactions,
                new InMemoryActivity(),
                () -> now,
                UUID::randomUUID));
    String body = "CallSid=" + CALL + "&To=%2B" + DENTAL.substring(1);
    String signed =
        TwilioSignature.sign(
            TOKEN, PUBLIC + "/rocket" + FALLBACK + "CallSid" + CALL + "To" + DENTAL);

    assertThat(
            new String(
                below
                    .receive(
                        new WebhookRequest(
                            "POST",
                            FALLBACK,
                            Map.of("x-twilio-signature", signed),
                            body.getBytes(UTF_8)))
                    .body(),
                UTF_8))
        .contains("action=\"/rocket/webhooks/twilio/dial\"");
  }

  @Test
  void aCallThatComesBackIsNotForwardedAgain() {
    assertThat(say(FALLBACK, call("ForwardedFrom", OWN_PHONE))).contains("<Record");
    assertThat(
            say(
                FALLBACK,
                call(
                    "SipHeader_Diversion",
                    "<sip:" + OWN_PHONE + "@carrier.example>;reason=no-answer")))
        .contains("<Record");
    assertThat(say(FALLBACK, call("From", OWN_PHONE))).contains("<Record");

    assertThat(say(FALLBACK, call("ForwardedFrom", "+12045550100"))).contains("<Dial");
    assertThat(say(FALLBACK, call())).as("asked again about the same call").contains("<Dial");
    String another = "CA00000000000000000000000000000002";
    assertThat(say(FALLBACK, call("CallSid", another)))
        .as("the same caller within a minute")
        .contains("<Record");
    now = now.plusSeconds(60);
    assertThat(say(FALLBACK, call())).contains("<Dial");
  }

  @Test
  void aForwardNeverGoesToANumberOfOurs() {
    put(Samples.aDentist().with(dentist(Locale.CANADA, Optional.of(Samples.SHARED_NUMBER))));

    assertThat(say(FALLBACK, call())).contains("<Record").doesNotContain("<Dial");
  }

  @Test
  void withoutAPhoneOfItsOwnAVoicemailIsTakenInTheBusinessesLanguage() {
    put(Samples.aDentist().with(dentist(Locale.CANADA_FRENCH, Optional.empty())));

    assertThat(say(FALLBACK, call())).contains("<Say language=\"fr-CA\">Nous", "<Record");
    assertThat(theOnly().status())
        .as("who hangs up in the greeting, of which nobody tells")
        .isEqualTo(InteractionStatus.NOT_CONNECTED);
    assertEnded("nobody answered");
    now = now.plusSeconds(40);
    assertThat(say(RECORDING, voicemail())).contains("Merci");
    assertThat(theOnly().status()).isEqualTo(InteractionStatus.ENDED);
    assertEnded("voicemail");
  }

  @Test
  void aBlockedCallerIsNotPutThrough() {
    put(Samples.aDentist().blocking(new BlockedCaller(Samples.CALLER, "spam")));

    assertThat(say(FALLBACK, call())).contains("<Reject/>");
    assertThat(theOnly().status()).isEqualTo(InteractionStatus.NOT_CONNECTED);
    assertEnded("caller blocked");
  }

  private void assertEnded(String reason) {
    assertThat(theOnly().details().get(Detail.ENDED_AT)).contains(now);
    assertThat(theOnly().details().get(Detail.DISCONNECTION_REASON)).contains(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"+266696687", "anonymous", "+7378742833", "Restricted", "+8656696"})
  void aPlaceholderOfAWithheldNumberIsNoNameAndNoCallback(String from) {
    Map<String, String> message = voicemail();
    message.put("From", from);

    say(RECORDING, message);

    assertThat(theOnly().details().get(Detail.FROM)).isEmpty();
    assertThat(interactions.taken().getFirst().content())
        .extracting(Matter::name, Matter::callback)
        .containsOnly("Number withheld");
  }

  @Test
  void callersWhoWithholdTheirNumbersAreEachPutThrough() {
    for (int call = 1; call < 4; call++) {
      assertThat(
              say(
                  FALLBACK,
                  call(
                      "CallSid", "CA0000000000000000000000000000000" + call, "From", "+266696687")))
          .contains("<Dial");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"12045550110", "2045550110", "sip:+12045550110@trunk.example.com"})
  void theNumberCalledIsKnownHoweverItIsWritten(String to) {
    assertThat(say(FALLBACK, call("To", to))).contains("<Dial");
    assertThat(theOnly().details().get(Detail.TO)).contains(Samples.DENTAL_NUMBER);
  }

  @Test
  void aNumberThatIsNobodysOrSuspendedIsToldSo() {
    assertThat(say(FALLBACK, call("To", "+15005550006")))
        .contains("<Say>", "<Hangup/>")
        .doesNotContain("<Dial", "<Record", "<Reject");
    assertThat(say(FALLBACK, call("To", "anonymous"))).contains("<Say>");
    put(Samples.aDentist().with(Samples.aDentist().subscriber().suspend()));
    assertThat(say(FALLBACK, call())).contains("<Hangup/>").doesNotContain("<Dial");
    assertThat(theOnly().status()).isEqualTo(InteractionStatus.NOT_CONNECTED);
    assertEnded("nobody answered");
  }

  @Test
  void whoWithholdsTheNumberReachesTheBusinessToo() {
    assertThat(say(FALLBACK, call("From", "anonymous"))).contains("<Dial");
    Map<String, String> message = voicemail();
    message.put("From", "anonymous");
    say(RECORDING, message);
    assertThat(interactions.taken().getFirst().content().callback()).isEqualTo("Number withheld");
  }

  @Test
  void aRequestWithoutACallIsAnsweredAndKept() {
    assertThat(say(FALLBACK, call("CallSid", "nonsense"))).contains("<Dial");
    assertThat(interactions.all()).isEmpty();
    assertThat(interactions.verdicts()).hasSize(1);
  }

  /** A store whose database is down. */
  private static final class Away implements Interactions {
    private static Refusal away() {
      return new Refusal.Unavailable("The database cannot be reached", null);
    }

    @Override
    public Recorded record(ProviderEvent event, Clues clues, Judge judge) {
      throw away();
    }

    @Override
    public Optional<Interaction> find(
        SubscriberId subscriber, InteractionId id, int afterSeq, int limit) {
      throw away();
    }

    @Override
    public InteractionPage page(SubscriberId subscriber, InteractionFilter filter) {
      throw away();
    }
  }

  @Test
  void whileNothingCanBeKeptCallersStillReachAPerson() {
    twilio = webhook(List.of(TOKEN), new Away());

    assertThat(say(FALLBACK, call())).contains(">" + OWN_PHONE + "</Dial>");
    assertThat(say(DIAL, call("DialCallStatus", "busy"))).contains("<Record");
    assertThat(say(RECORDING, voicemail())).contains("<Hangup/>");
  }

  @Test
  void aRequestThatTwilioDidNotSignIsRefusedAndCounted() {
    assertThatExceptionOfType(Refusal.Unauthenticated.class)
        .isThrownBy(() -> twilio.receive(request(FALLBACK, call(), "another token")));
    assertThat(twilio.rejectedSignatures()).isEqualTo(1);
    assertThat(interactions.verdicts()).isEmpty();
  }

  @Test
  void anotherPathIsNotFound() {
    assertThatExceptionOfType(Refusal.NotFound.class)
        .isThrownBy(() -> twilio.receive(request("/webhooks/twilio/other", call(), TOKEN)));
  }

  @Test
  void withoutATokenNothingCanBeVerified() {
    assertThatExceptionOfType(Refusal.Unavailable.class)
        .isThrownBy(
            () -> webhook(List.of(), interactions).receive(request(FALLBACK, call(), TOKEN)))
        .withMessageContaining("TWILIO_AUTH_TOKENS");
  }
}
