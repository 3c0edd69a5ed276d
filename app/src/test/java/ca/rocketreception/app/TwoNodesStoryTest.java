package ca.rocketreception.app;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.OwnedNumber;
import ca.rocketreception.doubles.retell.EventBodies;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Two nodes behind one load balancer, over one PostgreSQL, are one product. */
class TwoNodesStoryTest {

  private static final PhoneNumber NEW_NUMBER = new PhoneNumber("+12045550100");
  private static final String FRONT = "rocketreception";
  private static final String DENTIST = "prairie-smile-dental";
  private static final int SECONDS_BETWEEN_RETRIES = 10;

  @TempDir private Path directory;
  private final long begin = System.nanoTime();
  private SeededNode one;
  private SeededNode other;

  @BeforeEach
  void start() {
    one = SeededNode.start(directory);
    other = SeededNode.start(directory);
  }

  @AfterEach
  void stop() {
    other.close();
    one.close();
  }

  @Test
  void aChangeMadeThroughOneNodeIsRoutedByOnBoth() {
    assertThat(change(one, "/suspend")).isEqualTo(200);

    SeededNode.eventually(() -> isRejected(one) && isRejected(other));
    assertThat(change(other, "/resume")).isEqualTo(200);
    SeededNode.eventually(() -> !isRejected(one) && !isRejected(other));
  }

  @Test
  void aCallRecordedByOneNodeShowsOnTheLivePageOfTheOther() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> live =
          http.send(
              other.request("/v1/activity").build(), HttpResponse.BodyHandlers.ofInputStream());
      CompletableFuture<String> news =
          CompletableFuture.supplyAsync(() -> firstNews(live.body()), Thread::startVirtualThread);

      assertThat(one.record(SeededNode.call("call_on_one").ended())).isEqualTo(204);

      assertThat(news.get(20, TimeUnit.SECONDS)).contains(SeededNode.SLUG);
      live.body().close();
    }
    assertThat(interactions(other)).contains("call_on_one");
  }

  @Test
  void anEventThatWaitedIsAppliedByOneNodeAlone() {
    byte[] ofNobody =
        EventBodies.sample(
                "call_waits",
                SeededNode.CALLER,
                NEW_NUMBER.e164(),
                "agent_of_nobody",
                Installation.CLOCK.instant(),
                new Random(1))
            .ended();
    assertThat(one.record(ofNobody)).isEqualTo(204);
    assertThat(interactions(other)).doesNotContain("call_waits");

    other
        .installation
        .database()
        .subscribers()
        .change(
            new Slug(SeededNode.SLUG),
            current -> current.orElseThrow().filledFrom(owning(current.orElseThrow())),
            business ->
                new AuditEntry(
                    business.id(), Installation.CLOCK.instant(), "test", "connected", "a number"));

    SeededNode.eventually(() -> interactions(one).contains("call_waits"));
    SeededNode.eventually(() -> appliedLate() == 1);
    double done = sum("rocket_jobs_seconds_count{job=\"retry-waiting-events\"");
    assertThat(done)
        .isLessThanOrEqualTo(
            1 + Duration.ofNanos(System.nanoTime() - begin).toSeconds() / SECONDS_BETWEEN_RETRIES);
    assertThat(sum("rocket_jobs_seconds_count{job=\"retry-waiting-events\",outcome=\"failed\""))
        .isZero();
  }

  @Test
  void aCallPutThroughByOneNodeIsWithItsBusinessForTheOther() {
    EventBodies bodies =
        EventBodies.sample(
            "call_moves",
            SeededNode.CALLER,
            Seeds.DEMO_NUMBER.e164(),
            "agent_seed_rocketreception_gatekeeper",
            Installation.CLOCK.instant(),
            new Random(1));
    assertThat(one.record(bodies.started())).isEqualTo(204);
    assertThat(interactions(other, FRONT)).contains("call_moves");

    HttpResponse<String> routed =
        other.webhook("/functions/route_call", routeCall(bodies.started()), SeededNode.WEBHOOK_KEY);
    assertThat(routed.body()).contains("\"routed\":true");
    assertThat(one.record(bodies.ended())).isEqualTo(204);
    assertThat(other.record(bodies.analyzed())).isEqualTo(204);

    assertThat(interactions(one, DENTIST)).contains("call_moves").contains("ENDED");
    assertThat(interactions(one, FRONT)).doesNotContain("call_moves");
    assertThat(interactions(other, FRONT)).doesNotContain("call_moves");
  }

  private static byte[] routeCall(byte[] started) {
    JsonMapper json = JsonMapper.shared();
    return json.writeValueAsBytes(
        Map.of(
            "name",
            "route_call",
            "call",
            json.readTree(started).get("call"),
            "args",
            Map.of("business", "Prairie Smile Dental")));
  }

  private static int change(SeededNode node, String what) {
    return node.send(
            node.request("/v1/subscribers/" + SeededNode.SLUG + what)
                .POST(HttpRequest.BodyPublishers.noBody()))
        .statusCode();
  }

  private double appliedLate() {
    return sum("rocket_events_total{outcome=\"applied\",provider=\"retell\",source=\"retry\"");
  }

  /** Over both nodes, of all meters whose lines begin so. */
  private double sum(String start) {
    Pattern line =
        Pattern.compile("^" + Pattern.quote(start) + "[^}]*} (\\S+)$", Pattern.MULTILINE);
    return Stream.of(one, other)
        .flatMap(node -> line.matcher(node.get("/metrics").body()).results())
        .mapToDouble(found -> Double.parseDouble(found.group(1)))
        .sum();
  }

  private static Business owning(Business business) {
    return new Business(
        business.subscriber(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(new OwnedNumber(NEW_NUMBER, false)));
  }

  private static String interactions(SeededNode node) {
    return interactions(node, SeededNode.SLUG);
  }

  private static String interactions(SeededNode node, String slug) {
    return node.get("/v1/subscribers/" + slug + "/interactions").body();
  }

  private static boolean isRejected(SeededNode node) {
    return node.webhook(
            "/inbound",
            EventBodies.inbound(
                "call_rings",
                SeededNode.CALLER,
                Seeds.OWN_NUMBER.e164(),
                Installation.CLOCK.instant()),
            SeededNode.WEBHOOK_KEY)
        .body()
        .contains("reject");
  }

  private static String firstNews(InputStream stream) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("data:")) {
          return line;
        }
      }
      return "the stream ended";
    } catch (IOException ended) {
      return "the stream broke: " + ended;
    }
  }
}
