package ca.rocketreception.retell;

import static ca.rocketreception.domain.Samples.CALLER;
import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Money;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.Direction;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.InteractionStatus;
import ca.rocketreception.domain.interaction.Speaker;
import ca.rocketreception.domain.interaction.Stage;
import ca.rocketreception.domain.interaction.Verdict;
import ca.rocketreception.ports.driven.interaction.ProviderEvent;
import ca.rocketreception.ports.driven.interaction.Reading;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetellEventsTest {

  @Test
  void aStartedCallIsOngoingAndLeadsToItsNumberAndAgent() {
    Reading.About about = sample("call_started");

    assertThat(about.channel()).isEqualTo(ChannelKind.VOICE);
    assertThat(about.reference().id()).isEqualTo("call_4f0a7d2be91c5538a6600c1e7d3");
    assertThat(about.clues().number()).hasValue(new PhoneNumber("+12065550190"));
    assertThat(about.clues().metadata()).isEmpty();
    assertThat(about.clues().providerAgentId()).hasValue("agent_5be1f09c7d44a2e8810b6f3390");
    assertThat(about.note()).isEmpty();
    Details told = about.report().details();
    assertThat(told.get(Detail.STATUS)).hasValue(InteractionStatus.ONGOING);
    assertThat(told.get(Detail.DIRECTION)).hasValue(Direction.INBOUND);
    assertThat(told.get(Detail.FROM)).hasValue(new PhoneNumber("+12065550148"));
    assertThat(told.get(Detail.PROVIDER_COST)).isEmpty();
    assertThat(about.report().transcript()).isEmpty();
  }

  @Test
  void anEndedCallTellsWhoSaidWhatAndWhenAndWhatTheToolsKnew() {
    List<InteractionMessage> said = words(sample("call_ended"));

    assertThat(said)
        .extracting(InteractionMessage::speaker)
        .containsExactly(
            Speaker.AGENT,
            Speaker.CALLER,
            Speaker.AGENT,
            Speaker.CALLER,
            Speaker.AGENT,
            Speaker.TOOL,
            Speaker.AGENT,
            Speaker.CALLER,
            Speaker.AGENT);
    assertThat(said.get(1).at()).hasValue(Instant.ofEpochMilli(1790694006856L));
    assertThat(said.get(5).text()).contains("emergency exam");
    assertThat(said.get(5).toolResult().orElseThrow()).contains("Dr. Osei");
  }

  @Test
  void anAnalysedCallTellsItsSummary() {
    Details told = sample("call_analyzed").report().details();

    assertThat(told.get(Detail.SUMMARY).orElseThrow()).startsWith("New caller");
    assertThat(told.get(Detail.RECORDING_REFERENCE).orElseThrow()).contains("recording.wav");
  }

  @Test
  void aCallThatFoundNoRoomCostNothing() {
    assertThat(sample("call_ended_concurrency_error").report().details().get(Detail.PROVIDER_COST))
        .hasValue(Money.usCents(BigDecimal.ZERO));
  }

  @Test
  void aWebCallHasNoNumbers() {
    Reading.About about = sample("web_call_ended");

    assertThat(about.clues().number()).isEmpty();
    assertThat(words(about)).hasSize(3);
    assertThat(about.note()).isEmpty();
  }

  @Test
  void aTransferThatOnlyBeganTellsNoDestination() {
    assertThat(sample("transfer_started").report().details().get(Detail.TRANSFERRED_TO)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"transfer_bridged", "transfer_ended"})
  void aTransferThatHappenedTellsItsDestination(String event) {
    String body =
        new String(Sample.bytes("transfer_started"), UTF_8).replace("transfer_started", event);

    assertThat(about(body).report().details().get(Detail.TRANSFERRED_TO)).hasValue("+12065550133");
  }

  @Test
  void aChatTellsItsMessagesWithTheirTimes() {
    Reading.About about = sample("chat_ended");

    assertThat(about.channel()).isEqualTo(ChannelKind.CHAT);
    assertThat(about.reference().id()).isEqualTo("chat_18c7e5b2a9d04f6633e10ab72f9");
    assertThat(words(about))
        .extracting(InteractionMessage::speaker)
        .containsExactly(
            Speaker.AGENT,
            Speaker.VISITOR,
            Speaker.AGENT,
            Speaker.VISITOR,
            Speaker.TOOL,
            Speaker.AGENT);
    assertThat(words(about).get(1).at()).hasValue(Instant.ofEpochMilli(1790697621400L));
    assertThat(about.report().details().get(Detail.PROVIDER_COST))
        .hasValue(Money.usCents(new BigDecimal("1.2")));
    assertThat(sample("chat_started").report().details().get(Detail.STATUS))
        .hasValue(InteractionStatus.ONGOING);
  }

  @Test
  void aChatOverTextMessagesIsAThreadOfTexts() {
    assertThat(sample("chat_ended").channel()).isEqualTo(ChannelKind.CHAT);
    assertThat(
            RetellEvents.read(
                "chat_ended", Map.of("chat", Map.of("chat_id", "chat_1", "chat_type", "sms_chat"))))
        .isInstanceOfSatisfying(
            Reading.About.class, about -> assertThat(about.channel()).isEqualTo(ChannelKind.SMS));
  }

  @Test
  void everySampleIsRecordedWithoutHarmAndRepeatsChangeNothing() {
    House house = new House();
    List<String> names =
        List.of(
            "alert_triggered",
            "call_analyzed",
            "call_ended",
            "call_ended_concurrency_error",
            "call_started",
            "chat_analyzed",
            "chat_ended",
            "chat_started",
            "inbound_call_request",
            "inbound_sms_request",
            "transfer_started",
            "web_call_ended",
            "custom_function_request",
            "signature_vectors");

    names.forEach(name -> assertThat(house.post("", Sample.bytes(name)).status()).isEqualTo(204));
    List<Verdict> once = house.interactions.verdicts();
    names.forEach(name -> assertThat(house.post("", Sample.bytes(name)).status()).isEqualTo(204));

    assertThat(once).hasSize(names.size()).isEqualTo(house.interactions.verdicts());
    assertThat(once.getFirst())
        .isEqualTo(new Verdict.Ignored("the event alert_triggered is none that is used"));
  }

  @Test
  void aStoredEventIsReadAgainAsItWasReadTheFirstTime() {
    String body = new String(Sample.bytes("call_analyzed"), UTF_8);
    ProviderEvent stored =
        new ProviderEvent(Provider.RETELL, "call_analyzed", "id", House.NOW, "0".repeat(64), body);

    assertThat(new RetellEvents().read(stored)).isEqualTo(about(body));
  }

  @ParameterizedTest
  @CsvSource({
    "user_hangup,ENDED",
    "call_transfer,ENDED",
    "transfer_cancelled,ENDED",
    "never_heard_of,ENDED",
    "dial_busy,NOT_CONNECTED",
    "marked_as_spam,NOT_CONNECTED",
    "user_declined,NOT_CONNECTED",
    "error_asr,ERROR",
    "error_something_new,ERROR",
    "concurrency_limit_reached,ERROR"
  })
  void anEndWithoutAUsefulStatusIsToldByItsReason(String reason, InteractionStatus status) {
    Details told =
        call(
                "call_ended",
                "\"call_status\":\"registered\",\"disconnection_reason\":\"" + reason + '"')
            .report()
            .details();

    assertThat(told.get(Detail.STATUS)).hasValue(status);
    assertThat(told.get(Detail.DISCONNECTION_REASON)).hasValue(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "call_ended,ongoing,ENDED",
    "call_ended,registered,ENDED",
    "call_analyzed,ongoing,ENDED",
    "call_ended,not_connected,NOT_CONNECTED",
    "call_ended,error,ERROR",
    "transcript_updated,ended,ENDED",
    "transfer_ended,ongoing,ONGOING"
  })
  void theEventOutweighsAStatusThatLagsBehindIt(
      String event, String said, InteractionStatus status) {
    assertThat(call(event, "\"call_status\":\"" + said + '"').report().details().get(Detail.STATUS))
        .hasValue(status);
  }

  @Test
  void valuesThatAreNotWhatTheyShouldBeAreLeftOutAndNamed() {
    Reading.About about =
        call(
            "call_ended",
            """
            "from_number":"anonymous","to_number":7,"direction":"sideways","call_status":"melted",
            "start_timestamp":"yesterday","end_timestamp":99999999999999999,"duration_ms":-1,
            "agent_id":{},"telephony_identifier":[],"recording_url":false,"transfer_destination":1,
            "transfer_end_timestamp":1.5,"metadata":"none","call_cost":{"combined_cost":-3},
            "call_analysis":{"call_summary":1,"user_sentiment":"Furious","call_successful":"yes"},
            "transcript_object":"nothing"
            """);

    assertThat(about.report().details())
        .isEqualTo(Details.none().tell(Detail.STATUS, InteractionStatus.ENDED, Stage.ENDED));
    assertThat(about.note().substring("left out: ".length()).split(", "))
        .containsExactlyInAnyOrder(
            "from_number",
            "to_number",
            "direction",
            "call_status",
            "start_timestamp",
            "end_timestamp",
            "duration_ms",
            "agent_id",
            "telephony_identifier",
            "recording_url",
            "transfer_destination",
            "transfer_end_timestamp",
            "metadata",
            "combined_cost",
            "call_summary",
            "user_sentiment",
            "call_successful",
            "transcript_object");
    assertThat(about.note()).doesNotContain("anonymous", "Furious");
  }

  @Test
  void nullIsLikeAbsent() {
    Reading.About about =
        call(
            "call_ended",
            """
            "agent_id":null,"duration_ms":null,"metadata":null,"call_status":null,"direction":null,
            "call_cost":null,"call_analysis":null,"transcript_object":null,"from_number":null,
            "transfer_destination":null,"telephony_identifier":{"twilio_call_sid":null}
            """);

    assertThat(about).isEqualTo(call("call_ended", "\"agent_version\":0"));
    assertThat(about.note()).isEmpty();
  }

  @Test
  void nothingIsToldAboutAMoodThatIsNotKnown() {
    Reading.About about =
        call("call_analyzed", "\"call_analysis\":{\"user_sentiment\":\"Unknown\"}");

    assertThat(about.report().details().get(Detail.SENTIMENT)).isEmpty();
    assertThat(about.note()).isEmpty();
  }

  @Test
  void aCostIsExactToTheLastDigit() {
    Details told =
        call("call_ended", "\"call_cost\":{\"combined_cost\":0.1234567890123456789}")
            .report()
            .details();

    assertThat(told.get(Detail.PROVIDER_COST).orElseThrow().amount())
        .isEqualByComparingTo("0.001234567890123456789");
  }

  @Test
  void costIsToldByProductAndTheTransferredLegApart() {
    Details told =
        call(
                "call_analyzed",
                """
                "call_cost":{"combined_cost":20,"product_costs":[
                  {"product":"tts","cost":5.5,"unit_price":0.1},
                  {"product":"telephony","cost":1},
                  {"product":"telephony","cost":2},
                  {"product":"telephony","cost":4,"is_transfer_leg_cost":true},
                  {"product":" ","cost":4}, {"cost":4}, {"product":"llm","cost":"x"}]}
                """)
            .report()
            .details();

    assertThat(told.get(Detail.PRODUCT_COSTS).orElseThrow().costs())
        .isEqualTo(
            Map.of(
                "tts", Money.usCents(new BigDecimal("5.5")),
                "telephony", Money.usCents(new BigDecimal("3")),
                "telephony (transfer leg)", Money.usCents(new BigDecimal("4"))));
  }

  @Test
  void ourNumberIsTheOneCalledOrOnOutboundCallsTheCallingOne() {
    String numbers = "\"from_number\":\"" + CALLER + "\",\"to_number\":\"" + DENTAL_NUMBER + '"';

    assertThat(call("call_started", "\"direction\":\"inbound\"," + numbers).clues().number())
        .hasValue(DENTAL_NUMBER);
    assertThat(call("call_started", "\"direction\":\"outbound\"," + numbers).clues().number())
        .hasValue(CALLER);
    assertThat(call("call_started", numbers).clues().number()).hasValue(DENTAL_NUMBER);
  }

  @Test
  void keysPressedStaffAndLateToolsAreKeptAndWhatNobodySaidIsNot() {
    Reading.About about =
        call(
            "call_ended",
            """
            "transcript_with_tool_calls":[
              {"role":"dtmf","digit":"5"},{"role":"transfer_target","content":"Hello?"},
              {"role":"tool_call_result","tool_call_id":"t","content":"late"},
              {"role":"node_transition","new_node_id":"n"},{"role":"injected","content":"x"},
              {"role":"poet","content":"Ode"}, 4]
            """);

    assertThat(words(about))
        .extracting(InteractionMessage::speaker)
        .containsExactly(Speaker.CALLER, Speaker.STAFF, Speaker.TOOL);
    assertThat(words(about).getFirst().text()).isEqualTo("pressed 5");
    assertThat(words(about).getLast().toolResult()).hasValue("late");
    assertThat(about.note()).isEqualTo("left out: role, transcript_with_tool_calls");
  }

  @Test
  void plainLinesAreTheWordsWhenThereIsNothingBetter() {
    Reading.About about =
        call("call_ended", "\"transcript\":\"Agent: Hello.\\nUser: Hi,\\nme again.\\n\"");

    assertThat(words(about))
        .extracting(InteractionMessage::speaker)
        .containsExactly(Speaker.AGENT, Speaker.CALLER);
    assertThat(words(about))
        .extracting(InteractionMessage::text)
        .containsExactly("Hello.", "Hi,\nme again.");
  }

  @Test
  void aLiveTranscriptStandsBesideTheCallOrInIt() {
    String turns = "\"transcript_with_tool_calls\":[{\"role\":\"agent\",\"content\":\"Hello\"}]";

    Reading.About beside =
        about(
            "{\"event\":\"transcript_updated\",\"call\":{\"call_id\":\"call_1\",\"x\":1},"
                + turns
                + "}");

    assertThat(words(beside)).extracting(InteractionMessage::text).containsExactly("Hello");
    assertThat(beside.report().transcript().orElseThrow().stage()).isEqualTo(Stage.UPDATED);
    assertThat(beside).isEqualTo(call("transcript_updated", turns));
  }

  @Test
  void theLatestOfTheLiveTranscriptsIsKept() {
    House house = new House();
    for (String told : List.of("Hello", "Hello there", "Hello")) {
      house.event(
          "{\"event\":\"transcript_updated\",\"call\":{\"call_id\":\"call_1\",\"to_number\":\""
              + DENTAL_NUMBER
              + "\",\"transcript_object\":[{\"role\":\"agent\",\"content\":\""
              + told
              + "\"}]}}");
    }

    assertThat(house.theOnly().status()).isEqualTo(InteractionStatus.ONGOING);
    assertThat(house.theOnly().transcript().orElseThrow().messages())
        .extracting(InteractionMessage::text)
        .containsExactly("Hello there");
  }

  @Test
  void aChatsLiveTranscriptIsReadLikeACalls() {
    Reading.About about =
        about(
            """
            {"event":"transcript_updated","chat":{"chat_id":"chat_1","message_with_tool_calls":[
              {"role":"user","content":"Hi","created_timestamp":1790697621400}]}}
            """);

    assertThat(about.channel()).isEqualTo(ChannelKind.CHAT);
    assertThat(words(about))
        .extracting(InteractionMessage::speaker)
        .containsExactly(Speaker.VISITOR);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"event\":\"call_ended\"}",
        "{\"event\":\"call_ended\",\"call\":7}",
        "{\"event\":\"call_ended\",\"call\":null}",
        "{\"event\":\"call_ended\",\"call\":{\"call_id\":\" \"}}",
        "{\"event\":\"call_ended\",\"call\":{\"call_id\":\"a\\u0000b\"}}",
        "{\"event\":\"call_ended\",\"call\":{\"call_id\":\"a\\ud800b\"}}",
        "{\"event\":\"call_ended\",\"call\":{\"call_id\":12}}",
        "{\"event\":\"call_inbound\",\"call\":{\"call_id\":\"x\"}}",
        "{\"event\":\"chat_ended\",\"chat\":{\"call_id\":\"x\"}}",
        "{\"event\":null}",
        "{\"event\":\"\\u0000\"}"
      })
  void whatNamesNothingThatWeKeepIsIgnoredWithItsReason(String body) {
    House house = new House();

    assertThat(house.event(body).status()).isEqualTo(204);

    assertThat(house.interactions.all()).isEmpty();
    assertThat(house.interactions.verdicts())
        .singleElement()
        .isInstanceOfSatisfying(
            Verdict.Ignored.class, ignored -> assertThat(ignored.reason()).isNotBlank());
  }

  @Test
  void anIdMayBeTwoHundredCharactersLongAndNoLonger() {
    House house = new House();
    for (int length : List.of(200, 201)) {
      house.event(
          "{\"event\":\"call_ended\",\"call\":{\"call_id\":\""
              + "x".repeat(length)
              + "\",\"to_number\":\""
              + DENTAL_NUMBER
              + "\"}}");
    }

    assertThat(house.theOnly().reference().id()).hasSize(200);
    assertThat(house.interactions.verdicts().getLast()).isInstanceOf(Verdict.Ignored.class);
  }

  @Test
  void anEventNameOfAnyLengthIsCut() {
    House house = new House();

    house.event("{\"event\":\"" + "n".repeat(5_000) + "\"}");

    assertThat(house.interactions.verdicts().getFirst().reason()).hasSizeLessThan(200);
  }

  private static Reading.About call(String event, String members) {
    return about("{\"event\":\"" + event + "\",\"call\":{\"call_id\":\"call_1\"," + members + "}}");
  }

  private static Reading.About sample(String name) {
    return about(new String(Sample.bytes(name), UTF_8));
  }

  private static Reading.About about(String text) {
    Map<String, Object> body = JsonBody.object(text);
    return (Reading.About) RetellEvents.read((String) body.get("event"), body);
  }

  private static List<InteractionMessage> words(Reading.About about) {
    return about.report().transcript().orElseThrow().messages();
  }
}
