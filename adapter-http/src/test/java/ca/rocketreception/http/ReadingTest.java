package ca.rocketreception.http;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.agent.AgentRole;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.Direction;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.InteractionStatus;
import ca.rocketreception.domain.interaction.Sentiment;
import ca.rocketreception.domain.interaction.Speaker;
import ca.rocketreception.domain.interaction.Stage;
import ca.rocketreception.domain.interaction.Transcript;
import ca.rocketreception.http.json.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class ReadingTest {

  private static final String LIST = "/v1/subscribers/prairie-dental/interactions";

  private final Reception reception = new Reception();

  @AfterEach
  void close() {
    reception.close();
  }

  @Test
  void an_operator_sees_every_subscriber() {
    JsonNode list = Reception.json(reception.get("/v1/subscribers", reception.operatorKey));

    assertThat(list.get("items").findValuesAsString("slug"))
        .containsExactly("bakery", "front", "prairie-dental");
    assertThat(list.get("next").isNull()).isTrue();
  }

  @Test
  void a_subscriber_is_shown_with_all_its_members() {
    HttpResponse<String> answer =
        reception.get("/v1/subscribers/prairie-dental", reception.dentistKey);

    assertThat(answer.body())
        .isEqualTo(
            "{\"slug\":\"prairie-dental\",\"name\":\"The prairie-dental company\","
                + "\"status\":\"ACTIVE\",\"timezone\":\"America/Winnipeg\",\"language\":\"en-CA\","
                + "\"transferNumber\":\"+12045550133\",\"numbers\":[\"+12045550110\"]}");
    assertThat(answer.headers().firstValue("cache-control")).contains("no-store, no-transform");
  }

  @Test
  void a_businesss_clock_is_told_by_our_zone_rules() {
    String clock = "/v1/subscribers/prairie-dental/clock";

    assertThat(
            reception
                .get(
                    clock + "?from=2025-01-01T00:00:00Z&to=2026-01-01T00:00:00Z",
                    reception.dentistKey)
                .body())
        .isEqualTo(
            "{\"timezone\":\"America/Winnipeg\",\"from\":\"2025-01-01T00:00:00Z\","
                + "\"to\":\"2026-01-01T00:00:00Z\",\"items\":["
                + "{\"from\":\"2025-01-01T00:00:00Z\",\"offset\":\"-06:00\"},"
                + "{\"from\":\"2025-03-09T08:00:00Z\",\"offset\":\"-05:00\"},"
                + "{\"from\":\"2025-11-02T07:00:00Z\",\"offset\":\"-06:00\"}]}");
    for (String wrong :
        List.of(
            "",
            "?from=2025-01-01T00:00:00Z",
            "?from=2025-01-01T00:00:00Z&to=2025-01-01T00:00:00Z",
            "?from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59Z")) {
      assertThat(reception.get(clock + wrong, reception.dentistKey).statusCode())
          .as(wrong)
          .isEqualTo(400);
    }
    assertThat(
            reception
                .get(
                    clock + "?from=2025-01-01T00:00:00Z&to=2026-01-01T00:00:00Z",
                    reception.bakeryKey)
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void subscribers_come_in_pages_too() {
    JsonNode first =
        Reception.json(reception.get("/v1/subscribers?limit=2", reception.operatorKey));
    JsonNode second =
        Reception.json(
            reception.get(
                "/v1/subscribers?limit=2&cursor=" + first.get("next").asString(),
                reception.operatorKey));

    assertThat(first.get("items").findValuesAsString("slug")).containsExactly("bakery", "front");
    assertThat(second.get("items").findValuesAsString("slug")).containsExactly("prairie-dental");
    assertThat(second.get("next").isNull()).isTrue();
  }

  @Test
  void a_subscribers_key_sees_that_subscriber_alone() {
    Interaction other = reception.call("call_b", Reception.BAKERY, Samples.MONDAY_MORNING);

    JsonNode list = Reception.json(reception.get("/v1/subscribers", reception.dentistKey));

    assertThat(list.get("items").findValuesAsString("slug")).containsExactly("prairie-dental");
    for (String hidden :
        List.of(
            "/v1/subscribers/bakery",
            "/v1/subscribers/bakery/interactions",
            "/v1/subscribers/bakery/interactions/" + other.id(),
            "/v1/subscribers/prairie-dental/interactions/" + other.id(),
            "/v1/subscribers/no-such-one")) {
      assertThat(reception.get(hidden, reception.dentistKey).statusCode())
          .as(hidden)
          .isEqualTo(404);
    }
  }

  @Test
  void a_finished_call_is_shown_with_exactly_the_members_of_the_contract() {
    Interaction call = finishedCall();

    JsonNode list = Reception.json(reception.get(LIST, reception.dentistKey));
    HttpResponse<String> one = reception.get(LIST + "/" + call.id(), reception.dentistKey);

    String facts =
        "\"id\":\""
            + call.id()
            + "\",\"channel\":\"VOICE\",\"direction\":\"INBOUND\","
            + "\"status\":\"ENDED\",\"from\":\"+12045550199\",\"to\":\"+12045550110\","
            + "\"firstSeenAt\":\""
            + call.firstSeenAt()
            + "\",\"startedAt\":\"2026-11-23T16:00:00Z\",\"endedAt\":\"2026-11-23T16:01:30.500Z\","
            + "\"durationMs\":90500,\"disconnectionReason\":\"user_hangup\","
            + "\"summary\":\"Booked.\",\"sentiment\":\"POSITIVE\",\"successful\":true,"
            + "\"recordingUrl\":null,\"providerInteractionId\":\"call_1\",\"agent\":{\"id\":\""
            + Samples.anAgent("prairie-dental", AgentRole.RECEPTIONIST).id()
            + "\",\"name\":\"Ava\",\"role\":\"RECEPTIONIST\"}";
    assertThat(list.toString()).isEqualTo("{\"items\":[{" + facts + "}],\"next\":null}");
    assertThat(one.body())
        .isEqualTo(
            "{"
                + facts
                + ",\"messages\":["
                + "{\"seq\":1,\"speaker\":\"AGENT\",\"text\":\"Bonjour !\","
                + "\"at\":\"2026-11-23T16:00:01Z\"},"
                + "{\"seq\":2,\"speaker\":\"CALLER\",\"text\":\"Hi\",\"at\":null},"
                + "{\"seq\":3,\"speaker\":\"TOOL\",\"text\":\"{}\",\"at\":null,"
                + "\"toolName\":\"check_hours\",\"toolResult\":null}]}");
  }

  @Test
  void a_long_call_is_read_page_by_page() {
    List<InteractionMessage> said =
        IntStream.rangeClosed(1, 450)
            .mapToObj(seq ->
                InteractionMessage.said(seq, Speaker.CALLER, "word " + seq, Optional.empty()))
            .toList();
    Interaction call =
        reception.record(
            "call_1",
            Reception.DENTIST,
            Details.none(),
            Optional.of(Transcript.of(Stage.ENDED, said)));
    String address = LIST + "/" + call.id();

    JsonNode first = Reception.json(reception.get(address, reception.dentistKey));
    JsonNode second = Reception.json(reception.get(next(address, first), reception.dentistKey));
    JsonNode third = Reception.json(reception.get(next(address, second), reception.dentistKey));

    assertThat(first.get("messages")).hasSize(200);
    assertThat(second.get("messages").get(0).get("text").asString()).isEqualTo("word 201");
    assertThat(third.get("messages")).hasSize(50);
    assertThat(third.has("next")).isFalse();
    assertThat(
            Reception.json(reception.get(address + "?limit=3", reception.dentistKey))
                .get("messages"))
        .hasSize(3);
  }

  private static String next(String address, JsonNode page) {
    return address + "?cursor=" + page.get("next").asString();
  }

  @Test
  void what_is_not_known_of_a_call_that_rings_is_null_and_there_but_when_it_was_first_heard_of() {
    Interaction call =
        reception.record("call_1", Reception.DENTIST, Details.none(), Optional.empty());

    assertThat(reception.get(LIST + "/" + call.id(), reception.dentistKey).body())
        .isEqualTo(
            "{\"id\":\""
                + call.id()
                + "\",\"channel\":\"VOICE\",\"direction\":null,"
                + "\"status\":\"ONGOING\",\"from\":null,\"to\":null,\"firstSeenAt\":\""
                + call.firstSeenAt()
                + "\",\"startedAt\":null,"
                + "\"endedAt\":null,\"durationMs\":null,\"disconnectionReason\":null,"
                + "\"summary\":null,\"sentiment\":null,\"successful\":null,\"recordingUrl\":null,"
                + "\"providerInteractionId\":\"call_1\",\"agent\":null,\"messages\":[]}");
  }

  @Test
  void paging_to_the_end_meets_every_call_once_while_others_arrive() {
    for (int i = 0; i < 25; i++) {
      reception.call("call_" + i, Reception.DENTIST, Samples.MONDAY_MORNING.plusMillis(i / 3));
    }
    List<String> met = new ArrayList<>();
    String next = "";
    int pages = 0;
    do {
      JsonNode page = Reception.json(reception.get(LIST + "?limit=4" + next, reception.dentistKey));
      met.addAll(page.get("items").findValuesAsString("providerInteractionId"));
      assertThat(page.get("next").isNull() || page.get("next").asString().matches("[A-Za-z0-9_-]+"))
          .isTrue();
      next = page.get("next").isNull() ? null : "&cursor=" + page.get("next").asString();
      reception.call("late_" + pages++, Reception.DENTIST, Samples.MONDAY_NIGHT);
    } while (next != null);

    assertThat(met).hasSize(25).doesNotHaveDuplicates().allMatch(call -> call.startsWith("call_"));
  }

  @Test
  void the_list_is_narrowed_by_time_channel_status_and_caller() {
    finishedCall();
    reception.call("call_2", Reception.DENTIST, Samples.MONDAY_NIGHT);

    assertThat(calls("?from=2026-11-23T17:00:00Z")).containsExactly("call_2");
    assertThat(calls("?to=2026-11-23T17:00:00Z")).containsExactly("call_1");
    assertThat(calls("?status=ENDED")).containsExactly("call_1");
    assertThat(calls("?status=ERROR")).isEmpty();
    assertThat(calls("?channel=VOICE")).containsExactly("call_2", "call_1");
    assertThat(calls("?channel=CHAT")).isEmpty();
    assertThat(calls("?caller=%2B12045550199")).containsExactly("call_2", "call_1");
    assertThat(calls("?caller=+12045550199")).containsExactly("call_2", "call_1");
    assertThat(calls("?caller=%2B12045550100")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "?from=yesterday, from, yesterday",
    "?to=+1000000000-01-01T00:00:00Z, to, ISO 8601",
    "?channel=voice, channel, 'VOICE, CHAT, SMS, EMAIL'",
    "?status=DONE, status, NOT_CONNECTED",
    "?caller=204, caller, '204'",
    "?limit=0, limit, 1 to 200",
    "?limit=201, limit, 1 to 200",
    "?limit=-1, limit, 1 to 200",
    "?limit=99999999999, limit, 1 to 200",
    "?cursor=junk, cursor, junk",
    "?cursor=, cursor, no cursor",
    "?cursor=_____________________________________w, cursor, no cursor",
    "?cursor=%00%0A, cursor, no cursor",
    "?statuss=ENDED, statuss, 'from, to, channel, status, caller, limit, cursor'",
    "?limit=1&limit=2, limit, twice",
    "?from=%zz, query, %25",
  })
  void a_bad_parameter_is_named_with_its_cure(String query, String field, String words)
      throws Exception {
    String answer =
        Raw.send(
            reception.port,
            "GET "
                + LIST
                + query
                + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nAuthorization:"
                + " Bearer "
                + reception.dentistKey
                + "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
    JsonNode problem = Json.MAPPER.readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
    assertThat(problem.get("field").asString()).isEqualTo(field);
    assertThat(problem.get("detail").asString() + " " + problem.get("cure").asString())
        .contains(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/subscribers/UPPER",
        "/v1/subscribers/prairie-dental/interactions/1",
        "/v1/subscribers/prairie-dental/interactions/1-1-1-1-1",
        "/v1/subscribers/prairie-dental?x=1",
      })
  void a_malformed_name_or_id_is_refused(String target) {
    assertThat(reception.get(target, reception.operatorKey).statusCode()).isEqualTo(400);
  }

  @Test
  void without_a_known_key_nothing_is_read() {
    for (String target : List.of("/v1/subscribers", LIST, "/v1/activity", "/v1/subscribers/x")) {
      for (HttpResponse<String> answer :
          List.of(
              reception.get(target),
              reception.get(target, "rr_wrong"),
              reception.get(target, ""),
              reception.send(reception.request(target).header("Authorization", "Basic eDp5")))) {
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("www-authenticate"))
            .contains("Bearer realm=\"rocket-reception\"");
      }
    }
  }

  @Test
  void a_head_request_is_answered_like_a_get_without_the_body() {
    HttpResponse<String> there =
        reception.send(
            reception
                .request("/v1/subscribers/prairie-dental")
                .HEAD()
                .header("Authorization", "Bearer " + reception.dentistKey));
    HttpResponse<String> notThere =
        reception.send(
            reception
                .request("/v1/subscribers/bakery")
                .HEAD()
                .header("Authorization", "Bearer " + reception.dentistKey));

    assertThat(there.statusCode()).isEqualTo(200);
    assertThat(there.body()).isEmpty();
    assertThat(there.headers().firstValue("content-type")).contains("application/json");
    assertThat(notThere.statusCode()).isEqualTo(404);
    assertThat(reception.send(reception.request("/v1/subscribers").HEAD()).statusCode())
        .isEqualTo(401);
  }

  @Test
  void a_large_body_is_refused_where_none_is_wanted() {
    HttpResponse<String> answer =
        reception.send(
            reception
                .request("/v1/subscribers")
                .method("GET", BodyPublishers.ofByteArray(new byte[(1 << 20) + 1]))
                .header("Authorization", "Bearer " + reception.dentistKey));

    assertThat(answer.statusCode()).isEqualTo(413);
  }

  private List<String> calls(String query) {
    return Reception.json(reception.get(LIST + query, reception.dentistKey))
        .get("items")
        .findValuesAsString("providerInteractionId");
  }

  private Interaction finishedCall() {
    Instant start = Samples.MONDAY_MORNING;
    return reception.record(
        "call_1",
        Reception.DENTIST,
        Details.none()
            .tell(Detail.DIRECTION, Direction.INBOUND, Stage.ENDED)
            .tell(Detail.STATUS, InteractionStatus.ENDED, Stage.ENDED)
            .tell(Detail.FROM, Samples.CALLER, Stage.ENDED)
            .tell(Detail.TO, Samples.DENTAL_NUMBER, Stage.ENDED)
            .tell(Detail.STARTED_AT, start, Stage.ENDED)
            .tell(Detail.ENDED_AT, start.plusMillis(90_500), Stage.ENDED)
            .tell(Detail.DURATION_MS, 90_500L, Stage.ENDED)
            .tell(Detail.DISCONNECTION_REASON, "user_hangup", Stage.ENDED)
            .tell(Detail.SUMMARY, "Booked.", Stage.ANALYSED)
            .tell(Detail.SENTIMENT, Sentiment.POSITIVE, Stage.ANALYSED)
            .tell(Detail.SUCCESSFUL, true, Stage.ANALYSED)
            .tell(Detail.RECORDING_REFERENCE, "https://secret.example/a.wav", Stage.ANALYSED)
            .tell(Detail.PROVIDER_AGENT_ID, "agent_prairie-dental_receptionist", Stage.ENDED),
        Optional.of(
            Transcript.of(
                Stage.ENDED,
                List.of(
                    InteractionMessage.said(
                        1, Speaker.AGENT, "Bonjour !", Optional.of(start.plusSeconds(1))),
                    InteractionMessage.said(2, Speaker.CALLER, "Hi", Optional.empty()),
                    new InteractionMessage(
                        3,
                        Speaker.TOOL,
                        "{}",
                        Optional.empty(),
                        Optional.of("check_hours"),
                        Optional.empty())))));
  }
}
