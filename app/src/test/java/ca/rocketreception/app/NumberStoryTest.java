package ca.rocketreception.app;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.doubles.retell.EventBodies;
import ca.rocketreception.doubles.retell.RetellDouble;
import ca.rocketreception.doubles.retell.Scenario;
import ca.rocketreception.doubles.retell.SimulatedCalls;
import ca.rocketreception.doubles.twilio.TwilioDouble;
import ca.rocketreception.http.Described;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A fresh business from nothing to a call, by real commands and the API of a real server. */
class NumberStoryTest {

  private static final String WEBHOOK_KEY = "key_of_the_story";
  private static final String OPERATOR_KEY = "the-operator-key-of-this-story-0001";
  private static final String AUTH_TOKEN = "0123456789abcdef0123456789abcdef";
  private static final PhoneNumber NUMBER = new PhoneNumber("+12045550177");
  private static final String OWN = "/v1/subscribers/corner-store";
  private static final String CONNECTED = OWN + "/numbers/" + NUMBER;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path directory;

  private final RetellDouble retell = new RetellDouble();
  private final TwilioDouble twilio = new TwilioDouble();
  private final HttpClient http = HttpClient.newHttpClient();
  private Installation installation;
  private Application node;

  @BeforeEach
  void anInstallationServesAndABusinessWithoutNumberHasItsAgentsPublished() throws IOException {
    UnpackedPostgres.in(directory);
    installation = Installation.open(Config.from(variables()));
    installation.database().migrate();
    node = Application.start(installation.config(), installation.database(), Installation.CLOCK);
    installation.closeFirst(node);
    eventually(() -> ask("GET", "/health/ready", "").statusCode() == 200);
    assertThat(
            ask(
                    "POST",
                    "/v1/subscribers",
                    "{\"slug\":\"corner-store\",\"name\":\"Corner Store\","
                        + "\"timezone\":\"America/Winnipeg\",\"language\":\"en-CA\","
                        + "\"transferNumber\":\"+12045550133\"}")
                .statusCode())
        .isEqualTo(201);
    byOperator(
        "PUT",
        OWN + "/channels/VOICE",
        "{\"enabled\":true,\"transportProvider\":\"TWILIO\",\"aiProvider\":\"RETELL\"}");
    byOperator(
        "PUT",
        OWN + "/agents/RECEPTIONIST",
        "{\"name\":\"Ava\",\"greeting\":\"Hello\",\"language\":\"en-CA\"}");
    byOperator("POST", OWN + "/agents/RECEPTIONIST/publish", "{}");
    twilio.sell(NUMBER.e164());
  }

  @AfterEach
  void stop() {
    http.close();
    installation.close();
    assertThat(retell.violations()).isEmpty();
    assertThat(twilio.violations()).isEmpty();
    retell.close();
    twilio.close();
  }

  private Map<String, String> variables() {
    return new HashMap<>(
        Map.ofEntries(
            Map.entry("PORT", "0"),
            Map.entry("ROCKET_DATA_DIR", directory.toString()),
            Map.entry("OPERATOR_KEY", OPERATOR_KEY),
            Map.entry("RETELL_WEBHOOK_KEYS", WEBHOOK_KEY),
            Map.entry("RETELL_API_KEY", RetellDouble.KEY),
            Map.entry("RETELL_API_URL", retell.address().toString()),
            Map.entry("TWILIO_ACCOUNT_SID", TwilioDouble.ACCOUNT_SID),
            Map.entry("TWILIO_API_KEY_SID", TwilioDouble.KEY_SID),
            Map.entry("TWILIO_API_KEY_SECRET", TwilioDouble.KEY_SECRET),
            Map.entry("TWILIO_AUTH_TOKENS", TwilioDouble.ACCOUNT_SID + ":" + AUTH_TOKEN),
            Map.entry("TWILIO_API_URL", twilio.address().toString()),
            Map.entry("TWILIO_TRUNKING_URL", twilio.address().toString()),
            Map.entry("PUBLIC_URL", "https://rocket.example.org/")));
  }

