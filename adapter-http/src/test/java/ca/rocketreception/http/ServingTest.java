package ca.rocketreception.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.ports.driving.interaction.WebhookAnswer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class ServingTest {

  private final Reception reception = new Reception();

  @AfterEach
  void close() {
    reception.close();
  }

  record Expected(Refusal refusal, int status, String kind) {}

  static Stream<Expected> refusals() {
    return Stream.of(
        new Expected(new Refusal.Invalid("f", "m", "c"), 400, "invalid"),
        new Expected(new Refusal.Unauthenticated("m", "c"), 401, "unauthenticated"),
        new Expected(new Refusal.Forbidden("m", "c"), 403, "forbidden"),
        new Expected(new Refusal.NotFound("m", "c"), 404, "not-found"),
        new Expected(new Refusal.Conflict("m", "c"), 409, "conflict"),
        new Expected(new Refusal.Stale("m", "c"), 412, "stale"),
        new Expected(new Refusal.Reused("m", "c"), 422, "reused"),
        new Expected(new Refusal.Unavailable("m", null), 503, "unavailable"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void every_refusal_is_a_problem_with_a_stable_type(Expected expected) {
    reception.webhook =
        request -> {
          throw expected.refusal();
        };

    HttpResponse<String> answer =
        reception.send(
            reception
                .request("/webhooks/retell")
                .header("X-Request-Id", "abcdefgh")
                .POST(BodyPublishers.noBody()));

    JsonNode problem = Reception.json(answer);
    assertThat(answer.statusCode()).isEqualTo(expected.status());
    assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
    assertThat(problem.get("type").asString())
        .isEqualTo("urn:rocketreception:problem:" + expected.kind());
    assertThat(problem.get("status").asInt()).isEqualTo(expected.status());
    assertThat(problem.get("title").asString()).isNotBlank();
    assertThat(problem.get("detail").asString()).isEqualTo("m");
    assertThat(problem.get("cure").asString()).isEqualTo(expected.refusal().cure());
    assertThat(problem.get("requestId").asString()).isEqualTo("abcdefgh");
    assertThat(problem.has("field")).isEqualTo(expected.status() == 400);
    assertThat(answer.headers().firstValue("retry-after").isPresent())
        .isEqualTo(expected.status() == 503);
  }

  @Test
  void a_wrong_escape_behind_a_semicolon_is_refused_like_any_other() throws IOException {
    for (String path : List.of("/v1/subscribers/x;%inf", "/v1/subscribers/x;a=%2", "/v1/x%inf")) {
      assertThat(
              Raw.send(
                  reception.port,
                  "GET "
                      + path
                      + " HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer "
                      + reception.operatorKey
                      + "\r\nConnection: close\r\n\r\n"))
          .as(path)
          .startsWith("HTTP/1.1 400");
    }
  }

  @Test
  void a_mistake_of_ours_tells_its_reference_and_nothing_inner() {
    reception.webhook =
        request -> {
          throw new IllegalStateException("select secret from inner");
        };
    HttpResponse<String> mistake =
        reception.send(reception.request("/webhooks/retell").POST(BodyPublishers.noBody()));
    reception.webhook =
        request -> {
          throw new StackOverflowError("inner too");
        };
    HttpResponse<String> worse =
        reception.send(reception.request("/webhooks/retell").POST(BodyPublishers.noBody()));

    assertThat(mistake.statusCode()).isEqualTo(500);
    assertThat(mistake.body()).doesNotContain("secret", "Exception").contains("reference number");
    assertThat(worse.statusCode()).isEqualTo(500);
    assertThat(worse.body()).doesNotContain("inner", "Error").contains("reference number");
  }

  @Test
  void an_unknown_path_and_a_wrong_method_are_problems() {
    HttpResponse<String> unknown = reception.get("/v1/nothing");
    HttpResponse<String> wrong = reception.send(reception.request("/v1/subscribers").DELETE());

    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(Reception.json(unknown).get("type").asString()).endsWith(":not-found");
    assertThat(wrong.statusCode()).isEqualTo(405);
    assertThat(Reception.json(wrong).get("type").asString()).endsWith(":method-not-allowed");
    assertThat(wrong.headers().firstValue("allow").orElseThrow()).contains("GET");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/%zz HTTP/1.1",
        "GET /v1/%00 HTTP/1.1",
        "GET /v1/../../etc/passwd HTTP/1.1",
        "GET /v1/a%2Fb/%2e%2e/c HTTP/1.1",
        "GET nonsense HTTP/1.1",
        "NONSENSE",
        "GET /v1/sub\u0001 HTTP/1.1",
        "POST /webhooks/retell/%zz HTTP/1.1",
        "PUT /v1/subscribers/prairie-dental/facts/a%2Fb HTTP/1.1",
        "PATCH /v1/subscribers/%25 HTTP/1.1",
        "DELETE /v1/subscribers/prairie-dental/facts/%5C HTTP/1.1",
        "POST /webhooks/retell/..%2f.. HTTP/1.1",
        "GET /v1/subscribers/%C3%28 HTTP/1.1",
      })
  void a_malformed_target_is_refused_as_a_problem(String line) throws Exception {
    String answer = Raw.send(reception.port, line + "\r\nHost: h\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 4").contains("application/problem+json");
    assertThat(answer).contains("X-Request-Id").doesNotContain("jetty", "Jetty", "org.eclipse");
  }

  @Test
  void too_long_a_header_is_a_problem_too() throws Exception {
    String answer =
        Raw.send(
            reception.port,
            "GET /health/live HTTP/1.1\r\nHost: h\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 431").contains("application/problem+json");
  }

  @Test
  void a_sane_request_id_comes_back_and_any_other_is_replaced() {
    assertThat(requestId("my-id-12345")).isEqualTo("my-id-12345");
    assertThat(requestId("short")).hasSize(16);
    assertThat(requestId("has spaces in it")).hasSize(16);
    assertThat(requestId("x".repeat(65))).hasSize(16);
    assertThat(requestId("one-of-ours")).isNotEqualTo(requestId("two-of-ours"));
  }

  @Test
  void it_lives_while_the_store_is_away_and_says_what_is_not_ready() {
    assertThat(reception.get("/health/ready").statusCode()).isEqualTo(200);

    reception.routingReady = false;
    reception.store =
        () -> {
          throw new Refusal.Unavailable("away", null);
        };
    reception.now = reception.now.plusSeconds(2);

    HttpResponse<String> answer = reception.get("/health/ready");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("{\"ready\":false,\"store\":false,\"routing\":false}");
    assertThat(reception.get("/health/live").statusCode()).isEqualTo(200);

    reception.routingReady = true;
    reception.store = () -> {};
    reception.now = reception.now.plusSeconds(2);
    assertThat(reception.get("/health/ready").body())
        .isEqualTo("{\"ready\":true,\"store\":true,\"routing\":true}");
  }

  @Test
  void a_slow_store_is_asked_once_however_many_want_to_know() {
    CountDownLatch slow = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    reception.store =
        () -> {
          asked.incrementAndGet();
          await(slow);
        };

    List<CompletableFuture<Integer>> answers =
        IntStream.range(0, 12)
            .mapToObj(_ ->
                CompletableFuture.supplyAsync(
                    () -> reception.get("/health/ready").statusCode(), Thread::startVirtualThread))
            .toList();

    assertThat(answers).extracting(CompletableFuture::join).containsOnly(503);
    assertThat(asked).hasValue(1);
    slow.countDown();
  }

  @Test
  void the_page_comes_with_a_strict_policy_and_is_not_sent_twice() {
    HttpResponse<String> page = reception.get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
        .contains("script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("x-content-type-options")).contains("nosniff");
    assertThat(page.headers().firstValue("referrer-policy")).contains("no-referrer");
    assertThat(page.body()).doesNotContain("<style", "style=", "onclick", "http://", "https://");

    HttpResponse<String> again =
        reception.send(
            reception
                .request("/")
                .header("If-None-Match", page.headers().firstValue("etag").orElseThrow()));
    assertThat(again.statusCode()).isEqualTo(304);
  }

  @Test
  void a_request_that_runs_is_finished_before_the_server_stops() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    reception.webhook =
        request -> {
          running.countDown();
          await(finish);
          return new WebhookAnswer(200, "text/plain", "finished".getBytes(UTF_8));
        };

    CompletableFuture<HttpResponse<String>> answer =
        CompletableFuture.supplyAsync(() ->
            reception.send(reception.request("/webhooks/retell").POST(BodyPublishers.noBody())));
    await(running);
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(reception.server::close);
    awaitRefusal();
    finish.countDown();

    assertThat(answer.get(10, TimeUnit.SECONDS).body()).isEqualTo("finished");
    stopped.get(10, TimeUnit.SECONDS);
  }

  /**
   * Waits until the server takes no new connection: it is refused, or the system took it and nobody
   * answers. Not for long, lest the server's own patience ends first.
   */
  private void awaitRefusal() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (System.nanoTime() < deadline) {
      try {
        Raw.send(reception.port, "GET /health/live HTTP/1.1\r\nHost: h\r\n\r\n", 500);
        Thread.onSpinWait();
      } catch (java.io.IOException refused) {
        return;
      }
    }
    throw new AssertionError("The server still takes new connections");
  }

  private String requestId(String sent) {
    return reception
        .send(reception.request("/health/live").header("X-Request-Id", sent))
        .headers()
        .firstValue("x-request-id")
        .orElseThrow();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
