package ca.rocketreception.http.conversation;

import static ca.rocketreception.http.ChatReception.DENTIST;
import static ca.rocketreception.http.ChatReception.PAGE;
import static ca.rocketreception.http.ChatReception.json;
import static ca.rocketreception.http.ChatReception.path;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.conversation.Widget;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.http.ChatReception;
import ca.rocketreception.http.json.Json;
import ca.rocketreception.ports.driven.conversation.ChatResponder;
import ca.rocketreception.ports.driven.conversation.Conversations;
import ca.rocketreception.ports.driven.conversation.WidgetsContract;
import ca.rocketreception.ports.driving.conversation.ChattingWithVisitors;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Timeout(60)
final class WidgetDoorTest {

  private static final String SETTINGS = "/v1/widget/" + DENTIST;
  private static final String CONVERSATIONS = SETTINGS + "/conversations";

  private final ChatReception reception = new ChatReception();

  @AfterEach
  void close() {
    reception.close();
  }

  @Test
  void a_visitor_sees_who_it_is_whether_it_is_open_and_how_it_looks() {
    WidgetsContract.saved(reception.widgets, reception.dentist.id(), WidgetsContract.aFullWidget());

    JsonNode settings = json(reception.get(SETTINGS, ""));

    assertThat(settings)
        .isEqualTo(
            Json.MAPPER.readTree(
                """
                {"business":{"name":"The prairie-dental company","language":"en",
                             "phone":"+12045550110"},
                 "open":true,"hoursToday":"9:00 AM to 5:00 PM","nextOpening":null,
                 "opens":null,
                 "greeting":"Hello! This is the automated receptionist of The prairie-dental company. How can I help you?",
                 "colour":"#0f766e",
                 "preChat":[{"name":"name","label":"Your name","required":true},
                            {"name":"about","label":"What is it about?","required":false}],
                 "takesMessages":false}
                """));

    reception.now = Samples.MONDAY_NIGHT;
    JsonNode closed = json(reception.get(SETTINGS, ""));
    assertThat(closed.get("open").asBoolean()).isFalse();
    assertThat(Instant.parse(closed.get("nextOpening").asString()))
        .isEqualTo(Instant.parse("2026-11-24T14:00:00Z"));
    assertThat(closed.get("opens").asString()).isEqualTo("tomorrow at 9:00 AM");
    JsonNode french =
        json(
            reception.send(
                reception.request(SETTINGS, "").header("Accept-Language", "fr-CA, en;q=0.5")));
    assertThat(french.get("hoursToday").asString()).isEqualTo("de 9 h à 17 h");
    assertThat(french.get("opens").asString()).isEqualTo("demain à 9 h");
  }

  @Test
  void the_business_says_how_its_widget_looks_and_the_secret_is_never_shown() {
    String widget = "/v1/subscribers/" + ChatReception.DENTIST + "/channels/CHAT/widget";
    HttpResponse<String> before = reception.get(widget, reception.key);
    String wanted =
        """
        {"colour":"#0F766E","origins":["https://prairie.example"],
         "questions":[{"name":"name","label":"Your name","required":true}],
         "takesMessages":true,"identitySecret":"a secret of the page"}
        """;

    HttpResponse<String> changed = put(widget, before, wanted);
    HttpResponse<String> stale = put(widget, before, "{}");

    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(changed.body())
        .contains("#0f766e", "https://prairie.example", "Your name", "\"identity\":true")
        .doesNotContain("a secret of the page");
    assertThat(stale.statusCode()).isEqualTo(412);
    assertThat(json(reception.get(SETTINGS, "")).get("colour").asString()).isEqualTo("#0f766e");
    assertThat(reception.subscribers.entries().getLast().after())
        .contains("colour #0f766e", "page https://prairie.example")
        .doesNotContain("a secret of the page");
    HttpResponse<String> kept = put(widget, changed, "{\"colour\":\"#112233\"}");
    assertThat(json(kept).get("identity").asBoolean()).isTrue();
    assertThat(json(kept).get("origins")).isEmpty();
    assertThat(put(widget, kept, "{\"origins\":[\"prairie\"]}").statusCode()).isEqualTo(400);
  }

  private HttpResponse<String> put(String target, HttpResponse<String> seen, String body) {
    return reception.send(
        reception
            .request(target, reception.key)
            .header("If-Match", seen.headers().firstValue("ETag").orElseThrow())
            .PUT(BodyPublishers.ofString(body)));
  }

