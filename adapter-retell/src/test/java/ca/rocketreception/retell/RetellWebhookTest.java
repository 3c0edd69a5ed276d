package ca.rocketreception.retell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Money;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.agent.Agent;
import ca.rocketreception.domain.agent.AgentRole;
import ca.rocketreception.domain.business.BlockedCaller;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.OwnedNumber;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.InteractionStatus;
import ca.rocketreception.domain.interaction.Sentiment;
import ca.rocketreception.domain.interaction.Speaker;
import ca.rocketreception.domain.interaction.Verdict;
import ca.rocketreception.ports.driven.business.InMemorySubscribers;
import ca.rocketreception.ports.driven.interaction.InMemoryActivity;
import ca.rocketreception.ports.driven.interaction.InMemoryInteractions;
import ca.rocketreception.ports.driven.routing.InMemoryRoutingTables;
import ca.rocketreception.ports.driving.interaction.WebhookAnswer;
import ca.rocketreception.ports.driving.interaction.WebhookRequest;
import ca.rocketreception.ports.driving.routing.ReceivingCalls;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RetellWebhookTest {

  private static final String KEY = "key_rocket_test_secret";
  private static final PhoneNumber HARBOR = new PhoneNumber("+12065550190");
  private static final String HARBOR_AGENT = "agent_5be1f09c7d44a2e8810b6f3390";

  private final Business dentist = Samples.aDentist();
  private final Business front = Samples.aFront();
  private final Business bakery = Samples.aBusinessBehindTheFront("bakery");
  private final Business harbor = harborDental();

  private Instant now = Samples.MONDAY_MORNING;
  private final InMemorySubscribers subscribers =
      InMemorySubscribers.with(dentist, front, bakery, harbor);
  private final InMemoryInteractions interactions = new InMemoryInteractions(subscribers);
  private final InMemoryRoutingTables routing = new InMemoryRoutingTables(subscribers);
  private final RetellWebhook retell = webhook(List.of(KEY));

  @Test
  void anOpenBusinessIsAnsweredByItsReceptionistWithAllItNeedsToKnow() {
    JsonNode answer = inbound(Samples.DENTAL_NUMBER, Samples.CALLER);

    assertThat(answer.get("override_agent_id").asString())
        .isEqualTo("agent_prairie-dental_receptionist");
    assertThat(answer.get("dynamic_variables").get("is_open").asString()).isEqualTo("true");
    assertThat(answer.get("dynamic_variables").get("hours_today").asString())
        .isEqualTo("9:00 AM to 5:00 PM");
    assertThat(answer.get("metadata").get("rocket_subscriber_id").asString())
        .isEqualTo(dentist.id().toString());
    answer.get("dynamic_variables").forEach(variable -> assertThat(variable.isString()).isTrue());
  }

  @Test
  void aClosedBusinessIsAnsweredByItsAfterHoursAgent() {
    now = Samples.MONDAY_NIGHT;

    JsonNode answer = inbound(Samples.DENTAL_NUMBER, Samples.CALLER);

    assertThat(answer.get("override_agent_id").asString())
        .isEqualTo("agent_prairie-dental_after_hours");
    assertThat(answer.get("dynamic_variables").get("next_opening").asString())
        .isEqualTo("tomorrow at 9:00 AM");
  }

  @Test
  void aRejectionStandsAlone() {
    assertThat(inbound(HARBOR, new PhoneNumber("+12065559999")).toString())
        .isEqualTo("{\"reject\":true}");
    assertThat(inbound(new PhoneNumber("+15005550006"), Samples.CALLER).toString())
        .isEqualTo("{\"reject\":true}");
  }

  @Test
  void aNumberThatCannotBeKnownNowIsNeverRejected() {
    routing.storeGoesAway();

    assertThatExceptionOfType(Refusal.Unavailable.class)
        .isThrownBy(() -> inbound(new PhoneNumber("+15005550006"), Samples.CALLER));
    assertThat(inbound(Samples.DENTAL_NUMBER, Samples.CALLER).has("override_agent_id")).isTrue();
  }

  @Test
  void whatIsNoNumberLeavesTheCallToTheBoundAgent() {
    String body =
        "{\"event\":\"call_inbound\",\"call_inbound\":{\"from_number\":\"anonymous\",\"to_number\":\"reception\"}}";

    assertThat(text(post("/inbound", body.getBytes(UTF_8)))).isEqualTo("{\"call_inbound\":{}}");
    assertThat(text(post("/inbound", Sample.bytes("inbound_sms_request"))))
        .isEqualTo("{\"chat_inbound\":{}}");
  }

  @Test
  void aCallIsCompleteAfterItsEvents() {
    for (String event : List.of("call_started", "call_ended", "call_analyzed")) {
      assertThat(post("", Sample.bytes(event)).status()).isEqualTo(204);
    }

    Interaction call = theOnly();
    assertThat(call.subscriber()).isEqualTo(harbor.id());
    assertThat(call.status()).isEqualTo(InteractionStatus.ENDED);
    assertThat(call.details().get(Detail.DURATION_MS)).hasValue(39_366L);
    assertThat(call.details().get(Detail.STARTED_AT))
        .hasValue(Instant.ofEpochMilli(1790694000000L));
    assertThat(call.details().get(Detail.SENTIMENT)).hasValue(Sentiment.POSITIVE);
    assertThat(call.details().get(Detail.SUCCESSFUL)).hasValue(true);
    assertThat(call.details().get(Detail.DISCONNECTION_REASON)).hasValue("agent_hangup");
    assertThat(call.details().get(Detail.TRANSPORT_ID))
        .hasValue("CA0f1e2d3c4b5a69788796a5b4c3d2e1f0");
    assertThat(call.details().get(Detail.PROVIDER_COST))
        .hasValue(Money.usCents(new BigDecimal("9.1026")));
    List<InteractionMessage> messages = call.transcript().orElseThrow().messages();
    assertThat(messages).hasSize(9).extracting(InteractionMessage::seq).startsWith(1, 2, 3);
    assertThat(messages.getFirst().speaker()).isEqualTo(Speaker.AGENT);
    assertThat(messages.getFirst().at()).hasValue(Instant.ofEpochMilli(1790694000600L));
    InteractionMessage tool =
        messages.stream()
            .filter(message -> message.speaker() == Speaker.TOOL)
            .findFirst()
            .orElseThrow();
    assertThat(tool.toolName()).hasValue("check_availability");
    assertThat(tool.toolResult().orElseThrow()).contains("slots");
  }

  @Test
  void aChatIsAnInteractionOfItsOwnKind() {
    for (String event : List.of("chat_started", "chat_ended", "chat_analyzed")) {
      post("", changed(event, "chat", chat -> chat.put("agent_id", "agent_bakery_receptionist")));
    }

    Interaction chat = theOnly();
    assertThat(chat.channel()).isEqualTo(ChannelKind.CHAT);
    assertThat(chat.subscriber()).isEqualTo(bakery.id());
    assertThat(chat.details().get(Detail.SUMMARY).orElseThrow()).contains("Deion Hart");
    assertThat(chat.transcript().orElseThrow().messages())
        .extracting(InteractionMessage::speaker)
        .contains(Speaker.VISITOR);
  }

  @Test
  void aCallThatNeverConnectedIsAnErrorWithoutTimes() {
    post("", Sample.bytes("call_ended_concurrency_error"));

    assertThat(theOnly().status()).isEqualTo(InteractionStatus.ERROR);
    assertThat(theOnly().details().get(Detail.STARTED_AT)).isEmpty();
  }

  @Test
  void aReplayIsAnsweredLikeTheFirstTimeAndChangesNothing() {
    post("", Sample.bytes("call_ended"));
    Interaction before = theOnly();

    assertThat(post("", Sample.bytes("call_ended")).status()).isEqualTo(204);

    assertThat(theOnly()).isEqualTo(before);
    assertThat(interactions.verdicts()).hasSize(1);
  }

  @Test
  void inAnyOrderWithRepeatsTheSameCallComesOut() {
    List<byte[]> events = new ArrayList<>();
    for (String event :
        List.of("call_started", "call_ended", "call_analyzed", "transfer_started")) {
      events.add(
          changed(
              event,
              "call",
              call ->
                  call.put("to_number", Samples.SHARED_NUMBER.e164())
                      .put("agent_id", "agent_front_gatekeeper")));
    }
    Interaction expected = playedThroughGatekeeper(events, List.of(0, 3, 1, 2), 1);
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      List<Integer> order =
          new ArrayList<>(List.of(0, 1, 2, 3, random.nextInt(4), random.nextInt(4)));
      Collections.shuffle(order, random);

      Interaction call = playedThroughGatekeeper(events, order, random.nextInt(order.size() + 1));

      assertThat(call.details()).isEqualTo(expected.details());
      assertThat(call.subscriber()).isEqualTo(bakery.id());
      assertThat(call.transcript().orElseThrow().messages())
          .isEqualTo(expected.transcript().orElseThrow().messages());
    }
  }

  @Test
  void theGatekeeperPutsACallerThroughToTheBusinessAskedFor() {
    post(
        "",
        changed(
            "call_started",
            "call",
            call ->
                call.put("to_number", Samples.SHARED_NUMBER.e164())
                    .put("agent_id", "agent_front_gatekeeper")));
    assertThat(theOnly().subscriber()).isEqualTo(front.id());

    JsonNode answer = json(post("/functions/route_call", routeCall("the BAKERY company")));

    assertThat(answer.get("routed").asBoolean()).isTrue();
    assertThat(answer.get("subscriber").asString()).isEqualTo("bakery");
    assertThat(answer.get("agentId").asString()).isEqualTo("agent_bakery_receptionist");
    assertThat(theOnly().subscriber()).isEqualTo(bakery.id());
    assertThat(json(post("/functions/route_call", routeCall("the BAKERY company"))))
        .isEqualTo(answer);
  }

  @Test
  void aBusinessThatIsNotReachedThroughTheNumberIsNotFound() {
    JsonNode answer = json(post("/functions/route_call", routeCall("prairie-dental")));

    assertThat(answer.get("routed").asBoolean()).isFalse();
    assertThat(answer.get("subscriber").isNull()).isTrue();
    assertThat(answer.get("say").asString()).contains("could not find");
    assertThat(theOnly().subscriber()).isEqualTo(front.id());
  }

  @Test
  void theHoursAreThoseOfTheBusinessThatTheCallIsWith() {
    byte[] call =
        changed(
            "custom_function_request",
            "call",
            fields -> fields.put("to_number", Samples.DENTAL_NUMBER.e164()).remove("metadata"));

    JsonNode open = json(post("/functions/check_hours", call));
    now = Samples.MONDAY_NIGHT;
    JsonNode closed = json(post("/functions/check_hours", call));

    assertThat(open.get("open").asBoolean()).isTrue();
    assertThat(open.get("hoursToday").asString()).isEqualTo("9:00 AM to 5:00 PM");
    assertThat(closed.get("open").asBoolean()).isFalse();
    assertThat(closed.get("nextOpening").asString()).isEqualTo("2026-11-24T14:00:00Z");
    assertThat(closed.get("say").asString())
        .isEqualTo("We are closed now. We open tomorrow at 9:00 AM.");
  }

  @Test
  void functionsThatAreNotOursOrComeWithoutTheCallAreRefused() {
    assertThatExceptionOfType(Refusal.NotFound.class)
        .isThrownBy(() -> post("/functions/book", Sample.bytes("custom_function_request")));
    assertThatExceptionOfType(Refusal.Invalid.class)
        .isThrownBy(() -> post("/functions/check_hours", "{\"name\":\"x\"}".getBytes(UTF_8)));
  }

  @Test
  void anEventOfNobodyWaits() {
    post(
        "",
        changed(
            "call_started",
            "call",
            call -> call.put("to_number", "+15005550006").put("agent_id", "agent_unknown")));

    assertThat(interactions.verdicts()).singleElement().isInstanceOf(Verdict.Waiting.class);
  }

  @Test
  void eventsThatTellNothingWeUseAreKeptWithTheReason() {
    post("", Sample.bytes("alert_triggered"));
    post("", "{}".getBytes(UTF_8));
    post("", "{\"event\":\"call_ended\",\"call\":{}}".getBytes(UTF_8));
    post(
        "",
        ("{\"event\":\"call_ended\",\"call\":{\"call_id\":\"" + "x".repeat(10_000) + "\"}}")
            .getBytes(UTF_8));
    post("", "{\"event\":5,\"call\":[]}".getBytes(UTF_8));

    assertThat(interactions.verdicts())
        .hasSize(5)
        .allMatch(verdict -> verdict instanceof Verdict.Ignored && !verdict.reason().isBlank());
    assertThat(interactions.all()).isEmpty();
  }

  @Test
  void oddValuesAreLeftOutAndNamedAndBreakNothing() {
    post(
        "",
        changed(
            "call_ended",
            "call",
            call ->
                call.put("duration_ms", "soon")
                    .put("start_timestamp", 9_000_000_000_000_000L)
                    .put("end_timestamp", -5)
                    .put("from_number", "anonymous")
                    .put("direction", "sideways")
                    .put("call_status", "levitating")
                    .put("disconnection_reason", "a_new_reason")
                    .put("recording_url", 7)));

    assertThat(theOnly().status()).isEqualTo(InteractionStatus.ENDED);
    assertThat(theOnly().details().get(Detail.STARTED_AT)).isEmpty();
    assertThat(theOnly().details().get(Detail.FROM)).isEmpty();
    assertThat(theOnly().details().get(Detail.DISCONNECTION_REASON)).hasValue("a_new_reason");
    assertThat(interactions.verdicts().getFirst().reason())
        .contains(
            "direction",
            "duration_ms",
            "end_timestamp",
            "from_number",
            "recording_url",
            "start_timestamp")
        .doesNotContain("anonymous");
  }

  /** Found by fuzzing. */
  @Test
  void aNumberBeyondAllMeasureTellsNothingAndTheRestIsKept() {
    String body =
        "{\"event\":\"call_ended\",\"call\":{\"call_id\":\"c1\",\"to_number\":\"+12065550190\",\"call_status\":\"ended\",\"duration_ms\":1.7976931348623157e3099999999999999999999}}";

    post("", body.getBytes(UTF_8));

    assertThat(theOnly().status()).isEqualTo(InteractionStatus.ENDED);
    assertThat(theOnly().details().get(Detail.DURATION_MS)).isEmpty();
  }

  @Test
  void aNulInATranscriptIsLostAndNothingElse() {
    String body =
        "{\"event\":\"call_ended\",\"call\":{\"call_id\":\"c1\",\"to_number\":\"+12065550190\",\"transcript_object\":[{\"role\":\"user\",\"content\":\"be\\u0000fore \\ud800 after\"}]}}";

    post("", body.getBytes(UTF_8));

    assertThat(theOnly().transcript().orElseThrow().messages().getFirst().text())
        .isEqualTo("before \uFFFD after");
  }

  @Test
  void theJoinTokenOfAWebCallIsNotKept() {
    post("", changed("web_call_ended", "call", call -> call.put("agent_id", "agent_unknown")));

    String token = Sample.json("web_call_ended").get("call").get("access_token").asString();
    assertThat(interactions.takeWaiting(5, now))
        .singleElement()
        .satisfies(
            event -> assertThat(event.body()).doesNotContain(token).contains("\"REDACTED\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{",
        "{\"event\":\"call_ended\"",
        "{} {}",
        "{\"a\":1,\"a\":2}",
        "{\"event\":\"call_ended\",\"call\":{\"call_id\":\"a\",\"call_id\":\"b\"}}",
        "{\"latency\":{\"x\":1,\"x\":2}}",
        "{'a':1}",
        "{\"a\":NaN}",
        "{\"a\":\"\u0000\"}"
      })
  void whatIsNotOneWellFormedObjectIsRefusedWithItsPlace(String body) {
    assertThatExceptionOfType(Refusal.Invalid.class)
        .isThrownBy(() -> post("", body.getBytes(UTF_8)))
        .withMessageContaining("line");
    assertThat(interactions.verdicts()).isEmpty();
  }

  @Test
  void deeplyNestedTruncatedAndUndecodableBodiesAreRefused() {
    byte[] sample = Sample.bytes("call_ended");
    assertThatExceptionOfType(Refusal.Invalid.class)
        .isThrownBy(() -> post("", ("{\"a\":" + "[".repeat(100_000)).getBytes(UTF_8)));
    assertThatExceptionOfType(Refusal.Invalid.class)
        .isThrownBy(() -> post("", Arrays.copyOf(sample, sample.length / 2)));
    assertThatExceptionOfType(Refusal.Invalid.class)
        .isThrownBy(
            () -> post("", new byte[] {'{', '"', (byte) 0xC3, (byte) 0x28, '"', ':', '1', '}'}))
        .withMessageContaining("UTF-8");
  }

  @Test
  void mutilatedBodiesAreRefusedOrKeptButNeverBreakAnything() {
    Random random = new Random(42);
    for (String name :
        List.of(
            "call_started",
            "call_ended",
            "chat_analyzed",
            "transfer_started",
            "custom_function_request")) {
      byte[] sample = Sample.bytes(name);
      for (int round = 0; round < 300; round++) {
        byte[] mutilated = sample.clone();
        for (int change = 0; change <= random.nextInt(4); change++) {
          mutilated[random.nextInt(mutilated.length)] = (byte) random.nextInt(32, 127);
        }
        try {
          assertThat(
                  post(name.startsWith("custom") ? "/functions/check_hours" : "", mutilated)
                      .status())
              .isBetween(200, 204);
        } catch (Refusal refused) {
          assertThat(refused.getMessage()).isNotBlank();
        }
      }
    }
  }

  @Test
  void unsignedRequestsAreRefusedAndCounted() {
    WebhookRequest forged =
        new WebhookRequest("POST", "/webhooks/retell", Map.of(), Sample.bytes("call_started"));

    assertThatExceptionOfType(Refusal.Unauthenticated.class)
        .isThrownBy(() -> retell.receive(forged));
    assertThat(retell.rejectedSignatures()).isEqualTo(1);
    assertThat(interactions.verdicts()).isEmpty();
  }

  @Test
  void withoutAKeyNothingCanBeVerified() {
    assertThatExceptionOfType(Refusal.Unavailable.class)
        .isThrownBy(() -> webhook(List.of()).receive(request("", Sample.bytes("call_started"))))
        .withMessageContaining("RETELL_WEBHOOK_KEYS");
  }

  /** A fresh house in which events arrive in an order, and the gatekeeper's function at a place. */
  private Interaction playedThroughGatekeeper(
      List<byte[]> events, List<Integer> order, int functionAt) {
    InMemoryInteractions fresh = new InMemoryInteractions(subscribers);
    RetellWebhook webhook = new RetellWebhook(List.of(KEY), calls(fresh), () -> now);
    for (int place = 0; place <= order.size(); place++) {
      if (place == functionAt) {
        webhook.receive(request("/functions/route_call", routeCall("bakery")));
      }
      if (place < order.size()) {
        webhook.receive(request("", events.get(order.get(place))));
      }
    }
    assertThat(fresh.all()).hasSize(1);
    return fresh.all().getFirst();
  }

  private byte[] routeCall(String business) {
    ObjectNode body =
        (ObjectNode)
            JsonMapper.shared()
                .readTree(
                    changed(
                        "custom_function_request",
                        "call",
                        call ->
                            call.put("to_number", Samples.SHARED_NUMBER.e164())
                                .put("agent_id", "agent_front_gatekeeper")));
    body.putObject("args").put("business", business);
    return body.toString().getBytes(UTF_8);
  }

  private static byte[] changed(String sample, String member, Consumer<ObjectNode> change) {
    ObjectNode body = (ObjectNode) Sample.json(sample);
    change.accept((ObjectNode) body.get(member));
    return body.toString().getBytes(UTF_8);
  }

  private JsonNode inbound(PhoneNumber to, PhoneNumber from) {
    String body =
        "{\"event\":\"call_inbound\",\"call_inbound\":{\"from_number\":\""
            + from
            + "\",\"to_number\":\""
            + to
            + "\"}}";
    return json(post("/inbound", body.getBytes(UTF_8))).get("call_inbound");
  }

  private WebhookAnswer post(String path, byte[] body) {
    return retell.receive(request(path, body));
  }

  private WebhookRequest request(String path, byte[] body) {
    return new WebhookRequest(
        "POST",
        "/webhooks/retell" + path,
        Map.of(RetellSignature.HEADER, RetellSignature.sign(KEY, body, now.toEpochMilli())),
        body);
  }

  private Interaction theOnly() {
    assertThat(interactions.all()).hasSize(1);
    return interactions.all().getFirst();
  }

  private RetellWebhook webhook(List<String> keys) {
    return new RetellWebhook(keys, calls(interactions), () -> now);
  }

  private ReceivingCalls calls(InMemoryInteractions kept) {
    return new ReceivingCalls(routing, kept, new InMemoryActivity(), () -> now, UUID::randomUUID);
  }

  private static JsonNode json(WebhookAnswer answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  private static String text(WebhookAnswer answer) {
    return new String(answer.body(), UTF_8);
  }

  private static Business harborDental() {
    Business sample = Samples.aBusinessBehindTheFront("harbor");
    return new Business(
        sample.subscriber(),
        List.of(Samples.aVoiceChannel("harbor", HARBOR)),
        List.of(
            new Agent(
                sample.agents().getFirst().id(),
                AgentRole.RECEPTIONIST,
                "Ava",
                "Hello.",
                "",
                Locale.US,
                Optional.empty(),
                Optional.of(HARBOR_AGENT),
                Optional.empty())),
        List.of(),
        List.of(),
        List.of(new BlockedCaller(new PhoneNumber("+12065559999"), "spam")),
        List.of(),
        List.of(new OwnedNumber(HARBOR, false)));
  }

  @Test
  void aCallThatComesBackFromTheBusinessesPhoneIsAnsweredAndNotSentThereAgain() {
    Business off =
        Samples.aDentist()
            .with(Samples.aDentist().channel(ChannelKind.VOICE).orElseThrow().enabled(false));
    House house = new House();
    house.routing.forgetAllBut(off);

    String first = ringing(house, "call_1");
    assertThat(first).contains("\"rocket_role\":\"FORWARDER\"");
    assertThat(ringing(house, "call_1")).as("asked again about the same call").isEqualTo(first);
    assertThat(ringing(house, "call_2")).contains("\"rocket_role\":\"RECEPTIONIST\"");
  }

  private static String ringing(House house, String call) {
    return house.ask(
        "/inbound",
        "{\"event\":\"call_inbound\",\"call_inbound\":{\"call_id\":\"%s\",\"from_number\":\"%s\",\"to_number\":\"%s\"}}"
            .formatted(call, Samples.CALLER, Samples.DENTAL_NUMBER));
  }
}
