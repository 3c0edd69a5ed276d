package ca.rocketreception.http.agent;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.http.Reception;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class PublishingTest {

  private static final String AGENT = "/v1/subscribers/prairie-dental/agents/RECEPTIONIST";
  private static final String CHANGED =
      "{\"name\":\"Ava\",\"greeting\":\"Good day.\",\"language\":\"en-CA\","
          + "\"instructions\":\"Be brief.\",\"voice\":\"retell-Cimo\"}";

  private final Reception reception = new Reception();

  @AfterEach
  void close() {
    reception.close();
  }

  @Test
  void an_agent_is_planned_published_changed_and_rolled_back() {
    JsonNode plan = get("/plan").path("items").get(0);
    assertThat(plan.path("done").asBoolean()).isFalse();
    assertThat(plan.path("changes").toString())
        .contains("{\"field\":\"name\",\"was\":null,\"becomes\":\"Ava\"}");

    JsonNode first = post("/publish", "{}").path("items").get(0);
    assertThat(first.path("changed").asBoolean()).isTrue();
    assertThat(first.path("version").path("version").asInt()).isEqualTo(1);
    assertThat(get("/plan").path("items").get(0).path("done").asBoolean()).isTrue();
    assertThat(post("/publish", "{}").path("items").get(0).path("changed").asBoolean()).isFalse();

    assertThat(reception.ask("PUT", AGENT, reception.dentistKey, CHANGED).statusCode())
        .isEqualTo(200);
    JsonNode kept = get("");
    assertThat(kept.path("providerAgentId").asString()).isEqualTo("agent_1");
    assertThat(kept.path("instructions").asString()).isEqualTo("Be brief.");
    post("/publish", "{}");
    JsonNode back = post("/rollback", "{}");
    assertThat(back.path("version").asInt()).isEqualTo(1);
    JsonNode versions = get("/versions").path("items");
    assertThat(versions.get(0).path("version").asInt()).isEqualTo(2);
    assertThat(versions.get(0).path("answers").asBoolean()).isFalse();
    assertThat(versions.get(1).path("answers").asBoolean()).isTrue();
    assertThat(post("/rollback", "{\"version\":2,\"channel\":\"VOICE\"}").path("version").asInt())
        .isEqualTo(2);
  }

  @Test
  void publishing_and_going_back_stand_in_the_audit() {
    post("/publish", "{}");
    assertThat(reception.subscribers.entries())
        .extracting(AuditEntry::action)
        .contains("published agent");
  }

  @Test
  void what_cannot_be_done_is_told_in_words() {
    refused(post400("/rollback", "{}"), 404, "no earlier version");
    refused(post400("/rollback", "{\"version\":9}"), 404, "no version 9");
    refused(post400("/rollback", "{\"version\":\"9\"}"), 400, "version");
    refused(post400("/publish", "{\"a\":1}"), 400, "a");
    reception.platform.goAway();
    refused(post400("/publish", "{}"), 502, "cannot be reached");
  }

  private static void refused(HttpResponse<String> answer, int status, String words) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(words).contains("requestId");
  }

  private HttpResponse<String> post400(String path, String body) {
    return reception.ask("POST", AGENT + path, reception.dentistKey, body);
  }

  private JsonNode post(String path, String body) {
    HttpResponse<String> answer = post400(path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Reception.json(answer);
  }

  private JsonNode get(String path) {
    HttpResponse<String> answer = reception.get(AGENT + path, reception.dentistReadKey);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Reception.json(answer);
  }
}
