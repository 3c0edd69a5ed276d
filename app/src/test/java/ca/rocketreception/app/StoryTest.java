package ca.rocketreception.app;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.business.BlockedCaller;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.doubles.retell.EventBodies;
import ca.rocketreception.doubles.retell.Scenario;
import ca.rocketreception.doubles.retell.SimulatedCalls;
import ca.rocketreception.http.Described;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole product over real HTTP and a real PostgreSQL. */
class StoryTest {

  private static final String WEBHOOK_KEY = "key_of_the_story";
  private static final String OPERATOR_KEY = "the-operator-key-of-this-story-0001";
  private static final PhoneNumber CALLER = new PhoneNumber("+12045550177");

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration RETELLS_PATIENCE = Duration.ofSeconds(10);

  @TempDir private Path directory;

  private final HttpClient http = HttpClient.newHttpClient();
  private Installation installation;
  private Application node;
  private volatile InstantSource clock = Installation.CLOCK;

  @BeforeEach
  void aSeededInstallationServes() throws IOException {
    UnpackedPostgres.in(directory);
    installation = Installation.open(config());
    installation.database().migrate();
    SeedCommand.plant(
        installation.database(),
        SeedCommand.Choice.ALL,
        false,
        new PrintStream(OutputStream.nullOutputStream()));
    node = Application.start(installation.config(), installation.database(), this::now);
    installation.closeFirst(node);
    eventually(() -> get(node.port(), "/health/ready", "").statusCode() == 200);
  }

  @AfterEach
  void stop() {
    installation.close();
  }

  @Test
  void aHundredShuffledCallsAreAHundredCompleteCalls() {
    SimulatedCalls.Result played =
        calls().play(plan(Seeds.OWN_NUMBER, Optional.empty(), 100, true));

    assertThat(played.problems()).isEmpty();
    List<JsonNode> read = interactions(node.port(), "rocketsciencedesigns", OPERATOR_KEY);
    assertThat(read).hasSize(100);
    assertThat(read)
        .allSatisfy(call -> assertThat(call.get("status").asString()).isIn("ENDED", "ERROR"));
    assertThat(read.stream().filter(call -> call.get("status").asString().equals("ENDED")))
        .allSatisfy(call -> {
          assertThat(call.get("summary").asString()).isNotBlank();
          assertThat(call.get("durationMs").asLong()).isPositive();
          assertThat(call.get("endedAt").asString()).isNotBlank();
        });
    JsonNode one =
        json(
            get(
                node.port(),
                "/v1/subscribers/rocketsciencedesigns/interactions/"
                    + ended(read).get("id").asString(),
                OPERATOR_KEY));
    assertThat(one.get("messages")).isNotEmpty();
  }

  @Test
  void whatIsUsedIsWhatTheCallsAddUpToAndEachLineLeadsBack() {
    calls().play(plan(Seeds.OWN_NUMBER, Optional.empty(), 30, true));

    String own = "/v1/subscribers/rocketsciencedesigns";
    List<JsonNode> ended =
        interactions(node.port(), "rocketsciencedesigns", OPERATOR_KEY).stream()
            .filter(call -> call.get("status").asString().equals("ENDED"))
            .toList();
    Map<String, BigDecimal> used = used("rocketsciencedesigns");
    assertThat(used.get("CALLS")).isEqualByComparingTo(BigDecimal.valueOf(ended.size()));
    assertThat(used.get("VOICE_SECONDS"))
        .isEqualByComparingTo(
            BigDecimal.valueOf(
                ended.stream().mapToLong(call -> call.get("durationMs").asLong()).sum(), 3));
    assertThat(used.get("PROVIDER_COST")).isPositive();
    JsonNode line =
        json(get(
                node.port(),
                own + "/interactions/" + ended.getFirst().get("id").asString() + "/usage",
                OPERATOR_KEY))
            .get("items")
            .get(0);
    JsonNode event =
        json(
            get(node.port(), "/v1/events/" + line.get("event").get("id").asString(), OPERATOR_KEY));
    assertThat(event.get("body").asString())
        .contains(ended.getFirst().get("providerInteractionId").asString());
  }

  private Map<String, BigDecimal> used(String slug) {
    Map<String, BigDecimal> used = new HashMap<>();
    json(get(node.port(), "/v1/subscribers/" + slug + "/usage?from=2000-01-01", OPERATOR_KEY))
        .get("items")
        .forEach(total ->
            used.merge(
                total.get("meter").asString(),
                new BigDecimal(total.get("quantity").asString()),
                BigDecimal::add));
    return used;
  }

