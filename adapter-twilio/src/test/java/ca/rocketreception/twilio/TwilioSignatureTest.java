package ca.rocketreception.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TwilioSignatureTest {

  private static final String URL = "https://mycompany.com/myapp.php?foo=1&bar=2";
  private static final TwilioForm CALL =
      form(
          Map.of(
              "Digits", List.of("1234"),
              "CallSid", List.of("CA1234567890ABCDE"),
              "To", List.of("+18005551212"),
              "Caller", List.of("+14158675309"),
              "From", List.of("+14158675309")));

  private final TwilioSignature signature = signedBy("old", "12345");

  @ParameterizedTest
  @CsvSource({
    "https://mycompany.com/myapp.php?foo=1&bar=2, RSOYDt4T1cUTdK1PDd93/VVr8B8=",
    "https://mycompany.com:443/myapp.php?foo=1&bar=2, kvajT1Ptam85bY51eRf/AJRuM3w=",
    "http://mycompany.com:80/myapp.php?foo=1&bar=2, 0ZXoZLH/DfblKGATFgpif+LLRf4=",
    "https://mycompany.com/myapp.php?foo=hello%20world&bar=test%2Bvalue, er2tvAP1Wx+iuTTE2BPgvEaN1cs=",
  })
  void aGoldenVectorMatches(String url, String signed) {
    assertThat(signature.matches(signed, url, CALL)).isTrue();
  }

  @Test
  void theUrlCountsWithAndWithoutItsPort() {
    assertThat(signature.matches("kvajT1Ptam85bY51eRf/AJRuM3w=", URL, CALL)).isTrue();
    assertThat(
            signature.matches(
                "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
                "https://mycompany.com:443/myapp.php?foo=1&bar=2",
                CALL))
        .isTrue();
  }

  @Test
  void aRequestWithoutParametersIsSignedByItsUrl() {
    assertThat(signature.matches("zYQTYrRWXE7LtzbG4PfP7/bkkGo=", URL, form(Map.of()))).isTrue();
  }

  @Test
  void namesAreOrderedCaseSensitivelyAndEmptyValuesCount() {
    Map<String, List<String>> cases = new LinkedHashMap<>();
    cases.put("callSid", List.of("lowercase"));
    cases.put("CallSid", List.of("uppercase"));
    cases.put("CALLSID", List.of("allcaps"));
    Map<String, List<String>> empty =
        Map.of(
            "Digits",
            List.of(""),
            "CallSid",
            List.of("CA1234567890ABCDE"),
            "EmptyParam",
            List.of(""));

    assertThat(signature.matches("jDK7WKT8wiNrwggd4ceTv4e1MJ4=", URL, form(cases))).isTrue();
    assertThat(signature.matches("9HHp/OqQMEwdrVebHDdA/+tqjX8=", URL, form(empty))).isTrue();
  }

  @Test
  void punctuationAndAccentsAreSignedDecoded() {
    Map<String, List<String>> special =
        Map.of(
            "Message", List.of("Hello & goodbye! @#$%^*()"),
            "From", List.of("+1 (415) 867-5309"),
            "Special", List.of("unicode: ñáéíóú"));

    assertThat(signature.matches("dCPiR4WtQ6QFN6pJh81CtlCcWLQ=", URL, form(special))).isTrue();
  }

  @Test
  void anotherTokenUrlOrParameterDoesNotMatch() {
    String signed = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";

    assertThat(signedBy("54321").matches(signed, URL, CALL)).isFalse();
    assertThat(signature.matches(signed, URL + "3", CALL)).isFalse();
    assertThat(signature.matches(signed, URL, form(Map.of("Digits", List.of("1234"))))).isFalse();
    assertThat(signature.matches("", URL, CALL)).isFalse();
  }

  private static TwilioForm form(Map<String, List<String>> parameters) {
    return new TwilioForm(parameters);
  }

  private static TwilioSignature signedBy(String... tokens) {
    return new TwilioSignature(Stream.of(tokens).map(TwilioToken::parse).toList());
  }

  @Test
  void aFragmentAndCredentialsInTheAddressAreNotSigned() {
    assertThat(
            signature.matches(
                "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
                "https://user:secret@mycompany.com/myapp.php?foo=1&bar=2#rc=3&rp=ct",
                CALL))
        .isTrue();
  }

  @Test
  void aParameterThatComesTwiceIsSignedOncePerValueInOrder() {
    String signed = TwilioSignature.sign("12345", URL + "MediaaMediab");

    assertThat(signature.matches(signed, URL, form(Map.of("Media", List.of("b", "a", "b")))))
        .isTrue();
  }

  @Test
  void aBodyOfJsonIsSignedByItsHashInTheAddress() {
    byte[] body = "{\"property\": \"value\", \"boolean\": true}".getBytes(UTF_8);
    String url =
        URL + "&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
    String signed = "a9nBmqA0ju/hNViExpshrM61xv4=";

    assertThat(signature.matches(signed, url, body)).isTrue();
    assertThat(signature.matches(signed, url, "{}".getBytes(UTF_8))).isFalse();
    assertThat(signature.matches("zYQTYrRWXE7LtzbG4PfP7/bkkGo=", URL, body))
        .as("without a hash nothing says which body was signed")
        .isFalse();
  }

  @Test
  void aTokenOfOneAccountVouchesForNoOther() {
    String account = "AC3f1b9c7d2e8a4f60b5d1c3e7a9f20418";
    String other = "AC00000000000000000000000000000001";
    TwilioForm asked = form(Map.of("AccountSid", List.of(account)));
    String signed = TwilioSignature.sign("secret", URL + "AccountSid" + account);

    assertThat(signedBy(other + ":other", account + ":secret").matches(signed, URL, asked))
        .isTrue();
    assertThat(signedBy("secret").matches(signed, URL, asked)).isTrue();
    assertThat(signedBy(other + ":secret").matches(signed, URL, asked)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TwilioToken.parse("AC1:secret"))
        .withMessageNotContaining("secret");
  }

  @TestFactory
  Stream<DynamicTest> everySampleIsSignedAsItSays() throws IOException {
    JsonNode samples = JsonMapper.shared().readTree(resource("signatures.json"));
    TwilioSignature token =
        signedBy(
            samples.get("account_sid").asString() + ":" + samples.get("auth_token").asString());
    return samples
        .get("samples")
        .valueStream()
        .map(sample ->
            DynamicTest.dynamicTest(
                sample.get("note").asString(),
                () -> {
                  String url = sample.get("url").asString();
                  String signed = sample.get("x_twilio_signature").asString();
                  byte[] body = resource(sample.get("file").asString());
                  assertThat(
                          sample.get("content_type").asString().contains("json")
                              ? signedBy(samples.get("auth_token").asString())
                                  .matches(signed, url, body)
                              : token.matches(signed, url, TwilioForm.read(body)))
                      .isTrue();
                }));
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = TwilioSignatureTest.class.getResourceAsStream("/twilio/" + name)) {
      return in.readAllBytes();
    }
  }
}
