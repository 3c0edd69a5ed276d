package ca.rocketreception.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.http.limit.Operating;
import ca.rocketreception.http.request.Trace;
import ca.rocketreception.ports.driving.interaction.WebhookAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One who asks too often, sends too slowly or sends too much costs the others nothing. */
final class HoldingBackTest {

  private static final Duration PATIENCE = Duration.ofMillis(400);

  private final Reception reception =
      new Reception(
          new Operating(
              Operating.unlimited().meters(),
              new Operating.Rate(2, 5),
              PATIENCE,
              true,
              Operating.unlimited().limits()));

  @AfterEach
  void close() {
    reception.close();
  }

  @Test
  void a_key_that_asks_too_often_is_told_when_to_come_back_and_others_are_served() {
    for (int asked = 0; asked < 5; asked++) {
      assertThat(reception.get("/v1/subscribers", reception.dentistKey).statusCode())
          .isEqualTo(200);
    }

    HttpResponse<String> refused = reception.get("/v1/subscribers", reception.dentistKey);

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("retry-after")).contains("1");
    assertThat(Reception.json(refused).get("type").asString())
        .isEqualTo("urn:rocketreception:problem:too-many-requests");
    assertThat(reception.get("/v1/subscribers", reception.operatorKey).statusCode()).isEqualTo(200);
    assertThat(reception.get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void a_key_may_ask_again_as_time_goes_by() {
    for (int asked = 0; asked < 6; asked++) {
      reception.get("/v1/subscribers", reception.dentistKey);
    }
    reception.now = reception.now.plusMillis(500);

    assertThat(reception.get("/v1/subscribers", reception.dentistKey).statusCode()).isEqualTo(200);
    assertThat(reception.get("/v1/subscribers", reception.dentistKey).statusCode()).isEqualTo(429);
    reception.now = reception.now.minusSeconds(3600);
    reception.get("/v1/subscribers", reception.dentistKey);
    reception.now = reception.now.plusSeconds(3);
    assertThat(reception.get("/v1/subscribers", reception.dentistKey).statusCode()).isEqualTo(200);
  }

  @Test
  void one_who_sends_a_head_drop_by_drop_is_hung_up_on() throws Exception {
    try (Socket socket = new Socket("localhost", reception.port)) {
      assertThat(dripUntilHungUp(socket, "GET /health/live HTTP/1.1\r\nHost: x\r\nX-Slow: "))
          .isBetween(PATIENCE, PATIENCE.multipliedBy(20));
    }
  }

  @Test
  void also_when_an_earlier_request_on_the_connection_was_a_decent_one() throws Exception {
    try (Socket socket = new Socket("localhost", reception.port)) {
      socket.setSoTimeout(10_000);
      String decent = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";
      socket.getOutputStream().write(decent.getBytes(ISO_8859_1));
      assertThat(new String(socket.getInputStream().readNBytes(12), ISO_8859_1))
          .isEqualTo("HTTP/1.1 200");
      assertThat(dripUntilHungUp(socket, "GET /health/live HTTP/1.1\r\nX-Slow: "))
          .isBetween(PATIENCE, PATIENCE.multipliedBy(20));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST /webhooks/retell", "GET /v1/subscribers", "GET /health/live"})
  void one_who_sends_a_body_drop_by_drop_is_refused(String request) throws Exception {
    try (Socket socket = new Socket("localhost", reception.port)) {
      socket.setSoTimeout(10_000);
      Thread dripping =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  dripUntilHungUp(
                      socket,
                      request
                          + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                          + reception.dentistKey
                          + "\r\nContent-Length: 100000\r\n\r\n");
                } catch (Exception hungUp) {
                  // that is what it was for
                }
              });
      String answer = new String(socket.getInputStream().readNBytes(12), ISO_8859_1);
      dripping.interrupt();
      dripping.join();
      assertThat(answer).isEqualTo("HTTP/1.1 408");
    }
  }

