package ca.rocketreception.retell;

import ca.rocketreception.domain.PhoneNumber;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A call as it goes on, and the webhooks that Retell would send of it. Not for many threads. */
final class SpokenCall {

  private static final BigDecimal VOICE = new BigDecimal("0.0917");
  private static final BigDecimal SPEECH = new BigDecimal("0.0667");
  private static final BigDecimal MODEL = new BigDecimal("0.0750");

  private record Turn(Optional<String> line, Outgoing told) {}

  private final String id;
  private final Outgoing basics;
  private final Instant start;
  private final List<Turn> turns = new ArrayList<>();
  private long positionMs = 600;

  /**
   * @param variables what the inbound answer gave the agent to say
   * @param metadata what the inbound answer wants to be told again in every event
   */
  SpokenCall(
      String id,
      PhoneNumber to,
      Optional<PhoneNumber> from,
      String agentId,
      Outgoing variables,
      Outgoing metadata,
      Instant start) {
    this.id = id;
    this.start = start;
    Outgoing call =
        Outgoing.of("call_id", id)
            .and("call_type", "phone_call")
            .and("agent_id", agentId)
            .and("agent_version", 7)
            .and("agent_name", "Receptionist")
            .and("direction", "inbound")
            .and("from_number", from.map(PhoneNumber::e164).orElse("anonymous"))
            .and("to_number", to.e164())
            .and("telephony_identifier", Outgoing.of("twilio_call_sid", "CA" + id.substring(5)))
            .and("data_storage_setting", "everything")
            .and("opt_in_signed_url", true);
    if (!variables.members().isEmpty()) {
      call = call.and("retell_llm_dynamic_variables", variables);
    }
    this.basics = metadata.members().isEmpty() ? call : call.and("metadata", metadata);
  }

  void say(String role, String text) {
    List<Outgoing> words = new ArrayList<>();
    for (String word : text.split(" ")) {
      long length = 160 + 32L * word.length();
      words.add(
          Outgoing.of("word", word + " ")
              .and("start", seconds(positionMs))
              .and("end", seconds(positionMs + length)));
      positionMs += length + 30;
    }
    positionMs += 720;
    Outgoing said = Outgoing.of("role", role).and("content", text).and("words", words);
    turns.add(
        new Turn(Optional.of((role.equals("agent") ? "Agent: " : "User: ") + text + "\n"), said));
  }

  void use(String tool, Outgoing arguments, String result) {
    String toolCall = "tool_call_" + turns.size();
    tool(
        Outgoing.of("role", "tool_call_invocation")
            .and("tool_call_id", toolCall)
            .and("name", tool)
            .and("arguments", arguments.text()));
    tool(
        Outgoing.of("role", "tool_call_result")
            .and("tool_call_id", toolCall)
            .and("successful", true)
            .and("content", result));
    positionMs += 900;
  }

  private void tool(Outgoing turn) {
    turns.add(new Turn(Optional.empty(), turn));
  }

  int turns() {
    return turns.size();
  }

  byte[] started() {
    return event("call_started", ongoing()).bytes();
  }

  byte[] updated(int turnsSoFar) {
    return event("transcript_updated", ongoing())
        .and(
            "transcript_with_tool_calls", turns.stream().limit(turnsSoFar).map(Turn::told).toList())
        .bytes();
  }

  byte[] function(String name, Outgoing arguments) {
    return Outgoing.of("name", name)
        .and("call", withWords(ongoing()))
        .and("args", arguments)
        .bytes();
  }

  byte[] transfer(String event, String number) {
    return event(event, ongoing())
        .and("transfer_destination", Outgoing.of("number", number))
        .and(
            "transfer_option",
            Outgoing.of("type", "warm_transfer").and("agentDetectionTimeoutMs", 30_000))
        .bytes();
  }

  byte[] transferEnded(Duration talk) {
    return event(
            "transfer_ended",
            ongoing().and("transfer_end_timestamp", end().plus(talk).toEpochMilli()))
        .bytes();
  }

  byte[] ended(String reason, Optional<String> transferredTo) {
    return event("call_ended", whole(reason, transferredTo)).bytes();
  }

  byte[] analyzed(
      String reason,
      Optional<String> transferredTo,
      String summary,
      String sentiment,
      boolean successful) {
    Outgoing analysis =
        Outgoing.of("call_summary", summary)
            .and("in_voicemail", false)
            .and("user_sentiment", sentiment)
            .and("call_successful", successful)
            .and("custom_analysis_data", Outgoing.empty());
    return event("call_analyzed", whole(reason, transferredTo).and("call_analysis", analysis))
        .bytes();
  }

  /** The end of a call that never came about: of such a one there is little to tell. */
  byte[] neverConnected() {
    return event(
            "call_ended",
            basics
                .and("call_status", "not_connected")
                .and("disconnection_reason", "user_hangup")
                .and("end_timestamp", start.toEpochMilli())
                .and(
                    "call_cost",
                    Outgoing.of("product_costs", List.of())
                        .and("total_duration_seconds", 0)
                        .and("total_duration_unit_price", 0)
                        .and("combined_cost", 0)))
        .bytes();
  }

  private Instant end() {
    return start.plusMillis(positionMs);
  }

  private Outgoing ongoing() {
    return basics.and("call_status", "ongoing").and("start_timestamp", start.toEpochMilli());
  }

  private Outgoing whole(String reason, Optional<String> transferredTo) {
    Outgoing call =
        withWords(
                basics
                    .and("call_status", "ended")
                    .and("start_timestamp", start.toEpochMilli())
                    .and("end_timestamp", end().toEpochMilli())
                    .and("duration_ms", positionMs)
                    .and("disconnection_reason", reason))
            .and("recording_url", "https://recordings.example.invalid/" + id + "/recording.wav")
            .and("latency", latency())
            .and("call_cost", cost());
    return transferredTo.map(number -> call.and("transfer_destination", number)).orElse(call);
  }

  private Outgoing withWords(Outgoing call) {
    StringBuilder lines = new StringBuilder();
    turns.forEach(turn -> turn.line().ifPresent(lines::append));
    return call.and("transcript", lines.toString())
        .and(
            "transcript_object",
            turns.stream().filter(turn -> turn.line().isPresent()).map(Turn::told).toList())
        .and("transcript_with_tool_calls", turns.stream().map(Turn::told).toList());
  }

  private static Outgoing latency() {
    return Outgoing.of(
        "e2e",
        Outgoing.of("p50", 842).and("p90", 1210).and("max", 1402).and("values", List.of(611, 842)));
  }

  private Outgoing cost() {
    BigDecimal billed = BigDecimal.valueOf(Math.max(10, Math.ceilDiv(positionMs, 1_000L)));
    Map<String, BigDecimal> prices = new LinkedHashMap<>();
    prices.put("retell_voice_infra", VOICE);
    prices.put("elevenlabs_tts", SPEECH);
    prices.put("gpt_4_1", MODEL);
    BigDecimal price = VOICE.add(SPEECH).add(MODEL);
    return Outgoing.of(
            "product_costs",
            prices.entrySet().stream()
                .map(product ->
                    Outgoing.of("product", product.getKey())
                        .and("unit_price", product.getValue())
                        .and("cost", product.getValue().multiply(billed)))
                .toList())
        .and("total_duration_seconds", billed)
        .and("total_duration_unit_price", price)
        .and("combined_cost", price.multiply(billed));
  }

  private static Outgoing event(String name, Outgoing call) {
    return Outgoing.of("event", name).and("call", call);
  }

  private static BigDecimal seconds(long ms) {
    return BigDecimal.valueOf(ms, 3);
  }
}
