package ca.rocketreception.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever says with If-Match what a thing is believed to be changes nothing else. */
final class ConditionTest {

  private static final String OWN = "/v1/subscribers/prairie-dental";
  private static final String SWITCH = OWN + "/switch";
  private static final String OFF = "{\"mode\":\"OFF\"}";

  /** What is put at an address, and something else for the same address. */
  private record Bodies(String first, String second) {}

  private static final Map<String, Bodies> BODIES =
      Map.ofEntries(
          Map.entry("/v1/subscribers/{slug}", same("{\"name\":\"%s\"}")),
          Map.entry(
              "/v1/subscribers/{slug}/channels/{kind}",
              new Bodies(
                  "{\"enabled\":true,\"transportProvider\":\"OTHER\",\"aiProvider\":\"OTHER\"}",
                  "{\"enabled\":false,\"transportProvider\":\"OTHER\",\"aiProvider\":\"OTHER\"}")),
          Map.entry(
              "/v1/subscribers/{slug}/channels/CHAT/widget",
              new Bodies("{\"colour\":\"#000000\"}", "{\"colour\":\"#ffffff\"}")),
          Map.entry(
              "/v1/subscribers/{slug}/agents/{role}",
              same("{\"name\":\"%s\",\"greeting\":\"G\",\"language\":\"en\"}")),
          Map.entry(
              "/v1/subscribers/{slug}/hours",
              new Bodies(
                  "{\"week\":[]}",
                  "{\"week\":[{\"day\":\"MONDAY\",\"opens\":\"09:00\",\"closes\":\"10:00\"}]}")),
          Map.entry("/v1/subscribers/{slug}/holidays/{date}", same("{\"name\":\"%s\"}")),
          Map.entry("/v1/subscribers/{slug}/blocked-callers/{number}", same("{\"reason\":\"%s\"}")),
          Map.entry("/v1/subscribers/{slug}/facts/{topic}", same("{\"text\":\"%s\"}")),
          Map.entry(
              "/v1/subscribers/{slug}/numbers/{number}",
              new Bodies("{\"shared\":false}", "{\"shared\":true}")),
          Map.entry("/v1/subscribers/{slug}/switch", new Bodies("{\"mode\":\"ON\"}", OFF)),
          Map.entry(
              "/v1/subscribers/{slug}/caps/{meter}",
              new Bodies("{\"quantity\":\"1\"}", "{\"quantity\":\"2\"}")),
          // what never changes is put again as it is
          Map.entry(
              "/v1/plans/{plan}/{date}",
              always("{\"name\":\"N\",\"currency\":\"CAD\",\"baseFee\":\"1\",\"rates\":[]}")),
          Map.entry("/v1/taxes/{tax}/{date}", always("{\"name\":\"N\",\"percent\":\"5\"}")),
          Map.entry("/v1/issuers/{date}", always("{\"name\":\"N\",\"address\":\"A\"}")),
          Map.entry("/v1/exchange-rates/{currency}/{date}", always("{\"perDollar\":\"1.4\"}")),
          Map.entry(
              "/v1/subscribers/{slug}/rates/{date}", always("{\"plan\":null,\"baseFee\":null}")));

  private static Bodies same(String body) {
    return new Bodies(body.formatted("one"), body.formatted("other"));
  }

  private static Bodies always(String body) {
    return new Bodies(body, body);
  }

  private Reception reception = new Reception();

  @AfterEach
  void close() {
    reception.close();
  }

  @TestFactory
  Stream<DynamicTest> every_change_keeps_to_its_condition() {
    List<String> routes =
        reception.server.routes().stream()
            .distinct()
            .filter(route -> route.contains(" /v1/") && !route.contains(" /v1/widget"))
            .filter(route -> !route.startsWith("GET") && !route.startsWith("HEAD"))
            .filter(route -> !route.startsWith("OPTIONS"))
            .toList();
    assertThat(routes).hasSizeGreaterThan(30);
    return routes.stream().map(route -> DynamicTest.dynamicTest(route, () -> tried(route)));
  }

  private void tried(String route) {
    reception.close();
    reception = new Reception();
    ask("PUT", OWN + "/channels/CHAT", BODIES.get("/v1/subscribers/{slug}/channels/{kind}").first);
    String method = route.substring(0, route.indexOf(' '));
    String pattern = route.substring(route.indexOf(' ') + 1);
    String path = filled(pattern);
    if (Set.of("PUT", "PATCH", "DELETE").contains(method)) {
      held(method, path, BODIES.get(pattern));
    } else {
      refusedWithTag(path);
    }
  }

