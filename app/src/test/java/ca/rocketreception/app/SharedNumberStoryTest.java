package ca.rocketreception.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.InteractionStatus;
import ca.rocketreception.doubles.retell.RetellDouble;
import ca.rocketreception.postgres.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Callers of a number that businesses share, over real HTTP and a real PostgreSQL, with the agent
 * that is published at the double.
 */
class SharedNumberStoryTest {

  private static final String SHARED = "+12045550166";
  private static final String STORE_PHONE = "+12045550133";
  private static final String GARAGE_PHONE = "+12045550134";
  private static final String VOICE =
      "{\"enabled\":true,\"transportProvider\":\"RETELL\",\"aiProvider\":\"RETELL\","
          + "\"providerNumberE164\":\""
          + SHARED
          + "\"}";

  @TempDir private Path directory;

  private final RetellDouble retell = new RetellDouble();
  private SeededNode node;
  private JsonNode gatekeeper;
  private int callers;

  @BeforeEach
  void twoBusinessesShareANumber() {
    node =
        SeededNode.start(
            directory,
            Map.of(
                "PUBLIC_URL",
                "https://rocket.example.org",
                "RETELL_API_KEY",
                RetellDouble.KEY,
                "RETELL_API_URL",
                retell.address().toString()));
    business("front-desk", "Front Desk", STORE_PHONE);
    operator("PUT", "/v1/subscribers/front-desk/numbers/" + SHARED, "{\"shared\":true}");
    operator("PUT", "/v1/subscribers/front-desk/channels/VOICE", VOICE);
    agent("front-desk", "GATEKEEPER");
    business("corner-store", "Corner Store", STORE_PHONE);
    business("city-garage", "City Garage", GARAGE_PHONE);
    for (String slug : List.of("corner-store", "city-garage")) {
      operator("PUT", "/v1/subscribers/" + slug + "/channels/VOICE", VOICE);
      agent(slug, "RECEPTIONIST");
      agent(slug, "FORWARDER");
    }
    operator("POST", "/v1/subscribers/front-desk/agents/GATEKEEPER/publish", "{}");
    gatekeeper = publishedLlm();
    SeededNode.eventually(() ->
        List.of("Corner Store", "City Garage").stream()
            .allMatch(name -> asked(name).get("routed").asBoolean()));
  }

  @AfterEach
  void stop() {
    node.close();
    assertThat(retell.violations()).isEmpty();
    retell.close();
  }

  @Test
  void whoIsSwitchedOffOrCappedTakesCallsAtItsOwnPhoneAndNoAiDoes() {
    assertThat(dialled(asked("Corner Store"))).as("whoever answers is not forwarded").isEmpty();

    operator("PUT", "/v1/subscribers/corner-store/switch", "{\"mode\":\"OFF\"}");
    SeededNode.eventually(() -> dialled(asked("Corner Store")).equals(STORE_PHONE));
    JsonNode answer = asked("call_off", "+12045550190", "Corner Store");

    assertThat(answer.get("routed").asBoolean()).isTrue();
    assertThat(answer.get("subscriber").asString()).isEqualTo("corner-store");
    assertThat(dialled(answer)).isEqualTo(STORE_PHONE);
    ends("call_off", "+12045550190", STORE_PHONE);
    Interaction call = callOf("corner-store", "+12045550190");
    assertThat(call.status()).isEqualTo(InteractionStatus.ENDED);
    assertThat(call.details().get(Detail.TRANSFERRED_TO)).hasValue(STORE_PHONE);
    assertThat(dialled(asked("City Garage"))).as("the neighbour answers as before").isEmpty();

    operator("PUT", "/v1/subscribers/city-garage/caps/CALLS", "{\"quantity\":\"1\",\"hard\":true}");
    asked("call_on", "+12045550191", "City Garage");
    ends("call_on", "+12045550191", "");
    node.installation.database().usageLedger().rollUp();
    node.installation.database().caps().check(Instant.now());
    SeededNode.eventually(() -> dialled(asked("City Garage")).equals(GARAGE_PHONE));
    asked("call_capped", "+12045550192", "City Garage");
    ends("call_capped", "+12045550192", GARAGE_PHONE);
    assertThat(callOf("city-garage", "+12045550192").details().get(Detail.TRANSFERRED_TO))
        .hasValue(GARAGE_PHONE);
  }

