package ca.rocketreception.retell;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.domain.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetellBadInputTest {

  private final House house = House.withEverybody();

  @ParameterizedTest
  @ValueSource(strings = {"", "/inbound", "/functions/check_hours", "/functions/route_call"})
  void aTruncatedBodyIsRefusedAtEveryDoor(String door) {
    assertRefused(door, "{\"event\":\"call_ended\",\"call\":{\"call_id\":\"SECRET".getBytes(UTF_8));
  }

  @Test
  void aBodyThatIsNotUtf8IsRefusedAtItsPlace() {
    byte[] body = "{\n \"event\": \"caf\u00e9\"}".getBytes(ISO_8859_1);

    assertThatThrownBy(() -> house.post("", body))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessage("The body is not UTF-8, at line 2, column 15");
  }

  @Test
  void aBodyInAnotherUnicodeEncodingIsRefused() {
    assertRefused("", "{\"event\":\"x\"}".getBytes(UTF_16));
    assertRefused("", "{\"event\":\"x\"}".getBytes(UTF_16LE));
    assertRefused("", "\ufeff{\"event\":\"x\"}".getBytes(UTF_8));
  }

  @Test
  void aReplacementCharacterIsACharacterLikeAnyOther() {
    assertThat(house.event("{\"event\":\"\ufffd\"}").status()).isEqualTo(204);
  }

  @Test
  void aRawNulIsRefused() {
    assertRefused("", "{\"event\":\"a\0b\"}".getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"call\":{\"SECRET\":1,\"SECRET\":2}}",
        "{\"call\":{\"latency\":{\"SECRET\":1,\"SECRET\":2}}}",
        "{\"a\":{\"words\":[{\"x\":1},{\"SECRET\":1,\"SECRET\":2}]}}",
        "{\"event\":\"SECRET\",\"event\":\"SECRET\"}",
        "{\"ev\\u0065nt\":\"SECRET\",\"event\":\"SECRET\"}"
      })
  void aRepeatedMemberIsRefusedAlsoWhereNothingIsRead(String body) {
    assertRefused("", body.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "7",
        "\"SECRET\"",
        "[]",
        "{} {}",
        "{}x",
        "{\"a\":}",
        "{'a':1}",
        "{\"a\":1,}",
        "{\"a\":01}",
        "{\"a\":NaN}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"line\nSECRET\"}",
        "// SECRET\n{}"
      })
  void whatIsNotOneJsonObjectIsRefused(String body) {
    assertRefused("", body.getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource({"[,]", "{\"a\":,}"})
  void aDeeplyNestedBodyIsRefused(String open, String close) {
    String body = "{\"latency\":" + open.repeat(100_000) + "1" + close.repeat(100_000) + "}";

    assertRefused("", body.getBytes(UTF_8));
  }

  @Test
  void aHugeBodyIsReadOrRefusedAndNeverBreaks() {
    String text = "word ".repeat(1_000_000);

    house.event(
        "{\"event\":\"call_ended\",\"call\":{\"call_id\":\"c\",\"to_number\":\"+12045550110\","
            + "\"transcript_object\":[{\"role\":\"user\",\"content\":\""
            + text
            + "\"}],\"call_analysis\":{\"call_summary\":\""
            + text
            + "\"}}}");

    assertThat(house.only().transcript().orElseThrow().length()).isEqualTo(100_000);
  }

  @Test
  void aNumberOfAThousandDigitsBreaksNothing() {
    String digits = "9".repeat(900);

    house.event(
        "{\"event\":\"call_ended\",\"call\":{\"call_id\":\"c\",\"to_number\":\"+12045550110\","
            + "\"duration_ms\":"
            + digits
            + "}}");

    assertThat(house.only().details().stages()).contains(0);
  }

  @Test
  void secretsAreRedactedHoweverTheyAreWritten() {
    String body =
        """
        {"access_token" : "a", "x":{"access\\u005ftoken":"b\\"c"}, "latency":[{"access_token":"d"}],
         "words":[1,{"access_token": {"access_token":"e","f":[1]} }], "y":{"access_token":-1.5e3}, "é":1}
        """;

    assertThat(Body.parse(body.getBytes(UTF_8)).text())
        .isEqualTo(
            """
            {"access_token" : "REDACTED", "x":{"access\\u005ftoken":"REDACTED"}, "latency":[{"access_token":"REDACTED"}],
             "words":[1,{"access_token": "REDACTED" }], "y":{"access_token":"REDACTED"}, "é":1}
            """);
  }

  private void assertRefused(String door, byte[] body) {
    assertThatThrownBy(() -> house.post(door, body))
        .isInstanceOfSatisfying(
            Refusal.Invalid.class,
            refusal -> {
              assertThat(refusal.getMessage())
                  .matches(
                      "The body is .*, at line \\d+, column \\d+"
                          + "|Something follows the JSON object, at line \\d+, column \\d+");
              assertThat(List.of(refusal.getMessage(), refusal.cure()))
                  .allSatisfy(text -> assertThat(text).doesNotContain("SECRET"));
            });
    assertThat(house.interactions.verdicts()).isEmpty();
  }
}
