package ca.rocketreception.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwilioSignatureTest {

  private static final String URL = "https://mycompany.com/myapp.php?foo=1&bar=2";
  private static final Map<String, List<String>> CALL =
      Map.of(
          "Digits", List.of("1234"),
          "CallSid", List.of("CA1234567890ABCDE"),
          "To", List.of("+18005551212"),
          "Caller", List.of("+14158675309"),
          "From", List.of("+14158675309"));

  private final TwilioSignature signature = new TwilioSignature(List.of("old", "12345"));

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
    assertThat(signature.matches("zYQTYrRWXE7LtzbG4PfP7/bkkGo=", URL, Map.of())).isTrue();
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

    assertThat(signature.matches("jDK7WKT8wiNrwggd4ceTv4e1MJ4=", URL, cases)).isTrue();
    assertThat(signature.matches("9HHp/OqQMEwdrVebHDdA/+tqjX8=", URL, empty)).isTrue();
  }

  @Test
  void punctuationAndAccentsAreSignedDecoded() {
    Map<String, List<String>> special =
        Map.of(
            "Message", List.of("Hello & goodbye! @#$%^*()"),
            "From", List.of("+1 (415) 867-5309"),
            "Special", List.of("unicode: ñáéíóú"));

    assertThat(signature.matches("dCPiR4WtQ6QFN6pJh81CtlCcWLQ=", URL, special)).isTrue();
  }

  @Test
  void anotherTokenUrlOrParameterDoesNotMatch() {
    String signed = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";

    assertThat(new TwilioSignature(List.of("54321")).matches(signed, URL, CALL)).isFalse();
    assertThat(signature.matches(signed, URL + "3", CALL)).isFalse();
    assertThat(signature.matches(signed, URL, Map.of("Digits", List.of("1234")))).isFalse();
    assertThat(signature.matches("", URL, CALL)).isFalse();
  }
}
