package ca.rocketreception.retell;

import static ca.rocketreception.domain.Samples.CALLER;
import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.SHARED_NUMBER;
import static ca.rocketreception.domain.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.Detail;
import ca.rocketreception.domain.Interaction;
import ca.rocketreception.domain.InteractionMessage;
import ca.rocketreception.domain.InteractionStatus;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Speaker;
import ca.rocketreception.domain.Verdict;
import ca.rocketreception.ports.driving.WebhookAnswer;
import ca.rocketreception.ports.driving.WebhookRequest;
import ca.rocketreception.retell.SimulatedCalls.Plan;
import ca.rocketreception.retell.SimulatedCalls.Result;
import ca.rocketreception.retell.SimulatedCalls.Scenario;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulatedCallsTest {

  private final House house = House.withEverybody();
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
  void aHundredShuffledCallsLeaveAHundredCompleteInteractions() {
    Result result = play(plan(DENTAL_NUMBER, Optional.empty(), 100, true, Optional.empty()));

    assertThat(result.firstProblem()).isEmpty();
    assertThat(result.calls()).isEqualTo(100);
    assertThat(result.rejected()).isZero();
    assertThat(result.failures()).isZero();
    assertThat(result.answers().keySet()).containsExactlyInAnyOrder(200, 204);
    assertThat(house.interactions.all())
        .hasSize(100)
        .allSatisfy(SimulatedCallsTest::assertComplete);
    assertThat(house.interactions.verdicts())
        .allSatisfy(verdict ->
            assertThat(verdict)
                .isInstanceOfSatisfying(
                    Verdict.Applied.class, applied -> assertThat(applied.reason()).isEmpty()));
    assertThat(result.events()).isGreaterThan(house.interactions.verdicts().size());
  }

  @ParameterizedTest
  @EnumSource(
      value = Scenario.class,
      names = {"GATEKEEPER", "HANG_UP_BEFORE_CONNECT"},
      mode = EnumSource.Mode.EXCLUDE)
  void everyScenarioIsAWholeConversation(Scenario scenario) {
    play(plan(DENTAL_NUMBER, Optional.of(scenario), 3, false, Optional.empty()));

    assertThat(house.interactions.all())
        .hasSize(3)
        .allSatisfy(SimulatedCallsTest::assertComplete)
        .allSatisfy(call -> {
          assertThat(call.transcript().orElseThrow().messages()).hasSizeBetween(6, 60);
          assertThat(call.details().get(Detail.FROM)).contains(CALLER);
          assertThat(call.details().get(Detail.PROVIDER_AGENT_ID))
              .contains("agent_prairie-dental_receptionist");
          assertThat(call.details().get(Detail.ENDED_AT).orElseThrow())
              .isBetween(House.NOW.minusSeconds(120), House.NOW.plusSeconds(1));
        });
  }

  @Test
  void aCallerWhoHangsUpBeforeTheConnectionLeavesACallThatWasNotConnected() {
    play(
        plan(
            DENTAL_NUMBER,
            Optional.of(Scenario.HANG_UP_BEFORE_CONNECT),
            1,
            false,
            Optional.empty()));

    assertThat(house.only().status()).isEqualTo(InteractionStatus.NOT_CONNECTED);
    assertThat(house.only().transcript()).isEmpty();
  }

  @Test
  void aCallerOfTheSharedNumberReachesTheBusinessAskedFor() {
    play(
        plan(
            SHARED_NUMBER,
            Optional.of(Scenario.GATEKEEPER),
            5,
            true,
            Optional.of("The corner-bakery company")));

    assertThat(house.interactions.all())
        .hasSize(5)
        .allSatisfy(call -> {
          assertComplete(call);
          assertThat(call.subscriber().value()).isEqualTo(uuid("corner-bakery"));
          assertThat(call.transcript().orElseThrow().messages())
              .filteredOn(message -> message.speaker() == Speaker.AGENT)
              .extracting(InteractionMessage::text)
              .contains("I am putting you through to The corner-bakery company.");
        });
  }

  @Test
  void aRejectedCallMakesNoEvents() {
    Result result =
        play(plan(new PhoneNumber("+12045550111"), Optional.empty(), 4, false, Optional.empty()));

    assertThat(result.rejected()).isEqualTo(4);
    assertThat(result.events()).isZero();
    assertThat(house.interactions.verdicts()).isEmpty();
  }

  @Test
  void aServerInTroubleIsTriedAgain() {
    troubles.set(2);

    Result result =
        play(plan(DENTAL_NUMBER, Optional.of(Scenario.BOOKING), 1, false, Optional.empty()));

    assertThat(result.answers()).containsEntry(503, 2L);
    assertThat(result.failures()).isZero();
    assertComplete(house.only());
  }

  @Test
  void aWrongKeyIsReportedAndNotTriedAgain() {
    Result result =
        new SimulatedCalls(
                address(), "key_of_nobody", InstantSource.fixed(House.NOW), new Random(1))
            .play(plan(DENTAL_NUMBER, Optional.of(Scenario.BOOKING), 1, false, Optional.empty()));

    assertThat(result.firstProblem().orElseThrow()).contains("was answered 401");
    assertThat(result.answers().keySet()).containsExactly(401);
    assertThat(result.failures()).isEqualTo(house.webhook.rejectedSignatures());
  }

  @Test
  void theBodiesForMeasuringAreAWholeCall() {
    EventBodies bodies = new EventBodies(DENTAL_NUMBER, House.NOW);

    house.post("", bodies.callStarted(7));
    house.post("", bodies.callEnded(7));
    house.post("", bodies.callAnalyzed(7));

    assertComplete(house.only());
    assertThat(house.only().reference().id()).isEqualTo("call_" + "0".repeat(31) + "7");
    assertThat(house.only().transcript().orElseThrow().messages()).hasSize(20);
    assertThat(bodies.callEnded(7))
        .hasSizeBetween(10_000, 15_000)
        .isNotEqualTo(bodies.callEnded(8));
    assertThat(House.text(house.post("/inbound", EventBodies.callInbound(DENTAL_NUMBER, CALLER))))
        .contains("override_agent_id");
  }

  private static void assertComplete(Interaction call) {
    if (call.status() == InteractionStatus.NOT_CONNECTED) {
      return;
    }
    assertThat(call.status()).isEqualTo(InteractionStatus.ENDED);
    assertThat(call.transcript().orElseThrow().messages()).isNotEmpty();
    assertThat(call.transcript().orElseThrow().messages())
        .filteredOn(message -> message.speaker() != Speaker.TOOL)
        .allSatisfy(message -> assertThat(message.at()).isPresent());
    for (Detail<?> detail :
        new Detail<?>[] {
          Detail.STARTED_AT,
          Detail.ENDED_AT,
          Detail.DURATION_MS,
          Detail.SUMMARY,
          Detail.SENTIMENT,
          Detail.SUCCESSFUL,
          Detail.PROVIDER_COST,
          Detail.RECORDING_REFERENCE
        }) {
      assertThat(call.details().get(detail)).as(detail.toString()).isPresent();
    }
  }

  private Result play(Plan plan) {
    return new SimulatedCalls(address(), House.KEY, InstantSource.fixed(House.NOW), new Random(1))
        .play(plan);
  }

  private static Plan plan(
      PhoneNumber to,
      Optional<Scenario> scenario,
      int count,
      boolean shuffle,
      Optional<String> business) {
    return new Plan(to, Optional.of(CALLER), scenario, count, 0, shuffle, business);
  }

  private URI address() {
    return URI.create(
        "http://"
            + server.getAddress().getAddress().getHostAddress()
            + ":"
            + server.getAddress().getPort()
            + "/");
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (troubles.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      try {
        WebhookAnswer answer =
            house.webhook.receive(
                new WebhookRequest(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    Map.of(
                        "x-retell-signature",
                        exchange.getRequestHeaders().getFirst("X-Retell-Signature")),
                    body));
        exchange.sendResponseHeaders(
            answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
        exchange.getResponseBody().write(answer.body());
      } catch (Refusal.Unauthenticated _) {
        exchange.sendResponseHeaders(401, -1);
      }
    }
  }
}