  @Test
  void aNumberIsConnectedByTheApiRingsBreaksIsMendedByTheCommandAndReleased() throws Exception {
    assertThat(json(ask("GET", "/v1/numbers-for-sale?areaCode=204", "")).at("/items/0/number"))
        .hasToString("\"" + NUMBER + "\"");
    assertThat(ask("GET", CONNECTED + "/connection", "").statusCode()).isEqualTo(404);

    JsonNode connected = json(byOperator("POST", CONNECTED + "/connect", "{}"));
    assertThat(connected.get("state").asString()).isEqualTo("CONNECTED");
    assertThat(connected.get("steps").findValuesAsString("progress"))
        .hasSize(8)
        .containsOnly("DONE");
    assertThat(json(byOperator("POST", CONNECTED + "/check", "")).at("/chain/holds").asBoolean())
        .isTrue();

    eventually(() -> rings());
    assertThat(json(ask("GET", OWN + "/interactions", "")).at("/items/0/to").asString())
        .isEqualTo(NUMBER.e164());

    retell.addCall(
        RetellDouble.KEY,
        Map.of(
            "call_id",
            "call_unheard",
            "agent_id",
            "agent_1",
            "to_number",
            NUMBER.e164(),
            "start_timestamp",
            Installation.CLOCK.millis() - 3_600_000));
    Process reconciling = Processes.java(variables(), Main.class, "reconcile");
    assertThat(reconciling.waitFor()).isZero();
    assertThat(
            json(ask("GET", OWN + "/interactions", ""))
                .get("items")
                .findValuesAsString("providerInteractionId"))
        .contains("call_unheard");
    assertThat(json(ask("GET", "/v1/differences", "")).at("/items/0/kind").asString())
        .isEqualTo("UNHEARD");

    twilio.edit(twilio.sids("OU").getFirst(), "enabled", false);
    Ran broken = command("number", "check");
    assertThat(broken.status()).isEqualTo(Main.FAILED);
    assertThat(broken.words())
        .contains("✗ ORIGINATION    the trunk leads nowhere", "→ Lead it to sip:sip.retellai.com");
    assertThat(
            json(ask("GET", CONNECTED + "/connection", ""))
                .at("/chain/links")
                .findValuesAsString("state"))
        .contains("BROKEN");
    eventually(() ->
        ask("GET", "/metrics", "").body().contains("rocket_number_links{state=\"broken\"} 1.0"));
    Ran mended = command("number", "connect");
    assertThat(mended.status()).as(mended.words()).isZero();
    assertThat(mended.words()).doesNotContain("✗", "?");

    assertThat(json(byOperator("POST", CONNECTED + "/release", "{\"giveBack\":true}")).get("state"))
        .hasToString("\"RELEASED\"");
    assertThat(twilio.sids("PN")).isEmpty();
    assertThat(retell.numbers(RetellDouble.KEY)).isEmpty();
    assertThat(json(ask("GET", OWN + "/audit", "")).get("items").findValuesAsString("action"))
        .contains("gave number", "released number");
  }

  @Test
  void aBusinessThatSwitchesUsOffHasItsCallsForwardedAtOnce() {
    byOperator(
        "PUT",
        OWN + "/agents/FORWARDER",
        "{\"name\":\"Ava\",\"greeting\":\"One moment\",\"language\":\"en-CA\"}");
    byOperator("POST", OWN + "/agents/FORWARDER/publish", "{}");
    byOperator("POST", CONNECTED + "/connect", "{}");
    eventually(() -> routing().contains("\"rocket_role\":\"RECEPTIONIST\""));

    byOperator("PUT", OWN + "/switch", "{\"mode\":\"OFF\"}");
    eventually(() -> routing().contains("\"rocket_role\":\"FORWARDER\""));
    byOperator("PUT", OWN + "/switch", "{\"mode\":\"ON\"}");
    eventually(() -> routing().contains("\"rocket_role\":\"RECEPTIONIST\""));
  }

  private String routing() {
    byte[] body =
        EventBodies.inbound("call_x", "+12045550199", NUMBER.e164(), Installation.CLOCK.instant());
    return ask(
            "POST",
            "/webhooks/retell/inbound",
            new String(body, StandardCharsets.UTF_8),
            "X-Retell-Signature",
            SimulatedCalls.signature(WEBHOOK_KEY, body, Installation.CLOCK.millis()))
        .body();
  }

