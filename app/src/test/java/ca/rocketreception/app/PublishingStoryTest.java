package ca.rocketreception.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.doubles.retell.EventBodies;
import ca.rocketreception.doubles.retell.RetellDouble;
import ca.rocketreception.doubles.retell.Scenario;
import ca.rocketreception.doubles.retell.SimulatedCalls;
import ca.rocketreception.http.Described;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A fresh business's agents at Retell's double, by real commands and by the API of a real server.
 */
class PublishingStoryTest {

  private static final String WEBHOOK_KEY = "key_of_the_story";
  private static final String OPERATOR_KEY = "the-operator-key-of-this-story-0001";
  private static final PhoneNumber NUMBER = new PhoneNumber("+12045550166");
  private static final String OWN = "/v1/subscribers/corner-store";
  private static final String AGENT = OWN + "/agents/RECEPTIONIST";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path directory;

  private final RetellDouble retell = new RetellDouble();
  private final HttpClient http = HttpClient.newHttpClient();
  private Installation installation;
  private Application node;

  @BeforeEach
  void anEmptyInstallationServes() throws IOException {
    UnpackedPostgres.in(directory);
    installation = Installation.open(Config.from(variables()));
    installation.database().migrate();
    node = Application.start(installation.config(), installation.database(), Installation.CLOCK);
    installation.closeFirst(node);
    eventually(() -> ask("GET", "/health/ready", "").statusCode() == 200);
    aBusiness();
  }

  @AfterEach
  void stop() {
    http.close();
    installation.close();
    assertThat(retell.violations()).isEmpty();
    retell.close();
  }

  @Test
  void agentsArePublishedThoughTheProgramIsKilledAtEveryStep() throws Exception {
    assertThat(command("agent", "plan").words()).contains("RECEPTIONIST VOICE: not published yet");

    Set<String> killedAt = new LinkedHashSet<>();
    publishKilledAtEachNewStep(killedAt);
    setAgent("Good day.", "openai-Nova");
    publishKilledAtEachNewStep(killedAt);
    setAgent("Good evening.", "openai-Nova"); // whoever was killed at one reading back did no other
    publishKilledAtEachNewStep(killedAt);

    assertThat(killedAt)
        .contains(
            "POST /create-retell-llm",
            "POST /create-agent",
            "POST /publish-agent-version",
            "POST /create-agent-version",
            "PATCH /update-retell-llm",
            "PATCH /update-agent",
            "GET /get-agent after POST /publish-agent-version",
            "GET /get-retell-llm after POST /publish-agent-version");
    assertThat(retell.agents()).hasSize(1);
    assertThat(retell.llms()).isEqualTo(1);
    Ran plan = command("agent", "plan");
    assertThat(plan.status()).isZero();
    assertThat(plan.words()).contains("RECEPTIONIST VOICE: as it shall be, version 3");
  }

  private void publishKilledAtEachNewStep(Set<String> killedAt) throws Exception {
    while (isKilledAtAStepThatWasNotYet(killedAt)) {
      theClaimRunsOut();
    }
  }

  private void setAgent(String greeting, String voice) {
    byOperator(
        "PUT",
        AGENT,
        "{\"name\":\"Ava\",\"greeting\":\"%s\",\"language\":\"en-CA\",\"voice\":\"%s\"}"
            .formatted(greeting, voice));
  }

  @Test
  void agentsAreChangedDriftAndAreHealedAndRolledBackAndTakeMessages() throws Exception {
    assertThat(command("agent", "publish").words()).contains("version 1, agent_1 version 0");
    byOperator(
        "PUT",
        AGENT,
        "{\"name\":\"Ava\",\"greeting\":\"Good day.\",\"language\":\"en-CA\","
            + "\"instructions\":\"Say that we have fresh bread.\"}");
    assertThat(json(ask("GET", AGENT + "/plan", "")).toString()).contains("fresh bread");
    byOperator("POST", AGENT + "/publish", "{}");

    retell.editAgent("agent_1", "voice_id", "openai-Nova");
    Ran drifted = command("agent", "plan");
    assertThat(drifted.status()).isEqualTo(Main.FAILED);
    assertThat(drifted.words())
        .contains("! changed at the provider: agent.voice_id: \"retell-Cimo\" -> \"openai-Nova\"");
    assertThat(command("agent", "publish").words()).contains("version 3, agent_1 version 2");
    assertThat(command("agent", "plan").status()).isZero();

    assertThat(command("agent", "rollback", "--version", "1").words())
        .contains("version 1 answers now: agent_1 version 0");
    eventually(() -> routing().contains("\"override_agent_version\":0"));
    byOperator("POST", AGENT + "/rollback", "{\"version\":3}");
    eventually(() -> routing().contains("\"override_agent_version\":2"));

    assertThat(played().problems()).isEmpty();
    JsonNode taken = json(ask("GET", OWN + "/taken-messages", "")).get("items");
    assertThat(taken).as("taken once, though Retell asked twice").hasSize(1);
    assertThat(taken.get(0).get("matter").asString())
        .isEqualTo("The heating makes a strange noise");
    assertThat(taken.get(0).get("urgency").asString()).isEqualTo("HIGH");
    assertThat(json(ask("GET", OWN + "/audit", "")).get("items").findValuesAsString("action"))
        .contains("published agent", "rolled back agent");
  }

