package ca.rocketreception.retell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RetellSignatureTest {

  private static final long NOW = 1_790_000_000_000L;
  private static final String KEY = "key_rocket_test_secret";
  private static final byte[] BODY = "{}".getBytes(UTF_8);

  private final RetellSignature signature = new RetellSignature(List.of("key_of_yesterday", KEY));

  @Test
  void everyVectorOfRetellsOwnLibraryHolds() {
    for (JsonNode vector : Sample.json("signature_vectors").get("vectors")) {
      byte[] body = vector.get("body").asString().getBytes(UTF_8);
      Optional<String> header = Optional.of(vector.get("header").asString());

      assertThat(signature.problem(header, body, vector.get("timestamp_ms").asLong())).isEmpty();
      assertThat(
              RetellSignature.sign(
                  vector.get("api_key").asString(), body, vector.get("timestamp_ms").asLong()))
          .isEqualTo(header.orElseThrow());
    }
  }

  @Test
  void bothKeysSignWhileOneReplacesTheOther() {
    assertThat(problem(RetellSignature.sign("key_of_yesterday", BODY, NOW), NOW)).isEmpty();
    assertThat(problem(RetellSignature.sign(KEY, BODY, NOW), NOW)).isEmpty();
    assertThat(problem(RetellSignature.sign("key_of_another", BODY, NOW), NOW))
        .hasValueSatisfying(words -> assertThat(words).contains("No key"));
  }

  @Test
  void itHoldsForFiveMinutesEitherWay() {
    String header = RetellSignature.sign(KEY, BODY, NOW);

    assertThat(problem(header, NOW + 300_000)).isEmpty();
    assertThat(problem(header, NOW - 300_000)).isEmpty();
    assertThat(problem(header, NOW + 300_001))
        .hasValueSatisfying(words -> assertThat(words).contains("five minutes"));
    assertThat(problem(header, NOW - 300_001)).isPresent();
  }

  @Test
  void aHeaderOfAnotherFormIsNamed() {
    assertThat(signature.problem(Optional.empty(), BODY, NOW))
        .hasValueSatisfying(words -> assertThat(words).contains("missing"));
    for (String header :
        List.of(
            "",
            "v=1",
            "v=x,d=" + "0".repeat(64),
            "v=1,d=00",
            "v=-1,d=" + "0".repeat(64),
            "v=,d=",
            "v=1,d=" + "0".repeat(64) + ",d=" + "0".repeat(64),
            "nonsense",
            "d=" + "0".repeat(64) + ",v=1",
            "v=99999999999999999999,d=" + "0".repeat(64))) {
      assertThat(problem(header, NOW)).isPresent();
    }
  }

  @Test
  void itsDigestMayBeInUpperCase() {
    String header = RetellSignature.sign(KEY, BODY, NOW);
    int digest = header.indexOf("d=") + 2;

    assertThat(
            problem(
                header.substring(0, digest) + header.substring(digest).toUpperCase(Locale.ROOT),
                NOW))
        .isEmpty();
  }

  @Test
  void oneChangedByteBreaksIt() {
    String header = RetellSignature.sign(KEY, "{\"a\":1}".getBytes(UTF_8), NOW);

    assertThat(signature.problem(Optional.of(header), "{\"a\":2}".getBytes(UTF_8), NOW))
        .isPresent();
  }

  private Optional<String> problem(String header, long now) {
    return signature.problem(Optional.of(header), BODY, now);
  }
}
