package ca.rocketreception.http.business;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.http.Raw;
import ca.rocketreception.http.Reception;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class ManagingTest {

  private static final String OWN = "/v1/subscribers/prairie-dental";
  private static final String NEWCOMER =
      "{\"slug\":\"corner-store\",\"name\":\"Corner Store\",\"timezone\":\"America/Toronto\","
          + "\"language\":\"fr-CA\",\"transferNumber\":\"+14165550100\"}";

  private final Reception reception = new Reception();

  @AfterEach
  void close() {
    reception.close();
  }

  @Test
  void an_operator_signs_a_business_up() {
    HttpResponse<String> made =
        reception.ask("POST", "/v1/subscribers", reception.operatorKey, NEWCOMER);

    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(made.headers().firstValue("location")).contains("/v1/subscribers/corner-store");
    assertThat(made.body())
        .isEqualTo(
            "{\"slug\":\"corner-store\",\"name\":\"Corner Store\",\"status\":\"ACTIVE\","
                + "\"timezone\":\"America/Toronto\",\"language\":\"fr-CA\","
                + "\"transferNumber\":\"+14165550100\",\"numbers\":[]}");
    assertThat(reception.get("/v1/subscribers/corner-store", reception.operatorKey).body())
        .isEqualTo(made.body());
    assertThat(reception.ask("POST", "/v1/subscribers", reception.operatorKey, NEWCOMER))
        .satisfies(again -> refused(again, 409, "conflict"));
  }

  @Test
  void with_an_idempotency_key_a_repeat_makes_nothing_more() {
    HttpResponse<String> first = signUp(NEWCOMER, "try-1");
    HttpResponse<String> again = signUp(NEWCOMER, "try-1");
    HttpResponse<String> other = signUp(NEWCOMER.replace("Corner", "Other"), "try-1");

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.headers().firstValue("location")).contains("/v1/subscribers/corner-store");
    assertThat(first.headers().firstValue("etag"))
        .isEqualTo(again.headers().firstValue("etag"))
        .isEqualTo(
            reception
                .get("/v1/subscribers/corner-store", reception.operatorKey)
                .headers()
                .firstValue("etag"));
    refused(other, 422, "reused");
    refused(signUp(NEWCOMER, "try-2"), 409, "conflict");
    refused(signUp(NEWCOMER, "x".repeat(201)), 400, "invalid");
  }

  private HttpResponse<String> signUp(String body, String name) {
    return reception.ask(
        "POST", "/v1/subscribers", reception.operatorKey, body, "Idempotency-Key", name);
  }

  @Test
  void what_a_patch_leaves_out_stays_and_null_takes_away() {
    assertThat(change("PATCH", OWN, "{\"name\":\"New\"}").get("transferNumber").asString())
        .isEqualTo("+12045550133");
    JsonNode second =
        change("PATCH", OWN, "{\"transferNumber\":null,\"zone\":\"America/Vancouver\"}");

    assertThat(second.get("name").asString()).isEqualTo("New");
    assertThat(second.get("transferNumber").isNull()).isTrue();
    assertThat(second.get("timezone").asString()).isEqualTo("America/Vancouver");
    assertThat(second.get("language").asString()).isEqualTo("en-CA");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PATCH | '' | {\"name\":\"Corner\\r\\nStore\"} | name | U+000D",
        "PATCH | '' | {\"name\":\"Corner\\u202eerotS\"} | name | U+202E",
        "PATCH | '' | {\"name\":\"Cor\\u200bner\"} | name | U+200B",
        "PUT | /agents/RECEPTIONIST | {\"name\":\"A\\tva\",\"greeting\":\"G\",\"language\":\"en\"} | name | U+0009",
        "PUT | /agents/RECEPTIONIST | {\"name\":\"A\",\"greeting\":\"\\u2066G\",\"language\":\"en\"} | greeting | U+2066",
        "PUT | /holidays/2026-12-24 | {\"name\":\"Eve\\nEve\"} | name | U+000A",
        "PUT | /blocked-callers/+12045550177 | {\"reason\":\"a\\u2028b\"} | reason | U+2028",
        "PUT | /facts/park%E2%80%AEing | {\"text\":\"x\"} | topic | U+202E",
        "PUT | /facts/x | {\"text\":\"a\\u0007b\"} | text | U+0007",
        "POST | /keys | {\"name\":\"k\\ney\",\"scope\":\"READ\"} | name | U+000A",
      })
  void a_name_says_what_it_seems_to_say(
      String method, String place, String body, String field, String sign) {
    String before = reception.get(OWN + place, reception.dentistKey).body();

    HttpResponse<String> refused = reception.ask(method, OWN + place, reception.dentistKey, body);

    refused(refused, 400, "invalid");
    JsonNode problem = Reception.json(refused);
    assertThat(problem.get("field").asString()).isEqualTo(field);
    assertThat(problem.get("detail").asString())
        .contains(sign)
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
    assertThat(withoutRequest(reception.get(OWN + place, reception.dentistKey).body()))
        .as("nothing has changed")
        .isEqualTo(withoutRequest(before));
  }

  private static String withoutRequest(String body) {
    return body.replaceAll("\"(requestId|lastUsedAt)\":[^,}]*", "");
  }

  @Test
  void a_topic_is_one_however_its_accents_are_written_and_a_text_keeps_its_lines() {
    change("PUT", OWN + "/facts/Cafe%CC%81", "{\"text\":\"one\\r\\ntwo\"}");

    assertThat(read(OWN + "/facts/Caf%C3%A9").get("text").asString()).isEqualTo("one\ntwo");
    assertThat(read(OWN + "/facts/Cafe%CC%81").get("topic").asString()).isEqualTo("Caf\u00E9");
    gone(OWN + "/facts/Cafe%CC%81");
  }

  @Test
  void an_operator_suspends_and_resumes() {
    String own = "/v1/subscribers/bakery";

    assertThat(byOperator("POST", own + "/suspend", "").body()).contains("\"SUSPENDED\"");
    assertThat(byOperator("POST", own + "/suspend", "").statusCode()).isEqualTo(200);
    assertThat(byOperator("POST", own + "/resume", "").body()).contains("\"ACTIVE\"");
    refused(reception.ask("POST", OWN + "/suspend", reception.dentistKey, ""), 403, "forbidden");
  }

  @Test
  void more_than_may_be_kept_is_refused_with_the_limit_and_the_cure() {
    String interval = "{\"opens\":\"09:00\",\"closes\":\"%02d:%02d\"}";
    String hours =
        IntStream.range(0, 1000)
            .mapToObj(i -> interval.formatted(10 + i / 60 % 10, i % 60))
            .collect(Collectors.joining(",", "[", "]"));
    String origins =
        IntStream.range(0, 2000)
            .mapToObj(i -> "\"https://page-" + i + ".example\"")
            .collect(Collectors.joining(",", "[", "]"));
    String questions =
        IntStream.range(0, 1000)
            .mapToObj(i -> "{\"name\":\"q" + i + "\",\"label\":\"?\"}")
            .collect(Collectors.joining(",", "[", "]"));
    change(
        "PUT",
        OWN + "/channels/CHAT",
        "{\"enabled\":true,\"transportProvider\":\"OTHER\",\"aiProvider\":\"BUILTIN\"}");

    limited("/holidays/2026-12-25", "{\"name\":\"Closed\",\"hours\":" + hours + "}", "24");
    limited("/channels/CHAT/widget", "{\"origins\":" + origins + "}", "50");
    limited("/channels/CHAT/widget", "{\"questions\":" + questions + "}", "20");
    limited(
        "/agents/RECEPTIONIST",
        "{\"name\":\"Ava\",\"greeting\":\"Hi\",\"language\":\"en-x"
            + "-aaaaaaaa".repeat(50)
            + "\"}",
        "35");
  }

  private void limited(String path, String body, String most) {
    HttpResponse<String> answer = reception.ask("PUT", OWN + path, reception.dentistKey, body);

    refused(answer, 400, "invalid");
    assertThat(answer.body()).contains(most);
  }

  @Test
  void a_channel_is_set_and_shown_as_it_was_set() {
    String chat =
        "{\"kind\":\"CHAT\",\"enabled\":true,\"transportProvider\":\"OTHER\","
            + "\"aiProvider\":\"BUILTIN\",\"providerNumberE164\":null,\"providerAgentId\":\"a1\",\"providerAgentVersion\":null,"
            + "\"providerInboxId\":null}";

    String wanted = chat.replace("\"kind\":\"CHAT\",", "");

    refused(
        reception.ask("PUT", OWN + "/channels/CHAT", reception.dentistKey, wanted),
        403,
        "forbidden");
    assertThat(byOperator("PUT", OWN + "/channels/CHAT", wanted).body()).isEqualTo(chat);
    assertThat(change("PUT", OWN + "/channels/CHAT", wanted).toString()).isEqualTo(chat);
    assertThat(read(OWN + "/channels/chat").toString()).isEqualTo(chat);
    assertThat(read(OWN + "/channels").get("items").findValuesAsString("kind"))
        .containsExactly("CHAT", "VOICE");
    refused(reception.get(OWN + "/channels/SMS", reception.dentistKey), 404, "not-found");
  }

  @Test
  void an_agent_keeps_its_id_when_it_is_changed() {
    String before = read(OWN + "/agents/RECEPTIONIST").get("id").asString();

    JsonNode set =
        change(
            "PUT",
            OWN + "/agents/receptionist",
            "{\"name\":\"Zoë\",\"greeting\":\"Bonjour\",\"language\":\"fr-CA\"}");

    assertThat(set.get("id").asString()).isEqualTo(before);
    assertThat(set.get("name").asString()).isEqualTo("Zoë");
    assertThat(set.get("providerAgentId").asString())
        .as("what publishing bound stays bound")
        .isEqualTo("agent_prairie-dental_receptionist");
    assertThat(read(OWN + "/agents").get("items")).hasSize(3);

    JsonNode unbound =
        change(
            "PUT",
            OWN + "/agents/receptionist",
            "{\"name\":\"Zoë\",\"greeting\":\"Bonjour\",\"language\":\"fr-CA\","
                + "\"providerAgentId\":null}");
    assertThat(unbound.get("providerAgentId").isNull()).isTrue();
  }

  @Test
  void hours_are_set_for_the_whole_week() {
    JsonNode set =
        change(
            "PUT",
            OWN + "/hours",
            "{\"week\":[{\"day\":\"SATURDAY\",\"opens\":\"22:00\",\"closes\":\"02:00\"},"
                + "{\"day\":\"MONDAY\",\"opens\":\"00:00\",\"closes\":\"00:00\"}]}");

    assertThat(set.toString())
        .isEqualTo(
            "{\"timezone\":\"America/Winnipeg\",\"week\":["
                + "{\"day\":\"MONDAY\",\"opens\":\"00:00\",\"closes\":\"00:00\"},"
                + "{\"day\":\"SATURDAY\",\"opens\":\"22:00\",\"closes\":\"02:00\"}]}");
    assertThat(read(OWN + "/hours")).isEqualTo(set);
  }

  @Test
  void holidays_come_and_go() {
    String day = OWN + "/holidays/2026-12-24";
    change("PUT", day, "{\"name\":\"Christmas Eve\"}");
    change(
        "PUT",
        day,
        "{\"name\":\"Christmas Eve\",\"hours\":[{\"opens\":\"09:00\",\"closes\":\"12:00\"}]}");

    assertThat(read(OWN + "/holidays").toString())
        .isEqualTo(
            "{\"items\":[{\"date\":\"2026-12-24\",\"name\":\"Christmas Eve\","
                + "\"hours\":[{\"opens\":\"09:00\",\"closes\":\"12:00\"}]}],\"next\":null}");
    assertThat(read(day).get("name").asString()).isEqualTo("Christmas Eve");
    gone(day);
  }

  @Test
  void callers_are_blocked_and_unblocked() {
    String caller = OWN + "/blocked-callers/+12045550177";

    assertThat(change("PUT", caller, "{\"reason\":\"Sells solar panels\"}").toString())
        .isEqualTo("{\"number\":\"+12045550177\",\"reason\":\"Sells solar panels\"}");
    assertThat(read(OWN + "/blocked-callers").get("items")).hasSize(1);
    gone(caller);
  }

  @Test
  void facts_are_told_and_forgotten_under_topics_in_any_language() {
    String topic = OWN + "/facts/Sprechen%20Sie%20Deutsch%3F";

    assertThat(change("PUT", topic, "{\"text\":\"Ja\"}").get("topic").asString())
        .isEqualTo("Sprechen Sie Deutsch?");
    assertThat(read(OWN + "/facts").get("items").findValuesAsString("topic"))
        .containsExactly("Sprechen Sie Deutsch?", "parking");
    gone(topic);
  }

  @Test
  void an_operator_gives_and_releases_numbers() {
    String number = "/numbers/+12045550155";

    assertThat(byOperator("PUT", OWN + number, "{\"shared\":true}").body())
        .isEqualTo("{\"number\":\"+12045550155\",\"shared\":true}");
    refused(byOperator("PUT", "/v1/subscribers/bakery" + number, "{}"), 409, "conflict");
    refused(reception.ask("DELETE", OWN + number, reception.dentistKey, ""), 403, "forbidden");
    assertThat(byOperator("DELETE", OWN + number, "").statusCode()).isEqualTo(204);
    assertThat(byOperator("PUT", "/v1/subscribers/bakery" + number, "{}").statusCode())
        .isEqualTo(200);
    assertThat(read(OWN + "/numbers").get("items").findValuesAsString("number"))
        .containsExactly("+12045550110");
  }

  @Test
  void lists_come_in_pages() {
    for (String topic : List.of("a", "b", "c")) {
      change("PUT", OWN + "/facts/" + topic, "{\"text\":\"yes\"}");
    }

    JsonNode first = read(OWN + "/facts?limit=2");
    JsonNode second = read(OWN + "/facts?limit=2&cursor=" + first.get("next").asString());

    assertThat(first.get("items").findValuesAsString("topic")).containsExactly("a", "b");
    assertThat(second.get("items").findValuesAsString("topic")).containsExactly("c", "parking");
    assertThat(second.get("next").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/hours", "/facts/parking", "/agents/RECEPTIONIST"})
  void a_change_of_what_is_no_longer_so_is_refused(String place) {
    HttpResponse<String> shown = reception.get(OWN + place, reception.dentistKey);
    String tag = shown.headers().firstValue("etag").orElseThrow();
    String method = place.isEmpty() ? "PATCH" : "PUT";
    String body =
        switch (place) {
          case "" -> "{\"name\":\"%s\"}";
          case "/hours" ->
              "{\"week\":[{\"day\":\"MONDAY\",\"opens\":\"09:00\",\"closes\":\"1%s:00\"}]}";
          case "/facts/parking" -> "{\"text\":\"%s\"}";
          default -> "{\"name\":\"%s\",\"greeting\":\"Hi\",\"language\":\"en-CA\"}";
        };

    HttpResponse<String> first =
        reception.ask(
            method, OWN + place, reception.dentistKey, body.formatted("1"), "If-Match", tag);
    HttpResponse<String> second =
        reception.ask(
            method, OWN + place, reception.dentistKey, body.formatted("2"), "If-Match", tag);
    HttpResponse<String> third =
        reception.ask(
            method,
            OWN + place,
            reception.dentistKey,
            body.formatted("3"),
            "If-Match",
            first.headers().firstValue("etag").orElseThrow());

    assertThat(first.statusCode()).isEqualTo(200);
    refused(second, 412, "stale");
    assertThat(third.statusCode()).isEqualTo(200);
    assertThat(third.headers().firstValue("etag"))
        .isEqualTo(reception.get(OWN + place, reception.dentistKey).headers().firstValue("etag"));
  }

  @Test
  void what_is_not_there_matches_no_tag() {
    refused(
        reception.ask(
            "PUT", OWN + "/facts/new", reception.dentistKey, "{\"text\":\"x\"}", "If-Match", "*"),
        412,
        "stale");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "PUT   | /hours | {\"weeks\":[]} | weeks | The members are week",
        "PUT   | /hours | {} | week | missing",
        "PUT   | /hours | {\"week\":{}} | week | square brackets",
        "PUT   | /hours | {\"week\":[1]} | week[0] | day, opens, closes",
        "PUT   | /hours | {\"week\":[{\"day\":\"MONDAY\",\"opens\":\"9\",\"closes\":\"17:00\"}]}"
            + " | week[0].opens | '9'",
        "PUT   | /hours | {\"week\":[{\"day\":\"MONDAY\",\"opens\":\"09:00\",\"closes\":\"24:00\"}]}"
            + " | week[0].closes | midnight is 00:00",
        "PUT   | /hours | {\"week\":[{\"day\":\"Funday\",\"opens\":\"09:00\",\"closes\":\"17:00\"}]}"
            + " | week[0].day | MONDAY",
        "PUT   | /hours | {\"week\":[],\"week\":[]} | body | twice",
        "PUT   | /hours | {\"week\":[]} x | body | line 1",
        "PUT   | /hours | [] | body | week",
        "PUT   | /hours | `` | body | week",
        "PATCH | `` | {\"name\":\"\"} | name | 1 to 200",
        "PATCH | `` | {\"name\":5} | name | quotes",
        "PATCH | `` | {\"timezone\":\"Mars/Olympus\"} | timezone | Winnipeg",
        "PATCH | `` | {\"language\":\"x_y\"} | language | en-CA",
        "PATCH | `` | {\"transferNumber\":\"204\"} | transferNumber | E.164",
        "PATCH | `` | {\"slug\":\"other\"} | slug | The members are name",
        "PUT   | /channels/FAX | {} | kind | VOICE",
        "PUT   | /channels/SMS | {\"enabled\":\"yes\"} | enabled | true or false",
        "PUT   | /channels/SMS | {\"enabled\":true} | transportProvider | missing",
        "PUT   | /holidays/tomorrow | {\"name\":\"x\"} | date | 2026-12-25",
        "PUT   | /blocked-callers/204 | {\"reason\":\"x\"} | number | E.164",
        "PUT   | /facts/x | {\"text\":null} | text | missing",
        "PUT   | /facts/x?dry=1 | {\"text\":\"x\"} | dry | no parameters",
      })
  void a_wrong_value_is_named_with_its_cure(
      String method, String place, String body, String field, String words) {
    HttpResponse<String> answer =
        reception.ask(method.strip(), OWN + place, reception.dentistKey, body);

    refused(answer, 400, "invalid");
    JsonNode problem = Reception.json(answer);
    assertThat(problem.get("field").asString()).isEqualTo(field);
    assertThat(problem.get("detail").asString() + " " + problem.get("cure").asString())
        .contains(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"\\ud800\":1}",
        "{\"name\":\"\\udc00 half a character\"}",
        "{\"language\":\"\\ud800\"}",
        "{\"timezone\":\"\\u0000\"}",
        "{\"name\":\"\\u0000\"}",
        "{\"name\":1e99999999999}",
        "{\"name\":[[[[[[[[[[]]]]]]]]]]}",
        "{\"transferNumber\":\"\\ud800\"}",
        "\uFEFF{}",
        "\u0000",
        "nul",
        "\"text\"",
        "{\"a\":",
      })
  void no_body_makes_us_stumble(String body) {
    assertThat(reception.ask("PATCH", OWN, reception.dentistKey, body).statusCode()).isIn(200, 400);
    assertThat(
            reception
                .ask("PUT", OWN + "/facts/x", reception.dentistKey, "[".repeat(5000))
                .statusCode())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/facts/%ED%A0%80",
        "/facts/%00",
        "/holidays/-0001-01-01",
        "/holidays/+999999999-01-01",
        "/channels/%ED%A0%80",
        "/blocked-callers/%00",
        "/facts?cursor=7aCA",
        "/facts?cursor=AA",
      })
  void no_address_makes_us_stumble(String place) throws Exception {
    String answer =
        Raw.send(
            reception.port,
            "GET "
                + OWN
                + place
                + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nAuthorization: Bearer "
                + reception.dentistKey
                + "\r\n\r\n");

    assertThat(answer).containsPattern("^HTTP/1.1 (200|400|404)");
  }

  @Test
  void a_change_leaves_an_entry_that_says_who_and_what() {
    reception.ask(
        "PUT",
        OWN + "/facts/parking",
        reception.dentistKey,
        "{\"text\":\"In front.\"}",
        "X-Request-Id",
        "request-of-mine");

    AuditEntry entry = reception.subscribers.entries().getLast();
    assertThat(entry.actor().name()).isEqualTo("tests");
    assertThat(entry.actor().key()).isPresent();
    assertThat(entry.actor().requestId()).contains("request-of-mine");
    assertThat(entry.action()).isEqualTo("set fact");
    assertThat(entry.at()).isEqualTo(Samples.MONDAY_MORNING);
    assertThat(entry.before()).isEqualTo("fact parking: Free behind the building.");
    assertThat(entry.after()).isEqualTo("fact parking: In front.");
  }

  private void gone(String place) {
    assertThat(reception.ask("DELETE", place, reception.dentistKey, "").statusCode())
        .isEqualTo(204);
    refused(reception.get(place, reception.dentistKey), 404, "not-found");
    refused(reception.ask("DELETE", place, reception.dentistKey, ""), 404, "not-found");
  }

  private JsonNode read(String place) {
    HttpResponse<String> answer = reception.get(place, reception.dentistKey);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Reception.json(answer);
  }

  private JsonNode change(String method, String place, String body) {
    HttpResponse<String> answer = reception.ask(method, place, reception.dentistKey, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Reception.json(answer);
  }

  private HttpResponse<String> byOperator(String method, String place, String body) {
    return reception.ask(method, place, reception.operatorKey, body);
  }

  private static void refused(HttpResponse<String> answer, int status, String kind) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(Reception.json(answer).get("type").asString()).endsWith(":" + kind);
  }
}
