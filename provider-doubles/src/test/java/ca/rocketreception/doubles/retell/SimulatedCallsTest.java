package ca.rocketreception.doubles.retell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.doubles.retell.SimulatedCalls.Plan;
import ca.rocketreception.doubles.retell.SimulatedCalls.Result;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SimulatedCallsTest {

  private static final String KEY = "key_rocket_test_secret";
  private static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");
  private static final PhoneNumber TAKEN = new PhoneNumber("+12045550101");
  private static final PhoneNumber REJECTED = new PhoneNumber("+12045550102");
  private static final PhoneNumber CALLER = new PhoneNumber("+12045550177");

  /** A moment later at every look, so that no two signatures are the same. */
  private static final InstantSource NOW_AND_LATER =
      new InstantSource() {
        private final AtomicInteger looks = new AtomicInteger();

        @Override
        public Instant instant() {
          return NOW.plusMillis(looks.incrementAndGet());
        }
      };

  private static final String TAKES =
      """
      {"call_inbound":{"override_agent_id":"agent_of_the_answer",
       "dynamic_variables":{"business_name":"Prairie Smile Dental","greeting":"Welcome!",
        "transfer_number":"+12045550133"},
       "metadata":{"rocket_subscriber_id":"s-1","depth":3}}}
      """;

  /** A request that was answered with a 2xx. */
  private record Received(String path, JsonNode body, String raw) {

    String event() {
      return body.path("event").asString(body.path("name").asString());
    }

    JsonNode call() {
      return body.path("call");
    }

    String callId() {
      return call().path("call_id").asString();
    }
  }

  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final Set<String> signatures = ConcurrentHashMap.newKeySet();
  private final List<String> wrongSignatures = new CopyOnWriteArrayList<>();
  private final AtomicInteger troubles = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  @AfterEach
  void hangUp() {
    server.stop(0);
  }

  @Test
  void fortyShuffledCallsAllEndAndAreAnalysedThoughTheServerFailsAtFirst() {
    troubles.set(3);

    Result result = play(plan(TAKEN, Optional.empty(), 40, true));

    assertThat(wrongSignatures).isEmpty();
    assertThat(result.problems()).isEmpty();
    assertThat(result.calls()).isEqualTo(40);
    assertThat(result.rejected()).isZero();
    assertThat(result.answers()).containsEntry(503, 3).containsOnlyKeys(200, 204, 503);
    assertThat(result.answers().get(200) + result.answers().get(204)).isEqualTo(received.size());
    assertThat(result.events()).isEqualTo(received.size() - 40);
    Map<String, List<String>> calls = events();
    assertThat(calls).hasSize(40);
    assertThat(calls.values())
        .allSatisfy(events -> assertThat(events).contains("call_ended", "call_analyzed"));
  }

  @Test
  void shufflingSendsAboutOneEventInFiveTwiceByteForByte() {
    play(plan(TAKEN, Optional.of(Scenario.BOOKING), 40, true));

    List<String> lifecycle =
        received.stream()
            .filter(request -> request.path().equals("/webhooks/retell"))
            .map(Received::raw)
            .toList();
    int twice = lifecycle.size() - Set.copyOf(lifecycle).size();
    assertThat(twice).isBetween(lifecycle.size() / 15, lifecycle.size() / 3);
    assertThat(events().values())
        .as("some calls end before they start")
        .anyMatch(events -> events.indexOf("call_ended") < events.indexOf("call_started"));
  }

  @Test
  void aRejectedNumberGetsNoEvents() {
    Result result = play(plan(REJECTED, Optional.empty(), 4, true));

    assertThat(result.calls()).isEqualTo(4);
    assertThat(result.rejected()).isEqualTo(4);
    assertThat(result.events()).isZero();
    assertThat(events()).isEmpty();
  }

  @Test
  void retriesAreSignedAnewAndGivenUpAfterTheThird() {
    troubles.set(4);

    Result result = play(plan(TAKEN, Optional.of(Scenario.BOOKING), 1, false));

    assertThat(result.answers()).isEqualTo(Map.of(503, 4));
    assertThat(result.problems()).hasSize(1);
    assertThat(result.problems().getFirst())
        .contains("/inbound was answered 503", "4 tries")
        .doesNotContain("2045550");
    assertThat(signatures).as("one for each try").hasSize(4);
  }

  @Test
  void aRefusalIsNotRepeatedAndNamesNobody() {
    Result result =
        new SimulatedCalls(address(), "key_of_nobody", NOW_AND_LATER, new Random(1))
            .play(plan(TAKEN, Optional.empty(), 1, false));

    assertThat(result.answers()).isEqualTo(Map.of(401, 1));
    assertThat(result.problems().getFirst()).contains("401: No key fits for …");
  }

  @Test
  void callsOfTheSameSeedHaveIdsOfTheirOwn() {
    play(plan(TAKEN, Optional.of(Scenario.WRONG_NUMBER), 5, false));
    play(plan(TAKEN, Optional.of(Scenario.WRONG_NUMBER), 5, false));

    assertThat(events().keySet())
        .hasSize(10)
        .allSatisfy(id -> assertThat(id).matches("call_[0-9a-f]{27}"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Scenario.class,
      names = "HANG_UP_BEFORE_CONNECT",
      mode = EnumSource.Mode.EXCLUDE)
  void everyScenarioIsAWholeConversation(Scenario scenario) {
    play(plan(TAKEN, Optional.of(scenario), 12, false));

    assertThat(received).extracting(Received::raw).noneMatch(raw -> raw.matches(".*\\{[a-z]+}.*"));
    assertThat(of("call_analyzed"))
        .hasSize(12)
        .allSatisfy(event -> {
          JsonNode call = event.call();
          assertWhole(call);
          assertThat(call.get("transcript_object").size())
              .isBetween(scenario == Scenario.LONG_TALK ? 60 : 5, 90);
          assertThat(call.get("agent_id").asString()).isEqualTo("agent_of_the_answer");
          assertThat(call.get("metadata").get("rocket_subscriber_id").asString()).isEqualTo("s-1");
          assertThat(call.get("metadata").get("depth").asInt()).isEqualTo(3);
          assertThat(call.get("retell_llm_dynamic_variables").get("business_name").asString())
              .isEqualTo("Prairie Smile Dental");
          assertThat(call.get("transcript").asString()).startsWith("Agent: Welcome!\n");
          assertThat(call.get("call_analysis").get("call_summary").asString()).isNotBlank();
          assertThat(end(call))
              .isBetween(NOW.toEpochMilli() - 100_000, NOW.toEpochMilli() + 10_000);
        });
    assertThat(events().values())
        .allSatisfy(
            events -> assertThat(events).startsWith("call_started").endsWith("call_analyzed"));
  }

  @Test
  void aCallThatNeverConnectedHasNoStartAndNoWords() {
    play(plan(TAKEN, Optional.of(Scenario.HANG_UP_BEFORE_CONNECT), 1, false));

    assertThat(events().values()).containsExactly(List.of("call_ended", "call_analyzed"));
    JsonNode call = of("call_analyzed").getFirst().call();
    assertThat(call.get("call_status").asString()).isEqualTo("error");
    assertThat(call.has("transcript")).isFalse();
    assertThat(call.has("start_timestamp")).isFalse();
    assertThat(call.get("call_analysis")).isEmpty();
    assertThat(call.get("call_cost").get("combined_cost").decimalValue()).isZero();
  }

  @Test
  void aTransferIsToldToItsEndAndBilledOnceItIsKnown() {
    play(plan(TAKEN, Optional.of(Scenario.TRANSFER), 1, false));

    assertThat(events().values().iterator().next())
        .filteredOn(event -> !event.equals("transcript_updated"))
        .containsExactly(
            "call_started",
            "transfer_started",
            "transfer_bridged",
            "call_ended",
            "transfer_ended",
            "call_analyzed");
    Received started = of("transfer_started").getFirst();
    assertThat(started.body().get("transfer_destination").get("number").asString())
        .isEqualTo("+12045550133");
    assertThat(started.body().get("transfer_option").get("type").asString()).isNotBlank();
    assertThat(of("call_started").getFirst().call().has("transfer_destination")).isFalse();
    JsonNode ended = of("call_ended").getFirst().call();
    JsonNode analysed = of("call_analyzed").getFirst().call();
    assertThat(ended.get("disconnection_reason").asString()).isEqualTo("call_transfer");
    assertThat(analysed.get("transfer_end_timestamp").asLong()).isGreaterThan(end(analysed));
    assertThat(analysed.get("call_cost").get("combined_cost").decimalValue())
        .isGreaterThan(ended.get("call_cost").get("combined_cost").decimalValue());
  }

  @Test
  void theGatekeeperIsAskedForTheBusinessAndSaysWhatItIsTold() {
    play(
        new Plan(
            TAKEN,
            Optional.empty(),
            Optional.of(Scenario.GATEKEEPER),
            3,
            500,
            true,
            Optional.of("Corner Bakery")));

    assertThat(of("route_call"))
        .hasSize(3)
        .allSatisfy(request -> {
          assertThat(request.path()).isEqualTo("/webhooks/retell/functions/route_call");
          assertThat(request.body().get("args").get("business").asString())
              .isEqualTo("Corner Bakery");
          assertThat(request.call().get("call_status").asString()).isEqualTo("ongoing");
        });
    assertThat(of("call_ended"))
        .allSatisfy(event ->
            assertThat(event.call().get("transcript").asString())
                .contains("Corner Bakery", "Agent: I am connecting you.\n"));
  }

  @Test
  void theBodiesForMeasuringAreThoseOfAWholeCall() {
    long start = NOW.toEpochMilli();
    JsonNode started = json(EventBodies.callStarted("call_1", TAKEN, CALLER, start, "s-9"));
    JsonNode ended = json(EventBodies.callEnded("call_1", TAKEN, CALLER, start, null));
    JsonNode analysed = json(EventBodies.callAnalyzed("call_1", TAKEN, CALLER, start, "s-9"));

    assertThat(started.get("event").asString()).isEqualTo("call_started");
    assertThat(started.get("call").get("start_timestamp").asLong()).isEqualTo(start);
    assertThat(started.get("call").get("from_number").asString()).isEqualTo(CALLER.e164());
    assertThat(started.get("call").get("to_number").asString()).isEqualTo(TAKEN.e164());
    assertThat(ended.get("call").get("call_id").asString()).isEqualTo("call_1");
    assertThat(ended.get("call").has("metadata")).isFalse();
    assertThat(analysed.get("call").get("metadata").get("rocket_subscriber_id").asString())
        .isEqualTo("s-9");
    for (JsonNode whole : List.of(ended, analysed)) {
      assertWhole(whole.get("call"));
      assertThat(whole.get("call").get("transcript_object")).hasSize(20);
      assertThat(whole.toString()).hasSizeBetween(9_000, 15_000).doesNotContain("@", "777000");
    }
    JsonNode ringing = json(EventBodies.inbound("call_1", TAKEN, CALLER, start));
    assertThat(ringing.get("event_timestamp").asLong()).isEqualTo(start);
    assertThat(ringing.get("call_inbound").get("from_number").asString()).isEqualTo(CALLER.e164());
    assertThat(ringing.get("call_inbound").get("to_number").asString()).isEqualTo(TAKEN.e164());
  }

  @Test
  void theBodiesForMeasuringAreTheSameForTheSameCall() {
    assertThat(EventBodies.callEnded("call_1", TAKEN, CALLER, 1_000, null))
        .isEqualTo(EventBodies.callEnded("call_1", TAKEN, CALLER, 1_000, null))
        .isNotEqualTo(EventBodies.callEnded("call_2", TAKEN, CALLER, 1_000, null));
  }

  @Test
  void theBodiesForMeasuringStayJsonWhateverTheIdIs() {
    JsonNode ended = json(EventBodies.callEnded("call_\"\\é", TAKEN, CALLER, 1_000, "@call@"));

    assertThat(ended.get("call").get("call_id").asString()).isEqualTo("call_\"\\é");
    assertThat(ended.get("call").get("metadata").get("rocket_subscriber_id").asString())
        .isEqualTo("@call@");
  }

  private static void assertWhole(JsonNode call) {
    assertThat(call.propertyNames())
        .contains(
            "call_id",
            "call_type",
            "agent_id",
            "agent_version",
            "agent_name",
            "call_status",
            "direction",
            "from_number",
            "to_number",
            "start_timestamp",
            "end_timestamp",
            "duration_ms",
            "disconnection_reason",
            "transcript",
            "transcript_object",
            "transcript_with_tool_calls",
            "recording_url",
            "latency",
            "llm_token_usage",
            "call_cost");
    assertThat(call.get("start_timestamp").asLong() + call.get("duration_ms").asLong())
        .isEqualTo(call.get("end_timestamp").asLong());
    assertThat(URI.create(call.get("recording_url").asString()).getHost())
        .endsWith(".example.invalid");
    assertThat(call.get("call_cost").get("product_costs")).hasSizeGreaterThan(1);
    double before = 0;
    for (JsonNode turn : call.get("transcript_object")) {
      for (JsonNode word : turn.get("words")) {
        assertThat(word.get("start").asDouble()).isGreaterThan(before);
        assertThat(word.get("end").asDouble()).isGreaterThan(word.get("start").asDouble());
        before = word.get("start").asDouble();
      }
    }
    assertThat(before * 1_000).isLessThan(call.get("duration_ms").asDouble());
  }

  private Result play(Plan plan) {
    return new SimulatedCalls(address(), KEY, NOW_AND_LATER, new Random(1)).play(plan);
  }

  private static Plan plan(
      PhoneNumber to, Optional<Scenario> scenario, int count, boolean shuffle) {
    return new Plan(to, Optional.of(CALLER), scenario, count, 0, shuffle, Optional.empty());
  }

  /** The events and functions of each call, as they came. */
  private Map<String, List<String>> events() {
    return received.stream()
        .filter(request -> !request.path().endsWith("/inbound"))
        .collect(groupingBy(Received::callId, mapping(Received::event, toList())));
  }

  private List<Received> of(String event) {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    return received.stream()
        .filter(request -> request.event().equals(event) && seen.add(request.raw()))
        .toList();
  }

  private static long end(JsonNode call) {
    return call.get("end_timestamp").asLong();
  }

  private static JsonNode json(byte[] body) {
    return JsonMapper.shared().readTree(body);
  }

  private URI address() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/");
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      String signature = exchange.getRequestHeaders().getFirst("X-Retell-Signature");
      signatures.add(signature);
      long at = Long.parseLong(signature.substring(2, signature.indexOf(',')));
      if (!signature.equals(EventBodies.signature(KEY, body, at))) {
        wrongSignatures.add(path);
        answer(exchange, 401, "{\"detail\":\"No key fits for +12045550101\"}");
        return;
      }
      if (troubles.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        answer(exchange, 503, "");
        return;
      }
      received.add(new Received(path, json(body), new String(body, UTF_8)));
      if (path.endsWith("/inbound")) {
        boolean reject =
            json(body).get("call_inbound").get("to_number").asString().equals(REJECTED.e164());
        answer(exchange, 200, reject ? "{\"call_inbound\":{\"reject\":true}}" : TAKES);
      } else if (path.contains("/functions/")) {
        answer(exchange, 200, "{\"taken\":true,\"say\":\"I am connecting you.\"}");
      } else {
        answer(exchange, 204, "");
      }
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
