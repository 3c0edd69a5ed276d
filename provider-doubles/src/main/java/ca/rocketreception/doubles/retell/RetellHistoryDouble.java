package ca.rocketreception.doubles.retell;

import ca.rocketreception.doubles.retell.RetellDouble.Answer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The calls of one workspace of the double, and the lists of its calls and chats. Calls come about
 * by telling of them. The lists give of a call what the description promises at least: neither its
 * words nor its recording, for which it has to be read by itself.
 */
final class RetellHistoryDouble {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long BEGUN = 1_790_000_000_000L;

  private static final List<String> WORDS =
      List.of(
          "transcript",
          "transcript_object",
          "transcript_with_tool_calls",
          "scrubbed_transcript_with_tool_calls");

  private static final List<String> RECORDINGS =
      List.of(
          "recording_url",
          "recording_multi_channel_url",
          "scrubbed_recording_url",
          "scrubbed_recording_multi_channel_url");

  private final Map<String, ObjectNode> calls = new LinkedHashMap<>();
  private final Map<String, ObjectNode> chats = new LinkedHashMap<>();
  private final Supplier<Stream<ObjectNode>> held;
  private final Consumer<String> violation;
  private final String ids;
  private int told;

  /**
   * @param ids what the ids here have in common, so that no two workspaces share one
   * @param held the chats that were held with this double, besides those that it is told of
   */
  RetellHistoryDouble(String ids, Supplier<Stream<ObjectNode>> held, Consumer<String> violation) {
    this.ids = ids;
    this.held = held;
    this.violation = violation;
  }

  Optional<Answer> answer(String method, String path, JsonNode body) {
    String id = path.substring(path.lastIndexOf('/') + 1);
    return Optional.ofNullable(
        switch (method + " " + path.replaceFirst("^(/v2/get-call|/get-chat)/[^/]+$", "$1/")) {
          case "GET /v2/get-call/" ->
              calls.containsKey(id)
                  ? new Answer(200, alone(calls.get(id)))
                  : RetellDouble.problem(422, "Cannot find requested asset under given api key.");
          case "GET /get-chat/" ->
              chats.containsKey(id) ? new Answer(200, chat(chats.get(id))) : null;
          case "POST /v3/list-calls" -> {
            if (body.path("filter_criteria").has("tool_calls")) {
              yield RetellDouble.problem(501, "The double does not filter by tool_calls");
            }
            yield list(body, RetellFilterDouble.CALLS, calls.values().stream(), "call_id");
          }
          case "POST /v3/list-chats" ->
              list(
                  body,
                  RetellFilterDouble.CHATS,
                  Stream.concat(held.get(), chats.values().stream()),
                  "chat_id");
          default -> null;
        });
  }

  private Answer list(
      JsonNode asked, Map<String, String> filters, Stream<ObjectNode> all, String id) {
    Optional<String> wrong =
        RetellPageDouble.wrongInBody(asked)
            .or(() -> RetellFilterDouble.wrong(asked.path("filter_criteria"), filters));
    if (wrong.isPresent()) {
      violation.accept(wrong.get());
      return RetellDouble.problem(400, wrong.get());
    }
    Comparator<ObjectNode> order =
        Comparator.comparingLong(one -> one.path("start_timestamp").asLong(0));
    List<ObjectNode> found =
        all.filter(one -> RetellFilterDouble.lets(asked.path("filter_criteria"), one))
            .sorted(RetellPageDouble.newestFirst(asked) ? order.reversed() : order)
            .map(id.equals("call_id") ? RetellHistoryDouble::listed : RetellHistoryDouble::chat)
            .toList();
    return RetellPageDouble.of(found, id, asked);
  }

  private static ObjectNode listed(ObjectNode call) {
    ObjectNode item = call.deepCopy();
    item.remove(WORDS);
    item.remove(RECORDINGS);
    return item;
  }

  /** While a call goes on, nothing of what is said can be read. */
  private static ObjectNode alone(ObjectNode call) {
    ObjectNode shown = call.deepCopy();
    if (call.get("call_status").asString().equals("ongoing")) {
      shown.remove(WORDS);
      shown.remove(RECORDINGS);
    }
    return shown;
  }

