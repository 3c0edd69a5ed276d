package ca.rocketreception.app;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.Discrepancy;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.doubles.retell.EventBodies;
import ca.rocketreception.doubles.retell.Scenario;
import ca.rocketreception.doubles.retell.SimulatedCalls;
import ca.rocketreception.postgres.Database;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From signed events to an invoice that adds up, and to a cap that lets calls through. */
class BillingStoryTest {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String OWN = "/v1/subscribers/" + SeededNode.SLUG;
  private static final ZoneId WINNIPEG = ZoneId.of("America/Winnipeg");

  @TempDir static Path directory;

  private static SeededNode node;

  @BeforeAll
  static void start() {
    node = SeededNode.start(directory);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static JsonNode ask(String method, String path, String body) {
    HttpResponse<String> answer =
        node.send(node.request(path).method(method, HttpRequest.BodyPublishers.ofString(body)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static void call(Instant ending) {
    SimulatedCalls.Result result =
        new SimulatedCalls(
                URI.create("http://localhost:" + node.port()),
                SeededNode.WEBHOOK_KEY,
                Installation.CLOCK,
                new Random(7))
            .at(() -> ending)
            .play(
                new SimulatedCalls.Plan(
                    Seeds.OWN_NUMBER,
                    Optional.of(new PhoneNumber(SeededNode.CALLER)),
                    Optional.of(Scenario.BOOKING),
                    1,
                    0,
                    false,
                    Optional.empty()));
    assertThat(result.problems()).isEmpty();
  }

  private static String answering() {
    HttpResponse<String> answer =
        node.webhook(
            "/inbound",
            EventBodies.inbound(
                "call_to_route",
                Seeds.OWN_NUMBER,
                new PhoneNumber(SeededNode.CALLER),
                System.currentTimeMillis()),
            SeededNode.WEBHOOK_KEY);
    return JSON.readTree(answer.body()).at("/call_inbound/override_agent_id").asString("");
  }

  @Test
  void aMonthOfCallsBecomesAStatementThatLeadsBackToThemAndACapForwardsTheNext() {
    YearMonth month = YearMonth.now(WINNIPEG).minusMonths(1);
    ask(
        "PUT",
        "/v1/plans/desk/" + month.atDay(1),
        """
        {"name":"Desk","currency":"CAD","baseFee":"50","rates":[
          {"meter":"CALLS","tiers":[{"upTo":"1","price":"2"},{"price":"1.5"}]}]}
        """);
    ask("PUT", "/v1/taxes/gst/" + month.atDay(1), "{\"name\":\"GST\",\"percent\":\"5\"}");
    ask("PUT", OWN + "/rates/" + month.atDay(1), "{\"plan\":\"desk\",\"taxes\":[\"gst\"]}");
    for (int day = 3; day <= 5; day++) {
      call(month.atDay(day).atTime(12, 0).atZone(WINNIPEG).toInstant());
    }

    JsonNode statement = ask("POST", OWN + "/statements/" + month + "/finalise", "");

    // 50, a call of 2, two of 1.50, and 5 % of 55
    assertThat(statement.at("/total/amount").asString()).isEqualTo("57.75");
    int line = lineOf(statement, "CALLS");
    JsonNode entries =
        JSON.readTree(
            node.get(OWN + "/statements/" + month + "/lines/" + line + "/entries").body());
    assertThat(entries.get("items").size()).isEqualTo(3);
    JsonNode first = entries.at("/items/0");
    assertThat(node.get("/v1/events/" + first.at("/event/id").asString()).body())
        .contains(first.at("/event/providerId").asString());
    assertThat(audited()).isEmpty();

    ask("PUT", OWN + "/agents/FORWARDER", FORWARDER);
    ask("PUT", OWN + "/caps/CALLS", "{\"quantity\":\"1\",\"hard\":true}");
    assertThat(answering()).isNotEqualTo("agent_forwarder");
    call(Instant.now());
    Database database = node.installation.database();
    database.usageLedger().rollUp();
    database.caps().check(Instant.now());

    SeededNode.eventually(() -> answering().equals("agent_forwarder"));
    assertThat(ask("GET", OWN + "/caps", "").at("/items/0/reached").size()).isEqualTo(2);
    ask("PUT", OWN + "/caps/CALLS", "{\"quantity\":\"100\",\"hard\":true}");
    SeededNode.eventually(() -> !answering().equals("agent_forwarder"));
    assertThat(audited()).isEmpty();
  }

  private static final String FORWARDER =
      """
      {"name":"F","greeting":"One moment.","language":"en-CA","providerAgentId":"agent_forwarder"}
      """;

  private static int lineOf(JsonNode statement, String meter) {
    for (JsonNode line : statement.get("lines")) {
      if (line.path("meter").asString("").equals(meter)) {
        return line.get("seq").asInt();
      }
    }
    throw new AssertionError("no line of " + meter);
  }

  private static List<Discrepancy> audited() {
    List<Discrepancy> found = new ArrayList<>();
    node.installation.database().usageAudit(Application.events()).audit(found::add);
    return found;
  }
}
