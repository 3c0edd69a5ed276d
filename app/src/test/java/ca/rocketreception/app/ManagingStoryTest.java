package ca.rocketreception.app;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.doubles.retell.EventBodies;
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
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A newcomer with the API alone, over real HTTP and a real PostgreSQL. */
class ManagingStoryTest {

  private static final String WEBHOOK_KEY = "key_of_the_story";
  private static final String OPERATOR_KEY = "the-operator-key-of-this-story-0001";
  private static final PhoneNumber NUMBER = new PhoneNumber("+12045550166");
  private static final String OWN = "/v1/subscribers/corner-store";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path directory;

  private final HttpClient http = HttpClient.newHttpClient();
  private Installation installation;
  private Application node;

  @BeforeEach
  void anEmptyInstallationServes() throws IOException {
    UnpackedPostgres.in(directory);
    installation =
        Installation.open(
            Config.from(
                Map.of(
                    "PORT",
                    "0",
                    "ROCKET_DATA_DIR",
                    directory.toString(),
                    "OPERATOR_KEY",
                    OPERATOR_KEY,
                    "RETELL_WEBHOOK_KEYS",
                    WEBHOOK_KEY)));
    installation.database().migrate();
    node = Application.start(installation.config(), installation.database(), Installation.CLOCK);
    installation.closeFirst(node);
    eventually(() -> ask("GET", "/health/ready", "", "").statusCode() == 200);
  }

  @AfterEach
  void stop() {
    http.close();
    installation.close();
  }

  @Test
  void aNewcomerCreatesABusinessByApiAndReadsItsFirstCallWithItsOwnKey() {
    String own = aBusinessWithAKey("corner-store", NUMBER);
    String others = aBusinessWithAKey("other-store", new PhoneNumber("+12045550167"));
    eventually(() -> isRouted(NUMBER));

    SimulatedCalls.Result played =
        new SimulatedCalls(
                URI.create("http://localhost:" + node.port()),
                WEBHOOK_KEY,
                Installation.CLOCK,
                new Random(5))
            .play(
                new SimulatedCalls.Plan(
                    NUMBER,
                    Optional.empty(),
                    Optional.of(Scenario.BOOKING),
                    1,
                    0,
                    true,
                    "Corner Store"));

    assertThat(played.problems()).isEmpty();
    JsonNode calls = json(ask("GET", OWN + "/interactions", own, "")).get("items");
    assertThat(calls).hasSize(1);
    assertThat(calls.get(0).get("agent").get("name").asString()).isEqualTo("Ava");
    JsonNode call =
        json(ask("GET", OWN + "/interactions/" + calls.get(0).get("id").asString(), own, ""));
    assertThat(call.get("messages")).isNotEmpty();
    assertThat(json(ask("GET", OWN + "/events", own, "")).get("items")).isNotEmpty();
    assertThat(ask("GET", OWN + "/interactions", others, "").statusCode()).isEqualTo(404);
    assertThat(ask("PUT", OWN + "/hours", others, "{\"week\":[]}").statusCode()).isEqualTo(404);
    assertThat(ask("POST", OWN + "/suspend", own, "").statusCode()).isEqualTo(403);
    JsonNode audit = json(ask("GET", OWN + "/audit", own, ""));
    assertThat(audit.get("items").findValuesAsString("action"))
        .containsExactly(
            "created key", "gave number", "set agent", "set channel", "set hours", "signed up");
    assertThat(audit.get("chain").get("holds").asBoolean()).isTrue();
    assertThat(
            ask("POST", "/v1/keys", OPERATOR_KEY, "{\"name\":\"cron\",\"scope\":\"READ\"}")
                .statusCode())
        .isEqualTo(201);
    assertThat(
            json(ask("GET", "/v1/audit", OPERATOR_KEY, ""))
                .get("items")
                .findValuesAsString("subject"))
        .containsExactly("cron");
    assertThat(json(ask("GET", "/v1/events", OPERATOR_KEY, "")).get("items")).isEmpty();
  }