  @Test
  void aGatekeepersCallLandsWithTheBusinessAskedFor() {
    calls().play(plan(Seeds.DEMO_NUMBER, Optional.of(Scenario.GATEKEEPER), 3, true));

    assertThat(used("prairie-smile-dental").get("CALLS")).isEqualByComparingTo("3");
    assertThat(used("rocketreception").values())
        .allSatisfy(quantity -> assertThat(quantity).isZero());

    assertThat(interactions(node.port(), "prairie-smile-dental", OPERATOR_KEY)).hasSize(3);
    assertThat(interactions(node.port(), "rocketreception", OPERATOR_KEY)).isEmpty();
  }

  @Test
  void aSubscribersKeySeesThatSubscriberAlone() {
    calls().play(plan(Seeds.OWN_NUMBER, Optional.of(Scenario.BOOKING), 1, false));
    String own =
        Application.keys(installation.config(), installation.database(), this::now)
            .createFor(new Slug("rocketsciencedesigns"), "own", "test");
    String id =
        interactions(node.port(), "rocketsciencedesigns", own).getFirst().get("id").asString();

    assertThat(
            get(node.port(), "/v1/subscribers/prairie-smile-dental/interactions", own).statusCode())
        .isEqualTo(404);
    assertThat(
            get(
                    node.port(),
                    "/v1/subscribers/prairie-smile-dental/interactions/" + id,
                    OPERATOR_KEY)
                .statusCode())
        .isEqualTo(404);
    assertThat(
            get(node.port(), "/v1/subscribers/rocketsciencedesigns/interactions", "rr_wrong")
                .statusCode())
        .isEqualTo(401);
    assertThat(json(get(node.port(), "/v1/subscribers", own)).get("items")).hasSize(1);
  }

  @Test
  void theHourDecidesWhoAnswers() {
    clock = InstantSource.fixed(Instant.parse("2027-01-05T16:00:00Z"));
    assertThat(inbound(node.port()).get("metadata").get("rocket_role").asString())
        .isEqualTo("RECEPTIONIST");

    clock = InstantSource.fixed(Instant.parse("2027-01-06T04:00:00Z"));
    assertThat(inbound(node.port()).get("metadata").get("rocket_role").asString())
        .isEqualTo("AFTER_HOURS");
  }

  @Test
  void aChangeReachesRoutingOnEveryNode() {
    try (Installation second = Installation.open(config());
        Application otherNode = Application.start(second.config(), second.database(), this::now)) {
      eventually(() -> get(otherNode.port(), "/health/ready", "").statusCode() == 200);
      change("/v1/subscribers/rocketsciencedesigns/suspend");

      eventually(
          () -> inbound(node.port()).has("reject") && inbound(otherNode.port()).has("reject"));
      change("/v1/subscribers/rocketsciencedesigns/resume");
      eventually(
          () -> !inbound(node.port()).has("reject") && !inbound(otherNode.port()).has("reject"));
    }
  }

  @Test
  void aBlockedCallerIsRejected() {
    installation
        .database()
        .subscribers()
        .change(
            new Slug("rocketsciencedesigns"),
            current -> current.orElseThrow().filledFrom(blocking(current.orElseThrow())),
            business -> new AuditEntry(business.id(), now(), "test", "blocked", CALLER.e164()));

    eventually(() -> inbound(node.port()).has("reject"));
  }

