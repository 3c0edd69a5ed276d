package ca.rocketreception.app;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.Discrepancy;
import ca.rocketreception.doubles.retell.EventBodies;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** In 2026 three provinces stopped changing their clocks: hours, days and months follow. */
class ClockLawStoryTest {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Instant WEDNESDAY = Instant.parse("2026-11-25T18:00:00Z");

  /** Goes on from whenever it was set to. */
  private static final AtomicReference<Duration> AHEAD = new AtomicReference<>(Duration.ZERO);

  @TempDir static Path directory;

  private static SeededNode node;

  @BeforeAll
  static void start() {
    set(WEDNESDAY);
    node = SeededNode.start(directory, Map.of(), ClockLawStoryTest::now);
  }

  private static Instant now() {
    return Installation.CLOCK.instant().plus(AHEAD.get());
  }

  private static void set(Instant now) {
    AHEAD.set(Duration.between(Installation.CLOCK.instant(), now));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static JsonNode ask(String method, String path, String body) {
    HttpResponse<String> answer =
        node.send(node.request(path).method(method, HttpRequest.BodyPublishers.ofString(body)));
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
    return answer.body().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.body());
  }

  private static void open(String slug, String zone, String number, String hour) {
    String own = "/v1/subscribers/" + slug;
    ask(
        "POST",
        "/v1/subscribers",
        "{\"slug\":\"%s\",\"name\":\"%s\",\"timezone\":\"%s\",\"language\":\"en-CA\",\"transferNumber\":\"+12045550133\"}"
            .formatted(slug, slug, zone));
    ask(
        "PUT",
        own + "/hours",
        "{\"week\":[{\"day\":\"WEDNESDAY\",\"opens\":\"%s:00\",\"closes\":\"%s:30\"}]}"
            .formatted(hour, hour));
    ask(
        "PUT",
        own + "/channels/VOICE",
        "{\"enabled\":true,\"transportProvider\":\"RETELL\",\"aiProvider\":\"RETELL\",\"providerNumberE164\":\"%s\"}"
            .formatted(number));
    ask(
        "PUT",
        own + "/channels/CHAT",
        "{\"enabled\":true,\"transportProvider\":\"OTHER\",\"aiProvider\":\"BUILTIN\"}");
    for (String role : List.of("RECEPTIONIST", "AFTER_HOURS")) {
      ask(
          "PUT",
          own + "/agents/" + role,
          "{\"name\":\"Ava\",\"greeting\":\"Hello\",\"language\":\"en-CA\",\"providerAgentId\":\"agent_%s_%s\"}"
              .formatted(slug.replace('-', '_'), role));
    }
    ask("PUT", own + "/numbers/" + number, "{}");
  }

  private static JsonNode rings(String number) {
    byte[] question = EventBodies.inbound("call_rings", SeededNode.CALLER, number, now());
    HttpResponse<String> answer = node.webhook("/inbound", question, SeededNode.WEBHOOK_KEY);
    return JSON.readTree(answer.body()).at("/call_inbound");
  }

  private static void ended(String slug, String number, String call, Instant end) {
    EventBodies bodies =
        EventBodies.sample(
            call,
            SeededNode.CALLER,
            number,
            "agent_" + slug.replace('-', '_') + "_RECEPTIONIST",
            end,
            new Random(1));
    assertThat(node.record(bodies.ended())).isEqualTo(204);
  }

  private static List<String> days(String slug) {
    return ask(
            "GET", "/v1/subscribers/" + slug + "/usage/entries?from=2026-11-01&to=2027-01-01", "")
        .get("items")
        .findValuesAsString("localDay");
  }

  @ParameterizedTest
  @CsvSource({
    "by-the-red, America/Winnipeg, +12045550161, 13, 2026-11-24T05:10:00Z",
    "by-the-bow, America/Edmonton, +14035550162, 12, 2026-11-24T06:10:00Z",
    "by-the-sea, America/Vancouver, +16045550163, 11, 2026-11-24T07:10:00Z"
  })
  void hoursAndDaysAreByTheLawThatHoldsNow(
      String slug, String zone, String number, String hour, Instant afterMidnight) {
    set(WEDNESDAY);
    open(slug, zone, number, hour);

    SeededNode.eventually(
        () -> rings(number).at("/dynamic_variables/is_open").asString("").equals("true"));
    assertThat(rings(number).get("override_agent_id").asString()).endsWith("_RECEPTIONIST");
    assertThat(ask("GET", "/v1/widget/" + slug, "").get("open").asBoolean()).isTrue();

    ended(slug, number, "call_" + slug, afterMidnight);
    assertThat(days(slug)).isNotEmpty().containsOnly("2026-11-24");
    ended(slug, number, "call_before_" + slug, afterMidnight.minusSeconds(700));
    assertThat(days(slug)).contains("2026-11-23");
    assertThat(audited()).isEmpty();
  }

  @Test
  void aMonthEndsByTheLawThatHoldsNow() {
    set(WEDNESDAY);
    String slug = "at-the-forks";
    String own = "/v1/subscribers/" + slug;
    open(slug, "America/Winnipeg", "+12045550164", "13");
    ask(
        "PUT",
        "/v1/plans/calls/2026-11-01",
        "{\"name\":\"Calls\",\"currency\":\"CAD\",\"baseFee\":\"0\",\"rates\":[{\"meter\":\"CALLS\",\"tiers\":[{\"price\":\"1\"}]}]}");
    ask("PUT", own + "/rates/2026-11-01", "{\"plan\":\"calls\",\"taxes\":[]}");
    set(Instant.parse("2026-12-01T12:00:00Z"));
    ended(slug, "+12045550164", "call_of_november", Instant.parse("2026-12-01T04:58:00Z"));
    ended(slug, "+12045550164", "call_of_december", Instant.parse("2026-12-01T05:10:00Z"));

    JsonNode november = ask("POST", own + "/statements/2026-11/finalise", "");
    JsonNode december = ask("GET", own + "/statements/2026-12", "");

    assertThat(november.at("/total/amount").asString()).isEqualTo("1.00");
    assertThat(december.at("/total/amount").asString()).isEqualTo("1.00");
    assertThat(audited()).isEmpty();
  }

  private static List<Discrepancy> audited() {
    List<Discrepancy> found = new ArrayList<>();
    node.installation.database().usageAudit(Application.events()).audit(found::add);
    return found;
  }
}
