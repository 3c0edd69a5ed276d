package ca.rocketreception.doubles.retell;

import static ca.rocketreception.doubles.retell.SpokenCall.members;
import static java.nio.charset.StandardCharsets.UTF_8;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.doubles.retell.Conversation.Step;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * The bodies that Retell would send about a call of twenty turns, for measuring: filled into
 * templates in microseconds, so that making them costs next to nothing, and always the same for the
 * same arguments. Safe for many threads.
 */
public final class EventBodies {

  private static final String METADATA_SUBSCRIBER = "rocket_subscriber_id";
  private static final String USUAL_AGENT = "agent_sample";
  private static final long DURATION_MS = 60_000;

  // No JSON text has them by chance: they stand in templates for what differs between calls.
  private static final String CALL = "@call@";
  private static final String TO = "@to@";
  private static final String FROM = "@from@";
  private static final String AGENT = "@agent@";
  private static final String SUBSCRIBER = "@subscriber@";
  private static final long START_MS = 7_770_000_000_000L;
  private static final Pattern PLACES =
      Pattern.compile(
          String.join("|", CALL, TO, FROM, AGENT, SUBSCRIBER, "" + START_MS)
              + "|"
              + (START_MS + DURATION_MS));

  private static final Map<Boolean, List<Templates>> TEMPLATES =
      Map.of(true, templates(true), false, templates(false));

  private final Templates templates;
  private final Map<String, byte[]> values;

  private EventBodies(
      Templates templates,
      String callId,
      String to,
      String from,
      String agentId,
      long startMs,
      String subscriberId) {
    this.templates = templates;
    this.values =
        Map.of(
            CALL,
            json(callId),
            TO,
            json(to),
            FROM,
            json(from),
            AGENT,
            json(agentId),
            SUBSCRIBER,
            json(subscriberId),
            "" + START_MS,
            json("" + startMs),
            "" + (START_MS + DURATION_MS),
            json("" + (startMs + DURATION_MS)));
  }

  /**
   * A call, by its id, that has just ended.
   *
   * @param agentId the provider's agent in it
   * @param random decides who calls
   */
  public static EventBodies sample(
      String callId, String from, String to, String agentId, Instant end, RandomGenerator random) {
    return new EventBodies(
        Conversations.pick(TEMPLATES.get(false), random),
        callId,
        to,
        from,
        agentId,
        end.toEpochMilli() - DURATION_MS,
        "");
  }

  private static EventBodies of(
      String callId, PhoneNumber to, PhoneNumber from, long startMs, String subscriberId) {
    return new EventBodies(
        TEMPLATES.get(subscriberId != null).getFirst(),
        callId,
        to.e164(),
        from.e164(),
        USUAL_AGENT,
        startMs,
        subscriberId == null ? "" : subscriberId);
  }

  /**
   * The event {@code call_started}.
   *
   * @param startMs when the call began, in milliseconds since 1970
   * @param metadataSubscriberId the subscriber's id that our answer gave to the call, or null when
   *     the event is to have no metadata
   */
  public static byte[] callStarted(
      String callId, PhoneNumber to, PhoneNumber from, long startMs, String metadataSubscriberId) {
    return of(callId, to, from, startMs, metadataSubscriberId).started();
  }

  /** The event {@code call_ended}; the arguments are those of {@link #callStarted}. */
  public static byte[] callEnded(
      String callId, PhoneNumber to, PhoneNumber from, long startMs, String metadataSubscriberId) {
    return of(callId, to, from, startMs, metadataSubscriberId).ended();
  }

  /** The event {@code call_analyzed}; the arguments are those of {@link #callStarted}. */
  public static byte[] callAnalyzed(
      String callId, PhoneNumber to, PhoneNumber from, long startMs, String metadataSubscriberId) {
    return of(callId, to, from, startMs, metadataSubscriberId).analyzed();
  }

  /** The question who answers a call that rings now. */
  public static byte[] inbound(String callId, PhoneNumber to, PhoneNumber from, long nowMs) {
    return JsonMapper.shared()
        .writeValueAsBytes(
            members(
                "event",
                "call_inbound",
                "event_timestamp",
                nowMs,
                "call_inbound",
                members(
                    "call_id",
                    callId,
                    "from_number",
                    from.e164(),
                    "to_number",
                    to.e164(),
                    "custom_sip_headers",
                    Map.of())));
  }

