package ca.rocketreception.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.http.limit.Budget;
import ca.rocketreception.http.limit.Operating;
import ca.rocketreception.ports.driving.interaction.Webhook;
import ca.rocketreception.ports.driving.interaction.WebhookAnswer;
import ca.rocketreception.ports.driving.interaction.WebhookRequest;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers send never decides how much memory, time or room the others have. */
@Timeout(60)
final class BudgetTest {

  private static final int MB = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Reception reception =
      new Reception(
          new Operating(
              Operating.unlimited().meters(),
              new Operating.Rate(1000, 1000),
              PATIENCE,
              false,
              new Operating.Limits(60, 40, 3, 2, 96 * MB)));

  @AfterEach
  void close() {
    reception.close();
  }

  @Test
  void great_bodies_wait_for_room_and_are_told_to_come_back_when_there_is_none() throws Exception {
    AtomicInteger held = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch enough = new CountDownLatch(1);
    reception.webhook =
        request -> {
          most.accumulateAndGet(held.incrementAndGet(), Math::max);
          try {
            enough.await(4, TimeUnit.SECONDS);
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
          held.decrementAndGet();
          return WebhookAnswer.accepted();
        };
    List<Future<HttpResponse<String>>> answers = new ArrayList<>();
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int sender = 0; sender < 12; sender++) {
        answers.add(senders.submit(() -> post(new byte[2 * MB])));
      }
    }