  @Test
  void one_who_takes_an_answer_drop_by_drop_is_hung_up_on() throws Exception {
    reception.webhook = _ -> WebhookAnswer.json(new byte[32 << 20]);
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4 << 10);
      socket.connect(new InetSocketAddress("localhost", reception.port));
      InputStream in = socket.getInputStream();
      Thread sipping =
          Thread.ofVirtual()
              .start(() -> {
                CountDownLatch pause = new CountDownLatch(1);
                try {
                  while (in.read() >= 0) {
                    pause.await(1, TimeUnit.MILLISECONDS);
                  }
                } catch (IOException | InterruptedException hungUp) {
                  // that is what it was for
                }
              });
      assertThat(
              dripUntilHungUp(
                  socket, "POST /webhooks/retell HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"))
          .isBetween(PATIENCE.multipliedBy(3), PATIENCE.multipliedBy(20));
      sipping.interrupt();
      sipping.join();
    }
  }

  @Test
  void one_who_takes_a_great_answer_as_fast_as_it_comes_has_all_of_it() {
    reception.webhook = _ -> WebhookAnswer.json(new byte[32 << 20]);

    assertThat(
            reception
                .send(reception.request("/webhooks/retell").POST(BodyPublishers.noBody()))
                .body())
        .hasSize(32 << 20);
  }

  @Test
  void an_answer_that_takes_long_is_waited_for() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    reception.webhook =
        request -> {
          try {
            never.await(PATIENCE.toMillis() * 3, TimeUnit.MILLISECONDS);
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
          return WebhookAnswer.accepted();
        };

    assertThat(
            reception
                .send(reception.request("/webhooks/retell").POST(BodyPublishers.ofString("{}")))
                .statusCode())
        .isEqualTo(204);
  }

  @Test
  void a_head_of_more_than_eight_kilobytes_is_refused() throws IOException {
    String answer =
        Raw.send(
            reception.port,
            "GET /health/live HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(9000) + "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 431").contains("application/problem+json");
  }

  @Test
  void pages_come_with_headers_that_keep_others_out() {
    HttpResponse<String> page = reception.get("/");

    assertThat(page.headers().firstValue("strict-transport-security")).contains("max-age=31536000");
    assertThat(page.headers().firstValue("content-security-policy").orElse(""))
        .contains("default-src 'none'", "frame-ancestors 'none'");
    assertThat(page.headers().firstValue("x-content-type-options")).contains("nosniff");
    assertThat(page.headers().firstValue("referrer-policy")).contains("no-referrer");
    assertThat(page.headers().firstValue("cross-origin-opener-policy")).contains("same-origin");
    assertThat(page.headers().firstValue("permissions-policy")).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"400, malformed", "431, long head", "414, long target", "505, version"})
  void what_the_web_server_itself_refuses_comes_with_the_same_headers(int status, String what)
      throws IOException {
    String request =
        switch (what) {
          case "malformed" -> "GET /health/live\u0001 HTTP/1.1\r\nHost: x\r\n\r\n";
          case "long head" ->
              "GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(9000) + "\r\n\r\n";
          case "long target" -> "GET /" + "x".repeat(9000) + " HTTP/1.1\r\nHost: x\r\n\r\n";
          default -> "GET / HTTP/9.1\r\nHost: x\r\n\r\n";
        };

    String answer = Raw.send(reception.port, request);

    assertThat(answer).startsWith("HTTP/1.1 " + status);
    Trace.PROTECTION.forEach(
        (name, value) -> assertThat(answer).containsIgnoringCase(name + ": " + value));
    Trace.PROTECTION_OF_HTTPS.forEach(
        (name, value) -> assertThat(answer).containsIgnoringCase(name + ": " + value));
    assertThat(answer).contains("application/problem+json").doesNotContain("Server:");
  }

  @Test
  void without_https_nobody_is_told_to_use_it_alone() {
    try (Reception plain = new Reception()) {
      assertThat(plain.get("/").headers().firstValue("strict-transport-security")).isEmpty();
    }
  }

  @Test
  void strange_methods_and_addresses_share_one_meter() throws IOException {
    reception.get("/v1/+12045550199");
    Raw.send(reception.port, "BREW-12045550199 / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    String metrics = reception.get("/metrics", reception.operatorKey).body();

    assertThat(metrics).contains("route=\"unmatched\"").doesNotContain("2045550199");
  }

  /** Says a byte every few milliseconds, and how long that was borne. */
  private static Duration dripUntilHungUp(Socket socket, String start) throws Exception {
    long begin = System.nanoTime();
    OutputStream out = socket.getOutputStream();
    CountDownLatch pause = new CountDownLatch(1);
    try {
      out.write(start.getBytes(ISO_8859_1));
      while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(20)) {
        out.write('x');
        out.flush();
        pause.await(10, TimeUnit.MILLISECONDS);
      }
      throw new IllegalStateException("Nobody hung up");
    } catch (SocketException hungUp) {
      return Duration.ofNanos(System.nanoTime() - begin);
    }
  }
}