  @Test
  void a_page_is_let_in_however_its_origin_was_written() {
    String widget = "/v1/subscribers/" + ChatReception.DENTIST + "/channels/CHAT/widget";
    HttpResponse<String> changed =
        put(
            widget,
            reception.get(widget, reception.key),
            "{\"origins\":[\"https://Example.com:443/\",\"https://b\u00FCcher.example\"]}");

    assertThat(json(changed).get("origins").toString())
        .isEqualTo("[\"https://example.com\",\"https://xn--bcher-kva.example\"]");
    for (String origin : List.of("https://example.com", "https://xn--bcher-kva.example")) {
      assertThat(
              reception.send(reception.request(SETTINGS, "").header("Origin", origin)).statusCode())
          .as(origin)
          .isEqualTo(200);
    }
    assertThat(put(widget, changed, "{\"origins\":[\"https://example.com/shop\"]}").body())
        .contains("write https://example.com.");
    assertThat(put(widget, changed, "{\"identitySecret\":\"aaaaaaaaaaaaaaaaaaaa\"}").statusCode())
        .isEqualTo(400);
  }

  @Test
  void nobody_is_shown_where_the_businesss_people_are_reached() {
    assertThat(reception.get(SETTINGS, "").body()).doesNotContain("+12045550133");
  }

  @Test
  void whoever_does_not_chat_is_not_there() {
    assertThat(reception.get("/v1/widget/front", "").statusCode()).isEqualTo(404);
    assertThat(reception.get("/v1/widget/nobody", "").statusCode()).isEqualTo(404);
    assertThat(reception.post("/v1/widget/front/conversations", "", "{}").statusCode())
        .isEqualTo(404);
  }

  @Test
  void a_visitor_writes_and_is_answered_on_the_stream() {
    ChatReception.Talk talk = reception.begin();
    ChatReception.Events events = reception.listen(talk, 0);
    assertThat(events.next("state").data().get("state").asString()).isEqualTo("OPEN");

    HttpResponse<String> receipt = reception.say(talk, "a", "Do you have parking?");

    assertThat(receipt.statusCode()).isEqualTo(201);
    assertThat(json(receipt).get("seq").asInt()).isEqualTo(1);
    ChatReception.Event said = events.next("message");
    assertThat(said.id()).isEqualTo("1");
    assertThat(said.data())
        .isEqualTo(
            Json.MAPPER.readTree(
                """
                {"seq":1,"at":"2026-11-23T16:00:00Z","speaker":"VISITOR",
                 "text":"Do you have parking?","clientMessageId":"a"}
                """));
    ChatReception.Event reply = events.next("message");
    assertThat(reply.id()).isEqualTo("2");
    assertThat(reply.data().get("speaker").asString()).isEqualTo("AGENT");
    assertThat(reply.data().get("text").asString()).isEqualTo("You said: Do you have parking?");
    assertThat(reply.data().has("clientMessageId")).isFalse();
    assertThat(reception.conversations.beginning(id(talk)).answers()).isEmpty();
  }

  private static InteractionId id(ChatReception.Talk talk) {
    return new InteractionId(UUID.fromString(talk.id()));
  }

  @Test
  void the_same_message_again_is_the_same_message() {
    ChatReception.Talk talk = reception.begin();

    HttpResponse<String> first = reception.say(talk, "a", "Hello");
    reception.now = reception.now.plusSeconds(5);
    HttpResponse<String> again = reception.say(talk, "a", "Hello");

    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(json(again)).isEqualTo(json(first));
  }

  @Test
  void a_stream_resumes_after_what_was_heard_and_tells_the_state_last() {
    ChatReception.Talk talk = reception.begin();
    ChatReception.Events whole = reception.listen(talk, 0);
    reception.say(talk, "a", "One");
    while (!whole.next("message").id().equals("2")) {}
    reception.say(talk, "b", "Two");
    while (!whole.next("message").id().equals("4")) {}

    ChatReception.Events resumed = reception.listen(talk, 2);

    assertThat(resumed.next().id()).isEqualTo("3");
    assertThat(resumed.next().id()).isEqualTo("4");
    assertThat(resumed.next().type()).isEqualTo("state");
  }

