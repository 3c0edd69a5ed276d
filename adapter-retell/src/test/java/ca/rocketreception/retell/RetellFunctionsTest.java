package ca.rocketreception.retell;

import static ca.rocketreception.domain.Samples.CALLER;
import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.SHARED_NUMBER;
import static ca.rocketreception.domain.Samples.uuid;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.agent.AgentRole;
import ca.rocketreception.domain.business.BlockedCaller;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.OpeningHours;
import ca.rocketreception.domain.interaction.Clues;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.Matter;
import ca.rocketreception.domain.interaction.TakenMessage;
import ca.rocketreception.domain.interaction.Urgency;
import ca.rocketreception.domain.interaction.Verdict;
import ca.rocketreception.ports.driven.interaction.InteractionFilter;
import ca.rocketreception.ports.driven.interaction.InteractionPage;
import ca.rocketreception.ports.driven.interaction.Interactions;
import ca.rocketreception.ports.driven.interaction.ProviderEvent;
import ca.rocketreception.ports.driving.interaction.WebhookRequest;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is answered at once: who takes a ringing call, and what the AI asks during one. */
class RetellFunctionsTest {

  private final House house = new House();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"event\":\"call_inbound\",\"call_inbound\":{\"to_number\":\"sip:ava@example.invalid\"}}",
        "{\"event\":\"call_inbound\",\"call_inbound\":{\"to_number\":-12045550110}}",
        "{\"event\":\"call_inbound\",\"call_inbound\":{\"to_number\":12045550110.5}}",
        "{\"event\":\"call_inbound\",\"call_inbound\":{\"to_number\":1e2147483647}}",
        "{\"event\":\"call_inbound\",\"call_inbound\":{\"to_number\":1e900}}",
        "{\"event\":\"call_inbound\",\"call_inbound\":{\"to_number\":null}}",
        "{\"event\":\"call_inbound\",\"call_inbound\":{}}",
        "{\"event\":\"call_inbound\",\"call_inbound\":[]}",
        "{}"
      })
  void aCallThatIsNotUnderstoodIsLeftToTheAgentBoundToTheNumber(String body) {
    assertThat(house.ask("/inbound", body)).isEqualTo("{\"call_inbound\":{}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"anonymous\"", "\"\"", "null", "7", "[]"})
  void aCallerWhoWithholdsTheirNumberIsAnswered(String from) {
    assertThat(
            house.ask(
                "/inbound",
                "{\"event\":\"call_inbound\",\"call_inbound\":{\"from_number\":%s,\"to_number\":\"%s\"}}"
                    .formatted(from, DENTAL_NUMBER)))
        .contains("\"override_agent_id\":\"agent_prairie-dental_receptionist\"");
  }

  @Test
  void aRingingCallIsNoEventAndIsNotKept() {
    house.post("/inbound", Sample.bytes("inbound_call_request"));

    assertThat(house.interactions.verdicts()).isEmpty();
  }

  @Test
  void theHoursAreThoseOfTheBusinessCalledWhateverTheArgumentsSay() {
    String asked = function(DENTAL_NUMBER, "{\"business\":\"corner-bakery\"}");

    String answer = house.ask("/functions/check_hours", asked);

    assertThat(answer).contains("\"open\":true", "9:00 AM to 5:00 PM");
    assertThat(house.ask("/functions/check_hours", asked)).isEqualTo(answer);
    assertThat(house.interactions.verdicts()).hasSize(1);
    assertThat(house.theOnly().subscriber()).isEqualTo(Samples.aDentist().id());
  }

  @Test
  void theHoursOfABusinessAreKnownWhileNothingCanBeStored() {
    WebhookRequest asked =
        House.signed("/functions/check_hours", function(DENTAL_NUMBER, "{}").getBytes(UTF_8));

    assertThat(new String(withoutStore().receive(asked).body(), UTF_8))
        .contains("9:00 AM to 5:00 PM");
  }

  @ParameterizedTest
  @ValueSource(strings = {"check_hours", "route_call"})
  void whoACallOfASharedNumberIsWithIsNotGuessedWhileNothingCanBeStored(String function) {
    WebhookRequest asked =
        House.signed(
            "/functions/" + function,
            function(SHARED_NUMBER, "{\"business\":\"corner-bakery\"}").getBytes(UTF_8));

    assertThatExceptionOfType(Refusal.Unavailable.class)
        .isThrownBy(() -> withoutStore().receive(asked));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"business\":\"  \"}",
        "{\"business\":7}",
        "{\"business\":null}",
        "{\"business\":\"\\u0000\\ud800\"}",
        "[]",
        "null"
      })
  void askingForNoBusinessPutsNobodyThrough(String args) {
    assertThat(house.ask("/functions/route_call", function(SHARED_NUMBER, args)))
        .contains("\"routed\":false", "\"subscriber\":null");
    assertThat(house.theOnly().subscriber()).isEqualTo(Samples.aFront().id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"entreprise\":\"corner-bakery\"}",
        "{\"Nom de l'entreprise\":\"corner-bakery\"}",
        "{\"commerce\":\"corner-bakery\"}",
        "{\"soci\u00e9t\u00e9\":\"corner-bakery\",\"langue\":\"fr\"}",
        "{\"nom\":\"corner-bakery\"}",
        "{\"query\":\"corner-bakery\"}",
        "{\"caller_name\":\"John\",\"organization\":\"corner-bakery\"}",
        "{\"name\":\"John Smith\",\"store\":\"corner-bakery\"}",
        "[\"corner-bakery\"]",
        "\"corner-bakery\"",
      })
  void theBusinessIsFoundHoweverTheModelCallsIt(String args) {
    house.routing.forgetAllBut(Samples.aFront(), Samples.aBusinessBehindTheFront("corner-bakery"));

    assertThat(house.ask("/functions/route_call", function(SHARED_NUMBER, args)))
        .contains("\"routed\":true", "\"subscriber\":\"corner-bakery\"");
  }

  @Test
  void aBusinessBeyondItsHardCapTakesItsCallsWithTheForwarderInThatMonthAlone() {
    Business bakery =
        Samples.aBusinessBehindTheFront("corner-bakery")
            .with(Samples.anAgent("corner-bakery", AgentRole.FORWARDER));
    house.routing.forgetAllBut(Samples.aFront(), bakery);
    String asked = function(SHARED_NUMBER, "{\"business\":\"corner-bakery\"}");

    house.routing.fill(Map.of(bakery.id(), YearMonth.of(2026, 10)));
    assertThat(house.ask("/functions/route_call", asked))
        .contains("\"agentId\":\"agent_corner-bakery_receptionist\"");
    house.routing.fill(Map.of(bakery.id(), YearMonth.of(2026, 11)));
    assertThat(house.ask("/functions/route_call", asked))
        .contains("\"routed\":true", "\"agentId\":\"agent_corner-bakery_forwarder\"");
  }

  @Test
  void whoIsSwitchedOffTakesCallsOfASharedNumberAtItsOwnPhone() {
    Business bakery =
        Samples.aBusinessBehindTheFront("corner-bakery")
            .with(Samples.anAgent("corner-bakery", AgentRole.FORWARDER));
    house.routing.forgetAllBut(Samples.aFront(), bakery);
    house.routing.fill(Map.of(bakery.id(), YearMonth.of(2026, 11)));

    JsonNode answer =
        JsonMapper.shared()
            .readTree(
                house.ask(
                    "/functions/route_call",
                    function(SHARED_NUMBER, "{\"business\":\"corner-bakery\"}")));
    AgentDraft gatekeeper =
        AgentDraft.of(
            Samples.aFront(),
            Samples.aFront().agents().getFirst(),
            ChannelKind.VOICE,
            "https://rocket.example.org");

    assertThat(dialledBy(gatekeeper, answer)).isEqualTo("+12045550133");
    assertThat(gatekeeper.llm().get("general_prompt").asString())
        .contains("forward_to", "transfer_call at once");
    house.routing.forgetAllBut(Samples.aFront(), bakery);
    assertThat(
            dialledBy(
                gatekeeper,
                JsonMapper.shared()
                    .readTree(
                        house.ask(
                            "/functions/route_call",
                            function(SHARED_NUMBER, "{\"business\":\"corner-bakery\"}")))))
        .as("whoever answers is not forwarded")
        .isEmpty();
  }

  /** What Retell makes of our answer: the function's variables, then the destination. */
  private static String dialledBy(AgentDraft gatekeeper, JsonNode answer) {
    Map<String, String> variables = new HashMap<>();
    gatekeeper
        .llm()
        .get("default_dynamic_variables")
        .properties()
        .forEach(variable -> variables.put(variable.getKey(), variable.getValue().asString()));
    String dialled = null;
    for (JsonNode tool : gatekeeper.llm().get("general_tools")) {
      tool.path("response_variables")
          .properties()
          .forEach(variable ->
              variables.put(
                  variable.getKey(), answer.get(variable.getValue().asString()).asString()));
    }
    for (JsonNode tool : gatekeeper.llm().get("general_tools")) {
      if (tool.path("type").asString().equals("transfer_call")) {
        dialled = tool.path("transfer_destination").path("number").asString();
      }
    }
    assertThat(dialled).isNotNull();
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      dialled = dialled.replace("{{" + variable.getKey() + "}}", variable.getValue());
    }
    return dialled;
  }

  @Test
  void whomACallerMeansIsAskedBackWhenItIsNotClear() {
    String answer =
        house.ask("/functions/route_call", function(SHARED_NUMBER, "{\"business\":\"company\"}"));

    assertThat(answer)
        .contains(
            "\"routed\":false",
            "\"candidates\":[\"The city-garage company\",\"The corner-bakery company\",",
            "Do you mean The city-garage company or The corner-bakery company or The front company?");
    assertThat(house.theOnly().subscriber()).isEqualTo(Samples.aFront().id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"12045550110", "2045550110", "sip:+12045550110@example.com", "%2B12045550110"})
  void aNumberIsKnownHoweverItIsWritten(String to) {
    String asked =
        "{\"event\":\"call_inbound\",\"call_inbound\":{\"from_number\":\"%s\",\"to_number\":\"%s\"}}";
    house.routing.forgetAllBut(
        Samples.aDentist().blocking(new BlockedCaller(CALLER, "spam")), Samples.aFront());

    assertThat(house.ask("/inbound", asked.formatted("+12045550100", to)))
        .contains("\"override_agent_id\":\"agent_prairie-dental_receptionist\"", "hours_today");
    assertThat(house.ask("/inbound", asked.formatted("sip:2045550199@example.com", to)))
        .isEqualTo("{\"call_inbound\":{\"reject\":true}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12045550110",
        "2045550110",
        "12045550110.0",
        "1.2045550110E10",
        "[\"+12045550110\"]",
        "[12045550110]"
      })
  void aNumberIsKnownAlsoWhereItIsNoText(String to) {
    String call = "\"from_number\":%s,\"to_number\":" + to;
    house.routing.forgetAllBut(
        Samples.aDentist().blocking(new BlockedCaller(CALLER, "spam")), Samples.aFront());

    assertThat(
            house.ask(
                "/inbound", "{\"call_inbound\":{%s}}".formatted(call.formatted("12045550100"))))
        .contains("\"override_agent_id\":\"agent_prairie-dental_receptionist\"", "hours_today");
    assertThat(
            house.ask(
                "/inbound", "{\"call_inbound\":{%s}}".formatted(call.formatted("12045550199"))))
        .isEqualTo("{\"call_inbound\":{\"reject\":true}}");
    assertThat(
            house.ask(
                "/functions/take_message",
                "{\"name\":\"take_message\",\"call\":{\"call_id\":\"c\",%s},\"args\":{\"name\":\"Ann\",\"matter\":\"A crown\"}}"
                    .formatted(call.formatted("12045550199"))))
        .contains("\"taken\":true");
    house.event(
        "{\"event\":\"call_ended\",\"call\":{\"call_id\":\"c\",\"transfer_destination\":12045550133,%s}}"
            .formatted(call.formatted("12045550199")));
    assertThat(house.interactions.taken().getFirst().content().callback()).isEqualTo(CALLER.e164());
    assertThat(house.theOnly().subscriber()).isEqualTo(Samples.aDentist().id());
    assertThat(house.theOnly().details().get(Detail.FROM)).hasValue(CALLER);
    assertThat(house.theOnly().details().get(Detail.TO)).hasValue(DENTAL_NUMBER);
    assertThat(house.theOnly().details().get(Detail.TRANSFERRED_TO)).hasValue("+12045550133");
  }

  @Test
  void aPlaceholderOfAWithheldNumberIsNobodysNumber() {
    house.event(
        "{\"event\":\"call_started\",\"call\":{\"call_id\":\"c\",\"direction\":\"inbound\","
            + "\"from_number\":\"+266696687\",\"to_number\":\"+12045550110\"}}");

    assertThat(house.theOnly().details().get(Detail.FROM)).isEmpty();
    assertThat(house.theOnly().details().get(Detail.TO)).hasValue(DENTAL_NUMBER);
  }

  @Test
  void callersWhoWithholdTheirNumbersAreNotTakenForOneWhoIsBack() {
    house.routing.fill(Map.of(Samples.aDentist().id(), YearMonth.of(2026, 11)));
    for (String call : List.of("one", "two")) {
      for (String from : List.of("anonymous", "+266696687", "Restricted", "")) {
        assertThat(
                house.ask(
                    "/inbound",
                    "{\"event\":\"call_inbound\",\"call_inbound\":{\"call_id\":\"%s\",\"from_number\":\"%s\",\"to_number\":\"%s\"}}"
                        .formatted(call, from, DENTAL_NUMBER)))
            .contains("\"override_agent_id\":\"agent_prairie-dental_forwarder\"");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"%s\"", "\"(%2$s) %3$s-%4$s\"", "%s"})
  void ourNumberInTheNationalFormIsOursWhereverTheCallerIs(String form) {
    String national = DENTAL_NUMBER.e164().substring(2);
    String written =
        form.formatted(
            national, national.substring(0, 3), national.substring(3, 6), national.substring(6));

    assertThat(
            house.ask(
                "/inbound",
                "{\"event\":\"call_inbound\",\"call_inbound\":{\"from_number\":\"+442071234567\",\"to_number\":%s}}"
                    .formatted(written)))
        .contains("\"override_agent_id\":\"agent_prairie-dental_receptionist\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"diversion", "Diversion", "DIVERSION"})
  void aCallThatTheBusinessesPhoneSentIsNotSentBackThere(String header) {
    house.routing.fill(Map.of(Samples.aDentist().id(), YearMonth.of(2026, 11)));

    assertThat(
            house.ask(
                "/inbound",
                "{\"event\":\"call_inbound\",\"call_inbound\":{\"from_number\":\"anonymous\",\"to_number\":\"%s\",\"custom_sip_headers\":{\"%s\":\"<sip:+12045550133@carrier.example.invalid>;reason=no-answer\"}}}"
                    .formatted(DENTAL_NUMBER, header)))
        .contains("\"override_agent_id\":\"agent_prairie-dental_receptionist\"");
  }

  @Test
  void afterMidnightTheNightsHoursAreStillInForce() {
    Business dentist = Samples.aDentist();
    Business bar =
        new Business(
            dentist
                .subscriber()
                .described(
                    "Night Bar", ZoneId.of("Australia/Brisbane"), Locale.CANADA, Optional.empty()),
            dentist.channels(),
            dentist.agents(),
            List.of(new OpeningHours(DayOfWeek.MONDAY, LocalTime.of(16, 0), LocalTime.of(3, 0))),
            List.of(),
            List.of(),
            List.of(),
            dentist.numbers());
    house.routing.forgetAllBut(bar, Samples.aFront());
    assertThat(House.NOW.atZone(bar.subscriber().zone()).toString()).startsWith("2026-11-24T02:");

    assertThat(
            house.ask(
                "/inbound",
                "{\"call_inbound\":{\"from_number\":\"%s\",\"to_number\":\"%s\"}}"
                    .formatted(CALLER, DENTAL_NUMBER)))
        .contains(
            "\"override_agent_id\":\"agent_prairie-dental_receptionist\"",
            "\"is_open\":\"true\"",
            "\"hours_today\":\"until 3:00 AM\"",
            "\"next_opening\":\"\"");
    assertThat(house.ask("/functions/check_hours", function(DENTAL_NUMBER, "{}")))
        .contains(
            "\"open\":true",
            "\"hoursToday\":\"until 3:00 AM\"",
            "\"nextOpening\":null",
            "We are open now, until 3:00 AM.");
  }

  @Test
  void aCallThatIsWithABusinessStaysThere() {
    house.ask(
        "/functions/route_call", function(SHARED_NUMBER, "{\"business\":\" corner bakery\"}"));

    assertThat(
            house.ask(
                "/functions/route_call", function(SHARED_NUMBER, "{\"business\":\"city-garage\"}")))
        .contains("\"routed\":false");
    assertThat(house.theOnly().subscriber().value()).isEqualTo(uuid("corner-bakery"));
  }

  private static final String MESSAGE =
      "{\"name\":\"Ann Lee\",\"callback\":\"204 555 0199\",\"matter\":\"A crown fell off\","
          + "\"urgency\":\"HIGH\"}";

  @Test
  void aMessageIsTakenForTheBusinessThatWasCalled() {
    String answer = house.ask("/functions/take_message", function(DENTAL_NUMBER, MESSAGE));

    assertThat(answer)
        .contains("\"taken\":true", "The prairie-dental company will get back to you");
    TakenMessage taken = house.interactions.taken().getFirst();
    assertThat(taken.subscriber()).isEqualTo(Samples.aDentist().id());
    assertThat(taken.interaction()).isEqualTo(house.theOnly().id());
    assertThat(taken.takenAt()).isEqualTo(House.NOW);
    assertThat(taken.content())
        .isEqualTo(new Matter("Ann Lee", "204 555 0199", "A crown fell off", Urgency.HIGH));
  }

  @Test
  void aMessageThatIsGivenAgainIsKeptOnce() {
    String asked = function(DENTAL_NUMBER, MESSAGE);
    String later = asked.replace("\"ongoing\"", "\"ongoing\",\"transcript\":\"Agent: Thank you.\"");

    String first = house.ask("/functions/take_message", asked);

    assertThat(house.ask("/functions/take_message", asked)).isEqualTo(first);
    assertThat(house.ask("/functions/take_message", later)).isEqualTo(first);
    assertThat(house.interactions.taken()).hasSize(1);

    house.ask("/functions/take_message", asked.replace("A crown fell off", "And it hurts"));
    assertThat(house.interactions.taken()).hasSize(2);
  }

  @Test
  void aMessageOnASharedNumberGoesToTheBusinessThatWasAskedForAlsoWhenItWasTakenBefore() {
    house.ask("/functions/take_message", function(SHARED_NUMBER, MESSAGE));
    assertThat(house.interactions.taken().getFirst().subscriber()).isEqualTo(Samples.aFront().id());

    house.ask("/functions/route_call", function(SHARED_NUMBER, "{\"business\":\"corner-bakery\"}"));
    house.ask(
        "/functions/take_message",
        function(SHARED_NUMBER, MESSAGE.replace("A crown fell off", "A cake")));

    assertThat(house.interactions.taken())
        .hasSize(2)
        .allSatisfy(
            taken -> assertThat(taken.subscriber().value()).isEqualTo(uuid("corner-bakery")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"name":"Ann","callback":"ann@example.org"}                                        | What is it about
          {"name":"Ann","callback":"ann@example.org","matter":[]}                            | What is it about
          {"name":"Ann"}                                                                     | phone number or e-mail
          []                                                                                 | phone number or e-mail
          "nonsense"                                                                         | phone number or e-mail
          null                                                                               | phone number or e-mail
          """)
  void whatTellsNothingIsAskedForAndNothingIsKept(String args, String asked) {
    assertThat(house.ask("/functions/take_message", function(DENTAL_NUMBER, args)))
        .contains("\"taken\":false", asked);
    assertThat(house.interactions.taken()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"first_name":"Ann","last_name":"Roy","cell":"204 555 0199","reason_for_call":"A crown"}
          {"prenom":"Ann","last name":"Roy","cellulaire":"204 555 0199","demande":"A crown"}
          {"caller":"Ann Roy","telephone_number":"204 555 0199","issue":"A crown"}
          {"nom":"Ann Roy","contact_number":"204 555 0199","motif":"A crown"}
          """)
  void aMessageIsWholeHoweverTheModelCallsItsParts(String args) {
    assertThat(house.ask("/functions/take_message", function(DENTAL_NUMBER, args)))
        .contains("\"taken\":true");
    assertThat(house.interactions.taken())
        .singleElement()
        .extracting(TakenMessage::content)
        .isEqualTo(new Matter("Ann Roy", "204 555 0199", "A crown", Urgency.NORMAL));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"callback":"204 555 0199","matter":"A crown"}                                    | your name              | (no name) | 204 555 0199
          {"name":" ","callback":"204 555 0199","matter":"A crown"}                          | your name              | (no name) | 204 555 0199
          {"name":7,"callback":"ann@example.org","matter":"A crown"}                         | your name              | (no name) | ann@example.org
          {"name":"Ann","callback":"later","matter":"A crown"}                               | phone number or e-mail | Ann       | +12045550199 (said: later)
          {"name":"Ann","matter":"A crown"}                                                  | phone number or e-mail | Ann       | +12045550199
          {"name":"Ann","callback":"me at 3p.m.","matter":"A crown"}                         | phone number or e-mail | Ann       | +12045550199 (said: me at 3p.m.)
          {"name":"Ann","callback":"204 555 019","matter":"A crown"}                         | phone number or e-mail | Ann       | 204 555 019
          {"name":"Ann","callback":"ann@example.org","matter":"A crown","urgency":"purple"}  | Is it urgent           | Ann       | ann@example.org
          """)
  void aMessageWithSomethingMissingIsKeptAndTheRestIsAskedFor(
      String args, String asked, String name, String callback) {
    assertThat(house.ask("/functions/take_message", function(DENTAL_NUMBER, args)))
        .contains("\"taken\":true", asked, "\"missing\":\"");
    assertThat(house.interactions.taken())
        .singleElement()
        .extracting(TakenMessage::content)
        .isEqualTo(new Matter(name, callback, "A crown", Urgency.NORMAL, false));

    house.ask(
        "/functions/take_message",
        function(
            DENTAL_NUMBER,
            "{\"name\":\"Ann\",\"callback\":\"204 555 0188\",\"matter\":\"A crown\"}"));

    assertThat(house.interactions.taken())
        .as("told again, with what was asked for")
        .singleElement()
        .extracting(TakenMessage::content)
        .isEqualTo(new Matter("Ann", "204 555 0188", "A crown", Urgency.NORMAL));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"name":"Ann","callback":2045550111,"matter":"A crown","urgency":"Urgent"}          | 2045550111      | HIGH
          {"name":"Ann","callback":12045550111,"matter":"A crown","urgency":true}             | 12045550111     | HIGH
          {"Name":"Ann","CallBack":"2045550111","Matter":"A crown","Urgency":"ASAP!"}         | 2045550111      | HIGH
          {"caller_name":"Ann","phone_number":"2045550111","message":"A crown","priority":"medium"} | 2045550111 | NORMAL
          {"name":"Ann","callback":"two oh four five five five zero one double one","matter":"A crown"} | 2045550111 | NORMAL
          {"name":"Ann","callback":"deux zéro quatre cinq cinq cinq zéro un un un","matter":"A crown"}  | 2045550111 | NORMAL
          {"name":"Ann","callback":"ann at example dot org","matter":"A crown","urgency":"not urgent"}  | ann@example.org | LOW
          {"name":"Ann","callback":["2045550111"],"matter":["A crown"],"urgency":null}       | 2045550111      | NORMAL
          {"name":{"first":"Ann"},"callback":"2045550111","matter":"A crown","extra":{"a":[1]}} | 2045550111   | NORMAL
          {"message":{"name":"Ann","callback":"2045550111","matter":"A crown"}}              | 2045550111      | NORMAL
          [{"name":"Ann","callback":"2045550111","matter":"A crown"}]                        | 2045550111      | NORMAL
          "{\\"name\\":\\"Ann\\",\\"callback\\":\\"2045550111\\",\\"matter\\":\\"A crown\\"}" | 2045550111 | NORMAL
          """)
  void whatAModelPlainlyMeansIsTaken(String args, String callback, Urgency urgency) {
    assertThat(house.ask("/functions/take_message", function(DENTAL_NUMBER, args)))
        .contains("\"taken\":true", "\"missing\":null");
    assertThat(house.interactions.taken())
        .singleElement()
        .extracting(TakenMessage::content)
        .isEqualTo(new Matter("Ann", callback, "A crown", urgency));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          High, no heat                      | HIGH
          Emergency - no water               | HIGH
          Urgence, pas de chauffage          | HIGH
          urgent, no later than today        | HIGH
          no, yes, urgent                    | HIGH
          not urgent                         | LOW
          isn't very urgent                  | LOW
          pas d'urgence                      | LOW
          ce n'est pas très urgent           | LOW
          not urgent at all, no hurry        | LOW
          no                                 | LOW
          """)
  void onlyWhatIsDeniedIsNotUrgent(String said, Urgency urgency) {
    String args =
        "{\"name\":\"Ann\",\"callback\":\"2045550111\",\"matter\":\"A crown\",\"urgency\":\"%s\"}"
            .formatted(said);

    house.ask("/functions/take_message", function(DENTAL_NUMBER, args));

    assertThat(house.interactions.taken().getLast().content().urgency()).isEqualTo(urgency);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "two oh four five five five thirty twenty-two",
        "one eight hundred two two two three three three three",
        "cinq un quatre cinq cent cinquante-cinq zéro un onze",
        "cinq un quatre cinq cinq cinq quatre-vingt-dix-neuf douze"
      })
  void aNumberInWordsThatCannotBeWorkedOutIsKeptAsItWasSaidAndAskedFor(String said) {
    String args = "{\"name\":\"Ann\",\"callback\":\"%s\",\"matter\":\"A crown\"}".formatted(said);

    assertThat(house.ask("/functions/take_message", function(DENTAL_NUMBER, args)))
        .contains("\"taken\":true", "\"missing\":\"callback\"");
    assertThat(house.interactions.taken().getLast().content().callback())
        .isEqualTo("+12045550199 (said: " + said + ")");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"name":"Ann","callback":true,"phone":"2045550111","matter":"A crown"}             | 2045550111
          {"name":"Ann","callback":"yes","email":"ann@example.org","matter":"A crown"}       | ann@example.org
          {"name":"Ann","callback_number":"unknown","email":"ann@example.org","matter":"A crown"} | ann@example.org
          """)
  void whatReachesSomebodyIsTakenWhateverStandsBeforeIt(String args, String callback) {
    assertThat(house.ask("/functions/take_message", function(DENTAL_NUMBER, args)))
        .contains("\"taken\":true", "\"missing\":null");
    assertThat(house.interactions.taken().getLast().content().callback()).isEqualTo(callback);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Business\":\"corner-bakery\"}",
        "{\"business_name\":\"corner bakery\"}",
        "{\"business\":[\"corner-bakery\"]}",
        "{\"args\":{\"business\":\"corner-bakery\"}}",
        "\"{\\\"business\\\":\\\"corner-bakery\\\"}\""
      })
  void theBusinessThatAModelPlainlyMeansIsFound(String args) {
    assertThat(house.ask("/functions/route_call", function(SHARED_NUMBER, args)))
        .contains("\"subscriber\":\"corner-bakery\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "7", "\"now\"", "{\"when\":[{}]}"})
  void theHoursAreToldWhateverIsGiven(String args) {
    assertThat(house.ask("/functions/check_hours", function(DENTAL_NUMBER, args)))
        .contains("9:00 AM to 5:00 PM");
  }

  @Test
  void aMessageThatIsTooLongIsCutAndNotLost() {
    assertThat(
            house.ask(
                "/functions/take_message",
                function(DENTAL_NUMBER, MESSAGE.replace("A crown fell off", "long ".repeat(1000)))))
        .contains("\"taken\":true");
    assertThat(house.interactions.taken().getFirst().content().matter())
        .hasSize(4000)
        .startsWith("long long")
        .endsWith("…");
  }

  @Test
  void aMessageForNobodyWeKnowWaitsAndIsNotSaidToBeTaken() {
    assertThat(
            house.ask(
                "/functions/take_message", function(new PhoneNumber("+12045550999"), MESSAGE)))
        .contains("\"taken\":false", "call again later");
    assertThat(house.interactions.verdicts()).singleElement().isInstanceOf(Verdict.Waiting.class);
  }

  @Test
  void aMessageIsNotSaidToBeTakenWhileNothingCanBeStored() {
    WebhookRequest asked =
        House.signed("/functions/take_message", function(DENTAL_NUMBER, MESSAGE).getBytes(UTF_8));

    assertThatExceptionOfType(Refusal.Unavailable.class)
        .isThrownBy(() -> withoutStore().receive(asked));
  }

  @ParameterizedTest
  @ValueSource(strings = {"check_hours", "route_call", "take_message"})
  void aFunctionWithoutItsCallIsRefusedAndNotKept(String function) {
    assertThatExceptionOfType(Refusal.Invalid.class)
        .isThrownBy(() -> house.ask("/functions/" + function, "{\"business\":\"corner-bakery\"}"))
        .withMessageContaining("no call");
    assertThat(house.interactions.verdicts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/functions/take_over", "/functions/", "/other", "/functions", "/"})
  void whatIsNotOursIsNotFoundAndNotKept(String door) {
    assertThatExceptionOfType(Refusal.NotFound.class)
        .isThrownBy(() -> house.ask(door, function(DENTAL_NUMBER, "{}")));
    assertThat(house.interactions.verdicts()).isEmpty();
  }

  @Test
  void onlyAPostIsTaken() {
    WebhookRequest post = House.signed("", "{}".getBytes(UTF_8));

    assertThatExceptionOfType(Refusal.NotFound.class)
        .isThrownBy(() ->
            house.webhook.receive(
                new WebhookRequest("GET", post.path(), post.headers(), post.body())));
  }

  @Test
  void aRepeatedEventOfNobodyGoesOnWaiting() {
    String body =
        "{\"event\":\"call_ended\",\"call\":{\"call_id\":\"c\",\"to_number\":\"+12045550111\"}}";

    assertThat(house.event(body).status()).isEqualTo(204);
    assertThat(house.event(body).status()).isEqualTo(204);
    assertThat(house.interactions.verdicts()).singleElement().isInstanceOf(Verdict.Waiting.class);
  }

  @Test
  void theMetadataOfTheInboundAnswerLeadsEventsToTheSubscriber() {
    house.event(
        "{\"event\":\"call_ended\",\"call\":{\"call_id\":\"c\",\"metadata\":"
            + "{\"rocket_subscriber_id\":\""
            + uuid("prairie-dental")
            + "\"}}}");

    assertThat(house.theOnly().subscriber()).isEqualTo(Samples.aDentist().id());
    assertThat(house.theOnly().firstSeenAt()).isEqualTo(House.NOW);
  }

  private RetellWebhook withoutStore() {
    return house.keepingIn(
        new Interactions() {
          @Override
          public Recorded record(ProviderEvent event, Clues clues, Judge judge) {
            throw away();
          }

          @Override
          public Optional<Interaction> find(
              SubscriberId subscriber, InteractionId id, int afterSeq, int limit) {
            throw away();
          }

          @Override
          public InteractionPage page(SubscriberId subscriber, InteractionFilter filter) {
            throw away();
          }

          private static Refusal away() {
            return new Refusal.Unavailable("The database cannot be reached", null);
          }
        });
  }

  private static String function(PhoneNumber to, String args) {
    return ("{\"name\":\"any\",\"call\":{\"call_id\":\"call_1\",\"call_status\":\"ongoing\","
            + "\"direction\":\"inbound\",\"from_number\":\"%s\",\"to_number\":\"%s\"},\"args\":%s}")
        .formatted(CALLER, to, args);
  }
}