  /** The same, for numbers in E.164. */
  public static byte[] inbound(String callId, String from, String to, Instant now) {
    return inbound(callId, new PhoneNumber(to), new PhoneNumber(from), now.toEpochMilli());
  }

  /** The header {@code X-Retell-Signature} that signs a body sent at a time. */
  public static String signature(String key, byte[] body, long epochMs) {
    return RetellSigning.sign(key, body, epochMs);
  }

  public byte[] started() {
    return templates.started().filled(values);
  }

  public byte[] ended() {
    return templates.ended().filled(values);
  }

  public byte[] analyzed() {
    return templates.analyzed().filled(values);
  }

  /** What all events say of an inbound call; metadata and variables only where there are any. */
  public static Map<String, Object> basics(
      String callId,
      String to,
      Optional<String> from,
      Optional<String> agentId,
      Map<String, ?> metadata,
      Map<String, String> variables) {
    Map<String, Object> basics = new LinkedHashMap<>();
    basics.put("call_id", callId);
    basics.put("call_type", "phone_call");
    agentId.ifPresent(id -> basics.put("agent_id", id));
    basics.put("agent_version", 3);
    basics.put(
        "agent_name", variables.getOrDefault("business_name", "Receptionist") + " - front desk");
    basics.put("agent_tag", "prod");
    basics.put("direction", "inbound");
    from.ifPresent(caller -> basics.put("from_number", caller));
    basics.put("to_number", to);
    if (!metadata.isEmpty()) {
      basics.put("metadata", metadata);
    }
    if (!variables.isEmpty()) {
      basics.put("retell_llm_dynamic_variables", variables);
    }
    basics.put("custom_sip_headers", Map.of());
    basics.put("data_storage_setting", "everything");
    basics.put("opt_in_signed_url", true);
    return basics;
  }

  private static List<Templates> templates(boolean withMetadata) {
    return List.of("Marta Kowalski", "Deion Hart", "Grace Okafor", "Tom Friesen").stream()
        .map(name -> Templates.of(withMetadata, Conversations.ofTwentyTurns(name)))
        .toList();
  }

  /** As it stands between the quotation marks of a JSON text. */
  private static byte[] json(String value) {
    String quoted = JsonMapper.shared().writeValueAsString(value);
    return quoted.substring(1, quoted.length() - 1).getBytes(UTF_8);
  }

  private record Templates(Template started, Template ended, Template analyzed) {

    static Templates of(boolean withMetadata, Conversation conversation) {
      Map<String, String> metadata =
          withMetadata ? Map.of(METADATA_SUBSCRIBER, SUBSCRIBER) : Map.of();
      SpokenCall call =
          new SpokenCall(
              basics(CALL, TO, Optional.of(FROM), Optional.of(AGENT), metadata, Map.of()),
              START_MS,
              new SplittableRandom(1));
      byte[] started = call.started();
      for (Step step : conversation.steps()) {
        if (step instanceof Step.Say(String role, String text)) {
          call.say(role, text);
        }
      }
      SpokenCall.Ended over = call.end(conversation, DURATION_MS, Optional.empty());
      return new Templates(
          Template.of(started), Template.of(over.ended()), Template.of(over.analyzed()));
    }
  }

  /** Pieces of a body, and between each two of them the name of what comes there. */
  private record Template(List<byte[]> pieces, List<String> places) {

    static Template of(byte[] body) {
      String text = new String(body, UTF_8);
      List<byte[]> pieces = new ArrayList<>();
      List<String> places = new ArrayList<>();
      int from = 0;
      for (Matcher place = PLACES.matcher(text); place.find(); from = place.end()) {
        pieces.add(text.substring(from, place.start()).getBytes(UTF_8));
        places.add(place.group());
      }
      pieces.add(text.substring(from).getBytes(UTF_8));
      return new Template(pieces, places);
    }

    byte[] filled(Map<String, byte[]> values) {
      ByteArrayOutputStream body = new ByteArrayOutputStream(16_384);
      for (int place = 0; place < places.size(); place++) {
        body.writeBytes(pieces.get(place));
        body.writeBytes(values.get(places.get(place)));
      }
      body.writeBytes(pieces.getLast());
      return body.toByteArray();
    }
  }
}
