package ca.rocketreception.retell;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tools.jackson.databind.json.JsonMapper;

/** The bodies that Retell would send about one call, in its words, transcript and all. */
public final class EventBodies {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final BigDecimal CENTS_A_SECOND = new BigDecimal("0.2334");

  private final Map<String, Object> basics;
  private final Conversation conversation;
  private final Instant start;
  private final long durationMs;
  private final List<Map<String, Object>> transcript;

  EventBodies(Map<String, Object> basics, Conversation conversation, Instant end) {
    this.basics = basics;
    this.conversation = conversation;
    this.transcript = new ArrayList<>();
    long spoken = speak();
    this.durationMs = spoken + 700;
    this.start = Instant.ofEpochMilli(end.toEpochMilli() - durationMs);
  }

  /**
   * A call of twenty turns for measuring, by its number.
   *
   * @param agentId the provider's agent in it
   */
  public static EventBodies sample(
      String callId, String from, String to, String agentId, Instant end, RandomGenerator random) {
    Conversation conversation =
        Conversation.of(
            Scenario.LONG_TALK,
            "Rocket Science Designs",
            "Thank you for calling, this is Ava. How can I help?",
            random);
    Conversation twenty =
        new Conversation(
            conversation.turns().subList(0, 20),
            conversation.summary(),
            conversation.sentiment(),
            true);
    return new EventBodies(
        basics(callId, from, to, Optional.of(agentId), Map.of(), Map.of()), twenty, end);
  }

  static Map<String, Object> basics(
      String callId,
      String from,
      String to,
      Optional<String> agentId,
      Object metadata,
      Object variables) {
    Map<String, Object> basics = new LinkedHashMap<>();
    basics.put("call_id", callId);
    basics.put("call_type", "phone_call");
    agentId.ifPresent(id -> basics.put("agent_id", id));
    basics.put("agent_version", 3);
    basics.put("direction", "inbound");
    basics.put("from_number", from);
    basics.put("to_number", to);
    basics.put("metadata", metadata);
    basics.put("retell_llm_dynamic_variables", variables);
    basics.put("data_storage_setting", "everything");
    basics.put("opt_in_signed_url", true);
    return basics;
  }

  /** The question who answers. */
  public static byte[] inbound(String callId, String from, String to, Instant now) {
    Map<String, Object> ringing = new LinkedHashMap<>();
    ringing.put("call_id", callId);
    ringing.put("from_number", from);
    ringing.put("to_number", to);
    ringing.put("custom_sip_headers", Map.of("x-twilio-callsid", "CA" + callId.hashCode()));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("event", "call_inbound");
    body.put("event_timestamp", now.toEpochMilli());
    body.put("call_inbound", ringing);
    return JSON.writeValueAsBytes(body);
  }

  public byte[] started() {
    return event("call_started", ongoing(), Map.of());
  }

  /** In the midst of the call, with the first turns said. */
  public byte[] updated() {
    int said = Math.max(1, transcript.size() / 2);
    return event(
        "transcript_updated",
        ongoing(),
        Map.of("transcript_with_tool_calls", transcript.subList(0, said)));
  }

  byte[] transfer(String event, String number) {
    return event(
        event,
        ongoing(),
        Map.of(
            "transfer_destination",
            Map.of("number", number),
            "transfer_option",
            Map.of("type", "cold_transfer", "showTransfereeAsCaller", true)));
  }

  byte[] function(String name, Map<String, Object> arguments) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", name);
    body.put("call", ongoing());
    body.put("args", arguments);
    return JSON.writeValueAsBytes(body);
  }

  public byte[] ended() {
    return event("call_ended", over(), Map.of());
  }

  public byte[] analyzed() {
    Map<String, Object> call = over();
    Map<String, Object> analysis = new LinkedHashMap<>();
    if (!transcript.isEmpty()) {
      analysis.put("call_summary", conversation.summary());
      analysis.put("in_voicemail", false);
      analysis.put("user_sentiment", conversation.sentiment());
      analysis.put("call_successful", conversation.successful());
      analysis.put("custom_analysis_data", Map.of());
    }
    call.put("call_analysis", analysis);
    return event("call_analyzed", call, Map.of());
  }

  private Map<String, Object> ongoing() {
    Map<String, Object> call = new LinkedHashMap<>(basics);
    call.put("call_status", "ongoing");
    call.put("start_timestamp", start.toEpochMilli());
    return call;
  }

  private Map<String, Object> over() {
    Map<String, Object> call = new LinkedHashMap<>(basics);
    if (transcript.isEmpty()) {
      call.put("call_status", "error");
      call.put("disconnection_reason", "error_no_audio_received");
      call.put("call_cost", cost(0));
      return call;
    }
    boolean transferred = basics.containsKey("transfer_destination");
    call.put("call_status", "ended");
    call.put("start_timestamp", start.toEpochMilli());
    call.put("end_timestamp", start.toEpochMilli() + durationMs);
    call.put("duration_ms", durationMs);
    call.put("disconnection_reason", transferred ? "call_transfer" : "user_hangup");
    call.put("transcript", plain());
    call.put("transcript_object", transcript);
    call.put("transcript_with_tool_calls", transcript);
    call.put(
        "recording_url", "https://recordings.example.invalid/" + basics.get("call_id") + ".wav");
    call.put(
        "latency", Map.of("e2e", Map.of("p50", 842, "p99", 1402, "num", transcript.size() / 2)));
    call.put(
        "llm_token_usage",
        Map.of("average", 1640, "num_requests", 5, "values", List.of(1502, 1588, 1640)));
    call.put("call_cost", cost(Math.ceilDiv(durationMs, 1000L)));
    return call;
  }

  private static Map<String, Object> cost(long seconds) {
    BigDecimal cents = CENTS_A_SECOND.multiply(BigDecimal.valueOf(seconds));
    Map<String, Object> cost = new LinkedHashMap<>();
    cost.put(
        "product_costs",
        seconds == 0 ? List.of() : List.of(Map.of("product", "retell_voice_infra", "cost", cents)));
    cost.put("total_duration_seconds", seconds);
    cost.put("total_duration_unit_price", CENTS_A_SECOND);
    cost.put("combined_cost", cents);
    return cost;
  }

  private String plain() {
    StringBuilder text = new StringBuilder();
    for (Map<String, Object> turn : transcript) {
      text.append(turn.get("role").equals("agent") ? "Agent: " : "User: ")
          .append(turn.get("content"))
          .append('\n');
    }
    return text.toString();
  }

  /** Fills the transcript with word timings and returns how long it all took. */
  private long speak() {
    long at = 600;
    for (int turn = 0; turn < conversation.turns().size(); turn++) {
      List<Map<String, Object>> words = new ArrayList<>();
      for (String word : conversation.turns().get(turn).split(" ")) {
        long length = 120 + 45L * word.length();
        words.add(Map.of("word", word + " ", "start", seconds(at), "end", seconds(at + length)));
        at += length + 30;
      }
      Map<String, Object> said = new LinkedHashMap<>();
      said.put("role", turn % 2 == 0 ? "agent" : "user");
      said.put("content", conversation.turns().get(turn));
      said.put("words", words);
      transcript.add(said);
      at += 700;
    }
    return at;
  }

  private static BigDecimal seconds(long millis) {
    return BigDecimal.valueOf(millis, 3);
  }

  private static byte[] event(String name, Map<String, Object> call, Map<String, Object> more) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("event", name);
    body.put("call", call);
    body.putAll(more);
    return JSON.writeValueAsBytes(body);
  }
}