  @Test
  void whatIsChangedByApiReachesRouting() {
    String own = aBusinessWithAKey("corner-store", NUMBER);
    eventually(() -> isRouted(NUMBER));

    byOwner(own, "PUT", OWN + "/blocked-callers/+12045550177", "{\"reason\":\"Spam\"}");
    eventually(() -> !isRouted(NUMBER));
    assertThat(ask("DELETE", OWN + "/blocked-callers/+12045550177", own, "").statusCode())
        .isEqualTo(204);
    eventually(() -> isRouted(NUMBER));
  }

  @Test
  void aRequestRepeatedWithItsIdempotencyKeyIsAnsweredTheSame() {
    HttpResponse<String> first = signUp("corner-store", "once");
    HttpResponse<String> again = signUp("corner-store", "once");

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(signUp("corner-store", "twice").statusCode()).isEqualTo(409);
    assertThat(signUp("other-store", "once").statusCode()).isEqualTo(422);
  }

  /** Returns the key. */
  private String aBusinessWithAKey(String slug, PhoneNumber number) {
    String own = "/v1/subscribers/" + slug;
    assertThat(signUp(slug, "sign up " + slug).statusCode()).isEqualTo(201);
    byOperator(
        "PUT",
        own + "/hours",
        "{\"week\":[{\"day\":\"MONDAY\",\"opens\":\"09:00\",\"closes\":\"17:00\"}]}");
    byOperator(
        "PUT",
        own + "/channels/VOICE",
        "{\"enabled\":true,\"transportProvider\":\"RETELL\",\"aiProvider\":\"RETELL\","
            + "\"providerNumberE164\":\"%s\"}".formatted(number));
    byOperator(
        "PUT",
        own + "/agents/RECEPTIONIST",
        "{\"name\":\"Ava\",\"greeting\":\"Hello\",\"language\":\"en-CA\","
            + "\"providerAgentId\":\"agent_%s\"}".formatted(slug));
    byOperator("PUT", own + "/numbers/" + number, "{\"shared\":false}");
    HttpResponse<String> key =
        ask("POST", own + "/keys", OPERATOR_KEY, "{\"name\":\"own\",\"scope\":\"MANAGE\"}");
    assertThat(key.statusCode()).isEqualTo(201);
    return json(key).get("secret").asString();
  }

  private HttpResponse<String> signUp(String slug, String name) {
    return ask(
        "POST",
        "/v1/subscribers",
        OPERATOR_KEY,
        "{\"slug\":\"%s\",\"name\":\"Corner Store\",\"timezone\":\"America/Winnipeg\","
                .formatted(slug)
            + "\"language\":\"en-CA\",\"transferNumber\":\"+12045550133\"}",
        "Idempotency-Key",
        name);
  }

  private void byOperator(String method, String path, String body) {
    byOwner(OPERATOR_KEY, method, path, body);
  }

  private void byOwner(String key, String method, String path, String body) {
    HttpResponse<String> answer = ask(method, path, key, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private boolean isRouted(PhoneNumber number) {
    byte[] body =
        EventBodies.inbound("call_x", "+12045550177", number.e164(), Installation.CLOCK.instant());
    HttpResponse<String> answer =
        ask(
            "POST",
            "/webhooks/retell/inbound",
            "",
            new String(body, StandardCharsets.UTF_8),
            "X-Retell-Signature",
            SimulatedCalls.signature(
                WEBHOOK_KEY, body, Installation.CLOCK.instant().toEpochMilli()));
    return answer.statusCode() == 200 && !json(answer).get("call_inbound").has("reject");
  }

  private HttpResponse<String> ask(
      String method, String path, String key, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + node.port() + path))
            .timeout(Duration.ofSeconds(15))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return Described.checked(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException(failure);
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
