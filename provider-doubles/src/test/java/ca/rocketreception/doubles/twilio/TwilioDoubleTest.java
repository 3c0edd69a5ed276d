package ca.rocketreception.doubles.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** That the double is as strict as Twilio: else the tests that lean on it prove little. */
class TwilioDoubleTest {

  private static final String ACCOUNT = "/2010-04-01/Accounts/" + TwilioDouble.ACCOUNT_SID;

  private final TwilioDouble twilio = new TwilioDouble();
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    http.close();
    twilio.close();
  }

  @Test
  void anErrorIsToldInTwiliosWay() {
    assertThat(send("GET", "/v1/Trunks/TK" + "0".repeat(32), "", 404).toString())
        .contains("\"code\":20404")
        .contains("\"status\":404")
        .contains("\"more_info\":\"https://www.twilio.com/docs/errors/20404\"");
  }

  @Test
  void parametersThatAreUnknownOrOfTheWrongKindAreRefused() {
    String trunk = sid(send("POST", "/v1/Trunks", "FriendlyName=x", 201));
    List<Map.Entry<String, String>> wrong =
        List.of(
            Map.entry("/v1/Trunks", "Friendly_Name=x"),
            Map.entry("/v1/Trunks", "friendlyName=x"),
            Map.entry("/v1/Trunks", "Secure=yes"),
            Map.entry("/v1/Trunks", "FriendlyName=a&FriendlyName=b"),
            Map.entry("/v1/Trunks", "FriendlyName=" + "x".repeat(65)),
            Map.entry("/v1/Trunks", "TransferMode=all"),
            Map.entry("/v1/Trunks", "DisasterRecoveryMethod=PUT"),
            Map.entry("/v1/Trunks", "DisasterRecoveryUrl=reception.example"),
            Map.entry("/v1/Trunks/" + trunk + "/OriginationUrls", "Weight=10&Priority=10"),
            Map.entry(
                "/v1/Trunks/" + trunk + "/OriginationUrls",
                "Weight=0&Priority=1&Enabled=true&FriendlyName=x&SipUrl=sip:x"),
            Map.entry(
                "/v1/Trunks/" + trunk + "/OriginationUrls",
                "Weight=1&Priority=1&Enabled=true&FriendlyName=x&SipUrl=https://x"),
            Map.entry("/v1/Trunks/" + trunk + "/PhoneNumbers", "PhoneNumberSid=" + trunk),
            Map.entry(ACCOUNT + "/IncomingPhoneNumbers.json", "PhoneNumber=2045550133"),
            Map.entry(ACCOUNT + "/IncomingPhoneNumbers.json", "FriendlyName=x"),
            Map.entry(ACCOUNT + "/SIP/CredentialLists.json", ""),
            Map.entry(ACCOUNT + "/SIP/CredentialLists.json", "FriendlyName="));
    wrong.forEach(request ->
        assertThat(send("POST", request.getKey(), request.getValue(), 400).path("code").asInt())
            .as(request.toString())
            .isEqualTo(20001));
    assertThat(twilio.sids("TK")).containsExactly(trunk);
    assertThat(twilio.violations()).hasSize(15);
    send("GET", ACCOUNT + "/Calls.json?TrunkSid=" + trunk, "", 400);
    send("GET", ACCOUNT + "/Calls.json?StartTime%3E=yesterday", "", 400);
    send("GET", ACCOUNT + "/Calls.json?StartTime%3E=2026-11-01&PageSize=1001", "", 400);
    send("GET", ACCOUNT + "/Calls.json?StartTime%3E=2026-11-01&PageSize=1000", "", 200);
  }

  @Test
  void aPasswordThatIsTooWeakIsRefusedAndOneThatIsTakenIsNeverToldAgain() {
    String list = sid(send("POST", ACCOUNT + "/SIP/CredentialLists.json", "FriendlyName=x", 201));
    String credentials = ACCOUNT + "/SIP/CredentialLists/" + list + "/Credentials.json";
    for (String weak : List.of("Short-1", "lower-case-123", "UPPER-CASE-123", "No-Digits-Here")) {
      send("POST", credentials, "Username=retell&Password=" + weak, 400);
    }
    assertThat(
            send("POST", credentials, "Username=retell&Password=Correct-Horse-42", 201).toString())
        .doesNotContain("Horse");
    send("POST", credentials, "Username=retell&Password=Another-Horse-43", 409);
    assertThat(twilio.sids("CR")).hasSize(1);
  }

  @Test
  void aTrunkDomainIsUniqueAndEndsAsTwilioWants() {
    twilio.takeDomain("theirs.pstn.twilio.com");
    String domain = "DomainName=rr-1.pstn.twilio.com";
    String trunk = sid(send("POST", "/v1/Trunks", domain, 201));
    assertThat(code("DomainName=theirs.pstn.twilio.com")).isEqualTo(21248);
    assertThat(code(domain)).isEqualTo(21248);
    assertThat(code("DomainName=rr-1.twilio.com")).isEqualTo(21245);
    send("POST", "/v1/Trunks/" + trunk, domain, 200);
  }

  @Test
  void anAccountHasAHundredTrunksAndATrunkTenOriginationsAtMost() {
    String trunk = sid(send("POST", "/v1/Trunks", "FriendlyName=first", 201));
    for (int i = 1; i < 100; i++) {
      send("POST", "/v1/Trunks", "FriendlyName=" + i, 201);
    }
    send("POST", "/v1/Trunks", "FriendlyName=100", 400);

    String url = "Weight=1&Priority=1&Enabled=true&FriendlyName=x&SipUrl=sip:x";
    for (int i = 0; i < 10; i++) {
      send("POST", "/v1/Trunks/" + trunk + "/OriginationUrls", url, 201);
    }
    send("POST", "/v1/Trunks/" + trunk + "/OriginationUrls", url, 400);
  }

  @Test
  void aThingIsFoundOnlyThroughWhatItBelongsTo() {
    String first = sid(send("POST", "/v1/Trunks", "FriendlyName=1", 201));
    String second = sid(send("POST", "/v1/Trunks", "FriendlyName=2", 201));
    String url =
        sid(
            send(
                "POST",
                "/v1/Trunks/" + first + "/OriginationUrls",
                "Weight=1&Priority=1&Enabled=true&FriendlyName=x&SipUrl=sip:x",
                201));
    send("GET", "/v1/Trunks/" + first + "/OriginationUrls/" + url, "", 200);
    send("GET", "/v1/Trunks/" + second + "/OriginationUrls/" + url, "", 404);
    send("DELETE", "/v1/Trunks/" + second + "/OriginationUrls/" + url, "", 404);
    String number = twilio.own("+12045550133");
    twilio.edit(number, "trunk_sid", first);
    send("DELETE", "/v1/Trunks/" + second + "/PhoneNumbers/" + number, "", 404);
    send("DELETE", "/v1/Trunks/" + first, "", 204);
    assertThat(twilio.sids("OU")).isEmpty();
    assertThat(twilio.read(number)).containsEntry("trunk_sid", null);
  }

  @Test
  void anotherAccountsPathAndAStrangersKeyAreTurnedAway() {
    send("GET", "/2010-04-01/Accounts/AC" + "1".repeat(32) + "/Calls.json", "", 401);
    assertThat(raw("GET", "/v1/Trunks", "", "x:y").statusCode()).isEqualTo(401);
  }

  @Test
  void aCertainRequestCanBeMadeToFail() {
    twilio.failAt(2, TwilioDouble.Fault.FAIL);
    twilio.failNext(TwilioDouble.Fault.REFUSE, TwilioDouble.Fault.BUSY);

    send("GET", "/v1/Trunks", "", 401);
    send("GET", "/v1/Trunks", "", 503);
    send("GET", "/v1/Trunks", "", 429);
    send("GET", "/v1/Trunks", "", 200);
    assertThat(twilio.requests()).hasSize(4).containsOnly("GET /v1/Trunks");
    assertThat(twilio.sent().getLast().number()).isEqualTo(4);
  }

  private int code(String form) {
    return send("POST", "/v1/Trunks", form, 400).path("code").asInt();
  }

  private static String sid(JsonNode answer) {
    return answer.path("sid").asString();
  }

  private JsonNode send(String method, String target, String form, int expected) {
    HttpResponse<String> answer =
        raw(method, target, form, TwilioDouble.KEY_SID + ":" + TwilioDouble.KEY_SECRET);
    assertThat(answer.statusCode())
        .as(method + " " + target + " " + form + ": " + answer.body())
        .isEqualTo(expected);
    return JsonMapper.shared().readTree(answer.body());
  }

  private HttpResponse<String> raw(String method, String target, String form, String key) {
    try {
      return http.send(
          HttpRequest.newBuilder(twilio.address().resolve(target))
              .header(
                  "Authorization",
                  "Basic " + Base64.getEncoder().encodeToString(key.getBytes(UTF_8)))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .method(method, HttpRequest.BodyPublishers.ofString(form))
              .build(),
          HttpResponse.BodyHandlers.ofString(UTF_8));
    } catch (IOException | InterruptedException lost) {
      throw new IllegalStateException(lost);
    }
  }
}
