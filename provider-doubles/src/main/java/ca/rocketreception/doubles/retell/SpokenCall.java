package ca.rocketreception.doubles.retell;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import tools.jackson.databind.json.JsonMapper;

/** One simulated call as it grows, told in Retell's words. Used by one thread. */
public final class SpokenCall {

  private static final JsonMapper JSON = JsonMapper.shared();

  /** Cents a second of what Retell bills; the sum is the call's unit price. */
  private static final Map<String, BigDecimal> PRICES =
      Map.of(
          "retell_voice_infra", new BigDecimal("0.0917"),
          "elevenlabs_tts", new BigDecimal("0.0667"),
          "gpt_4_1", new BigDecimal("0.0750"));

  private static final BigDecimal PERSON_CENTS_A_SECOND = new BigDecimal("0.0250");
  private static final long BEFORE_FIRST_WORD_MS = 600;
  private static final long BETWEEN_TURNS_MS = 700;
  private static final long BETWEEN_WORDS_MS = 30;

  private final Map<String, Object> basics;
  private final long startMs;
  private final RandomGenerator random;
  private final List<Map<String, Object>> utterances = new ArrayList<>();
  private final List<Map<String, Object>> withTools = new ArrayList<>();
  private long saidMs = BEFORE_FIRST_WORD_MS;

  /**
   * @param basics what every event of the call says of it
   */
  public SpokenCall(Map<String, Object> basics, long startMs, RandomGenerator random) {
    this.basics = basics;
    this.startMs = startMs;
    this.random = random;
  }

  /** How long a text takes to say, with the pause after it. */
  static long lengthMs(String text) {
    long length = BETWEEN_TURNS_MS;
    for (String word : text.split(" ")) {
      length += wordMs(word) + BETWEEN_WORDS_MS;
    }
    return length;
  }

  private static long wordMs(String word) {
    return 120 + 45L * word.length();
  }

  public void say(String role, String text) {
    List<Map<String, Object>> words = new ArrayList<>();
    long at = saidMs;
    for (String word : text.split(" ")) {
      long end = at + wordMs(word);
      words.add(members("word", word + " ", "start", seconds(at), "end", seconds(end)));
      at = end + BETWEEN_WORDS_MS;
    }
    saidMs += lengthMs(text);
    Map<String, Object> turn = members("role", role, "content", text, "words", words);
    utterances.add(turn);
    withTools.add(turn);
  }

  public void use(String tool, String arguments, String result) {
    String id = "tool_call_%08x".formatted(random.nextInt());
    withTools.add(
        members(
            "role",
            "tool_call_invocation",
            "tool_call_id",
            id,
            "name",
            tool,
            "arguments",
            arguments));
    withTools.add(
        members(
            "role", "tool_call_result", "tool_call_id", id, "successful", true, "content", result));
  }

  public byte[] started() {
    return event("call_started", ongoing(), Map.of());
  }

  /** What was said so far. */
  public byte[] updated() {
    return event(
        "transcript_updated",
        ongoing(),
        Map.of("transcript_with_tool_calls", List.copyOf(withTools)));
  }

  public byte[] function(String name, Map<String, Object> arguments) {
    Map<String, Object> call = ongoing();
    putTranscript(call);
    return JSON.writeValueAsBytes(members("name", name, "call", call, "args", arguments));
  }

  public byte[] transfer(String event, String number) {
    return event(
        event,
        ongoing(),
        members(
            "transfer_destination",
            members("number", number),
            "transfer_option",
            members(
                "type",
                "warm_transfer",
                "showTransfereeAsCaller",
                true,
                "agentDetectionTimeoutMs",
                30_000,
                "enableBridgeAudioCue",
                true)));
  }

  /**
   * The call is over, and says no more.
   *
   * @param durationMs of the talk with the AI
   * @param person who took the call over, and for how long they talked
   */
  public Ended end(Conversation conversation, long durationMs, Optional<Person> person) {
    return new Ended(conversation, Math.max(durationMs, saidMs), person);
  }

  public record Person(String number, long talkMs) {}

  /** A call that is over. */
  public final class Ended {

    private final Conversation conversation;
    private final Optional<Person> person;
    private final Map<String, Object> call;
    private final long seconds;

    private Ended(Conversation conversation, long durationMs, Optional<Person> person) {
      this.conversation = conversation;
      this.person = person;
      this.call = new LinkedHashMap<>(basics);
      boolean connected = !utterances.isEmpty();
      this.seconds = connected ? Math.ceilDiv(durationMs, 1_000L) : 0;
      call.put("call_status", connected ? "ended" : "error");
      call.put("disconnection_reason", conversation.reason());
      if (connected) {
        call.put("start_timestamp", startMs);
        call.put("end_timestamp", startMs + durationMs);
        call.put("duration_ms", durationMs);
        person.ifPresent(taker -> call.put("transfer_destination", taker.number()));
        putTranscript(call);
        putRecording();
        call.put("latency", latencies());
        call.put("llm_token_usage", tokens());
      }
    }