  private void business(String slug, String name, String phone) {
    operator(
        "POST",
        "/v1/subscribers",
        "{\"slug\":\"%s\",\"name\":\"%s\",\"timezone\":\"America/Winnipeg\",\"language\":\"en-CA\",\"transferNumber\":\"%s\"}"
            .formatted(slug, name, phone));
  }

  private void agent(String slug, String role) {
    operator(
        "PUT",
        "/v1/subscribers/" + slug + "/agents/" + role,
        "{\"name\":\"Ava\",\"greeting\":\"Hello\",\"language\":\"en-CA\"}");
  }

  private void operator(String method, String path, String body) {
    HttpResponse<String> answer =
        node.send(node.request(path).method(method, HttpRequest.BodyPublishers.ofString(body)));
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
  }

  /** By somebody who has not called before. */
  private JsonNode asked(String business) {
    callers++;
    return asked("call_" + callers, "+1204556%04d".formatted(callers), business);
  }

  private JsonNode asked(String call, String from, String business) {
    HttpResponse<String> answer =
        webhook(
            "/functions/route_call",
            """
            {"name":"route_call","args":{"business":"%s"},
             "call":{"call_id":"%s","call_type":"phone_call","direction":"inbound",
                     "call_status":"ongoing","from_number":"%s","to_number":"%s"}}
            """
                .formatted(business, call, from, SHARED));
    return JsonMapper.shared().readTree(answer.body());
  }

  private void ends(String call, String from, String transferredTo) {
    long now = Instant.now().toEpochMilli();
    HttpResponse<String> answer =
        webhook(
            "",
            """
            {"event":"call_ended",
             "call":{"call_id":"%s","call_type":"phone_call","direction":"inbound",
                     "call_status":"ended","from_number":"%s","to_number":"%s",
                     "start_timestamp":%d,"end_timestamp":%d,"duration_ms":1000,
                     "disconnection_reason":"call_transfer"%s}}
            """
                .formatted(
                    call,
                    from,
                    SHARED,
                    now,
                    now + 1000,
                    transferredTo.isEmpty()
                        ? ""
                        : ",\"transfer_destination\":\"" + transferredTo + "\""));
    assertThat(answer.statusCode()).isEqualTo(204);
  }

  private HttpResponse<String> webhook(String path, String body) {
    return node.webhook(path, body.getBytes(UTF_8), SeededNode.WEBHOOK_KEY);
  }

  /** As it is kept; the API does not show where calls went on to. */
  private Interaction callOf(String slug, String from) {
    String id =
        json("/v1/subscribers/" + slug + "/interactions?limit=100")
            .get("items")
            .valueStream()
            .filter(one -> one.path("from").asString("").equals(from))
            .findFirst()
            .orElseThrow()
            .get("id")
            .asString();
    Database database = node.installation.database();
    return database
        .interactions()
        .find(
            database.subscribers().id(new Slug(slug)).orElseThrow(),
            new InteractionId(UUID.fromString(id)))
        .orElseThrow();
  }

  private JsonNode json(String path) {
    return JsonMapper.shared().readTree(node.get(path).body());
  }

  /** What the published gatekeeper's transfer dials, as Retell fills its variables in. */
  private String dialled(JsonNode answer) {
    Map<String, String> variables = new HashMap<>();
    gatekeeper
        .get("default_dynamic_variables")
        .properties()
        .forEach(one -> variables.put(one.getKey(), one.getValue().asString()));
    String dialled = null;
    for (JsonNode tool : gatekeeper.get("general_tools")) {
      tool.path("response_variables")
          .properties()
          .forEach(
              one -> variables.put(one.getKey(), answer.get(one.getValue().asString()).asString()));
      if (tool.path("type").asString().equals("transfer_call")) {
        dialled = tool.path("transfer_destination").path("number").asString();
      }
    }
    assertThat(dialled).as("the published gatekeeper can transfer").isNotNull();
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      dialled = dialled.replace("{{" + variable.getKey() + "}}", variable.getValue());
    }
    return dialled;
  }

  private JsonNode publishedLlm() {
    String llm = retell.agents().getFirst().path("response_engine").path("llm_id").asString();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return JsonMapper.shared()
          .readTree(
              http.send(
                      HttpRequest.newBuilder(
                              URI.create(retell.address() + "/get-retell-llm/" + llm))
                          .header("Authorization", "Bearer " + RetellDouble.KEY)
                          .build(),
                      HttpResponse.BodyHandlers.ofString())
                  .body());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}
