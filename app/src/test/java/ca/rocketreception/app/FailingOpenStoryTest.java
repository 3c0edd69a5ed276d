package ca.rocketreception.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.business.Subscriber;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls that our receptionist cannot take, over real HTTP and a real PostgreSQL. */
class FailingOpenStoryTest {

  private static final String PUBLIC = "https://reception.example";
  private static final PhoneNumber PHONE = new PhoneNumber("+12045550139");
  private static final String TOKEN = "token_of_the_story";
  private static final String OWN = "/v1/subscribers/" + SeededNode.SLUG;

  @TempDir private Path directory;

  private SeededNode node;

  @BeforeEach
  void start() {
    node =
        SeededNode.start(
            directory, Map.of("PUBLIC_URL", PUBLIC, "TWILIO_AUTH_TOKENS", "old," + TOKEN));
    hasAPhone();
    SeededNode.eventually(() ->
        twilio("voice-fallback", "CallSid", "", "From", "+12045550178").body().contains("<Dial "));
  }

  private void hasAPhone() {
    node.installation
        .database()
        .subscribers()
        .change(
            new Slug(SeededNode.SLUG),
            current -> {
              Subscriber one = current.orElseThrow().subscriber();
              return current
                  .orElseThrow()
                  .with(one.described(one.name(), one.zone(), one.language(), Optional.of(PHONE)));
            },
            business ->
                new AuditEntry(
                    business.id(),
                    Installation.CLOCK.instant(),
                    "test",
                    "gave a phone",
                    PHONE.e164()));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void aCallerWhoReachesNobodyLeavesAMessageThatTheOwnerSeesOnce() {
    assertThat(twilio("voice-fallback").body()).contains(">" + PHONE + "</Dial>");
    for (int repeat = 0; repeat < 2; repeat++) {
      assertThat(twilio("dial", "DialCallStatus", "no-answer").body()).contains("<Record ");
      assertThat(voicemail().body()).contains("<Hangup/>");
    }

    JsonNode calls = json(node.get(OWN + "/interactions")).get("items");
    assertThat(calls).hasSize(1);
    assertThat(calls.get(0).get("status").asString()).isEqualTo("ENDED");
    assertThat(calls.get(0).get("direction").asString()).isEqualTo("INBOUND");
    assertThat(calls.get(0).get("from").asString()).isEqualTo(SeededNode.CALLER);
    assertThat(calls.get(0).get("durationMs").asLong()).isEqualTo(23_000);
    assertThat(calls.get(0).get("recordingUrl").isNull()).isTrue();
    JsonNode taken = json(node.get(OWN + "/taken-messages")).get("items");
    assertThat(taken).hasSize(1);
    assertThat(taken.get(0).get("matter").asString()).isEqualTo("Voicemail, 23 seconds");
    assertThat(taken.get(0).get("callback").asString()).isEqualTo(SeededNode.CALLER);
    assertThat(
            json(node.get(OWN + "/usage?from=2000-01-01"))
                .get("items")
                .valueStream()
                .map(total -> total.get("meter").asString()))
        .doesNotContain("CALLS", "VOICE_SECONDS", "TRANSFER_SECONDS");
    assertThat(
            node.get(OWN + "/interactions/" + calls.get(0).get("id").asString() + "/recording")
                .statusCode())
        .isEqualTo(404);
    assertThat(
            node.installation
                .database()
                .usageAudit(Application.events())
                .audit(found -> assertThat(found).isNull())
                .interactions())
        .isEqualTo(1);
  }

  @Test
  void whilePostgresIsDownTheCallerStillReachesTheBusinessesPhone() throws Exception {
    SeededNode.stopPostgres(directory);

    HttpResponse<String> fallback = twilio("voice-fallback");
    assertThat(fallback.statusCode()).isEqualTo(200);
    assertThat(fallback.headers().firstValue("content-type").orElseThrow()).startsWith("text/xml");
    assertThat(fallback.body()).contains("<Dial ", ">" + PHONE + "</Dial>");
    assertThat(twilio("dial", "DialCallStatus", "busy").body()).contains("<Record ");
    assertThat(voicemail().body()).contains("<Say>", "<Hangup/>");
    assertThat(twilio("voice-fallback", "To", "+15005550006").body())
        .contains("<Say>")
        .doesNotContain("<Reject");
  }

  private HttpResponse<String> voicemail() {
    return twilio(
        "recording",
        "RecordingUrl",
        "https://api.twilio.com/2010-04-01/Recordings/RE1",
        "RecordingDuration",
        "23");
  }

  private HttpResponse<String> twilio(String event, String... more) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("CallSid", "CA9d3e7b15f0c24a8bb6e1c8d20f74a953");
    form.put("From", SeededNode.CALLER);
    form.put("To", Seeds.OWN_NUMBER.e164());
    for (int pair = 0; pair < more.length; pair += 2) {
      form.put(more[pair], more[pair + 1]);
    }
    String path = "/webhooks/twilio/" + event;
    return node.send(
        node.request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("X-Twilio-Signature", signature(PUBLIC + path, form))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    form.entrySet().stream()
                        .map(
                            pair -> pair.getKey() + "=" + URLEncoder.encode(pair.getValue(), UTF_8))
                        .collect(joining("&")))));
  }

  private static String signature(String url, Map<String, String> form) {
    String signed =
        new TreeMap<>(form)
            .entrySet().stream()
                .map(pair -> pair.getKey() + pair.getValue())
                .collect(joining("", url, ""));
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(TOKEN.getBytes(UTF_8), "HmacSHA1"));
      return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }
}
