package ca.rocketreception.http.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.domain.access.ApiKeyId;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.http.Reception;
import ca.rocketreception.http.limit.Operating;
import ca.rocketreception.ports.driven.interaction.Activity;
import ca.rocketreception.ports.driving.interaction.ReviewingActivity;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class NewsStreamsTest {

  private final Reception reception = new Reception(0, Duration.ofMillis(200));

  @AfterEach
  void close() {
    reception.close();
  }

  @Test
  void a_stream_tells_what_its_key_opens_and_nothing_else() {
    Iterator<String> dentist = listen(reception.dentistKey);
    Iterator<String> operator = listen(reception.operatorKey);

    Interaction other = reception.call("call_b", Reception.BAKERY, Samples.MONDAY_MORNING);
    Interaction own = reception.call("call_d", Reception.DENTIST, Samples.MONDAY_MORNING);

    assertThat(event(dentist))
        .containsExactly(
            "event: interaction",
            "data: {\"subscriber\":\"prairie-dental\",\"id\":\"" + own.id() + "\"}");
    assertThat(event(operator))
        .containsExactly(
            "event: interaction",
            "data: {\"subscriber\":\"bakery\",\"id\":\"" + other.id() + "\"}");
    assertThat(event(operator))
        .containsExactly(
            "event: interaction",
            "data: {\"subscriber\":\"prairie-dental\",\"id\":\"" + own.id() + "\"}");
  }

  @Test
  void a_quiet_stream_has_a_heartbeat() {
    Iterator<String> lines = listen(reception.dentistKey);

    assertThat(lines.next()).isEmpty();
    assertThat(lines.next()).isEqualTo(": still here");
  }

  @Test
  void a_stream_ends_when_the_server_stops() {
    Iterator<String> lines = listen(reception.dentistKey);

    reception.server.close();

    assertThat(lines).toIterable().allMatch(line -> line.isEmpty() || line.startsWith(":"));
  }

  @Test
  void many_idle_streams_leave_room_for_requests() {
    List<Iterator<String>> streams = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      streams.add(listen(reception.dentistKey));
    }

    assertThat(reception.get("/health/ready").statusCode()).isEqualTo(200);

    Interaction news = reception.call("call_d", Reception.DENTIST, Samples.MONDAY_MORNING);
    streams.forEach(lines -> assertThat(event(lines).getLast()).contains(news.id().toString()));
  }

  @Test
  void a_stream_whose_reader_does_not_keep_up_is_ended() throws Exception {
    NewsStreams streams =
        new NewsStreams(
            new ReviewingActivity(
                reception.subscribers, reception.interactions, reception.activity),
            Duration.ofSeconds(15),
            100,
            100);
    ApiKey key =
        new ApiKey(
            new ApiKeyId(Samples.uuid("key")), Optional.empty(), "tests", Samples.MONDAY_MORNING);
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch loose = new CountDownLatch(1);
    OutputStream slow =
        new OutputStream() {
          @Override
          public void write(int one) {
            stuck.countDown();
            try {
              loose.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    Thread stream =
        Thread.startVirtualThread(() -> {
          try {
            streams.serve(key, slow);
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    stuck.await();

    for (int i = 0; i < 1000; i++) {
      reception.activity.tell(
          new Activity.News(Samples.aDentist().id(), new InteractionId(Samples.uuid("call " + i))));
    }
    loose.countDown();

    assertThat(stream.join(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void a_revoked_keys_stream_ends_and_those_of_others_go_on() {
    Iterator<String> dentist = listen(reception.dentistKey);
    Iterator<String> operator = listen(reception.operatorKey);
    String keys = "/v1/subscribers/" + Reception.DENTIST + "/keys";
    Reception.json(reception.get(keys, reception.operatorKey))
        .get("items")
        .forEach(key ->
            reception.ask(
                "DELETE", keys + "/" + key.get("id").asString(), reception.operatorKey, ""));

    reception.server.askAgain();

    assertThat(dentist).toIterable().allMatch(line -> line.isEmpty() || line.startsWith(":"));
    Interaction news = reception.call("call_b", Reception.BAKERY, Samples.MONDAY_MORNING);
    assertThat(event(operator).getLast()).contains(news.id().toString());
  }

  @Test
  void a_suspended_businesss_own_key_goes_on_reading_as_it_may_otherwise() {
    Iterator<String> dentist = listen(reception.dentistKey);
    assertThat(
            reception
                .ask(
                    "POST",
                    "/v1/subscribers/" + Reception.DENTIST + "/suspend",
                    reception.operatorKey,
                    "")
                .statusCode())
        .isEqualTo(200);

    reception.server.askAgain();

    Interaction news = reception.call("call_d", Reception.DENTIST, Samples.MONDAY_MORNING);
    assertThat(event(dentist).getLast()).contains(news.id().toString());
    assertThat(
            reception
                .get("/v1/subscribers/" + Reception.DENTIST + "/interactions", reception.dentistKey)
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void a_node_has_so_many_streams_of_news_in_all() {
    try (Reception small =
        new Reception(
            new Operating(
                Operating.unlimited().meters(),
                new Operating.Rate(1000, 1000),
                Operating.PATIENCE,
                false,
                new Operating.Limits(8, 8, 30, 4, 96 << 20)))) {
      List<HttpResponse<Stream<String>>> open = new ArrayList<>();
      for (String key : List.of(small.dentistKey, small.bakeryKey)) {
        open.add(listen(small, key));
      }
      HttpResponse<Stream<String>> refused = listen(small, small.operatorKey);

      assertThat(open).extracting(HttpResponse::statusCode).containsOnly(200);
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("retry-after")).isPresent();
      assertThat(small.get("/v1/subscribers", small.dentistKey).statusCode()).isEqualTo(200);
    }
  }

  private static HttpResponse<Stream<String>> listen(Reception where, String key) {
    return where.send(
        where.request("/v1/activity").header("Authorization", "Bearer " + key),
        HttpResponse.BodyHandlers.ofLines());
  }

  @Test
  void a_stream_wants_a_get_and_no_parameters() {
    assertThat(reception.get("/v1/activity?key=x", reception.dentistKey).statusCode())
        .isEqualTo(400);
    assertThat(
            reception
                .send(
                    reception
                        .request("/v1/activity")
                        .HEAD()
                        .header("Authorization", "Bearer " + reception.dentistKey))
                .headers()
                .firstValue("content-type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
  }

  /** Returns when the stream is listening. */
  private Iterator<String> listen(String key) {
    HttpResponse<Stream<String>> answer =
        reception.send(
            reception.request("/v1/activity").header("Authorization", "Bearer " + key),
            HttpResponse.BodyHandlers.ofLines());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
    Iterator<String> lines = answer.body().iterator();
    assertThat(lines.next()).isEqualTo(": listening");
    return lines;
  }

  private static List<String> event(Iterator<String> lines) {
    List<String> event = new ArrayList<>();
    while (event.size() < 2) {
      String line = lines.next();
      if (!line.isEmpty() && !line.startsWith(":")) {
        event.add(line);
      }
    }
    return event;
  }
}
