package ca.rocketreception.http.conversation;

import static ca.rocketreception.http.ChatReception.DENTIST;
import static ca.rocketreception.http.ChatReception.json;
import static ca.rocketreception.http.ChatReception.path;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.http.ChatReception;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class WidgetLimitsTest {

  private static final String CONVERSATIONS = "/v1/widget/" + DENTIST + "/conversations";

  private final ChatReception reception =
      new ChatReception(new WidgetLimits(3, 4, 40, 2, 3, 1), Duration.ofMillis(200));

  @AfterEach
  void close() {
    reception.close();
  }

  @Test
  void a_flood_of_messages_is_stopped_and_told_when_to_come_back() {
    ChatReception.Talk talk = reception.begin();
    for (int i = 0; i < 4; i++) {
      assertThat(reception.say(talk, "m" + i, "Hello").statusCode()).isEqualTo(201);
    }

    HttpResponse<String> stopped = reception.say(talk, "m4", "Hello");

    assertThat(stopped.statusCode()).isEqualTo(429);
    assertThat(stopped.headers().firstValue("Retry-After")).contains("15");
    assertThat(json(stopped).get("type").asString())
        .isEqualTo("urn:rocketreception:problem:too-many");
    assertThat(reception.say(reception.begin(), "m", "Hello").statusCode()).isEqualTo(201);

    reception.now = reception.now.plusSeconds(15);
    assertThat(reception.say(talk, "m4", "Hello").statusCode()).isEqualTo(201);
    assertThat(reception.say(talk, "m5", "Hello").statusCode()).isEqualTo(429);
  }

  @Test
  void an_address_begins_so_many_talks_a_minute() {
    for (int i = 0; i < 3; i++) {
      assertThat(begin("198.51.100.7").statusCode()).isEqualTo(201);
    }

    assertThat(begin("198.51.100.7").statusCode()).isEqualTo(429);
    assertThat(begin("198.51.100.8").statusCode()).isEqualTo(201);
  }

  @Test
  void what_one_address_is_refused_takes_nothing_from_the_others() {
    for (int i = 0; i < 20; i++) {
      begin("198.51.100.7");
    }

    assertThat(begin("198.51.100.8").statusCode()).isEqualTo(201);
  }

  @Test
  void only_what_our_own_proxy_added_is_believed() {
    for (int i = 0; i < 3; i++) {
      assertThat(begin("203.0.113." + i + ", 198.51.100.7").statusCode()).isEqualTo(201);
    }

    assertThat(begin("203.0.113.9, 198.51.100.7").statusCode()).isEqualTo(429);
  }

  @Test
  void a_visitors_whole_network_counts_as_one_in_ipv6() {
    for (int i = 0; i < 3; i++) {
      assertThat(begin("2001:db8:0:1::" + i).statusCode()).isEqualTo(201);
    }

    assertThat(begin("2001:db8:0:1:ffff::1").statusCode()).isEqualTo(429);
    assertThat(begin("2001:db8:0:2::1").statusCode()).isEqualTo(201);
  }

  @Test
  void an_address_counts_the_same_in_every_spelling_and_garbage_counts_as_who_connects() {
    for (String one : List.of("198.51.100.7", "198.51.100.7:4711", "[::ffff:198.51.100.7]:80")) {
      assertThat(begin("203.0.113.1, " + one).statusCode()).isEqualTo(201);
    }
    assertThat(begin("::ffff:198.51.100.7").statusCode()).isEqualTo(429);
    for (String garbage : List.of(",", " , ,", "unknown")) {
      assertThat(begin(garbage).statusCode()).isEqualTo(201);
    }
    assertThat(begin("_hidden").statusCode()).isEqualTo(429);
  }

  @Test
  void all_lines_of_the_header_are_one_list_so_that_nobody_chooses_his_address() {
    for (int i = 0; i < 3; i++) {
      assertThat(begin("203.0.113." + i, "198.51.100.7").statusCode()).isEqualTo(201);
    }

    assertThat(begin("203.0.113.9", "198.51.100.7").statusCode()).isEqualTo(429);
  }

  @Test
  void a_business_begins_so_many_talks_a_minute_from_wherever() {
    for (int i = 0; i < 12; i++) {
      assertThat(begin("198.51.100." + i).statusCode()).isEqualTo(201);
    }

    assertThat(begin("198.51.100.99").statusCode()).isEqualTo(429);
  }

  private HttpResponse<String> begin(String one, String other) {
    return reception.send(
        reception
            .request(CONVERSATIONS, "")
            .header("X-Forwarded-For", one)
            .header("X-Forwarded-For", other)
            .POST(BodyPublishers.ofString("{}")));
  }

  private HttpResponse<String> begin(String forwarded) {
    return reception.send(
        reception
            .request(CONVERSATIONS, "")
            .header("X-Forwarded-For", forwarded)
            .POST(BodyPublishers.ofString("{}")));
  }

  @Test
  void a_stream_ends_when_what_opened_it_opens_nothing_any_more() {
    ChatReception.Talk talk = reception.begin();
    ChatReception.Events events = reception.listen(talk, 0);
    events.next("state");

    reception.server.askAgain();
    reception.say(talk, "m", "Hello");
    events.next("message");
    reception.now = reception.now.plus(Duration.ofDays(8));
    reception.server.askAgain();

    events.lines().forEachRemaining(line -> assertThat(line).isNotNull());
    assertThat(reception.get(path(talk, "events"), talk.token()).statusCode()).isEqualTo(401);
  }

  @Test
  void a_stream_ends_with_its_talk_when_the_business_is_suspended_after_the_farewell() {
    ChatReception.Talk talk = reception.begin();
    ChatReception.Events events = reception.listen(talk, 0);
    events.next("state");
    reception.becomes(business -> business.with(business.subscriber().suspend()));

    reception.server.askAgain();

    assertThat(events.next("message").data().get("text").asString())
        .contains("does not answer here");
    assertThat(events.next("state").data().get("state").asString()).isEqualTo("ENDED");
    assertThat(events.lines()).toIterable().allMatch(String::isEmpty);

    ChatReception.Events again = reception.listen(talk, 0);
    assertThat(again.next("message").data().get("text").asString())
        .contains("does not answer here");
    assertThat(again.next("state").data().get("state").asString()).isEqualTo("ENDED");
    assertThat(again.lines()).toIterable().allMatch(String::isEmpty);
  }

  @Test
  void a_stream_ends_when_the_chat_channel_is_switched_off() {
    ChatReception.Talk talk = reception.begin();
    ChatReception.Events events = reception.listen(talk, 0);
    events.next("state");
    reception.becomes(
        business -> business.with(business.channel(ChannelKind.CHAT).orElseThrow().enabled(false)));

    reception.server.askAgain();

    events.next("message");
    assertThat(events.next("state").data().get("state").asString()).isEqualTo("ENDED");
    assertThat(events.lines()).toIterable().allMatch(String::isEmpty);
  }

  @Test
  void requests_of_any_kind_are_counted_by_address() {
    for (int i = 0; i < 40; i++) {
      assertThat(reception.get("/v1/widget/" + DENTIST, "").statusCode()).isEqualTo(200);
    }

    HttpResponse<String> stopped =
        reception.send(
            reception.request("/v1/widget/" + DENTIST, "").header("Origin", "https://a.example"));

    assertThat(stopped.statusCode()).isEqualTo(429);
    assertThat(stopped.headers().firstValue("Retry-After")).contains("2");
    assertThat(stopped.headers().firstValue("Access-Control-Allow-Origin"))
        .contains("https://a.example");
  }

  @Test
  void a_talk_has_so_many_streams_and_one_that_ends_makes_room() throws Exception {
    ChatReception.Talk talk = reception.begin();
    reception.listen(talk, 0).next("state");
    HttpResponse<InputStream> second =
        reception.send(
            reception.request(path(talk, "events"), talk.token()), BodyHandlers.ofInputStream());

    assertThat(reception.get(path(talk, "events"), talk.token()).statusCode()).isEqualTo(429);

    second.body().close();
    long end = System.nanoTime() + 20_000_000_000L;
    int status = 429;
    while (status == 429 && System.nanoTime() < end) {
      reception.now = reception.now.plusSeconds(60);
      HttpResponse<InputStream> again =
          reception.send(
              reception.request(path(talk, "events"), talk.token()), BodyHandlers.ofInputStream());
      status = again.statusCode();
    }
    assertThat(status).isEqualTo(200);
  }
}