  private void held(String method, String path, Bodies bodies) {
    if (bodies != null) {
      String making = path.equals(OWN) ? "PATCH" : "PUT";
      assertThat(ask(making, path, bodies.first()).statusCode()).isEqualTo(200);
    }
    HttpResponse<String> before = reception.get(path, reception.operatorKey);
    assertThat(before.statusCode()).as("what can be changed can be read").isEqualTo(200);
    String tag = before.headers().firstValue("etag").orElseThrow();
    String second = method.equals("DELETE") ? "" : bodies.second();

    for (String stale :
        List.of("\"of-another-state\"", "W/" + tag, "\"a\", \"b\"", "unquoted", "")) {
      HttpResponse<String> refused = ask(method, path, second, "If-Match", stale);
      assertThat(refused.statusCode()).as("If-Match: %s", stale).isEqualTo(412);
      assertThat(Reception.json(refused).get("cure").asString()).isNotEmpty();
    }
    HttpResponse<String> there = ask(method, path, second, "If-None-Match", "*");
    assertThat(there.statusCode()).as("If-None-Match: *").isEqualTo(412);
    HttpResponse<String> now = reception.get(path, reception.operatorKey);
    assertThat(withoutUse(now)).as("nothing has changed").isEqualTo(withoutUse(before));
    assertThat(now.headers().firstValue("etag")).contains(tag);

    HttpResponse<String> done = ask(method, path, second, "If-Match", "\"x,y\", " + tag);
    assertThat(done.statusCode()).as("with its tag among others").isIn(200, 204);
    HttpResponse<String> after = reception.get(path, reception.operatorKey);
    if (method.equals("DELETE")) {
      assertThat(after.statusCode()).isEqualTo(404);
    } else {
      assertThat(done.headers().firstValue("etag"))
          .as("a change answers with the tag that a GET has")
          .isEqualTo(after.headers().firstValue("etag"));
      assertThat(after.headers().firstValue("etag").orElseThrow().equals(tag))
          .as("another state has another tag")
          .isEqualTo(bodies.first().equals(bodies.second()));
    }
  }

  private static String withoutUse(HttpResponse<String> answer) {
    return answer.body().replaceAll("\"lastUsedAt\":[^,}]*", "");
  }

  /** An action holds the tag of its subscriber, or of nothing, but never passes over it. */
  private void refusedWithTag(String path) {
    String trail = reception.get(OWN + "/audit", reception.operatorKey).body();
    String operators = reception.get("/v1/audit", reception.operatorKey).body();

    HttpResponse<String> answer = ask("POST", path, "{}", "If-Match", "\"of-another-state\"");

    assertThat(answer.statusCode()).isEqualTo(412);
    assertThat(reception.get(OWN + "/audit", reception.operatorKey).body()).isEqualTo(trail);
    assertThat(reception.get("/v1/audit", reception.operatorKey).body()).isEqualTo(operators);
  }

  private String filled(String pattern) {
    String keys = pattern.startsWith("/v1/keys") ? "/v1/keys" : OWN + "/keys";
    String key =
        Reception.json(ask("POST", keys, "{\"name\":\"N\",\"scope\":\"READ\"}"))
            .get("id")
            .asString();
    return pattern
        .replace("{slug}", Reception.DENTIST)
        .replace("{kind}", "VOICE")
        .replace("{role}", "RECEPTIONIST")
        .replace("{plan}", "clinic")
        .replace("{meter}", "CALLS")
        .replace("{tax}", "gst")
        .replace("{currency}", "CAD")
        .replace("{month}", "2026-10")
        .replace("{date}", "2026-12-25")
        .replace("{number}", "+12045550188")
        .replace("{topic}", "delivery")
        .replace("{event}", "none")
        .replace("{id}", key);
  }

  private HttpResponse<String> ask(String method, String path, String body, String... more) {
    return reception.ask(method, path, reception.operatorKey, body, more);
  }

  @Test
  void what_answers_now_and_when_a_key_was_used_is_no_part_of_a_tag() {
    String off = "{\"mode\":\"OFF\",\"until\":\"%s\"}".formatted(reception.now.plusSeconds(60));
    String tag = ask("PUT", SWITCH, off).headers().firstValue("etag").orElseThrow();

    reception.now = reception.now.plusSeconds(3600);

    assertThat(reception.get(SWITCH, reception.operatorKey).body()).contains("\"answers\":true");
    assertThat(ask("PUT", SWITCH, OFF, "If-Match", tag).statusCode()).isEqualTo(200);
  }

  @Test
  void several_lines_of_a_header_are_one() {
    String tag =
        reception.get(SWITCH, reception.operatorKey).headers().firstValue("etag").orElseThrow();

    assertThat(ask("PUT", SWITCH, OFF, "If-Match", "\"other\"", "If-Match", tag).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"W/\"%s\"", "\"%s-gzip\"", "\"%s--gzip\"", "W/\"%s;br\""})
  void a_tag_that_a_proxy_made_over_is_refused_in_words_that_say_so(String made) {
    HttpResponse<String> shown = reception.get(SWITCH, reception.operatorKey);
    String tag = shown.headers().firstValue("etag").orElseThrow();
    String sent = made.formatted(tag.replace("\"", ""));

    HttpResponse<String> refused = ask("PUT", SWITCH, OFF, "If-Match", sent);

    assertThat(shown.headers().firstValue("cache-control").orElseThrow()).contains("no-transform");
    assertThat(refused.statusCode()).isEqualTo(412);
    assertThat(Reception.json(refused).get("detail").asString())
        .contains("It has not changed", sent, "proxy", tag);
    assertThat(Reception.json(refused).get("cure").asString()).contains("If-Match: " + tag);
    assertThat(reception.get(SWITCH, reception.operatorKey).body()).isEqualTo(shown.body());
  }

  @Test
  void the_trail_tells_how_a_switch_and_a_cap_were_before() {
    ask("PUT", SWITCH, OFF);
    ask("PUT", SWITCH, "{\"mode\":\"ON\"}");
    ask("PUT", OWN + "/caps/CALLS", "{\"quantity\":\"10\"}");
    ask("PUT", OWN + "/caps/CALLS", "{\"quantity\":\"20\",\"hard\":true}");

    String trail = reception.get(OWN + "/audit", reception.dentistKey).body();

    assertThat(trail)
        .contains("\"before\":[\"switched off\"],\"after\":[\"switched on\"]")
        .contains("\"before\":[\"CALLS at 10\"],\"after\":[\"CALLS at 20, then forwards\"]");
  }
}