  @Test
  void an_ended_talk_shows_its_history_and_takes_no_more() {
    ChatReception.Talk talk = reception.begin();
    ChatReception.Events live = reception.listen(talk, 0);
    reception.say(talk, "a", "Hello");
    while (!live.next("message").id().equals("2")) {}
    reception.now = reception.now.plus(Duration.ofMinutes(31));

    assertThat(reception.answering.endSilent()).isEqualTo(1);

    assertThat(live.next("state").data().get("state").asString()).isEqualTo("ENDED");
    ChatReception.Events late = reception.listen(talk, 0);
    assertThat(late.next().id()).isEqualTo("1");
    assertThat(late.next().id()).isEqualTo("2");
    assertThat(late.next().data().get("state").asString()).isEqualTo("ENDED");
    assertThat(reception.say(talk, "b", "Still there?").statusCode()).isEqualTo(409);
    assertThat(reception.say(talk, "a", "Hello").statusCode()).isEqualTo(201);
  }

  @Test
  void while_the_ai_works_the_visitor_sees_it_type() {
    CountDownLatch answer = new CountDownLatch(1);
    reception.ai.answering(talk -> {
      try {
        answer.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return ChatResponder.Reply.saying("Done.");
    });
    ChatReception.Talk talk = reception.begin();
    ChatReception.Events events = reception.listen(talk, 0);

    reception.say(talk, "a", "Hello");

    JsonNode typing = events.next("typing").data();
    assertThat(typing.get("speaker").asString()).isEqualTo("AGENT");
    assertThat(typing.get("on").asBoolean()).isTrue();
    answer.countDown();
    assertThat(events.next("message").data().get("text").asString()).isEqualTo("Done.");
    assertThat(events.next("typing").data().get("on").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "\"'><img src=x onerror=alert(1)>",
        "line one\nline two\n\nid: 99\nevent: state\ndata: {}",
        "🙂👩‍👩‍👧 العربية עברית \u202e backwards",
        "\\u0000 \\n ${jndi:ldap://x} {{7*7}} %s %n"
      })
  void words_arrive_exactly_as_they_were_written(String words) {
    ChatReception.Talk talk = reception.begin();

    assertThat(reception.say(talk, "a", words).statusCode()).isEqualTo(201);

    JsonNode said = reception.listen(talk, 0).next("message").data();
    assertThat(said.get("text").asString()).isEqualTo(words);
  }

  @Test
  void control_characters_are_left_out_and_line_breaks_stay() {
    ChatReception.Talk talk = reception.begin();

    reception.say(talk, "a", "a\u0000b\u0007c\r\nd\u009be");

    assertThat(reception.listen(talk, 0).next("message").data().get("text").asString())
        .isEqualTo("abc\nde");
  }

  @Test
  void a_message_that_is_empty_too_long_or_no_message_is_refused_in_words() {
    ChatReception.Talk talk = reception.begin();
    String messages = path(talk, "messages");

    assertThat(reception.say(talk, "a", " \n ").statusCode()).isEqualTo(400);
    assertThat(reception.say(talk, "a", "\u0000").statusCode()).isEqualTo(400);
    assertThat(reception.say(talk, "a", "x".repeat(4001)).statusCode()).isEqualTo(413);
    assertThat(reception.say(talk, "a", "🙂".repeat(4000)).statusCode()).isEqualTo(201);
    assertThat(reception.say(talk, "b", "x".repeat(40_000)).statusCode()).isEqualTo(413);
    assertThat(reception.say(talk, "", "Hello").statusCode()).isEqualTo(400);
    assertThat(reception.say(talk, "n".repeat(101), "Hello").statusCode()).isEqualTo(400);
    assertThat(reception.post(messages, talk.token(), "").statusCode()).isEqualTo(400);
    assertThat(reception.post(messages, talk.token(), "[]").statusCode()).isEqualTo(400);
    assertThat(
            reception
                .post(messages, talk.token(), "{\"clientMessageId\":\"c\",\"text\":7}")
                .statusCode())
        .isEqualTo(400);
    HttpResponse<String> broken = reception.post(messages, talk.token(), "{\n\"text\": oops}");
    assertThat(broken.statusCode()).isEqualTo(400);
    assertThat(json(broken).get("detail").asString()).contains("line 2");
    byte[] halfACharacter = "{\"clientMessageId\":\"d\",\"text\":\"é\"}".getBytes(UTF_8);
    halfACharacter[halfACharacter.length - 3] = '"';
    assertThat(
            reception
                .send(
                    reception
                        .request(messages, talk.token())
                        .POST(BodyPublishers.ofByteArray(halfACharacter)))
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void only_its_own_token_opens_a_talk_and_only_for_its_time() {
    ChatReception.Talk talk = reception.begin();
    ChatReception.Talk other = reception.begin();

    for (String what : List.of("messages", "left-message")) {
      assertThat(reception.post(path(talk, what), "", "{}").statusCode()).isEqualTo(401);
      assertThat(reception.post(path(talk, what), "rv_forged", "{}").statusCode()).isEqualTo(401);
      assertThat(reception.post(path(talk, what), reception.key, "{}").statusCode()).isEqualTo(401);
      assertThat(reception.post(path(talk, what), other.token(), "{}").statusCode()).isEqualTo(404);
    }
    assertThat(reception.get(path(talk, "events"), other.token()).statusCode()).isEqualTo(404);
    assertThat(reception.get(path(talk, "events") + "?token=" + talk.token(), "").statusCode())
        .isEqualTo(401);
    assertThat(
            reception
                .get("/v1/subscribers/" + DENTIST + "/interactions", talk.token())
                .statusCode())
        .isEqualTo(401);

    reception.now = reception.now.plus(ChattingWithVisitors.TOKEN_LIFE);
    assertThat(reception.say(talk, "a", "Hello").statusCode()).isEqualTo(401);
    assertThat(reception.get(path(talk, "events"), talk.token()).statusCode()).isEqualTo(401);
  }

  @Test
  void any_page_may_hold_a_widget_that_lists_none() {
    HttpResponse<String> answer =
        reception.send(reception.request(SETTINGS, "").header("Origin", PAGE));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains(PAGE);
    assertThat(answer.headers().firstValue("Access-Control-Expose-Headers"))
        .contains("Retry-After");
    assertThat(answer.headers().allValues("Vary")).contains("Origin");
  }

  @Test
  void every_answer_may_be_read_by_the_page_errors_too() {
    ChatReception.Talk talk = reception.begin();
    List<HttpResponse<String>> answers =
        List.of(
            reception.send(
                reception
                    .request(path(talk, "messages"), "rv_forged")
                    .header("Origin", PAGE)
                    .POST(BodyPublishers.ofString("{}"))),
            reception.send(
                reception
                    .request(path(talk, "messages"), talk.token())
                    .header("Origin", PAGE)
                    .POST(BodyPublishers.ofString("x".repeat(40_000)))),
            reception.send(reception.request("/v1/widget/nobody", "").header("Origin", PAGE)),
            reception.send(
                reception.request("/v1/widget/no/such/thing", "").header("Origin", PAGE)));

    assertThat(answers).extracting(HttpResponse::statusCode).containsExactly(401, 413, 404, 404);
    assertThat(answers)
        .allSatisfy(answer ->
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains(PAGE));
  }

  @Test
  void a_foreign_page_is_refused_and_may_not_read_why() {
    ChatReception.Talk talk = reception.begin();
    WidgetsContract.saved(
        reception.widgets, reception.dentist.id(), listing("https://prairie.example"));

    List<HttpResponse<String>> foreign =
        List.of(
            reception.send(reception.request(SETTINGS, "").header("Origin", PAGE)),
            reception.send(preflight(SETTINGS, PAGE)),
            reception.send(preflight(CONVERSATIONS, PAGE)),
            reception.send(
                reception
                    .request(CONVERSATIONS, "")
                    .header("Origin", PAGE)
                    .POST(BodyPublishers.ofString("{}"))),
            reception.send(
                reception
                    .request(path(talk, "messages"), talk.token())
                    .header("Origin", "null")
                    .POST(BodyPublishers.ofString("{}"))));

    assertThat(foreign)
        .allSatisfy(answer -> {
          assertThat(answer.statusCode()).isEqualTo(403);
          assertThat(answer.headers().map().keySet())
              .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-"));
        });
    HttpResponse<String> own =
        reception.send(reception.request(SETTINGS, "").header("Origin", "https://prairie.example"));
    assertThat(own.statusCode()).isEqualTo(200);
  }

  private static Widget listing(String... origins) {
    return new Widget(Optional.empty(), Optional.empty(), List.of(origins), List.of(), true);
  }

  private HttpRequest.Builder preflight(String target, String origin) {
    return reception
        .request(target, "")
        .header("Origin", origin)
        .header("Access-Control-Request-Method", "POST")
        .method("OPTIONS", BodyPublishers.noBody());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        SETTINGS,
        CONVERSATIONS,
        "/v1/widget/conversations/0/messages",
        "/v1/widget/conversations/0/events",
        "/v1/widget/conversations/0/left-message"
      })
  void a_browser_may_ask_first(String target) {
    HttpResponse<String> answer = reception.send(preflight(target, PAGE));

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains(PAGE);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Headers").orElseThrow())
        .contains("Authorization", "Content-Type", "Last-Event-ID", "Accept-Language");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Methods").orElseThrow())
        .contains("GET", "POST");
  }

  @Test
  void a_vouched_for_visitor_and_the_answers_are_kept() throws Exception {
    WidgetsContract.saved(reception.widgets, reception.dentist.id(), WidgetsContract.aFullWidget());
    String signature = signature("a secret of a page's own");

    HttpResponse<String> begun = begin(signature, Map.of("name", "Zoë", "unasked", "x"));
    HttpResponse<String> forged = begin("00".repeat(32), Map.of("name", "Zoë"));
    HttpResponse<String> unsigned = begin("", Map.of("name", "Zoë"));
    HttpResponse<String> unanswered = begin(signature, Map.of("about", "teeth"));

    assertThat(begun.statusCode()).isEqualTo(201);
    assertThat(forged.statusCode()).isEqualTo(401);
    assertThat(unsigned.statusCode()).isEqualTo(401);
    assertThat(unanswered.statusCode()).isEqualTo(400);
    assertThat(json(unanswered).get("field").asString()).isEqualTo("name");
    Conversations.Beginning kept =
        reception.conversations.beginning(
            new InteractionId(UUID.fromString(json(begun).get("id").asString())));
    assertThat(kept.visitor().orElseThrow().id()).isEqualTo("user 7");
    assertThat(kept.answers()).isEqualTo(Map.of("name", "Zoë"));
    assertThat(Instant.parse(json(begun).get("expiresAt").asString())).isEqualTo(kept.expiresAt());
    assertThat(kept.tokenSha256()).doesNotContain(json(begun).get("token").asString());
  }

  @Test
  void a_visitor_is_held_against_the_pages_secret_with_every_message() throws Exception {
    Widget full = WidgetsContract.aFullWidget();
    WidgetsContract.saved(reception.widgets, reception.dentist.id(), full);
    JsonNode begun = json(begin(signature("a secret of a page's own"), Map.of("name", "Zoë")));
    ChatReception.Talk talk =
        new ChatReception.Talk(begun.get("id").asString(), begun.get("token").asString());

    assertThat(says(talk, "a").statusCode()).isEqualTo(201);
    WidgetsContract.saved(
        reception.widgets, reception.dentist.id(), with(full, Optional.of("another secret of it")));
    assertThat(says(talk, "b").statusCode()).isEqualTo(401);
    assertThat(reception.get(path(talk, "events"), talk.token()).statusCode()).isEqualTo(401);
    WidgetsContract.saved(reception.widgets, reception.dentist.id(), with(full, Optional.empty()));
    assertThat(says(talk, "c").statusCode()).isEqualTo(401);
    WidgetsContract.saved(reception.widgets, reception.dentist.id(), full);
    assertThat(says(talk, "d").statusCode()).isEqualTo(201);
  }

  private static Widget with(Widget widget, Optional<String> secret) {
    return new Widget(
        widget.colour(), secret, widget.origins(), widget.questions(), widget.takesMessages());
  }

  private HttpResponse<String> says(ChatReception.Talk talk, String name) {
    return reception.send(
        reception
            .request(path(talk, "messages"), talk.token())
            .header("Origin", "https://example.org")
            .POST(
                BodyPublishers.ofString(
                    "{\"clientMessageId\":\"%s\",\"text\":\"It is me\"}".formatted(name))));
  }

  private static String signature(String secret) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal("user 7".getBytes(UTF_8)));
  }

