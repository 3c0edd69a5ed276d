package ca.rocketreception.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.http.Reception;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class KeysTest {

  private static final String OWN = "/v1/subscribers/prairie-dental/keys";

  private final Reception reception = new Reception();

  @AfterEach
  void close() {
    reception.close();
  }

  @Test
  void a_secret_is_shown_once_and_opens_its_subscriber() {
    JsonNode made = made(reception.dentistKey, OWN, "{\"name\":\"till\",\"scope\":\"READ\"}");
    String secret = made.get("secret").asString();

    assertThat(made.get("scope").asString()).isEqualTo("READ");
    assertThat(reception.get("/v1/subscribers/prairie-dental", secret).statusCode()).isEqualTo(200);
    assertThat(reception.get("/v1/subscribers/bakery", secret).statusCode()).isEqualTo(404);
    HttpResponse<String> list = reception.get(OWN, reception.dentistReadKey);
    assertThat(list.body()).contains("\"till\"").doesNotContain(secret, "secret");
    assertThat(
            reception
                .ask("PUT", "/v1/subscribers/prairie-dental/hours", secret, "{\"week\":[]}")
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void the_list_tells_when_a_key_was_last_used() {
    JsonNode made = made(reception.dentistKey, OWN, "{\"name\":\"till\",\"scope\":\"READ\"}");
    assertThat(lastUsed("till").isNull()).isTrue();

    reception.get("/v1/subscribers", made.get("secret").asString());

    assertThat(lastUsed("till").asString()).isEqualTo("2026-11-23T16:00:00Z");
  }

  private JsonNode lastUsed(String name) {
    for (JsonNode key : Reception.json(reception.get(OWN, reception.operatorKey)).get("items")) {
      if (key.get("name").asString().equals(name)) {
        return key.get("lastUsedAt");
      }
    }
    throw new AssertionError("There is no key " + name);
  }

  @Test
  void a_revoked_key_opens_nothing() {
    JsonNode made = made(reception.dentistKey, OWN, "{\"name\":\"till\",\"scope\":\"MANAGE\"}");
    String place = OWN + "/" + made.get("id").asString();

    assertThat(reception.ask("DELETE", place, reception.bakeryKey, "").statusCode()).isEqualTo(404);
    assertThat(reception.ask("DELETE", place, reception.dentistKey, "").statusCode())
        .isEqualTo(204);
    assertThat(reception.ask("DELETE", place, reception.dentistKey, "").statusCode())
        .isEqualTo(404);
    assertThat(reception.get("/v1/subscribers", made.get("secret").asString()).statusCode())
        .isEqualTo(401);
  }

  @Test
  void the_operator_has_keys_too() {
    JsonNode made =
        made(reception.operatorKey, "/v1/keys", "{\"name\":\"cron\",\"scope\":\"READ\"}");
    String secret = made.get("secret").asString();

    assertThat(reception.get("/v1/subscribers/bakery", secret).statusCode()).isEqualTo(200);
    assertThat(reception.ask("POST", "/v1/subscribers/bakery/suspend", secret, "").statusCode())
        .isEqualTo(403);
    assertThat(reception.get("/v1/keys", reception.operatorKey).body()).contains("\"cron\"");
    String place = "/v1/keys/" + made.get("id").asString();
    assertThat(reception.ask("DELETE", place, reception.operatorKey, "").statusCode())
        .isEqualTo(204);
    assertThat(reception.get("/v1/keys", secret).statusCode()).isEqualTo(401);
  }

  @Test
  void a_repeat_makes_no_second_key_and_shows_no_secret_again() {
    String body = "{\"name\":\"till\",\"scope\":\"READ\"}";
    JsonNode first =
        Reception.json(
            reception.ask("POST", OWN, reception.dentistKey, body, "Idempotency-Key", "a"));
    JsonNode again =
        Reception.json(
            reception.ask("POST", OWN, reception.dentistKey, body, "Idempotency-Key", "a"));

    assertThat(again.get("id")).isEqualTo(first.get("id"));
    assertThat(first.get("secret").isString()).isTrue();
    assertThat(again.get("secret").isNull()).isTrue();
    assertThat(
            Reception.json(reception.get(OWN, reception.dentistKey))
                .get("items")
                .findValuesAsString("name"))
        .containsOnlyOnce("till");
  }

  @Test
  void the_keys_of_one_business_create_so_much_a_minute_and_revoking_makes_no_room() {
    for (int made = 0; made < 120; made++) {
      JsonNode key = made(reception.dentistKey, OWN, "{\"name\": \"till\", \"scope\": \"READ\"}");
      reception.ask("DELETE", OWN + "/" + key.get("id").asString(), reception.dentistKey, "");
    }

    HttpResponse<String> more =
        reception.ask(
            "POST", OWN, reception.dentistKey, "{\"name\": \"till\", \"scope\": \"READ\"}");

    assertThat(more.statusCode()).as(more.body()).isEqualTo(429);
    assertThat(more.headers().firstValue("retry-after")).contains("1");
    made(reception.operatorKey, OWN, "{\"name\": \"the operator's\", \"scope\": \"READ\"}");
    reception.now = reception.now.plusSeconds(1);
    made(reception.dentistKey, OWN, "{\"name\": \"till\", \"scope\": \"READ\"}");
  }

  private JsonNode made(String key, String place, String body) {
    HttpResponse<String> answer = reception.ask("POST", place, key, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return Reception.json(answer);
  }
}
