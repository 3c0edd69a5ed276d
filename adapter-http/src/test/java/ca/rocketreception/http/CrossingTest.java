package ca.rocketreception.http;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every route that there is, tried with each kind of key: nothing crosses. */
final class CrossingTest {

  /** What is done with a key of the API; the visitors' routes have tokens of their own. */
  private static final String WITH_KEYS = "/v1/";

  private static final String OF_VISITORS = "/v1/widget";

  private static final Set<String> OPERATORS_ALONE =
      Set.of(
          "POST /v1/subscribers",
          "GET /v1/plans/{plan}/{date}",
          "HEAD /v1/plans/{plan}/{date}",
          "GET /v1/taxes/{tax}/{date}",
          "HEAD /v1/taxes/{tax}/{date}",
          "GET /v1/issuers/{date}",
          "HEAD /v1/issuers/{date}",
          "GET /v1/exchange-rates/{currency}/{date}",
          "HEAD /v1/exchange-rates/{currency}/{date}",
          "GET /v1/keys/{id}",
          "HEAD /v1/keys/{id}",
          "GET /v1/plans",
          "HEAD /v1/plans",
          "GET /v1/taxes",
          "HEAD /v1/taxes",
          "GET /v1/exchange-rates",
          "HEAD /v1/exchange-rates",
          "GET /v1/numbers-for-sale",
          "HEAD /v1/numbers-for-sale",
          "GET /v1/subscribers/{slug}/numbers/{number}/connection",
          "HEAD /v1/subscribers/{slug}/numbers/{number}/connection",
          "POST /v1/subscribers/{slug}/numbers/{number}/connect",
          "POST /v1/subscribers/{slug}/numbers/{number}/check",
          "POST /v1/subscribers/{slug}/numbers/{number}/release",
          "GET /v1/differences",
          "HEAD /v1/differences",
          "POST /v1/differences/{id}/explain",
          "GET /v1/issuers",
          "HEAD /v1/issuers",
          "PUT /v1/issuers/{date}",
          "PUT /v1/plans/{plan}/{date}",
          "PUT /v1/taxes/{tax}/{date}",
          "PUT /v1/exchange-rates/{currency}/{date}",
          "PUT /v1/subscribers/{slug}/rates/{date}",
          "GET /v1/subscribers/{slug}/statements/{month}/margin",
          "HEAD /v1/subscribers/{slug}/statements/{month}/margin",
          "PUT /v1/subscribers/{slug}/caps/{meter}",
          "DELETE /v1/subscribers/{slug}/caps/{meter}",
          "POST /v1/subscribers/{slug}/statements/{month}/finalise",
          "POST /v1/subscribers/{slug}/statements/{month}/credit-notes",
          "POST /v1/subscribers/{slug}/suspend",
          "POST /v1/subscribers/{slug}/resume",
          "PUT /v1/subscribers/{slug}/numbers/{number}",
          "DELETE /v1/subscribers/{slug}/numbers/{number}",
          "GET /v1/keys",
          "HEAD /v1/keys",
          "POST /v1/keys",
          "DELETE /v1/keys/{id}",
          "GET /v1/audit",
          "HEAD /v1/audit",
          "GET /v1/events",
          "HEAD /v1/events",
          "GET /v1/events/{event}",
          "HEAD /v1/events/{event}",
          "POST /v1/events/{event}/retry");

  /** A body that would be taken; every route that wants one stands here. */
  private static final Map<String, String> BODIES =
      Map.ofEntries(
          Map.entry(
              "POST /v1/subscribers",
              "{\"slug\":\"new\",\"name\":\"N\",\"timezone\":\"UTC\",\"language\":\"en\"}"),
          Map.entry("PATCH /v1/subscribers/{slug}", "{\"name\":\"N\"}"),
          Map.entry("POST /v1/subscribers/{slug}/suspend", ""),
          Map.entry("POST /v1/subscribers/{slug}/resume", ""),
          Map.entry(
              "PUT /v1/subscribers/{slug}/channels/{kind}",
              "{\"enabled\":true,\"transportProvider\":\"OTHER\",\"aiProvider\":\"OTHER\"}"),
          Map.entry(
              "PUT /v1/subscribers/{slug}/agents/{role}",
              "{\"name\":\"N\",\"greeting\":\"G\",\"language\":\"en\"}"),
          Map.entry("POST /v1/subscribers/{slug}/agents/{role}/publish", "{}"),
          Map.entry("POST /v1/subscribers/{slug}/agents/{role}/rollback", "{}"),
          Map.entry("PUT /v1/subscribers/{slug}/channels/CHAT/widget", "{}"),
          Map.entry("PUT /v1/subscribers/{slug}/hours", "{\"week\":[]}"),
          Map.entry("PUT /v1/subscribers/{slug}/holidays/{date}", "{\"name\":\"N\"}"),
          Map.entry("PUT /v1/subscribers/{slug}/blocked-callers/{number}", "{\"reason\":\"R\"}"),
          Map.entry("PUT /v1/subscribers/{slug}/facts/{topic}", "{\"text\":\"T\"}"),
          Map.entry("PUT /v1/subscribers/{slug}/numbers/{number}", "{}"),
          Map.entry("POST /v1/subscribers/{slug}/interactions/{id}/takeover", ""),
          Map.entry("POST /v1/subscribers/{slug}/interactions/{id}/handback", ""),
          Map.entry("POST /v1/subscribers/{slug}/interactions/{id}/messages", "{\"text\":\"T\"}"),
          Map.entry("POST /v1/subscribers/{slug}/keys", "{\"name\":\"N\",\"scope\":\"READ\"}"),
          Map.entry("POST /v1/keys", "{\"name\":\"N\",\"scope\":\"READ\"}"),
          Map.entry(
              "PUT /v1/plans/{plan}/{date}",
              "{\"name\":\"N\",\"currency\":\"CAD\",\"baseFee\":\"1\",\"rates\":[]}"),
          Map.entry("PUT /v1/taxes/{tax}/{date}", "{\"name\":\"N\",\"percent\":\"5\"}"),
          Map.entry("POST /v1/subscribers/{slug}/numbers/{number}/connect", "{}"),
          Map.entry("POST /v1/subscribers/{slug}/numbers/{number}/check", ""),
          Map.entry("POST /v1/subscribers/{slug}/numbers/{number}/release", "{}"),
          Map.entry("PUT /v1/subscribers/{slug}/switch", "{\"mode\":\"OFF\"}"),
          Map.entry("POST /v1/differences/{id}/explain", "{\"explanation\":\"E\"}"),
          Map.entry("PUT /v1/issuers/{date}", "{\"name\":\"N\",\"address\":\"A\"}"),
          Map.entry("PUT /v1/exchange-rates/{currency}/{date}", "{\"perDollar\":\"1.4\"}"),
          Map.entry("PUT /v1/subscribers/{slug}/rates/{date}", "{}"),
          Map.entry("PUT /v1/subscribers/{slug}/caps/{meter}", "{\"quantity\":\"1\"}"),
          Map.entry("POST /v1/subscribers/{slug}/statements/{month}/finalise", ""),
          Map.entry(
              "POST /v1/subscribers/{slug}/statements/{month}/credit-notes",
              "{\"amount\":\"-1\",\"reason\":\"R\"}"),
          Map.entry("POST /v1/events/{event}/retry", ""));

