package ca.rocketreception.retell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.ports.driving.WebhookRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetellSignatureTest {

  private static final byte[] BODY = "{\"event\":\"alert_triggered\"}".getBytes(UTF_8);
  private static final long NOW = House.NOW.toEpochMilli();

  @Test
  void signsAndVerifiesTheVectorsOfRetellsOwnLibrary() {
    Fields file = Fields.of(Body.parse(House.sample("signature_vectors")).root());

    assertThat(file.objects("vectors"))
        .hasSize(3)
        .allSatisfy(vector -> {
          byte[] body = vector.string("body").orElseThrow().getBytes(UTF_8);
          String key = vector.string("api_key").orElseThrow();
          long sent = vector.count("timestamp_ms").orElseThrow();
          String header = vector.string("header").orElseThrow();
          assertThat(Signature.of(key, body, sent)).isEqualTo(header);
          assertThat(new Signature(List.of(key)).problem(Optional.of(header), body, sent))
              .isEmpty();
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 300_000, -300_000})
  void acceptsASignatureWithinFiveMinutesBeforeAndAfter(long late) {
    assertThatCode(() -> receive(Signature.of(House.KEY, BODY, NOW - late)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"300001,too old", "-300001,too new"})
  void refusesAStaleSignature(long late, String problem) {
    assertRefused(Signature.of(House.KEY, BODY, NOW - late), problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "v=1", "v=,d=", "v=-1,d=00", "nonsense", "v=99999999999999999999,d=0"})
  void refusesAMalformedSignature(String header) {
    assertRefused(header, "malformed");
  }

  @Test
  void refusesASignatureByAnotherKey() {
    assertRefused(Signature.of("key_of_somebody_else", BODY, NOW), "No configured key matches");
  }

  @Test
  void refusesABodyThatIsNotTheSignedOne() {
    String header = Signature.of(House.KEY, "{}".getBytes(UTF_8), NOW);

    assertRefused(header, "No configured key matches");
  }

  @Test
  void refusesARequestWithoutSignatureAndCountsIt() {
    House house = House.withEverybody();
    WebhookRequest bare = new WebhookRequest("POST", "/webhooks/retell", Map.of(), BODY);

    assertThatThrownBy(() -> house.webhook.receive(bare))
        .isInstanceOf(Refusal.Unauthenticated.class)
        .hasMessageContaining("missing");
    assertThat(house.webhook.rejectedSignatures()).isEqualTo(1);
    assertThat(house.interactions.verdicts()).isEmpty();
  }

  @Test
  void acceptsTheOldAndTheNewKeyWhileKeysAreRotated() {
    House house = new House(InstantSource.fixed(House.NOW), List.of("old_key", "new_key"));

    assertThat(List.of("old_key", "new_key"))
        .allSatisfy(key ->
            assertThat(
                    house
                        .webhook
                        .receive(House.request("", BODY, Signature.of(key, BODY, NOW)))
                        .status())
                .isEqualTo(204));
  }

  @Test
  void answersUnavailableWithoutAnyKeyAndSaysWhatToSet() {
    House house = new House(InstantSource.fixed(House.NOW), List.of());

    assertThatThrownBy(() -> house.post("", BODY))
        .isInstanceOf(Refusal.Unavailable.class)
        .hasMessageContaining("RETELL_WEBHOOK_KEYS is not set");
  }

  @Test
  void acceptsADigestInUpperCase() {
    String header = Signature.of(House.KEY, BODY, NOW);
    String upper =
        header.substring(0, header.indexOf("d=") + 2)
            + header.substring(header.indexOf("d=") + 2).toUpperCase(Locale.ROOT);

    assertThatCode(() -> receive(upper)).doesNotThrowAnyException();
  }

  @Test
  void knowsOnlyPostAndItsOwnPaths() {
    House house = House.withEverybody();
    String signature = Signature.of(House.KEY, BODY, NOW);

    assertThat(List.of("/webhooks/retell/other", "/webhooks/retell/functions/", "/webhooks"))
        .allSatisfy(path ->
            assertThatThrownBy(() ->
                    house.webhook.receive(
                        new WebhookRequest(
                            "POST", path, Map.of("x-retell-signature", signature), BODY)))
                .isInstanceOf(Refusal.NotFound.class));
    assertThatThrownBy(() ->
            house.webhook.receive(new WebhookRequest("GET", "/webhooks/retell", Map.of(), BODY)))
        .isInstanceOf(Refusal.NotFound.class);
  }

  private static void assertRefused(String header, String problem) {
    assertThatThrownBy(() -> receive(header))
        .isInstanceOf(Refusal.Unauthenticated.class)
        .hasMessageContaining(problem);
  }

  private static void receive(String header) {
    House.withEverybody().webhook.receive(House.request("", BODY, header));
  }
}
