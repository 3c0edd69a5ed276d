package ca.rocketreception.http;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.interaction.Clues;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.interaction.Report;
import ca.rocketreception.ports.driven.interaction.ProviderEvent;
import ca.rocketreception.ports.driven.interaction.Reading;
import ca.rocketreception.ports.driven.interaction.Recordings;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Who changed what, what the providers sent, and what became of it. */
final class AccountingTest {

  private static final String OWN = "/v1/subscribers/prairie-dental";

  private final Reception reception = new Reception();

  @AfterEach
  void close() {
    reception.close();
  }

  @Test
  void the_audit_trail_tells_who_changed_what_newest_first() {
    for (String text : List.of("one", "two", "three")) {
      reception.ask(
          "PUT",
          OWN + "/facts/wifi",
          reception.dentistKey,
          "{\"text\":\"" + text + "\"}",
          "X-Request-Id",
          "request-" + text);
    }

    JsonNode first = json(OWN + "/audit?limit=2", reception.dentistReadKey);
    JsonNode second =
        json(
            OWN + "/audit?limit=2&cursor=" + first.get("next").asString(),
            reception.dentistReadKey);

    JsonNode newest = first.get("items").get(0);
    assertThat(newest.get("seq").asLong()).isEqualTo(3);
    assertThat(newest.get("actor").asString()).isEqualTo("tests");
    assertThat(newest.get("requestId").asString()).isEqualTo("request-three");
    assertThat(newest.get("keyId").isString()).isTrue();
    assertThat(newest.get("action").asString()).isEqualTo("set fact");
    assertThat(newest.get("before").toString()).isEqualTo("[\"fact wifi: two\"]");
    assertThat(newest.get("after").toString()).isEqualTo("[\"fact wifi: three\"]");
    assertThat(newest.get("at").asString()).isEqualTo("2026-11-23T16:00:00Z");
    assertThat(first.get("chain").toString())
        .isEqualTo("{\"holds\":true,\"entries\":3,\"brokenAt\":null}");
    assertThat(second.get("items").findValuesAsString("seq")).containsExactly("1");
    assertThat(second.get("next").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OWN + "/audit?cursor=junk",
        OWN + "/audit?cursor=LTE",
        OWN + "/events?cursor=junk",
        "/v1/events?cursor=AAAA",
        "/v1/events?outcome=APPLIED",
        "/v1/events?outcome=waiting",
        "/v1/events/junk",
      })
  void junk_is_refused(String target) {
    assertThat(reception.get(target, reception.operatorKey).statusCode()).isEqualTo(400);
  }

  @Test
  void a_business_reads_what_became_of_its_events() {
    for (int i = 0; i < 5; i++) {
      reception.call("call_" + i, Reception.DENTIST, Samples.MONDAY_MORNING.plusSeconds(i));
    }
    reception.call("call_x", Reception.BAKERY, Samples.MONDAY_MORNING);
    List<String> met = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = json(OWN + "/events?limit=2" + next, reception.dentistReadKey);
      page.get("items").forEach(event -> met.add(event.get("providerId").asString()));
      assertThat(page.get("items").get(0).get("outcome").asString()).isEqualTo("APPLIED");
      assertThat(page.get("items").get(0).has("body")).isFalse();
      next = page.get("next").isNull() ? null : "&cursor=" + page.get("next").asString();
    } while (next != null);

    assertThat(met).containsExactlyInAnyOrder("call_0", "call_1", "call_2", "call_3", "call_4");
  }

  @Test
  void an_event_that_waits_is_read_and_retried_by_the_operator() {
    Reading.About nobodys =
        new Reading.About(
            new ProviderReference(Provider.RETELL, "call_1"),
            ChannelKind.VOICE,
            new Clues(
                Optional.of(Samples.CALLER), Optional.empty(), Optional.empty(), Optional.empty()),
            new Report(Details.none(), Optional.empty()),
            "");
    reception.reading = nobodys;
    ProviderEvent event = Recordings.anEvent("call_1", "{\"said\":1}");
    reception.receive(event, nobodys);

    JsonNode waiting = json("/v1/events?outcome=WAITING", reception.operatorKey);
    String place = "/v1/events/" + waiting.get("items").get(0).get("id").asString();
    HttpResponse<String> still = reception.ask("POST", place + "/retry", reception.operatorKey, "");
    reception.ask("PUT", OWN + "/numbers/" + Samples.CALLER, reception.operatorKey, "{}");
    HttpResponse<String> applied =
        reception.ask("POST", place + "/retry", reception.operatorKey, "");
    HttpResponse<String> again = reception.ask("POST", place + "/retry", reception.operatorKey, "");

    assertThat(json(place, reception.operatorKey).get("body").asString()).isEqualTo("{\"said\":1}");
    assertThat(Reception.json(still).get("outcome").asString()).isEqualTo("WAITING");
    assertThat(Reception.json(applied).get("outcome").asString()).isEqualTo("APPLIED");
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(json("/v1/audit", reception.operatorKey).get("items").findValuesAsString("action"))
        .contains("retried event");
    assertThat(json(OWN + "/interactions", reception.dentistKey).get("items")).hasSize(1);
    assertThat(json("/v1/events", reception.operatorKey).get("items")).isEmpty();
  }

  private JsonNode json(String target, String key) {
    HttpResponse<String> answer = reception.get(target, key);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Reception.json(answer);
  }
}