  /** A chat can be filtered by why it ended, but does not say it. */
  private static ObjectNode chat(ObjectNode chat) {
    ObjectNode shown = chat.deepCopy();
    shown.remove(List.of("disconnection_reason", "duration_ms"));
    return shown;
  }

  /**
   * Adds a call, or replaces the one with its id. What is not told is that of a short inbound phone
   * call that the caller ended.
   *
   * @return its id
   */
  String addCall(JsonNode told) {
    ObjectNode call = JSON.createObjectNode();
    call.put("call_id", "call_" + ids + ++this.told);
    call.put("call_type", "phone_call");
    call.put("agent_version", 0);
    call.put("call_status", "ended");
    call.setAll(told.deepCopy().asObject());
    if (call.get("call_type").asString().equals("phone_call")) {
      putIfAbsent(call, "direction", "inbound");
      putIfAbsent(call, "from_number", "+14155550100");
      putIfAbsent(call, "to_number", "+14155550101");
    } else {
      putIfAbsent(call, "access_token", "token_of_" + call.get("call_id").asString());
    }
    String status = call.get("call_status").asString();
    if (!status.equals("registered") && !call.has("start_timestamp")) {
      call.put("start_timestamp", BEGUN + this.told * 60_000L);
    }
    if (status.equals("ended")) {
      putIfAbsent(call, "disconnection_reason", "user_hangup");
      if (!call.has("end_timestamp")) {
        call.put("end_timestamp", call.get("start_timestamp").asLong() + 30_000);
      }
      if (!call.has("duration_ms")) {
        call.put(
            "duration_ms",
            call.get("end_timestamp").asLong() - call.get("start_timestamp").asLong());
      }
    }
    check(call, "call_id", "|registered|not_connected|ongoing|ended|error|", "call_status");
    calls.put(call.get("call_id").asString(), call);
    return call.get("call_id").asString();
  }

  /** The same of a chat that was not held with this double. */
  String addChat(JsonNode told) {
    ObjectNode chat = JSON.createObjectNode();
    chat.put("chat_id", "chat_told_" + ids + ++this.told);
    chat.put("chat_type", "api_chat");
    chat.put("version", 0);
    chat.put("chat_status", "ended");
    chat.put("start_timestamp", BEGUN + this.told * 60_000L);
    chat.setAll(told.deepCopy().asObject());
    if (chat.get("chat_status").asString().equals("ended") && !chat.has("end_timestamp")) {
      chat.put("end_timestamp", chat.get("start_timestamp").asLong() + 30_000);
    }
    if (chat.has("end_timestamp")) {
      chat.put(
          "duration_ms", chat.get("end_timestamp").asLong() - chat.get("start_timestamp").asLong());
    }
    check(chat, "chat_id", "|ongoing|ended|error|", "chat_status");
    chats.put(chat.get("chat_id").asString(), chat);
    return chat.get("chat_id").asString();
  }

  private static void putIfAbsent(ObjectNode node, String field, String value) {
    if (!node.has(field)) {
      node.put(field, value);
    }
  }

  /** A test that tells of what cannot be would prove nothing. */
  private static void check(ObjectNode thing, String id, String statuses, String status) {
    if (!thing.path("agent_id").isString()) {
      throw new IllegalArgumentException(thing.get(id) + " needs an agent_id");
    }
    if (!statuses.contains("|" + thing.get(status).asString() + "|")) {
      throw new IllegalArgumentException("There is no " + status + " " + thing.get(status));
    }
    if (thing.has("disconnection_reason")
        && !RetellFilterDouble.isReason(thing.get("disconnection_reason").asString())) {
      throw new IllegalArgumentException(
          "There is no disconnection_reason " + thing.get("disconnection_reason"));
    }
  }

  /** Changes a call or chat as Retell does later: its analysis, its final cost. */
  void edit(String id, String field, JsonNode value) {
    ObjectNode thing = calls.containsKey(id) ? calls.get(id) : chats.get(id);
    if (thing == null) {
      throw new IllegalArgumentException("There is no " + id);
    }
    thing.set(field, value);
  }

  /** Takes a call or chat away, as when Retell keeps it no longer. */
  void purge(String id) {
    calls.remove(id);
    chats.remove(id);
  }

  List<ObjectNode> calls() {
    return new ArrayList<>(calls.values().stream().map(ObjectNode::deepCopy).toList());
  }
}