    public byte[] ended() {
      return event("call_ended", billed(Optional.empty()), Map.of());
    }

    byte[] transferEnded() {
      return event("transfer_ended", billed(person), Map.of());
    }

    public byte[] analyzed() {
      Map<String, Object> analysed = billed(person);
      analysed.put("call_analysis", utterances.isEmpty() ? Map.of() : analysis());
      return event("call_analyzed", analysed, Map.of());
    }

    private Map<String, Object> analysis() {
      return members(
          "call_summary",
          conversation.summary(),
          "in_voicemail",
          false,
          "user_sentiment",
          conversation.sentiment(),
          "call_successful",
          conversation.successful(),
          "custom_analysis_data",
          members("urgency", "normal", "message_for_staff", ""));
    }

    private void putRecording() {
      String files = "https://recordings.example.invalid/" + basics.get("call_id");
      call.put("recording_url", files + "/recording.wav");
      call.put("recording_multi_channel_url", files + "/recording_multichannel.wav");
      call.put(
          "public_log_url",
          "https://logs.example.invalid/" + basics.get("call_id") + "/public.log");
    }

    /** With the person's part, once it is known. */
    private Map<String, Object> billed(Optional<Person> talked) {
      Map<String, Object> all = new LinkedHashMap<>(call);
      List<Map<String, Object>> products = new ArrayList<>();
      if (seconds > 0) {
        PRICES.forEach((name, price) -> products.add(product(name, price, seconds)));
      }
      talked.ifPresent(taker -> {
        all.put("transfer_end_timestamp", (long) call.get("end_timestamp") + taker.talkMs());
        Map<String, Object> leg =
            product("telephony", PERSON_CENTS_A_SECOND, Math.ceilDiv(taker.talkMs(), 1_000L));
        leg.put("is_transfer_leg_cost", true);
        products.add(leg);
      });
      BigDecimal sum =
          products.stream()
              .map(product -> (BigDecimal) product.get("cost"))
              .reduce(BigDecimal.ZERO, BigDecimal::add);
      BigDecimal price = PRICES.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
      all.put(
          "call_cost",
          members(
              "product_costs",
              products,
              "total_duration_seconds",
              seconds,
              "total_duration_unit_price",
              seconds == 0 ? BigDecimal.ZERO : price,
              "combined_cost",
              sum));
      return all;
    }

    private static Map<String, Object> product(String name, BigDecimal price, long seconds) {
      return members(
          "product",
          name,
          "unit_price",
          price,
          "cost",
          price.multiply(BigDecimal.valueOf(seconds)));
    }
  }

  private Map<String, Object> latencies() {
    return members("e2e", latency(600, 1_400), "llm", latency(300, 660), "tts", latency(140, 250));
  }

  private Map<String, Object> latency(int least, int most) {
    List<Long> values =
        LongStream.generate(() -> random.nextLong(least, most))
            .limit(Math.clamp(utterances.size() / 2, 1, 20))
            .sorted()
            .boxed()
            .toList();
    return members(
        "p50",
        percentile(values, 50),
        "p90",
        percentile(values, 90),
        "p95",
        percentile(values, 95),
        "p99",
        percentile(values, 99),
        "min",
        values.getFirst(),
        "max",
        values.getLast(),
        "num",
        values.size(),
        "values",
        values);
  }

  private static long percentile(List<Long> sorted, int percent) {
    return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
  }

  private Map<String, Object> tokens() {
    List<Long> values =
        LongStream.iterate(1_500, before -> before + random.nextLong(40, 90))
            .limit(Math.clamp(utterances.size() / 2, 1, 20))
            .boxed()
            .toList();
    long sum = values.stream().mapToLong(Long::longValue).sum();
    return members("average", sum / values.size(), "num_requests", values.size(), "values", values);
  }

  private Map<String, Object> ongoing() {
    Map<String, Object> call = new LinkedHashMap<>(basics);
    call.put("call_status", "ongoing");
    call.put("start_timestamp", startMs);
    return call;
  }

  private void putTranscript(Map<String, Object> call) {
    StringBuilder text = new StringBuilder();
    for (Map<String, Object> turn : utterances) {
      text.append(turn.get("role").equals("agent") ? "Agent: " : "User: ")
          .append(turn.get("content"))
          .append('\n');
    }
    call.put("transcript", text.toString());
    call.put("transcript_object", List.copyOf(utterances));
    call.put("transcript_with_tool_calls", List.copyOf(withTools));
  }

  private static BigDecimal seconds(long millis) {
    return BigDecimal.valueOf(millis, 3);
  }

  private static byte[] event(String name, Map<String, Object> call, Map<String, Object> more) {
    Map<String, Object> body = members("event", name, "call", call);
    body.putAll(more);
    return JSON.writeValueAsBytes(body);
  }

  /** Names and values by turns, kept in order. */
  static Map<String, Object> members(Object... namesAndValues) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (int at = 0; at < namesAndValues.length; at += 2) {
      members.put((String) namesAndValues[at], namesAndValues[at + 1]);
    }
    return members;
  }
}