  @Test
  void whatTheProviderRefusesEndsWithItsOwnStatus() throws Exception {
    retell.failNext(RetellDouble.Fault.REFUSE);

    Ran refused = command("agent", "publish");

    assertThat(refused.status()).isEqualTo(Main.PROVIDER);
    assertThat(retell.agents()).isEmpty();
  }

  /**
   * Runs it, kills it at the first request at which it was not killed before, and says whether
   * there was one. The double acts on that request all the same.
   */
  private boolean isKilledAtAStepThatWasNotYet(Set<String> killedAt) throws Exception {
    AtomicBoolean killed = new AtomicBoolean();
    AtomicReference<String> published = new AtomicReference<>("");
    AtomicReference<Process> victim = new AtomicReference<>();
    retell.onRequest(request -> {
      if (!killed.get() && killedAt.add(request + published.get())) {
        killed.set(true);
        while (victim.get() == null) {
          Thread.onSpinWait();
        }
        victim.get().destroyForcibly();
      }
      if (request.startsWith("POST /publish")) {
        published.set(" after " + request);
      }
    });
    victim.set(start("agent", "publish"));
    victim.get().inputReader().readAllAsString();
    assertThat(victim.get().waitFor(60, SECONDS)).isTrue();
    retell.onRequest(request -> {});
    return killed.get();
  }

  /** As 15 seconds do. */
  private void theClaimRunsOut() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.open(directory);
        Connection connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("set local rocket.scope = 'operator'");
      statement.execute(
          "update agent_publication set claimed_until = 'epoch' where claim is not null");
      connection.commit();
    }
  }

  private record Ran(int status, String words) {}

  private Ran command(String... arguments) throws Exception {
    Process process = start(arguments);
    String words = process.inputReader().readAllAsString();
    return new Ran(process.waitFor(), words);
  }

  private Process start(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--subscriber", "corner-store"));
    return Processes.java(variables(), Main.class, all.toArray(String[]::new));
  }

  private Map<String, String> variables() {
    return new HashMap<>(
        Map.of(
            "PORT",
            "0",
            "ROCKET_DATA_DIR",
            directory.toString(),
            "OPERATOR_KEY",
            OPERATOR_KEY,
            "RETELL_WEBHOOK_KEYS",
            WEBHOOK_KEY,
            "RETELL_API_KEY",
            RetellDouble.KEY,
            "RETELL_API_URL",
            retell.address().toString(),
            "PUBLIC_URL",
            "https://rocket.example.org"));
  }

  private void aBusiness() {
    assertThat(
            ask(
                    "POST",
                    "/v1/subscribers",
                    "{\"slug\":\"corner-store\",\"name\":\"Corner Store\","
                        + "\"timezone\":\"America/Winnipeg\",\"language\":\"en-CA\","
                        + "\"transferNumber\":\"+12045550133\"}")
                .statusCode())
        .isEqualTo(201);
    byOperator(
        "PUT",
        OWN + "/hours",
        "{\"week\":[{\"day\":\"MONDAY\",\"opens\":\"09:00\",\"closes\":\"17:00\"}]}");
    byOperator(
        "PUT",
        OWN + "/channels/VOICE",
        "{\"enabled\":true,\"transportProvider\":\"RETELL\",\"aiProvider\":\"RETELL\","
            + "\"providerNumberE164\":\"%s\"}".formatted(NUMBER));
    byOperator("PUT", AGENT, "{\"name\":\"Ava\",\"greeting\":\"Hello\",\"language\":\"en-CA\"}");
    byOperator("PUT", OWN + "/numbers/" + NUMBER, "{\"shared\":false}");
  }

  private SimulatedCalls.Result played() {
    return new SimulatedCalls(
            URI.create("http://localhost:" + node.port()),
            WEBHOOK_KEY,
            Installation.CLOCK,
            new Random(5))
        .play(
            new SimulatedCalls.Plan(
                NUMBER,
                Optional.empty(),
                Optional.of(Scenario.MESSAGE),
                1,
                0,
                false,
                "Corner Store"));
  }

  private String routing() {
    byte[] body =
        EventBodies.inbound("call_x", "+12045550177", NUMBER.e164(), Installation.CLOCK.instant());
    return ask(
            "POST",
            "/webhooks/retell/inbound",
            new String(body, StandardCharsets.UTF_8),
            "X-Retell-Signature",
            SimulatedCalls.signature(WEBHOOK_KEY, body, Installation.CLOCK.millis()))
        .body();
  }

  private void byOperator(String method, String path, String body) {
    HttpResponse<String> answer = ask(method, path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private HttpResponse<String> ask(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + node.port() + path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + OPERATOR_KEY)
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return Described.checked(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException failure) {
      throw new AssertionError(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopped);
    }
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  private static void eventually(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it did not happen in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