  private HttpResponse<String> begin(String signature, Map<String, String> answers) {
    return reception.send(
        reception
            .request(CONVERSATIONS, "")
            .header("Origin", "https://example.org")
            .POST(
                BodyPublishers.ofString(
                    Json.MAPPER.writeValueAsString(
                        Map.of(
                            "language",
                            "fr",
                            "answers",
                            answers,
                            "identity",
                            Map.of("id", "user 7", "name", "Zoë", "signature", signature))))));
  }

  @Test
  void a_left_message_reaches_the_business_once() {
    ChatReception.Talk talk = reception.begin();
    String body =
        """
        {"name":"Zoë","callback":"204 555 0199","matter":"A broken tooth","urgency":"HIGH"}
        """;

    HttpResponse<String> left = reception.post(path(talk, "left-message"), talk.token(), body);
    reception.post(path(talk, "left-message"), talk.token(), body);

    assertThat(left.statusCode()).isEqualTo(201);
    JsonNode taken =
        json(reception.get("/v1/subscribers/" + DENTIST + "/taken-messages", reception.key));
    assertThat(taken.get("items")).hasSize(1);
    JsonNode message = taken.get("items").get(0);
    assertThat(message.get("matter").asString()).isEqualTo("A broken tooth");
    assertThat(message.get("urgency").asString()).isEqualTo("HIGH");
    assertThat(message.get("interactionId").asString()).isEqualTo(talk.id());
    assertThat(taken.get("next").isNull()).isTrue();
    assertThat(
            reception
                .post(path(talk, "left-message"), talk.token(), "{\"name\":\"Zoë\"}")
                .statusCode())
        .isEqualTo(400);
    assertThat(reception.get("/v1/subscribers/front/taken-messages", reception.key).statusCode())
        .isEqualTo(404);
  }