  @Test
  void whilePostgresIsDownCallsAreRoutedEventsAreSentBackAndNothingIsLost() throws Exception {
    inbound(node.port());
    byte[] event = sample("call_while_down").ended();

    stopPostgres();
    long begin = System.nanoTime();
    HttpResponse<String> refused = post(node.port(), "", event);
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    JsonNode routed = inbound(node.port());
    EmbeddedDatabase restarted = EmbeddedDatabase.open(directory);

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("retry-after")).isPresent();
    assertThat(took).isLessThan(RETELLS_PATIENCE);
    assertThat(routed.get("metadata").get("rocket_subscriber").asString())
        .isEqualTo("rocketsciencedesigns");
    eventually(() -> post(node.port(), "", event).statusCode() == 204);
    assertThat(interactions(node.port(), "rocketsciencedesigns", OPERATOR_KEY)).hasSize(1);
    restarted.close();
  }

  @Test
  void whatWasAcknowledgedBeforeAKillIsThereOnce() throws Exception {
    Map<String, String> variables = new HashMap<>(variables());
    variables.put("PORT", "0");
    Process server = Processes.java(variables, KilledServer.class);
    int port = Integer.parseInt(server.inputReader().readLine());
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    try (ExecutorService load = Executors.newFixedThreadPool(4)) {
      for (int worker = 0; worker < 4; worker++) {
        int own = worker;
        load.submit(() -> sendUntilItDies(port, own, acknowledged));
      }
      eventually(() -> acknowledged.size() > 60);
      server.destroyForcibly().waitFor();
      load.shutdown();
      assertThat(load.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    Set<String> found = new HashSet<>();
    for (JsonNode call : interactions(node.port(), "rocketsciencedesigns", OPERATOR_KEY)) {
      assertThat(found.add(call.get("providerInteractionId").asString())).isTrue();
    }
    assertThat(found).containsAll(acknowledged);
  }

  /** A node in a process of its own, which prints its port. */
  static final class KilledServer {
    public static void main(String[] arguments) throws InterruptedException {
      Installation installation = Installation.open(System.getenv());
      Application application =
          Application.start(installation.config(), installation.database(), Installation.CLOCK);
      System.out.println(application.port());
      Thread.currentThread().join();
    }
  }

  private void stopPostgres() throws Exception {
    Path mark = directory.resolve("data/postmaster.pid");
    ProcessHandle server =
        ProcessHandle.of(Long.parseLong(Files.readAllLines(mark).getFirst().strip())).orElseThrow();
    new ProcessBuilder("kill", "-INT", Long.toString(server.pid())).start().waitFor();
    server.onExit().get(20, TimeUnit.SECONDS);
  }

  private void sendUntilItDies(int port, int worker, Set<String> acknowledged) {
    for (int call = 0; ; call++) {
      String id = "call_kill_" + worker + "_" + call;
      try {
        if (postOrThrow(port, "", sample(id).ended()).statusCode() == 204) {
          acknowledged.add(id);
        }
      } catch (IOException dead) {
        return;
      }
    }
  }

  private EventBodies sample(String callId) {
    return EventBodies.sample(
        callId,
        CALLER.e164(),
        Seeds.OWN_NUMBER.e164(),
        "agent_seed_rocketsciencedesigns_receptionist",
        now(),
        new Random(1));
  }

  private static Business blocking(Business business) {
    return new Business(
        business.subscriber(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(new BlockedCaller(CALLER, "spam")),
        List.of(),
        List.of());
  }

  private Instant now() {
    return clock.instant();
  }

  private SimulatedCalls calls() {
    return new SimulatedCalls(
        URI.create("http://localhost:" + node.port()), WEBHOOK_KEY, this::now, new Random(5));
  }

  private static SimulatedCalls.Plan plan(
      PhoneNumber to, Optional<Scenario> scenario, int count, boolean shuffle) {
    return new SimulatedCalls.Plan(
        to, Optional.empty(), scenario, count, 0, shuffle, "Prairie Smile Dental");
  }

  private JsonNode inbound(int port) {
    HttpResponse<String> answer =
        post(
            port,
            "/inbound",
            EventBodies.inbound("call_x", CALLER.e164(), Seeds.OWN_NUMBER.e164(), now()));
    assertThat(answer.statusCode()).isEqualTo(200);
    return json(answer).get("call_inbound");
  }

  private List<JsonNode> interactions(int port, String slug, String key) {
    List<JsonNode> all = new ArrayList<>();
    String next = "";
    do {
      JsonNode page =
          json(get(port, "/v1/subscribers/" + slug + "/interactions?limit=40" + next, key));
      page.get("items").forEach(all::add);
      next = page.get("next").isNull() ? "" : "&cursor=" + page.get("next").asString();
    } while (!next.isEmpty());
    return all;
  }

  private static JsonNode ended(List<JsonNode> calls) {
    return calls.stream()
        .filter(call -> call.get("status").asString().equals("ENDED"))
        .findFirst()
        .orElseThrow();
  }

  private HttpResponse<String> post(int port, String path, byte[] body) {
    try {
      return postOrThrow(port, path, body);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private HttpResponse<String> postOrThrow(int port, String path, byte[] body) throws IOException {
    return send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/webhooks/retell" + path))
            .header(
                "X-Retell-Signature",
                SimulatedCalls.signature(WEBHOOK_KEY, body, now().toEpochMilli()))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  private void change(String path) {
    try {
      HttpResponse<String> answer =
          send(
              HttpRequest.newBuilder(URI.create("http://localhost:" + node.port() + path))
                  .header("Authorization", "Bearer " + OPERATOR_KEY)
                  .POST(HttpRequest.BodyPublishers.noBody()));
      assertThat(answer.statusCode()).isEqualTo(200);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private HttpResponse<String> get(int port, String path, String key) {
    try {
      return send(
          HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
              .header("Authorization", "Bearer " + key));
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return Described.checked(
          http.send(
              request.timeout(Duration.ofSeconds(15)).build(),
              HttpResponse.BodyHandlers.ofString()));
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
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

  private Config config() {
    return Config.from(variables());
  }

  private Map<String, String> variables() {
    return Map.of(
        "PORT",
        "0",
        "ROCKET_DATA_DIR",
        directory.toString(),
        "OPERATOR_KEY",
        OPERATOR_KEY,
        "RETELL_WEBHOOK_KEYS",
        WEBHOOK_KEY);
  }
}
