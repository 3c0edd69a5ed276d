package ca.rocketreception.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.doubles.retell.EventBodies;
import ca.rocketreception.zones.ZoneData;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator's monitoring sees of a node. */
class MetricsStoryTest {

  private static final Duration SHORT = Duration.ofSeconds(2);

  @TempDir private Path directory;
  private SeededNode node;

  @BeforeEach
  void start() {
    node = SeededNode.start(directory);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void theMetricsTellWhatBecameOfEventsAndNothingOfAnybody() {
    byte[] ended = SeededNode.call("call_measured").ended();
    assertThat(node.record(ended)).isEqualTo(204);
    assertThat(node.record(ended)).isEqualTo(204);
    assertThat(node.webhook("", ended, "wrong_key").statusCode()).isEqualTo(401);
    assertThat(node.record("{\"event\":\"of_no_kind\"}".getBytes(UTF_8))).isEqualTo(204);
    assertThat(
            node.webhook(
                    "/inbound",
                    EventBodies.inbound(
                        "call_rings",
                        SeededNode.CALLER,
                        Seeds.OWN_NUMBER.e164(),
                        Installation.CLOCK.instant()),
                    SeededNode.WEBHOOK_KEY)
                .statusCode())
        .isEqualTo(200);
    node.get("/v1/subscribers/" + SeededNode.SLUG + "/interactions?caller=%2B12045550177");
    node.get("/nothing/here/12045550177");

    SeededNode.eventually(() ->
        metrics().contains("rocket_events_waiting 0.0")
            && metrics().contains("rocket_jobs_seconds_count{"));
    String metrics = metrics();

    assertThat(metrics)
        .contains(
            event("applied") + " 1.0",
            event("repeat") + " 1.0",
            event("ignored") + " 1.0",
            event("waiting") + " 0.0",
            event("refused_signature") + " 1.0",
            "rocket_http_requests_seconds_count{method=\"POST\",route=\"/webhooks/retell\",status=\"2xx\"} 3",
            "rocket_http_requests_seconds_bucket{method=\"POST\",route=\"/webhooks/retell\",status=\"4xx\",le=\"0.001\"}",
            "route=\"/v1/subscribers/{slug}/interactions\"",
            "route=\"unmatched\",status=\"4xx\"",
            "rocket_routing_seconds_count 1",
            "rocket_zone_data_info{source=\"",
            "version=\"" + ZoneData.current().version() + "\"} 1",
            "rocket_zone_data_age_seconds ",
            "rocket_routing_snapshot_age_seconds ",
            "rocket_database_connections{state=\"active\"}",
            "rocket_database_connections{state=\"idle\"}",
            "rocket_database_connections{state=\"awaited\"}",
            "jvm_memory_used_bytes");
    assertThat(metrics)
        .doesNotContain(
            "2045550177",
            "4316005505",
            SeededNode.SLUG,
            "call_measured",
            SeededNode.OPERATOR_KEY,
            directory.toString());
  }

  @Test
  void aScrapeIsAnsweredAtOnceWhilePostgresIsDown() throws Exception {
    SeededNode.stopPostgres(directory);

    long begin = System.nanoTime();
    HttpResponse<String> scraped = node.get("/metrics");

    assertThat(scraped.statusCode()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SHORT);
  }

  private String metrics() {
    return node.get("/metrics").body();
  }

  private static String event(String outcome) {
    return "rocket_events_total{outcome=\"%s\",provider=\"retell\",source=\"webhook\"}"
        .formatted(outcome);
  }
}