  @Test
  void a_person_takes_over_writes_and_hands_back() {
    ChatReception.Talk talk = reception.begin();
    ChatReception.Events events = reception.listen(talk, 0);
    events.next("state");
    String interaction = "/v1/subscribers/" + DENTIST + "/interactions/" + talk.id();

    assertThat(
            reception
                .post(interaction + "/messages", reception.key, "{\"text\":\"Hi\"}")
                .statusCode())
        .isEqualTo(409);
    assertThat(reception.post(interaction + "/takeover", reception.key, "").statusCode())
        .isEqualTo(200);
    assertThat(events.next("state").data().get("state").asString()).isEqualTo("WAITING_FOR_STAFF");
    reception.say(talk, "a", "Is anybody there?");
    assertThat(
            reception
                .post(interaction + "/messages", reception.key, "{\"text\":\"It is me, Ann\"}")
                .statusCode())
        .isEqualTo(201);

    assertThat(events.next("message").data().get("speaker").asString()).isEqualTo("VISITOR");
    JsonNode staff = events.next("message").data();
    assertThat(staff.get("speaker").asString()).isEqualTo("STAFF");
    assertThat(staff.get("text").asString()).isEqualTo("It is me, Ann");
    assertThat(events.next("state").data().get("state").asString()).isEqualTo("OPEN");
    assertThat(reception.ai.asked()).isEmpty();

    reception.say(talk, "b", "And who are you?");
    events.next("message");
    assertThat(reception.post(interaction + "/handback", reception.key, "").statusCode())
        .isEqualTo(200);
    assertThat(events.next("message").data().get("text").asString())
        .isEqualTo("You said: And who are you?");
    assertThat(reception.conversations.entries())
        .extracting(AuditEntry::action)
        .containsExactly("took over chat", "handed back chat");
    assertThat(reception.post(interaction + "/takeover", "", "").statusCode()).isEqualTo(401);
    assertThat(
            reception
                .post(
                    "/v1/subscribers/front/interactions/" + talk.id() + "/takeover",
                    reception.key,
                    "")
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void the_talk_is_an_interaction_with_every_message_once() {
    ChatReception.Talk talk = reception.begin();
    ChatReception.Events events = reception.listen(talk, 0);
    reception.say(talk, "a", "Hello");
    while (!events.next("message").id().equals("2")) {}

    JsonNode shown =
        json(
            reception.get(
                "/v1/subscribers/" + DENTIST + "/interactions/" + talk.id(), reception.key));

    assertThat(shown.get("channel").asString()).isEqualTo("CHAT");
    assertThat(shown.get("status").asString()).isEqualTo("ONGOING");
    assertThat(shown.get("agent").get("role").asString()).isEqualTo("RECEPTIONIST");
    assertThat(shown.get("messages")).hasSize(2);
    assertThat(shown.get("messages").get(1).get("speaker").asString()).isEqualTo("AGENT");
  }

  @Test
  void while_the_store_is_away_nothing_is_acknowledged() {
    ChatReception.Talk talk = reception.begin();
    reception.conversations.away(true);

    HttpResponse<String> away = reception.say(talk, "a", "Hello");

    assertThat(away.statusCode()).isEqualTo(503);
    assertThat(away.headers().firstValue("Retry-After")).isPresent();
    reception.conversations.away(false);
    assertThat(reception.say(talk, "a", "Hello").statusCode()).isEqualTo(201);
  }

  @Test
  void a_quiet_stream_has_a_heartbeat_and_ends_when_the_server_stops() {
    ChatReception.Events events = reception.listen(reception.begin(), 0);
    events.next("state");

    assertThat(events.lines().next()).isEqualTo(": still here");

    reception.server.close();
    assertThat(events.lines())
        .toIterable()
        .allMatch(line -> line.isEmpty() || line.startsWith(":"));
  }

  @Test
  void lost_news_are_found_at_the_next_heartbeat() {
    ChatReception.Talk talk = reception.begin();
    ChatReception.Events events = reception.listen(talk, 0);
    events.next("state");

    reception.conversations.changeOnce(
        reception.dentist.id(),
        id(talk),
        "untold",
        now -> Optional.of(now.say("Nobody told of this", reception.now, Duration.ofHours(1))));

    assertThat(events.next("message").data().get("text").asString())
        .isEqualTo("Nobody told of this");
  }

  @Test
  void a_long_history_comes_whole() {
    ChatReception.Talk talk = reception.begin();
    for (int i = 0; i < 290; i++) {
      String name = "message " + i;
      reception.conversations.changeOnce(
          reception.dentist.id(),
          id(talk),
          name,
          now -> Optional.of(now.say(name, reception.now, Duration.ofHours(1))));
    }

    ChatReception.Events events = reception.listen(talk, 0);

    for (int seq = 1; seq <= 290; seq++) {
      assertThat(events.next("message").id()).isEqualTo(Integer.toString(seq));
    }
    events.next("state");
  }

  @Test
  void a_reader_that_takes_nothing_holds_up_nobody_and_finds_everything_later() throws Exception {
    ChatReception.Talk talk = reception.begin();
    try (Socket slow = new Socket()) {
      slow.setReceiveBufferSize(4096);
      slow.connect(new InetSocketAddress("localhost", reception.port));
      slow.getOutputStream()
          .write(
              ("GET "
                      + path(talk, "events")
                      + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                      + talk.token()
                      + "\r\n\r\n")
                  .getBytes(UTF_8));
      for (int i = 1; i <= 290; i++) {
        String name = "message " + i;
        reception.conversations.changeOnce(
            reception.dentist.id(),
            id(talk),
            name,
            now ->
                Optional.of(now.say(name + "🚀".repeat(3900), reception.now, Duration.ofHours(1))));
      }
      ChatReception.Events quick = reception.listen(talk, 0);
      while (!quick.next("message").id().equals("290")) {}

      BufferedReader reader =
          new BufferedReader(new InputStreamReader(slow.getInputStream(), UTF_8));
      String line = reader.readLine();
      while (!line.equals("id: 290")) {
        line = reader.readLine();
      }
    }
  }

  @Test
  void a_person_who_sends_the_same_message_again_has_said_it_once() {
    ChatReception.Talk talk = reception.begin();
    String interaction = "/v1/subscribers/" + DENTIST + "/interactions/" + talk.id();
    reception.post(interaction + "/takeover", reception.key, "");
    HttpRequest.Builder message =
        reception
            .request(interaction + "/messages", reception.key)
            .header("Idempotency-Key", "once")
            .POST(BodyPublishers.ofString("{\"text\":\"It is me\"}"));

    HttpResponse<String> first = reception.send(message);
    HttpResponse<String> again = reception.send(message);

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(json(again)).isEqualTo(json(first));
    assertThat(json(reception.get(interaction, reception.key)).get("messages")).hasSize(1);
  }
}