    assertThat(most.get()).isEqualTo(1);
    List<HttpResponse<String>> told = answers.stream().map(Future::resultNow).toList();
    assertThat(told).extracting(HttpResponse::statusCode).containsOnly(204, 503).contains(204, 503);
    assertThat(told)
        .filteredOn(answer -> answer.statusCode() == 503)
        .allSatisfy(answer -> assertThat(answer.headers().firstValue("retry-after")).isPresent());
    reception.webhook = request -> WebhookAnswer.accepted();
    assertThat(post(new byte[8 * MB]).statusCode()).isEqualTo(204);
  }

  @Test
  void a_great_body_that_nobody_signed_is_never_handed_on() {
    AtomicLong passed = new AtomicLong();
    AtomicInteger received = new AtomicInteger();
    reception.webhook =
        new Webhook() {
          @Override
          public WebhookAnswer receive(WebhookRequest request) {
            received.incrementAndGet();
            return WebhookAnswer.accepted();
          }

          @Override
          public Admission admit(WebhookRequest head) {
            return new Admission() {
              @Override
              public int most() {
                return MOST;
              }

              @Override
              public void pass(byte[] piece, int length) {
                passed.addAndGet(length);
              }

              @Override
              public void passed() {
                throw new Refusal.Unauthenticated("No key matches", "Sign it.");
              }
            };
          }
        };

    assertThat(post(new byte[3 * MB]).statusCode()).isEqualTo(401);
    assertThat(passed).hasValue(3 * MB);
    assertThat(received).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /v1/subscribers HTTP/1.1\r\nContent-Length: 200000\r\n",
        "POST /v1/subscribers HTTP/1.1\r\nContent-Length: 200000\r\nAuthorization: Bearer nope\r\n",
        "PUT /v1/subscribers/bakery/hours HTTP/1.1\r\nTransfer-Encoding: chunked\r\n"
      })
  void who_has_no_key_is_refused_before_a_byte_of_the_body_comes(String head) throws IOException {
    assertThat(headAlone(head)).startsWith("HTTP/1.1 401");
  }

  @Test
  void a_webhook_whose_head_says_enough_is_refused_before_a_byte_of_the_body_comes()
      throws IOException {
    reception.webhook =
        new Webhook() {
          @Override
          public WebhookAnswer receive(WebhookRequest request) {
            return WebhookAnswer.accepted();
          }

          @Override
          public Admission admit(WebhookRequest head) {
            throw new Refusal.Unauthenticated("There is no signature", "Sign it.");
          }
        };

    assertThat(headAlone("POST /webhooks/retell HTTP/1.1\r\nContent-Length: 8000000\r\n"))
        .startsWith("HTTP/1.1 401");
  }

  @Test
  void more_than_is_taken_is_refused_before_a_byte_of_it_comes() throws IOException {
    String key = "Authorization: Bearer " + reception.operatorKey + "\r\n";
    assertThat(headAlone("POST /webhooks/retell HTTP/1.1\r\nContent-Length: 9000000000\r\n"))
        .startsWith("HTTP/1.1 413");
    assertThat(headAlone("POST /v1/subscribers HTTP/1.1\r\nContent-Length: 300000\r\n" + key))
        .startsWith("HTTP/1.1 413");
    assertThat(headAlone("GET /v1/subscribers HTTP/1.1\r\nContent-Length: 300000\r\n" + key))
        .startsWith("HTTP/1.1 413");
    assertThat(
            headAlone(
                "POST /v1/widget/prairie-dental/conversations HTTP/1.1\r\nContent-Length: 40000\r\n"))
        .startsWith("HTTP/1.1 4");
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 70_000})
  void one_who_stops_in_a_body_is_hung_up_on(int sent) throws Exception {
    long begin = System.nanoTime();
    try (Socket socket = new Socket("localhost", reception.port)) {
      socket.setSoTimeout(20_000);
      String head = "POST /webhooks/retell HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n";
      socket.getOutputStream().write((head + "x".repeat(sent)).getBytes(ISO_8859_1));
      socket.getInputStream().readAllBytes();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isBetween(PATIENCE, PATIENCE.multipliedBy(3));
  }

  @Test
  void json_that_is_deep_or_holds_too_much_is_refused_in_words() {
    String deep = "[".repeat(40) + "]".repeat(40);
    String many = "{\"slug\":[" + "[],".repeat(40_000) + "[]]}";
    for (String body : List.of("{\"slug\":" + deep + "}", many)) {
      HttpResponse<String> answer =
          reception.ask("POST", "/v1/subscribers", reception.operatorKey, body);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(Reception.json(answer).get("detail").asString()).contains("too deep");
    }
  }

  @Test
  void a_key_has_so_many_streams_of_news_and_is_told_when_it_has_them_all() throws Exception {
    String stream =
        "GET /v1/activity HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
            + reception.dentistKey
            + "\r\n\r\n";
    List<Socket> open = new ArrayList<>();
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Socket socket = new Socket("localhost", reception.port);
      open.add(socket);
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(stream.getBytes(ISO_8859_1));
      answers.add(new String(socket.getInputStream().readNBytes(12), ISO_8859_1));
    }
    for (Socket socket : open) {
      socket.close();
    }

    assertThat(answers)
        .containsExactly("HTTP/1.1 200", "HTTP/1.1 200", "HTTP/1.1 200", "HTTP/1.1 429");
  }

  @Test
  void an_address_has_so_many_connections_and_the_node_stays_open() throws Exception {
    List<Socket> many = new ArrayList<>();
    try {
      for (int i = 0; i < 39; i++) {
        many.add(new Socket("localhost", reception.port));
      }
      String answer = Raw.send(reception.port, "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(answer).startsWith("HTTP/1.1 200");
      for (int i = 0; i < 10; i++) {
        many.add(new Socket("localhost", reception.port));
      }
      long hungUp = 0;
      for (Socket socket : many.subList(41, many.size())) {
        // one is enough, others may have gone meanwhile
        socket.setSoTimeout(hungUp == 0 ? 1000 : 1);
        hungUp += isHungUp(socket) ? 1 : 0;
      }
      assertThat(hungUp).isGreaterThan(0);
    } finally {
      for (Socket socket : many) {
        socket.close();
      }
    }
  }

  @Test
  void one_address_gets_a_quarter_and_all_together_get_the_whole() {
    Budget budget = new Budget(1000);
    List<Budget.Share> shares = new ArrayList<>();
    for (String address : List.of("a", "b", "c", "d")) {
      shares.add(budget.share(address));
      shares.getLast().take(240);
    }

    assertThatThrownBy(() -> budget.share("a").take(11)).isInstanceOf(Budget.Spent.class);
    assertThatThrownBy(() -> budget.share("e").take(41)).isInstanceOf(Budget.Spent.class);
    budget.share("e").take(40);
    assertThat(budget.used()).isEqualTo(1000);
    shares.forEach(Budget.Share::close);
    shares.forEach(Budget.Share::close);
    assertThat(budget.used()).isEqualTo(40);
  }

  @Test
  void one_who_is_alone_gets_all_it_needs_and_what_is_given_back_is_taken_by_who_waits()
      throws Exception {
    Budget budget = new Budget(1000);
    Budget.Share great = budget.share("a");
    great.take(5000);
    ConcurrentHashMap<String, Boolean> got = new ConcurrentHashMap<>();
    Thread waiting =
        Thread.startVirtualThread(() -> {
          budget.share("b").take(100);
          got.put("b", true);
        });
    great.close();

    assertThat(waiting.join(Duration.ofSeconds(5))).isTrue();
    assertThat(got).containsKey("b");
  }

  private static boolean isHungUp(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (java.net.SocketException reset) {
      return true;
    } catch (java.net.SocketTimeoutException heldOpen) {
      return false;
    }
  }

  /** The status line, of a server that waits for nothing more than the head. */
  private String headAlone(String head) throws IOException {
    try (Socket socket = new Socket("localhost", reception.port)) {
      socket.setSoTimeout((int) PATIENCE.toMillis() - 500);
      socket.getOutputStream().write((head + "Host: x\r\n\r\n").getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readNBytes(12), ISO_8859_1);
    }
  }

  private HttpResponse<String> post(byte[] body) {
    return reception.send(
        reception.request("/webhooks/retell").POST(BodyPublishers.ofByteArray(body)));
  }
}
