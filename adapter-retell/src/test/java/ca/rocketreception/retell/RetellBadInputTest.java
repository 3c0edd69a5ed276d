package ca.rocketreception.retell;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_32;
import static java.nio.charset.StandardCharsets.UTF_32LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.ports.driven.interaction.KeptEvent;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetellBadInputTest {

  private final House house = new House();

  @ParameterizedTest
  @ValueSource(strings = {"", "/inbound", "/functions/check_hours", "/functions/route_call"})
  void aTruncatedBodyIsRefusedAtEveryDoor(String door) {
    assertRefused(door, "{\"event\":\"call_ended\",\"call\":{\"call_id\":\"SECRET".getBytes(UTF_8));
  }

  @Test
  void aBodyThatIsNotUtf8IsRefusedAtItsPlace() {
    byte[] body = "{\n \"event\": \"caf\u00e9\"}".getBytes(ISO_8859_1);

    assertThatExceptionOfType(Refusal.Invalid.class)
        .isThrownBy(() -> house.post("", body))
        .withMessage("The body is not UTF-8: line 2, column 15");
  }

  @Test
  void aBodyInAnotherUnicodeEncodingIsRefused() {
    for (Charset other : List.of(UTF_16, UTF_16BE, UTF_16LE, UTF_32, UTF_32LE)) {
      assertRefused("", "{\"event\":\"x\"}".getBytes(other));
    }
  }

  @Test
  void aByteOrderMarkIsNoPartOfAnObject() {
    assertRefused("", "\ufeff{\"event\":\"x\"}".getBytes(UTF_8));
  }

  @Test
  void aReplacementCharacterIsACharacterLikeAnyOther() {
    assertThat(house.event("{\"event\":\"\ufffd\"}").status()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"call\":{\"SECRET\":1,\"SECRET\":2}}",
        "{\"call\":{\"latency\":{\"SECRET\":1,\"SECRET\":2}}}",
        "{\"a\":{\"words\":[{\"x\":1},{\"SECRET\":1,\"SECRET\":2}]}}",
        "{\"event\":\"SECRET\",\"event\":\"SECRET\"}",
        "{\"ev\\u0065nt\":\"SECRET\",\"event\":\"SECRET\"}",
        "{\"access_token\":\"SECRET\",\"access_token\":\"SECRET\"}"
      })
  void aRepeatedMemberIsRefusedAlsoWhereNothingIsRead(String body) {
    assertRefused("", body.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "7",
        "\"SECRET\"",
        "{}x",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":01}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"a\0b\"}",
        "{\"a\":\"line\nSECRET\"}",
        "{\"a\":1e}",
        "// SECRET\n{}"
      })
  void whatIsNotOneJsonObjectIsRefusedWithoutRepeatingIt(String body) {
    assertRefused("", body.getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource({"[,]", "{\"a\":,}"})
  void aDeeplyNestedBodyIsRefusedAlsoWhereNothingIsRead(String open, String close) {
    String deep = open.repeat(100_000) + "1" + close.repeat(100_000);

    assertRefused("", ("{\"latency\":" + deep + "}").getBytes(UTF_8));
    assertRefused("", ("{\"a\":" + deep + "}").getBytes(UTF_8));
  }

  @Test
  void aBodyOfEightMebibytesIsReadAndItsTextsAreCut() {
    String text = "word ".repeat(800_000);

    house.event(
        ended(
            "\"transcript_object\":[{\"role\":\"user\",\"content\":\""
                + text
                + "\"}],\"call_analysis\":{\"call_summary\":\""
                + text
                + "\"}"));

    assertThat(house.theOnly().transcript().orElseThrow().length()).isEqualTo(20_000);
    assertThat(house.theOnly().details().get(Detail.SUMMARY).orElseThrow()).hasSize(20_000);
  }

  @Test
  void anEmojiAtThePlaceWhereATextIsCutDoesNotBecomeHalfACharacter() {
    String text = "x".repeat(19_998) + "\ud83d\ude00".repeat(2);

    house.event(ended("\"transcript_object\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]"));

    assertThat(theOnlyMessage().text()).isEqualTo("x".repeat(19_998) + "…");
  }

  @Test
  void namesMadeToCollideAreReadOrRefused() {
    // Of equal hash by the common multiplier 33: any order of the pieces Ab and BA.
    String members =
        IntStream.range(0, 1 << 12)
            .mapToObj(n ->
                IntStream.range(0, 12)
                    .mapToObj(bit -> (n >> bit & 1) == 0 ? "Ab" : "BA")
                    .collect(Collectors.joining("", "\"", "\":1")))
            .collect(Collectors.joining(","));

    assertReadOrRefused("{" + members + "}");
  }

  @ParameterizedTest
  @ValueSource(ints = {900, 1_000, 1_001, 100_000})
  void aNumberOfAThousandDigitsBreaksNothing(int digits) {
    assertReadOrRefused(ended("\"duration_ms\":" + "9".repeat(digits)));
    assertReadOrRefused(ended("\"call_cost\":{\"combined_cost\":0." + "9".repeat(digits) + "}"));

    assertThat(house.interactions.all())
        .allSatisfy(call -> {
          assertThat(call.details().get(Detail.DURATION_MS)).isEmpty();
          assertThat(call.details().get(Detail.PROVIDER_COST)).isEmpty();
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e999999999",
        "1e-999999999",
        "1e2147483647",
        "1e-2147483647",
        "9e2147483648",
        "-1e2147483647",
        "1e99999999999999999999",
        "1e400"
      })
  void absurdExponentsAreLeftOutAtOnceOrRefused(String number) {
    assertReadOrRefused(
        ended(
            "\"duration_ms\":%1$s,\"end_timestamp\":%1$s,\"call_cost\":{\"combined_cost\":%1$s}"
                .formatted(number)));

    assertThat(house.interactions.all())
        .allSatisfy(call -> {
          assertThat(call.details().get(Detail.DURATION_MS)).isEmpty();
          assertThat(call.details().get(Detail.ENDED_AT)).isEmpty();
          assertThat(call.details().get(Detail.PROVIDER_COST)).isEmpty();
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e11", "999999999999", "-5", "1e2147483647"})
  void aWordSaidInAnotherAgeHasNoTime(String seconds) {
    house.event(
        ended(
            "\"start_timestamp\":1790694000000,\"transcript_object\":[{\"role\":\"user\","
                + "\"content\":\"Hi\",\"words\":[{\"start\":"
                + seconds
                + "}]}]"));

    assertThat(theOnlyMessage().at()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"946684799999", "0", "0.1", "4102444800001", "-1", "9223372036854775808", "1e30"})
  void timesInTheFarPastAndFutureAreLeftOut(String millis) {
    house.event(ended("\"start_timestamp\":" + millis));

    assertThat(house.theOnly().details().get(Detail.STARTED_AT)).isEmpty();
    assertThat(house.interactions.verdicts().getFirst().reason()).contains("start_timestamp");
  }

  @Test
  void nulAndLoneSurrogatesAreTakenOutOfWhatWasSaidAndTheRestIsKept() {
    house.event(
        ended(
            "\"transcript_object\":[{\"role\":\"user\","
                + "\"content\":\"Caf\\u0000\u00e9 \\ud83d! \\ude00\\ud83d \ud83d\ude00\"}]"));

    assertThat(theOnlyMessage().text()).isEqualTo("Caf\u00e9 \ufffd! \ufffd\ufffd \ud83d\ude00");
  }

  @Test
  void secretsAreRedactedHoweverTheyAreWritten() {
    house.event(
        """
        {"access_token" : "a", "x":{"access\\u005ftoken":"b\\"c"}, "latency":[{"access_token":"d"}],
         "words":[1,{"access_token": {"access_token":"e","f":[1]} }], "y":{"access_token":-1.5e3},
         "z":{"\\u0061ccess_token":["g"]}, "say":"\\"access_token\\":\\"f\\"", "é😀":1}
        """);

    assertThat(theOnlyBody())
        .isEqualTo(
            """
            {"access_token" : "REDACTED", "x":{"access\\u005ftoken":"REDACTED"}, "latency":[{"access_token":"REDACTED"}],
             "words":[1,{"access_token": "REDACTED" }], "y":{"access_token":"REDACTED"},
             "z":{"\\u0061ccess_token":"REDACTED"}, "say":"\\"access_token\\":\\"f\\"", "é😀":1}
            """);
  }

  @Test
  void aSecretOfMillionsOfCharactersIsRedactedLikeAnyOther() {
    house.event("{\"access_token\":\"" + "a\\\\".repeat(1_000_000) + "\",\"x\":\"é\"}");

    assertThat(theOnlyBody()).isEqualTo("{\"access_token\":\"REDACTED\",\"x\":\"é\"}");
  }

  @Test
  void nothingButTheSecretIsTakenOutOfABody() {
    house.post("", Sample.bytes("alert_triggered"));

    assertThat(theOnlyBody()).isEqualTo(new String(Sample.bytes("alert_triggered"), UTF_8));
  }

  private static String ended(String members) {
    return "{\"event\":\"call_ended\",\"call\":{\"call_id\":\"c\",\"to_number\":\""
        + Samples.DENTAL_NUMBER
        + "\","
        + members
        + "}}";
  }

  private InteractionMessage theOnlyMessage() {
    List<InteractionMessage> messages = house.theOnly().transcript().orElseThrow().messages();
    assertThat(messages).hasSize(1);
    return messages.getFirst();
  }

  private String theOnlyBody() {
    KeptEvent kept =
        house.interactions.notApplied(Optional.empty(), 1, Optional.empty()).getFirst();
    return house.interactions.evidence(kept.name()).orElseThrow().body();
  }

  private void assertReadOrRefused(String body) {
    try {
      assertThat(house.event(body).status()).isEqualTo(204);
    } catch (Refusal.Invalid refused) {
      assertThat(refused).hasMessageContaining("line");
    }
  }

  private void assertRefused(String door, byte[] body) {
    assertThatExceptionOfType(Refusal.Invalid.class)
        .isThrownBy(() -> house.post(door, body))
        .satisfies(refused -> {
          assertThat(refused.getMessage()).matches(".+: line \\d+, column \\d+");
          assertThat(refused.getMessage() + refused.cure()).doesNotContain("SECRET");
        });
    assertThat(house.interactions.verdicts()).isEmpty();
  }
}