  @Test
  void whileRetellIsDeadTheCallerReachesTheBusinessesPhoneElseLeavesAVoicemail() throws Exception {
    byOperator("POST", CONNECTED + "/connect", "{}");
    retell.close();
    String recovery =
        twilio.read(twilio.sids("TK").getFirst()).get("disaster_recovery_url").toString();
    assertThat(recovery).isEqualTo("https://rocket.example.org/webhooks/twilio/voice-fallback");

    eventually(() -> byTwilio("/voice-fallback").contains(">+12045550133</Dial>"));
    assertThat(byTwilio("/dial", "DialCallStatus", "no-answer")).contains("<Record ");
    assertThat(
            byTwilio(
                "/recording", "RecordingDuration", "12", "RecordingUrl", "https://r.example/1"))
        .contains("Thank you");

    JsonNode call = json(ask("GET", OWN + "/interactions", "")).at("/items/0");
    assertThat(call.get("disconnectionReason").asString()).isEqualTo("voicemail");
    assertThat(call.get("to").asString()).isEqualTo(NUMBER.e164());
    assertThat(json(ask("GET", OWN + "/taken-messages", "")).at("/items/0/matter").asString())
        .isEqualTo("Voicemail, 12 seconds");
  }

  private String byTwilio(String path, String... more) {
    Map<String, String> form =
        new TreeMap<>(
            Map.of(
                "AccountSid",
                TwilioDouble.ACCOUNT_SID,
                "CallSid",
                "CA9d3e7b15f0c24a8bb6e1c8d20f74a953",
                "From",
                "+12045550199",
                "To",
                NUMBER.e164()));
    for (int at = 0; at < more.length; at += 2) {
      form.put(more[at], more[at + 1]);
    }
    StringBuilder signed = new StringBuilder("https://rocket.example.org/webhooks/twilio" + path);
    StringBuilder body = new StringBuilder();
    form.forEach((name, value) -> {
      signed.append(name).append(value);
      body.append(name)
          .append('=')
          .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
          .append('&');
    });
    return ask(
            "POST",
            "/webhooks/twilio" + path,
            body.toString(),
            "X-Twilio-Signature",
            hmac(signed.toString()))
        .body();
  }

  private static String hmac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(AUTH_TOKEN.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theCommandSaysWhatIsWrongByItsStatus() throws Exception {
    assertThat(command("number", "check").status()).as("it is not connected").isEqualTo(2);
    assertThat(command(Map.of("TWILIO_API_KEY_SECRET", ""), "number", "connect").status())
        .isEqualTo(Main.CONFIGURATION);
    assertThat(command(Map.of("RETELL_API_KEY", ""), "number", "connect").status())
        .isEqualTo(Main.CONFIGURATION);
    assertThat(
            command(Map.of("TWILIO_API_URL", "http://127.0.0.1:1"), "number", "connect").status())
        .isEqualTo(Main.PROVIDER);
    assertThat(twilio.purchases()).isEmpty();
    assertThat(command("number", "connect", "--way", "by-mail").status()).isEqualTo(2);
    assertThat(json(ask("GET", OWN + "/numbers", "")).get("items").isEmpty()).isTrue();
  }

  private boolean rings() {
    return new SimulatedCalls(
            URI.create("http://localhost:" + node.port()),
            WEBHOOK_KEY,
            Installation.CLOCK,
            new Random(5))
        .play(
            new SimulatedCalls.Plan(
                NUMBER,
                Optional.empty(),
                Optional.of(Scenario.MESSAGE),
                1,
                0,
                false,
                "Corner Store"))
        .problems()
        .isEmpty();
  }

  private record Ran(int status, String words) {}

  private Ran command(String... arguments) throws Exception {
    return command(Map.of(), arguments);
  }

  private Ran command(Map<String, String> other, String... arguments) throws Exception {
    Map<String, String> variables = variables();
    variables.putAll(other);
    String[] all = new String[arguments.length + 4];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--subscriber";
    all[arguments.length + 1] = "corner-store";
    all[arguments.length + 2] = "--number";
    all[arguments.length + 3] = NUMBER.e164();
    Process process = Processes.java(variables, Main.class, all);
    String words = process.inputReader().readAllAsString();
    return new Ran(process.waitFor(), words);
  }

  private HttpResponse<String> byOperator(String method, String path, String body) {
    HttpResponse<String> answer = ask(method, path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  private HttpResponse<String> ask(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + node.port() + path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + OPERATOR_KEY)
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return Described.checked(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException failure) {
      throw new AssertionError(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopped);
    }
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  private static void eventually(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it did not happen in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
