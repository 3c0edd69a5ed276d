package ca.rocketreception.http.billing;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.InteractionStatus;
import ca.rocketreception.domain.interaction.Stage;
import ca.rocketreception.http.Reception;
import ca.rocketreception.http.json.Json;
import ca.rocketreception.http.request.Trace;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** From a price to an invoice and back to the call. */
final class BillingTest {

  private static final String OWN = "/v1/subscribers/prairie-dental";
  private static final String NOVEMBER = OWN + "/statements/2026-11";
  private static final String RATES =
      """
      [{"meter":"VOICE_SECONDS","per":"60","minimumSeconds":30,"incrementSeconds":6,
        "included":"60","tiers":[{"upTo":"10","price":"0.45"},{"price":"0.39"}]}]
      """;

  private final Reception reception = new Reception();

  @BeforeEach
  void price() {
    put(
        "/v1/plans/clinic/2026-01-01",
        "{\"name\":\"Clinic\",\"currency\":\"CAD\",\"baseFee\":\"79\",\"rates\":" + RATES + "}");
    put("/v1/taxes/gst/2026-01-01", "{\"name\":\"GST <5>\",\"percent\":\"5\"}");
    put(OWN + "/rates/2026-11-01", "{\"plan\":\"clinic\",\"taxes\":[\"gst\"]}");
    reception.record(
        "call_1",
        Reception.DENTIST,
        Details.none()
            .tell(Detail.STATUS, InteractionStatus.ENDED, Stage.ENDED)
            .tell(Detail.STARTED_AT, Samples.MONDAY_MORNING, Stage.ENDED)
            .tell(Detail.DURATION_MS, 121_000L, Stage.ENDED),
        Optional.empty());
  }

  @AfterEach
  void close() {
    reception.close();
  }

