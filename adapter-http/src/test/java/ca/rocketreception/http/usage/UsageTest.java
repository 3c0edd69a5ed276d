package ca.rocketreception.http.usage;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.Money;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.InteractionStatus;
import ca.rocketreception.domain.interaction.Stage;
import ca.rocketreception.http.Reception;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What was used, in sums and line by line. */
final class UsageTest {

  private static final String OWN = "/v1/subscribers/prairie-dental";

  private final Reception reception = new Reception();

  @AfterEach
  void close() {
    reception.close();
  }

  private Interaction ended(String call, Instant start, long millis) {
    return reception.record(
        call,
        Reception.DENTIST,
        Details.none()
            .tell(Detail.STATUS, InteractionStatus.ENDED, Stage.ENDED)
            .tell(Detail.STARTED_AT, start, Stage.ENDED)
            .tell(Detail.DURATION_MS, millis, Stage.ENDED)
            .tell(Detail.PROVIDER_COST, Money.usCents(new BigDecimal("12.5")), Stage.ANALYSED),
        Optional.empty());
  }

  @Test
  void the_month_up_to_now_is_added_up_by_channel_and_meter() {
    ended("call_1", Samples.MONDAY_MORNING, 64_877);
    ended("call_2", Samples.MONDAY_MORNING.minus(Duration.ofDays(3)), 100_000);
    ended("call_3", Samples.MONDAY_MORNING.minus(Duration.ofDays(60)), 7_000);

    assertThat(json(OWN + "/usage", reception.dentistReadKey).toString())
        .isEqualTo(
            "{\"from\":\"2026-11-01\",\"to\":\"2026-11-24\",\"timezone\":\"America/Winnipeg\","
                + "\"items\":[{\"channel\":\"VOICE\",\"meter\":\"VOICE_SECONDS\",\"unit\":\"second\","
                + "\"product\":null,\"currency\":null,\"quantity\":\"164.877\"},"
                + "{\"channel\":\"VOICE\",\"meter\":\"CALLS\",\"unit\":\"call\","
                + "\"product\":null,\"currency\":null,\"quantity\":\"2\"}]}");
  }

  @Test
  void what_providers_charge_is_the_operators_to_know() {
    Interaction call = ended("call_1", Samples.MONDAY_MORNING, 1000);

    JsonNode cost = json(OWN + "/usage", reception.operatorKey).get("items").get(2);
    assertThat(cost.toString())
        .isEqualTo(
            "{\"channel\":\"VOICE\",\"meter\":\"PROVIDER_COST\",\"unit\":\"USD cent\","
                + "\"product\":\"all\",\"currency\":\"USD\",\"quantity\":\"12.5\"}");
    for (String place :
        List.of(
            "/usage",
            "/usage/entries",
            "/usage/entries?meter=PROVIDER_COST",
            "/interactions/" + call.id() + "/usage")) {
      assertThat(json(OWN + place, reception.dentistKey).get("items").findValuesAsString("meter"))
          .doesNotContain("PROVIDER_COST");
      assertThat(json(OWN + place, reception.operatorKey).get("items").findValuesAsString("meter"))
          .contains("PROVIDER_COST");
    }
  }

  @Test
  void days_are_asked_for_by_name_and_the_last_is_not_meant() {
    ended("call_1", Instant.parse("2026-11-24T04:59:59Z"), 1000); // Monday in Winnipeg

    assertThat(
            json(OWN + "/usage?from=2026-11-23&to=2026-11-24", reception.dentistKey).get("items"))
        .hasSize(2);
    assertThat(
            json(OWN + "/usage?from=2026-11-24&to=2026-11-25", reception.dentistKey).get("items"))
        .isEmpty();
    assertThat(json(OWN + "/usage?to=2026-12-01", reception.dentistKey).get("from").asString())
        .isEqualTo("2026-11-01");
  }

  @Test
  void each_line_leads_to_its_interaction_and_its_event() {
    Interaction call = ended("call_1", Samples.MONDAY_MORNING, 64_877);

    JsonNode line =
        json(OWN + "/interactions/" + call.id() + "/usage", reception.dentistReadKey)
            .get("items")
            .get(0);

    assertThat(line.get("quantity").asString()).isEqualTo("64.877");
    assertThat(line.get("interactionId").asString()).isEqualTo(call.id().toString());
    assertThat(line.get("occurredAt").asString()).isEqualTo("2026-11-23T16:00:00Z");
    assertThat(line.get("localDay").asString()).isEqualTo("2026-11-23");
    assertThat(line.get("corrects").isNull()).isTrue();
    JsonNode event =
        json("/v1/events/" + line.get("event").get("id").asString(), reception.operatorKey);
    assertThat(event.get("providerId").asString()).isEqualTo("call_1");
  }

  @Test
  void lines_come_in_pages() {
    for (int call = 0; call < 5; call++) {
      ended("call_" + call, Samples.MONDAY_MORNING.minus(Duration.ofDays(call)), 1000);
    }
    List<String> days = new ArrayList<>();
    String next = "";
    do {
      JsonNode page =
          json(OWN + "/usage/entries?meter=CALLS&limit=2" + next, reception.dentistReadKey);
      days.addAll(page.get("items").findValuesAsString("localDay"));
      next = page.get("next").isNull() ? null : "&cursor=" + page.get("next").asString();
    } while (next != null);

    assertThat(days)
        .containsExactly("2026-11-23", "2026-11-22", "2026-11-21", "2026-11-20", "2026-11-19");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/usage?from=2026-11-31",
        "/usage?from=yesterday",
        "/usage?from=2026-11-23T00:00:00Z",
        "/usage?from=%2B12026-01-01",
        "/usage?from=2026-11-23&to=2026-11-23",
        "/usage?from=2026-12-23",
        "/usage?days=3",
        "/usage/entries?meter=STEPS",
        "/usage/entries?cursor=junk",
        "/usage/entries?cursor=MjAyNi0xMS0yMyB4",
        "/usage/entries?limit=0",
        "/interactions/none/usage",
      })
  void what_is_wrong_is_refused_with_a_cure(String place) {
    HttpResponse<String> answer = reception.get(OWN + place, reception.dentistKey);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Reception.json(answer).get("cure").asString()).isNotBlank();
  }

  private JsonNode json(String target, String key) {
    HttpResponse<String> answer = reception.get(target, key);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Reception.json(answer);
  }
}
