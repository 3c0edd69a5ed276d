package ca.rocketreception.retell;

import static ca.rocketreception.domain.Samples.CALLER;
import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Detail;
import ca.rocketreception.domain.Details;
import ca.rocketreception.domain.Direction;
import ca.rocketreception.domain.InteractionMessage;
import ca.rocketreception.domain.InteractionStatus;
import ca.rocketreception.domain.Money;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.Sentiment;
import ca.rocketreception.domain.Speaker;
import ca.rocketreception.domain.Stage;
import ca.rocketreception.domain.Verdict;
import ca.rocketreception.ports.driven.ProviderEvent;
import ca.rocketreception.ports.driven.Reading;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetellEventsTest {

  private static final RetellEvents EVENTS = new RetellEvents();

  @Test
  void aStartedCallIsOngoing() {
    Reading.About about = sample("call_started");

    assertThat(about.channel()).isEqualTo(ChannelKind.VOICE);
    assertThat(about.reference().id()).isEqualTo("call_4f0a7d2be91c5538a6600c1e7d3");
    assertThat(about.clues().number()).contains(new PhoneNumber("+12065550190"));
    assertThat(about.clues().metadata()).isEmpty();
    assertThat(about.clues().providerAgentId()).contains("agent_5be1f09c7d44a2e8810b6f3390");
    assertThat(about.note()).isEmpty();
    Details told = about.report().details();
    assertThat(told.get(Detail.STATUS)).contains(InteractionStatus.ONGOING);
    assertThat(told.get(Detail.DIRECTION)).contains(Direction.INBOUND);
    assertThat(told.get(Detail.FROM)).contains(new PhoneNumber("+12065550148"));
    assertThat(told.get(Detail.TO)).contains(new PhoneNumber("+12065550190"));
    assertThat(told.get(Detail.TRANSPORT_ID)).contains("CA0f1e2d3c4b5a69788796a5b4c3d2e1f0");
    assertThat(told.get(Detail.STARTED_AT)).contains(Instant.ofEpochMilli(1790694000000L));
    assertThat(told.get(Detail.PROVIDER_COST)).isEmpty();
    assertThat(about.report().transcript()).isEmpty();
  }

  @Test
  void anEndedCallTellsItsWordsTimesAndExactCost() {
    Reading.About about = sample("call_ended");

    Details told = about.report().details();
    assertThat(told.get(Detail.STATUS)).contains(InteractionStatus.ENDED);
    assertThat(told.get(Detail.ENDED_AT)).contains(Instant.ofEpochMilli(1790694039366L));
    assertThat(told.get(Detail.DURATION_MS)).contains(39366L);
    assertThat(told.get(Detail.DISCONNECTION_REASON)).contains("agent_hangup");
    assertThat(told.get(Detail.PROVIDER_COST)).contains(Money.usCents(new BigDecimal("9.1026")));
    assertThat(told.get(Detail.RECORDING_REFERENCE).orElseThrow()).contains("recording.wav");
    assertThat(told.get(Detail.SUMMARY)).isEmpty();
    List<InteractionMessage> said = words(about);
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
    assertThat(said).extracting(InteractionMessage::seq).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(said.getFirst().at()).contains(Instant.ofEpochMilli(1790694000600L));
    assertThat(said.get(1).at()).contains(Instant.ofEpochMilli(1790694006856L));
    assertThat(said.get(5).toolName()).contains("check_availability");
    assertThat(said.get(5).text()).contains("emergency exam");
    assertThat(said.get(5).toolResult().orElseThrow()).contains("Dr. Osei");
  }

  @Test
  void anAnalysedCallTellsItsSummaryAndMood() {
    Details told = sample("call_analyzed").report().details();

    assertThat(told.get(Detail.SUMMARY).orElseThrow()).startsWith("New caller");
    assertThat(told.get(Detail.SENTIMENT)).contains(Sentiment.POSITIVE);
    assertThat(told.get(Detail.SUCCESSFUL)).contains(true);
    assertThat(told.stages().get(Detail.SUMMARY.place())).isEqualTo(Stage.ANALYSED.code());
  }

  @Test
  void aCallThatFoundNoRoomIsAnErrorThatCostNothing() {
    Details told = sample("call_ended_concurrency_error").report().details();

    assertThat(told.get(Detail.STATUS)).contains(InteractionStatus.ERROR);
    assertThat(told.get(Detail.PROVIDER_COST)).contains(Money.usCents(BigDecimal.ZERO));
    assertThat(told.get(Detail.STARTED_AT)).isEmpty();
  }

  @Test
  void aWebCallHasNoNumbersAndItsJoinTokenIsNotKept() {
    Reading.About about = sample("web_call_ended");
    String kept = Body.parse(House.sample("web_call_ended")).text();

    assertThat(about.clues().number()).isEmpty();
    assertThat(words(about)).hasSize(3);
    assertThat(kept).contains("\"access_token\": \"REDACTED\",").doesNotContain("REDACT-BEFORE");
    assertThat(kept.replace("REDACTED", "REDACT-BEFORE-STORING"))
        .isEqualTo(new String(House.sample("web_call_ended"), UTF_8));
  }

  @Test
  void aTransferThatOnlyBeganTellsNoDestination() {
    assertThat(sample("transfer_started").report().details().get(Detail.TRANSFERRED_TO)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"transfer_bridged", "transfer_ended"})
  void aTransferThatHappenedTellsItsDestination(String event) {
    String body =
        new String(House.sample("transfer_started"), UTF_8).replace("transfer_started", event);

    Details told = about(body).report().details();

    assertThat(told.get(Detail.TRANSFERRED_TO)).contains("+12065550133");
    assertThat(told.stages().get(Detail.TRANSFERRED_TO.place())).isEqualTo(Stage.UPDATED.code());
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
    assertThat(words(about).get(1).at()).contains(Instant.ofEpochMilli(1790697621400L));
    assertThat(about.report().details().get(Detail.PROVIDER_COST))
        .contains(Money.usCents(new BigDecimal("1.2")));
    assertThat(sample("chat_analyzed").report().details().get(Detail.SUMMARY)).isPresent();
    assertThat(sample("chat_started").report().details().get(Detail.STATUS))
        .contains(InteractionStatus.ONGOING);
  }

  @Test
  void everySampleIsRecordedWithoutHarmAndRepeatsChangeNothing() {
    House house = House.withEverybody();
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
            "custom_function_request_args_only",
            "custom_function_response",
            "inbound_call_response",
            "inbound_call_response_reject",
            "signature_vectors");

    names.forEach(name -> assertThat(house.post("", House.sample(name)).status()).isEqualTo(204));
    List<Verdict> once = house.interactions.verdicts();
    names.forEach(name -> assertThat(house.post("", House.sample(name)).status()).isEqualTo(204));

    assertThat(once).hasSize(names.size()).isEqualTo(house.interactions.verdicts());
    assertThat(once.getFirst())
        .isEqualTo(new Verdict.Ignored("nothing is read from the event alert_triggered"));
  }

  @Test
  void aStoredEventIsReadAgainAsItWasReadTheFirstTime() {
    String body = new String(House.sample("call_analyzed"), UTF_8);

    assertThat(EVENTS.read(stored("call_analyzed", body))).isEqualTo(about(body));
  }

  @ParameterizedTest
  @CsvSource({
    "user_hangup,ENDED", "call_transfer,ENDED", "dial_busy,NOT_CONNECTED",
    "marked_as_spam,NOT_CONNECTED", "user_declined,NOT_CONNECTED", "error_asr,ERROR",
    "error_something_new,ERROR", "concurrency_limit_reached,ERROR", "transfer_cancelled,ENDED",
    "never_heard_of,ENDED"
  })
  void anEndWithoutAUsefulStatusIsToldByItsReason(String reason, InteractionStatus status) {
    Details told =
        call(
                "call_ended",
                "\"call_status\":\"registered\",\"disconnection_reason\":\"" + reason + '"')
            .report()
            .details();

    assertThat(told.get(Detail.STATUS)).contains(status);
    assertThat(told.get(Detail.DISCONNECTION_REASON)).contains(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "call_ended,ongoing,ENDED", "call_analyzed,ongoing,ENDED",
        "call_ended,not_connected,NOT_CONNECTED",
    "call_started,ended,ONGOING", "transcript_updated,ended,ENDED", "transfer_ended,ongoing,ONGOING"
  })
  void theEventOutweighsTheStatusWithinIt(String event, String said, InteractionStatus status) {
    assertThat(call(event, "\"call_status\":\"" + said + '"').report().details().get(Detail.STATUS))
        .contains(status);
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

    Details told = about.report().details();
    assertThat(told)
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

  @ParameterizedTest
  @ValueSource(
      strings = {"1e999999999", "1e-999999999", "1e99999999999999999999", "0.1", "946684799999"})
  void absurdNumbersAreLeftOutAtOnce(String number) {
    Reading.About about = call("call_ended", "\"start_timestamp\":" + number);

    assertThat(about.report().details().get(Detail.STARTED_AT)).isEmpty();
    assertThat(about.note()).contains("start_timestamp");
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
  void ourNumberIsTheOneCalledOrOnOutboundCallsTheCallingOne() {
    String numbers = "\"from_number\":\"" + CALLER + "\",\"to_number\":\"" + DENTAL_NUMBER + '"';

    assertThat(call("call_started", "\"direction\":\"inbound\"," + numbers).clues().number())
        .contains(DENTAL_NUMBER);
    assertThat(call("call_started", "\"direction\":\"outbound\"," + numbers).clues().number())
        .contains(CALLER);
    assertThat(call("call_started", numbers).clues().number()).contains(DENTAL_NUMBER);
  }

  @Test
  void nulAndLoneSurrogatesAreTakenOutOfWhatWasSaidAndTheRestIsKept() {
    Reading.About about =
        call(
            "call_ended",
            "\"transcript_object\":[{\"role\":\"user\",\"content\":\"Caf\\u0000\u00e9 \\ud83d! \ud83d\ude00\"}]");

    assertThat(words(about).getFirst().text()).isEqualTo("Café \ufffd! \ud83d\ude00");
  }

  @Test
  void keysPressedAndStrangersAndLateToolsAreKept() {
    Reading.About about =
        call(
            "call_ended",
            """
            "transcript_with_tool_calls":[
              {"role":"dtmf","digit":"5"},{"role":"transfer_target","content":"Hello?"},
              {"role":"tool_call_result","tool_call_id":"t","content":"late"},
              {"role":"node_transition","new_node_id":"n"},{"role":"poet","content":"Ode"}, 4]
            """);

    assertThat(words(about))
        .extracting(InteractionMessage::speaker)
        .containsExactly(Speaker.CALLER, Speaker.STAFF, Speaker.TOOL);
    assertThat(words(about).getFirst().text()).isEqualTo("pressed 5");
    assertThat(words(about).getLast().toolResult()).contains("late");
    assertThat(about.note()).isEqualTo("left out: transcript_with_tool_calls, role");
  }

  @Test
  void plainLinesAreTheWordsWhenThereIsNothingBetter() {
    Reading.About about =
        call("call_ended", "\"transcript\":\"Agent: Hello.\\nUser: Hi,\\nme again.\\n\"");

    assertThat(words(about))
        .extracting(InteractionMessage::text)
        .containsExactly("Hello.", "Hi,\nme again.");
  }

  @Test
  void aLiveTranscriptStandsBesideTheCall() {
    Reading.About about =
        about(
            "{\"event\":\"transcript_updated\",\"call\":{\"call_id\":\"c\"},"
                + "\"transcript_with_tool_calls\":[{\"role\":\"agent\",\"content\":\"Hello\"}]}");

    assertThat(words(about)).extracting(InteractionMessage::text).containsExactly("Hello");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"event\":\"call_ended\"}",
        "{\"event\":\"call_ended\",\"call\":7}",
        "{\"event\":\"call_ended\",\"call\":{}}",
        "{\"event\":\"call_ended\",\"call\":{\"call_id\":\" \"}}",
        "{\"event\":\"call_ended\",\"call\":{\"call_id\":\"a\\u0000b\"}}",
        "{\"event\":\"call_ended\",\"call\":{\"call_id\":12}}",
        "{\"event\":\"call_inbound\",\"call\":{\"call_id\":\"x\"}}",
        "{\"event\":null}",
        "{}"
      })
  void whatNamesNothingThatWeKeepIsIgnoredWithItsReason(String body) {
    House house = House.withEverybody();

    assertThat(house.event(body).status()).isEqualTo(204);

    assertThat(house.interactions.all()).isEmpty();
    assertThat(house.interactions.verdicts())
        .singleElement()
        .isInstanceOfSatisfying(
            Verdict.Ignored.class, ignored -> assertThat(ignored.reason()).isNotBlank());
  }

  @Test
  void anIdOfTenThousandCharactersIsIgnored() {
    House house = House.withEverybody();

    house.event("{\"event\":\"call_ended\",\"call\":{\"call_id\":\"" + "x".repeat(10_000) + "\"}}");

    assertThat(house.interactions.verdicts())
        .containsExactly(new Verdict.Ignored("its id is not one that we can keep"));
  }

  @Test
  void anEventNameOfAnyLengthIsCut() {
    String name = "n".repeat(5_000);

    assertThat(
            RetellEvents.nameOf(
                Body.parse(("{\"event\":\"" + name + "\"}").getBytes(UTF_8)).root()))
        .contains("n".repeat(100));
  }

  static Reading.About call(String event, String members) {
    return about("{\"event\":\"" + event + "\",\"call\":{\"call_id\":\"call_1\"," + members + "}}");
  }

  static Reading.About about(String body) {
    Json.Members root = Body.parse(body.getBytes(UTF_8)).root();
    return (Reading.About) EVENTS.read(RetellEvents.nameOf(root).orElse(""), root);
  }

  private static Reading.About sample(String name) {
    return about(new String(House.sample(name), UTF_8));
  }

  private static List<InteractionMessage> words(Reading.About about) {
    return about.report().transcript().orElseThrow().messages();
  }

  private static ProviderEvent stored(String event, String body) {
    return new ProviderEvent(Provider.RETELL, event, "id", House.NOW, "0".repeat(64), body);
  }

  @Test
  void nullIsLikeAbsent() {
    assertThat(call("call_ended", "\"agent_id\":null,\"duration_ms\":null").note()).isEmpty();
  }
}
