package ca.rocketreception.workshop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import ca.rocketreception.app.Seeds;
import ca.rocketreception.doubles.retell.SimulatedCalls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Requests that nobody decent sends. Each has a number and is always the same for it, but for its
 * signature, which says when it was made.
 */
final class FuzzInputs {

  /** What must never stand in a log: of the people in the bodies, and secrets. */
  static final List<String> CANARIES =
      List.of(
          "5875550142", "Quackenbush", "zyzzyva", "key_of_the_fuzz", "operator-key-of-the-fuzz");

  static final String KEY = "key_of_the_fuzz";
  static final String OPERATOR_KEY = "operator-key-of-the-fuzz-00000001";

  private static final String CALLER = "+15875550142";
  private static final List<String> EVENTS =
      Stream.of(
              "call_started",
              "call_ended",
              "call_ended_concurrency_error",
              "web_call_ended",
              "transfer_started",
              "chat_started",
              "chat_ended",
              "chat_analyzed",
              "alert_triggered",
              "inbound_call_request",
              "inbound_sms_request",
              "custom_function_request")
          .map(FuzzInputs::sample)
          .toList();
  private static final List<String> WEBHOOKS =
      List.of(
          "/webhooks/retell",
          "/webhooks/retell",
          "/webhooks/retell/inbound",
          "/webhooks/retell/functions/check_hours",
          "/webhooks/retell/functions/route_call",
          "/webhooks/retell/functions/take_message",
          "/webhooks/twilio/voice-fallback");
  private static final String LIST = "/v1/subscribers/rocketsciencedesigns/interactions";
  private static final List<String> PATHS =
      List.of(
          LIST,
          LIST + "/0190a5c1-7d1c-7000-8000-000000000000",
          "/v1/subscribers",
          "/v1/subscribers/rocketsciencedesigns",
          "/v1/subscribers/rocketsciencedesigns/channels",
          "/v1/subscribers/rocketsciencedesigns/agents",
          "/v1/subscribers/rocketsciencedesigns/hours",
          "/v1/subscribers/rocketsciencedesigns/holidays",
          "/v1/subscribers/rocketsciencedesigns/blocked-callers",
          "/v1/subscribers/rocketsciencedesigns/facts",
          "/v1/subscribers/rocketsciencedesigns/numbers",
          "/v1/subscribers/rocketsciencedesigns/keys",
          "/v1/subscribers/rocketsciencedesigns/audit",
          "/v1/subscribers/rocketsciencedesigns/events",
          "/v1/subscribers/rocketsciencedesigns/taken-messages",
          "/v1/subscribers/rocketsciencedesigns/agents/RECEPTIONIST/plan",
          "/v1/subscribers/rocketsciencedesigns/agents/RECEPTIONIST/versions",
          "/v1/subscribers/rocketsciencedesigns/usage?from=2026-11-01&to=2026-12-01",
          "/v1/subscribers/rocketsciencedesigns/usage/entries?meter=CALLS&limit=5",
          "/v1/widget/rocketsciencedesigns",
          "/v1/widget/rocketsciencedesigns/conversations",
          "/v1/events",
          "/v1/audit",
          "/v1/keys",
          "/v1/subscribers/rocketsciencedesigns/facts?query=parking",
          "/docs",
          "/widget.js",
          "/",
          "/page.js",
          "/health/live",
          "/metrics",
          "/openapi.yaml");
  private static final String OWN = "/v1/subscribers/rocketsciencedesigns";
  private static final List<Change> CHANGES =
      List.of(
          new Change(
              "POST",
              "/v1/subscribers",
              "{\"slug\":\"fuzzed\",\"name\":\"Zebulon Quackenbush\",\"timezone\":\"America/Winnipeg\",\"language\":\"en-CA\",\"transferNumber\":\"+15875550142\"}"),
          new Change(
              "PATCH",
              OWN,
              "{\"name\":\"Zebulon Quackenbush\",\"timezone\":\"America/Toronto\",\"language\":\"fr-CA\",\"transferNumber\":\"+15875550142\"}"),
          new Change(
              "PUT",
              OWN + "/channels/CHAT",
              "{\"enabled\":true,\"transportProvider\":\"OTHER\",\"aiProvider\":\"BUILTIN\",\"providerAgentId\":\"a\"}"),
          new Change(
              "PUT",
              OWN + "/agents/RECEPTIONIST",
              "{\"name\":\"Zebulon Quackenbush\",\"greeting\":\"zyzzyva\",\"language\":\"en-CA\",\"instructions\":\"zyzzyva\",\"voice\":\"v\",\"providerAgentId\":\"a\",\"providerAgentVersion\":1}"),
          new Change(
              "PUT",
              OWN + "/hours",
              "{\"week\":[{\"day\":\"MONDAY\",\"opens\":\"09:00\",\"closes\":\"17:00\"},{\"day\":\"FRIDAY\",\"opens\":\"22:00\",\"closes\":\"02:00\"}]}"),
          new Change(
              "PUT",
              OWN + "/holidays/2026-12-25",
              "{\"name\":\"zyzzyva\",\"hours\":{\"opens\":\"10:00\",\"closes\":\"12:00\"}}"),
          new Change("DELETE", OWN + "/holidays/2026-12-25", ""),
          new Change("PUT", OWN + "/blocked-callers/+15875550142", "{\"reason\":\"zyzzyva\"}"),
          new Change("PUT", OWN + "/facts/parking", "{\"text\":\"zyzzyva\"}"),
          new Change("PUT", OWN + "/numbers/+15875550142", "{\"shared\":false}"),
          new Change(
              "POST", OWN + "/keys", "{\"name\":\"Zebulon Quackenbush\",\"scope\":\"READ\"}"),
          new Change("POST", "/v1/keys", "{\"name\":\"Zebulon Quackenbush\",\"scope\":\"READ\"}"),
          new Change("POST", OWN + "/agents/RECEPTIONIST/publish", "{\"anew\":false}"),
          new Change(
              "POST",
              OWN + "/agents/RECEPTIONIST/rollback",
              "{\"channel\":\"VOICE\",\"version\":1}"),
          new Change("POST", OWN + "/resume", ""),
          new Change("POST", "/v1/events/AAAA/retry", ""),
          new Change("POST", "/v1/widget/rocketsciencedesigns/conversations", "{}"),
          new Change(
              "POST",
              "/v1/widget/conversations/0190a5c1-7d1c-7000-8000-000000000000/messages",
              "{\"clientMessageId\":\"0190a5c1-7d1c-7000-8000-000000000001\",\"text\":\"zyzzyva 5875550142\"}"),
          new Change(
              "POST",
              "/v1/widget/conversations/0190a5c1-7d1c-7000-8000-000000000000/left-message",
              "{\"name\":\"Zebulon Quackenbush\",\"contact\":\"+15875550142\",\"message\":\"zyzzyva\"}"));
  private static final List<String> METHODS =
      List.of("GET", "GET", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");
  private static final List<String> PARAMETERS =
      List.of("from", "to", "channel", "status", "caller", "limit", "cursor", "x");
  private static final List<String> VALUES =
      List.of("2026-11-23T16:00:00Z", "VOICE", "ENDED", CALLER, "50", "200", "0", "AZ9-_w", "");
  private static final List<String> HEADERS =
      List.of(
          "X-Request-Id",
          "Content-Type",
          "Accept",
          "Accept-Encoding",
          "If-None-Match",
          "If-Match",
          "Idempotency-Key",
          "Content-Encoding",
          "Range",
          "Expect",
          "X-Forwarded-For",
          "X-Retell-Signature",
          "X-Twilio-Signature",
          "Cookie",
          "Origin",
          "Last-Event-ID",
          "Upgrade");

  private record Change(String method, String path, String body) {}

  private final long seed;

  FuzzInputs(long seed) {
    this.seed = seed;
  }

  /** The bytes of a whole request. */
  byte[] request(long number) {
    Mutation with = new Mutation(new SplittableRandom(seed * 1_000_003L + number));
    return switch (with.number(8)) {
      case 0, 1, 2 -> webhook(with);
      case 3 -> get(with, LIST + "?" + query(with), OPERATOR_KEY);
      case 4 -> get(with, LIST + "?cursor=" + cursor(with), OPERATOR_KEY);
      case 5 -> get(with, with.one(PATHS), with.text(OPERATOR_KEY));
      case 6 -> get(with, with.text(with.one(PATHS)), OPERATOR_KEY);
      default -> change(with);
    };
  }

  private static byte[] webhook(Mutation with) {
    String json = with.chance(20) ? with.one(EVENTS) : with.json(with.one(EVENTS));
    byte[] body = with.chance(10) ? with.bytes(with.number(400)) : json.getBytes(UTF_8);
    String signature = SimulatedCalls.signature(KEY, body, System.currentTimeMillis());
    return request(
        "POST",
        with.one(WEBHOOKS),
        "X-Retell-Signature: "
            + (with.chance(8) ? Mutation.oneLine(with.text(signature)) : signature)
            + "\r\n"
            + header(with),
        body);
  }

  private static byte[] get(Mutation with, String target, String key) {
    return request(
        with.chance(10) ? with.one(METHODS) : "GET",
        target,
        "Authorization: Bearer " + Mutation.oneLine(key) + "\r\n" + header(with),
        new byte[0]);
  }

  private static byte[] change(Mutation with) {
    Change change = with.one(CHANGES);
    String path = with.chance(3) ? with.text(change.path) : change.path;
    return request(
        with.chance(6) ? with.one(METHODS) : change.method,
        path,
        "Authorization: Bearer " + OPERATOR_KEY + "\r\n" + header(with),
        (with.chance(6) ? change.body : with.json(change.body)).getBytes(UTF_8));
  }

  private static String query(Mutation with) {
    StringBuilder query = new StringBuilder();
    for (int times = with.number(4); times >= 0; times--) {
      String value = with.chance(3) ? with.one(VALUES) : with.text(with.one(VALUES));
      query
          .append(with.one(PARAMETERS))
          .append('=')
          .append(with.chance(3) ? value : URLEncoder.encode(value, UTF_8))
          .append('&');
    }
    return query.toString();
  }

  private static String cursor(Mutation with) {
    String cursor = Base64.getUrlEncoder().withoutPadding().encodeToString(with.bytes(28));
    return switch (with.number(3)) {
      case 0 -> cursor;
      case 1 -> "AAAAAG" + cursor.substring(6);
      default -> with.text(cursor);
    };
  }

  private static String header(Mutation with) {
    return with.chance(3)
        ? with.one(HEADERS) + ": " + Mutation.oneLine(with.text("application/json")) + "\r\n"
        : "";
  }

  private static byte[] request(String method, String target, String headers, byte[] body) {
    // a blank would end the target and make the rest of it the version
    String line = Mutation.oneLine(target).replace(' ', '+');
    byte[] head =
        (method
                + " "
                + (line.isEmpty() ? "/" : line)
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                + body.length
                + "\r\n"
                + headers
                + "\r\n")
            .getBytes(ISO_8859_1);
    ByteArrayOutputStream request = new ByteArrayOutputStream(head.length + body.length);
    request.writeBytes(head);
    request.writeBytes(body);
    return request.toByteArray();
  }

  private static String sample(String name) {
    try (InputStream in = FuzzInputs.class.getResourceAsStream("/fuzz/" + name + ".json")) {
      return new String(in.readAllBytes(), UTF_8)
          .replaceAll("\\+1206555019\\d", Seeds.OWN_NUMBER.e164())
          .replaceAll("\\+1206555\\d{4}", CALLER)
          .replaceAll("206-555-\\d{4}", "587-555-0142 5875550142")
          .replaceAll("Deion Hart|Marta Kowalski", "Zebulon Quackenbush")
          .replaceAll("tooth|braces", "zyzzyva");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