  private void put(String target, String body) {
    HttpResponse<String> answer = send("PUT", target, body, reception.operatorKey);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private HttpResponse<String> send(String method, String target, String body, String key) {
    return reception.send(
        reception
            .request(target)
            .header("Authorization", "Bearer " + key)
            .method(method, BodyPublishers.ofString(body)));
  }

  private String text(String target) {
    HttpResponse<String> answer = reception.get(target, reception.dentistReadKey);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private JsonNode json(String target) {
    return Json.MAPPER.readTree(text(target));
  }

  @Test
  void a_business_reads_its_draft_as_data_as_a_table_and_as_a_page() {
    JsonNode draft = json(NOVEMBER);

    // 126 s counted, 60 included: 1.1 minutes of 0.45
    assertThat(draft.get("state").asString()).isEqualTo("DRAFT");
    assertThat(draft.at("/lines/1/amount/amount").asString()).isEqualTo("0.50");
    assertThat(draft.at("/total/amount").asString()).isEqualTo("83.48");
    assertThat(text(NOVEMBER + "?format=csv"))
        .startsWith("number,state,seq,kind,")
        .contains(
            "prairie-dental-2026-11,DRAFT,2,USAGE,2026-11-01,2026-12-01,Clinic: calls answered,VOICE_SECONDS,121,1,"
                + "126,60,\"$0.45 per minute up to 10 minutes, then $0.39; each call counts at least"
                + " 30 s, then in steps of 6 s\",0.50,CAD\r\n");
    assertThat(text(NOVEMBER + "?format=html"))
        .contains(
            "Draft",
            "GST &lt;5&gt; 5%",
            "1 call, 2 min 1 s; counted as 2 min 6 s; 1 min included; $0.45",
            "83.48")
        .doesNotContain("<5>", "http://", "https://");
  }

  @Test
  void a_statements_page_may_do_nothing_but_use_its_own_style() {
    HttpResponse<String> page = reception.get(NOVEMBER + "?format=html", reception.dentistKey);
    String policy = page.headers().firstValue("content-security-policy").orElse("");

    assertThat(page.headers().allValues("content-security-policy")).hasSize(1);
    assertThat(List.of(policy.split("; ")))
        .contains(Trace.PROTECTION.get("Content-Security-Policy").split("; "))
        .allMatch(rule -> rule.endsWith(" 'none'") || rule.matches("style-src 'sha256-[^' ]+'"));
    assertThat(page.body()).doesNotContain("<script", " style=");
    assertThat(PrintedStatement.policy(page.body())).isEqualTo(policy);
  }

  @Test
  void a_line_leads_to_its_lines_of_use_and_they_to_the_call_and_its_event() {
    JsonNode line = json(NOVEMBER + "/lines/2/entries?limit=1").at("/items/0");

    assertThat(line.get("quantity").asString()).isEqualTo("121");
    assertThat(line.at("/event/providerId").asString()).isEqualTo("call_1");
    assertThat(text(OWN + "/interactions/" + line.get("interactionId").asString()))
        .contains("call_1");
    assertThat(reception.get(NOVEMBER + "/lines/9/entries", reception.dentistKey).statusCode())
        .isEqualTo(404);
  }

  @Test
  void the_operator_makes_it_final_once_it_is_over_and_gives_some_back_once() {
    assertThat(send("POST", NOVEMBER + "/finalise", "", reception.operatorKey).statusCode())
        .isEqualTo(409);
    reception.now = Instant.parse("2026-12-01T06:00:00Z");
    assertThat(send("POST", NOVEMBER + "/finalise", "", reception.operatorKey).statusCode())
        .isEqualTo(200);
    HttpResponse<String> again = send("POST", NOVEMBER + "/finalise", "", reception.operatorKey);
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.body()).contains("prairie-dental-2026-11", "final already");
    assertThat(json(NOVEMBER).get("state").asString()).isEqualTo("FINAL");

    String first = credited("20", "n1");
    assertThat(credited("20", "n1")).isEqualTo(first);
    assertThat(Json.MAPPER.readTree(first).at("/total/amount").asString()).isEqualTo("-21.00");
    assertThat(json(OWN + "/statements").get("items").findValuesAsString("number"))
        .containsExactly("prairie-dental-2026-11", "prairie-dental-2026-11-C1");
    assertThat(json(NOVEMBER + "/credit-notes/1")).isEqualTo(Json.MAPPER.readTree(first));
    assertThat(text(NOVEMBER + "/credit-notes/1?format=csv"))
        .contains("prairie-dental-2026-11-C1,FINAL,1,CREDIT", "An outage", "-20.00,CAD");
    assertThat(text(NOVEMBER + "/credit-notes/1?format=html"))
        .contains("Credit note", "Given back to", "An outage", "-21.00");
    assertThat(reception.get(NOVEMBER + "/credit-notes/2", reception.dentistKey).statusCode())
        .isEqualTo(404);
    assertThat(reception.get(NOVEMBER + "/credit-notes/x", reception.dentistKey).statusCode())
        .isEqualTo(400);
  }

  @Test
  void a_statement_says_who_charges_and_keeps_to_it() {
    put(
        "/v1/issuers/2026-01-01",
        """
        {"name":"Rocket <Science>","address":"1 Main Street\\nWinnipeg","registration":"GST 1",
         "footer":"Payable in 30 days"}
        """);
    assertThat(json(NOVEMBER).at("/issuer/name").asString()).isEqualTo("Rocket <Science>");
    assertThat(text(NOVEMBER + "?format=html"))
        .contains(
            "Rocket &lt;Science&gt;", "1 Main Street\nWinnipeg", "GST 1", "Payable in 30 days");
    reception.now = Instant.parse("2026-12-01T06:00:00Z");
    assertThat(send("POST", NOVEMBER + "/finalise", "", reception.operatorKey).statusCode())
        .isEqualTo(200);

    HttpResponse<String> late =
        send(
            "PUT",
            "/v1/issuers/2026-11-15",
            "{\"name\":\"Other\",\"address\":\"2 Main Street\"}",
            reception.operatorKey);
    put("/v1/issuers/2026-12-01", "{\"name\":\"Other\",\"address\":\"2 Main Street\"}");

    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(late.body()).contains("prairie-dental-2026-11");
    assertThat(json(NOVEMBER).at("/issuer/name").asString()).isEqualTo("Rocket <Science>");
    assertThat(reception.get("/v1/issuers", reception.operatorKey).body()).contains("Other");
  }

  private String credited(String amount, String name) {
    HttpResponse<String> answer =
        reception.send(
            reception
                .request(NOVEMBER + "/credit-notes")
                .header("Authorization", "Bearer " + reception.operatorKey)
                .header("Idempotency-Key", name)
                .POST(
                    BodyPublishers.ofString(
                        "{\"amount\":\"" + amount + "\",\"reason\":\"An outage\"}")));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return answer.body();
  }

  @Test
  void the_margin_is_unknown_while_a_cost_is_and_the_operators_alone() {
    JsonNode margin =
        Json.MAPPER.readTree(reception.get(NOVEMBER + "/margin", reception.operatorKey).body());

    assertThat(margin.at("/charge/amount").asString()).isEqualTo("79.50");
    assertThat(margin.get("margin").isNull()).isTrue();
    assertThat(margin.get("withoutCost").asInt()).isEqualTo(1);
    assertThat(reception.get(NOVEMBER + "/margin", reception.dentistKey).statusCode())
        .isEqualTo(403);
  }

  @Test
  void a_cap_is_set_read_and_taken_away() {
    put(OWN + "/caps/VOICE_SECONDS", "{\"quantity\":\"120\",\"hard\":true}");

    assertThat(json(OWN + "/caps").at("/items/0").toString())
        .isEqualTo(
            "{\"meter\":\"VOICE_SECONDS\",\"unit\":\"second\",\"quantity\":\"120\",\"hard\":true,"
                + "\"reached\":[]}");
    assertThat(send("DELETE", OWN + "/caps/VOICE_SECONDS", "", reception.operatorKey).statusCode())
        .isEqualTo(204);
    assertThat(json(OWN + "/caps").get("items").size()).isZero();
  }

  @Test
  void what_was_set_is_listed() {
    put("/v1/exchange-rates/CAD/2026-11-23", "{\"perDollar\":\"1.3712\"}");

    for (String list : new String[] {"/v1/plans", "/v1/taxes", "/v1/exchange-rates"}) {
      assertThat(
              Json.MAPPER
                  .readTree(reception.get(list, reception.operatorKey).body())
                  .get("items")
                  .size())
          .isEqualTo(1);
    }
    assertThat(json(OWN + "/rates").at("/items/0/plan").asString()).isEqualTo("clinic");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/plans/p/2026-01-01 | {'name':'P','baseFee':'1'} | currency",
        "/v1/plans/p/2026-01-01 | {'name':'P','currency':'XXX','baseFee':'1'} | XXX",
        "/v1/plans/p/2026-01-01 | {'name':'P','currency':'CAD','baseFee':'-1'} | -1",
        "/v1/plans/p/2026-01-01 | {'name':'P','currency':'CAD','baseFee':'1e9'} | 1e9",
        "/v1/plans/p/2026-01-01 | {'name':'P','currency':'CAD','baseFee':'1','rates':[{'meter':'SMILES','tiers':[]}]} | SMILES",
        "/v1/plans/p/2026-01-01 | {'name':'P','currency':'CAD','baseFee':'1','rates':[{'meter':'CALLS','tiers':[{'price':'-2'}]}]} | -2",
        "/v1/plans/p/2026-01-01 | {'name':'P','currency':'CAD','baseFee':'1','rates':[{'meter':'CALLS','tiers':[{'price':'1'}]},{'meter':'CALLS','tiers':[{'price':'2'}]}]} | two rates",
        "/v1/taxes/t/2026-01-01 | {'name':'T','percent':'101'} | 101",
        "/v1/exchange-rates/CAD/2026-01-01 | {'perDollar':'0'} | 0",
        "/v1/issuers/2026-01-01 | {'name':'N','address':' '} | address",
        "/v1/subscribers/prairie-dental/rates/2026-12-01 | {'discountPercent':'-5'} | -5",
        "/v1/subscribers/prairie-dental/caps/CALLS | {'quantity':'0'} | 0",
        "/v1/subscribers/prairie-dental/caps/SMILES | {'quantity':'1'} | SMILES",
        "/v1/subscribers/prairie-dental/caps/PROVIDER_COST | {'quantity':'1'} | PROVIDER_COST",
      })
  void what_cannot_be_is_refused_by_name(String target, String body, String named) {
    HttpResponse<String> answer =
        send("PUT", target, body.replace('\'', '"'), reception.operatorKey);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains(named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/plans/clinic/2026-01-01 | {'name':'Clinic','currency':'CAD','baseFee':'80'}",
        "/v1/plans/clinic/2025-01-01 | {'name':'Clinic','currency':'CAD','baseFee':'80'}",
        "/v1/plans/clinic/2027-01-01 | {'name':'Clinic','currency':'USD','baseFee':'80'}",
        "/v1/taxes/gst/2026-01-01 | {'name':'GST','percent':'6'}",
        "/v1/subscribers/prairie-dental/rates/2026-11-01 | {'plan':'clinic'}",
        "/v1/subscribers/prairie-dental/rates/2026-12-01 | {'plan':'nothing'}",
        "/v1/subscribers/prairie-dental/rates/2026-12-01 | {'plan':'clinic','taxes':['vat']}",
      })
  void what_contradicts_what_is_there_is_refused(String target, String body) {
    HttpResponse<String> answer =
        send("PUT", target, body.replace('\'', '"'), reception.operatorKey);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
  }
}