  private static Reception reception;

  @BeforeAll
  static void open() {
    reception = new Reception();
  }

  @AfterAll
  static void close() {
    reception.close();
  }

  @Test
  void every_route_that_only_an_operator_may_take_is_there() {
    assertThat(reception.server.routes()).containsAll(OPERATORS_ALONE);
  }

  @TestFactory
  Stream<DynamicTest> nothing_crosses() {
    List<String> routes =
        reception.server.routes().stream()
            .distinct()
            .filter(route -> path(route).startsWith(WITH_KEYS))
            .filter(route -> !path(route).startsWith(OF_VISITORS))
            .toList();
    assertThat(routes).hasSizeGreaterThan(50);
    return routes.stream().map(route -> DynamicTest.dynamicTest(route, () -> tried(route)));
  }

  private void tried(String route) {
    boolean operatorsAlone = OPERATORS_ALONE.contains(route);
    boolean changes = !route.startsWith("GET") && !route.startsWith("HEAD");
    boolean somebodys = route.contains("{slug}");

    assertThat(status(route, "")).as("without a key").isEqualTo(401);
    assertThat(status(route, "rr_wrong")).as("with a key that is none").isEqualTo(401);

    int others = status(route, reception.bakeryKey);
    int reading = status(route, reception.dentistReadKey);
    if (operatorsAlone) {
      assertThat(others).as("with another's key").isEqualTo(403);
    } else if (somebodys) {
      assertThat(others).as("with another's key").isEqualTo(404);
    }
    if (operatorsAlone || changes) {
      assertThat(reading).as("with its own key for reading").isEqualTo(403);
    } else {
      assertThat(reading).as("with its own key for reading").isIn(200, 404);
    }
    int own = status(route, reception.dentistKey);
    if (operatorsAlone) {
      assertThat(own).as("with its own key").isEqualTo(403);
    } else {
      assertThat(own).as("with its own key").isIn(200, 201, 204, 404);
    }
    assertThat(status(route, reception.operatorKey))
        .as("with the operator's key")
        .isIn(200, 201, 204, 400, 404, 409);
  }

  private int status(String route, String key) {
    String method = route.substring(0, route.indexOf(' '));
    boolean wantsBody = Set.of("POST", "PUT", "PATCH").contains(method);
    assertThat(!wantsBody || BODIES.containsKey(route)).as("a body to try it with").isTrue();
    String target =
        path(route)
            .replace("/clock", "/clock?from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z")
            .replace("{slug}", Reception.DENTIST)
            .replace("{kind}", "VOICE")
            .replace("{role}", "RECEPTIONIST")
            .replace("{plan}", "clinic")
            .replace("{meter}", "CALLS")
            .replace("{tax}", "gst")
            .replace("{currency}", "CAD")
            .replace("{month}", "2026-10")
            .replace("{line}", "1")
            .replace("{note}", "1")
            .replace("{date}", "2026-12-25")
            .replace("{number}", "+12045550188")
            .replace("{topic}", "parking")
            .replace("{event}", "none")
            .replace("{id}", Samples.uuid("no such thing").toString());
    var request =
        reception
            .request(target)
            .method(
                method,
                wantsBody ? BodyPublishers.ofString(BODIES.get(route)) : BodyPublishers.noBody());
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    // not read to its end, because a live stream has none
    HttpResponse<InputStream> answer =
        reception.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream _ = answer.body()) {
      return answer.statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String path(String route) {
    return route.substring(route.indexOf(' ') + 1);
  }
}
