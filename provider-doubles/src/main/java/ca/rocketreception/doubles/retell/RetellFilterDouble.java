package ca.rocketreception.doubles.retell;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The filters of the double's lists of calls and chats: which there are, and what they let through.
 * All must hold; of the agents, one.
 */
final class RetellFilterDouble {

  private static final String REASONS =
      "|user_hangup|agent_hangup|call_transfer|voicemail_reached|ivr_reached|inactivity"
          + "|max_duration_reached|concurrency_limit_reached|no_concurrency_fallback"
          + "|no_valid_payment|scam_detected|dial_busy|dial_failed|dial_no_answer"
          + "|invalid_destination|telephony_provider_permission_denied"
          + "|telephony_provider_unavailable|sip_routing_error|marked_as_spam|user_declined"
          + "|error_llm_websocket_open|error_llm_websocket_lost_connection"
          + "|error_llm_websocket_runtime|error_llm_websocket_corrupt_payload"
          + "|error_no_audio_received|error_asr|error_retell|error_unknown|error_user_not_joined"
          + "|registered_call_timeout|transfer_bridged|transfer_cancelled|manual_stopped"
          + "|call_take_over|";

  /**
   * What a field is filtered with: types of filters, or "each" for a list of filters with keys;
   * then the words that an enum allows.
   */
  static final Map<String, String> CALLS =
      Map.ofEntries(
          Map.entry("agent", "agents"),
          Map.entry("agent_tag", "enum"),
          Map.entry("batch_call_id", "string"),
          Map.entry("call_id", "string,enum"),
          Map.entry("call_status", "enum |not_connected|ongoing|ended|error|"),
          Map.entry("call_successful", "boolean"),
          Map.entry("call_type", "enum |web_call|phone_call|"),
          Map.entry("combined_cost", "number,range"),
          Map.entry("custom_analysis_data", "each"),
          Map.entry("custom_attributes", "each"),
          Map.entry(
              "data_storage_setting",
              "enum |everything|everything_except_pii|basic_attributes_only|"),
          Map.entry("direction", "enum |inbound|outbound|"),
          Map.entry("disconnection_reason", "enum " + REASONS),
          Map.entry("duration_ms", "number,range"),
          Map.entry("dynamic_variables", "each"),
          Map.entry("e2e_latency_p50", "number,range"),
          Map.entry("end_timestamp", "number,range"),
          Map.entry("from_number", "string"),
          Map.entry("in_voicemail", "boolean"),
          Map.entry("metadata", "each"),
          Map.entry("start_timestamp", "number,range"),
          Map.entry("to_number", "string"),
          Map.entry("user_sentiment", "enum |Negative|Positive|Neutral|Unknown|"));

  static final Map<String, String> CHATS =
      Map.ofEntries(
          Map.entry("agent", "agents"),
          Map.entry("agent_tag", "enum"),
          Map.entry("chat_id", "string,enum"),
          Map.entry("chat_status", "enum |ongoing|ended|error|"),
          Map.entry("chat_successful", "boolean"),
          Map.entry("combined_cost", "number,range"),
          Map.entry("custom_analysis_data", "each"),
          Map.entry("custom_attributes", "each"),
          Map.entry("disconnection_reason", "enum " + REASONS),
          Map.entry("duration_ms", "number,range"),
          Map.entry("end_timestamp", "number,range"),
          Map.entry("start_timestamp", "number,range"),
          Map.entry("user_sentiment", "enum |Negative|Positive|Neutral|Unknown|"));

  private static final String ANY_VALUE = "string,number,boolean,range,enum,present";

  private static final Map<String, String> OPERATORS =
      Map.of(
          "string", "|eq|ne|sw|ew|co|",
          "number", "|eq|ne|gt|ge|lt|le|",
          "boolean", "|eq|",
          "range", "|bt|",
          "enum", "|in|",
          "present", "|pr|np|");

  /** Where a field stands that is no field of the call or chat itself. */
  private static final Map<String, List<String>> PLACES =
      Map.of(
          "call_successful", List.of("/call_analysis/call_successful"),
          "chat_successful", List.of("/chat_analysis/chat_successful"),
          "in_voicemail", List.of("/call_analysis/in_voicemail"),
          "user_sentiment",
              List.of("/call_analysis/user_sentiment", "/chat_analysis/user_sentiment"),
          "custom_analysis_data",
              List.of("/call_analysis/custom_analysis_data", "/chat_analysis/custom_analysis_data"),
          "combined_cost", List.of("/call_cost/combined_cost", "/chat_cost/combined_cost"),
          "dynamic_variables", List.of("/retell_llm_dynamic_variables"),
          "e2e_latency_p50", List.of("/latency/e2e/p50"));

  private RetellFilterDouble() {}

  static boolean isReason(String reason) {
    return REASONS.contains("|" + reason + "|");
  }

  /** What is wrong with the filters, or nothing. */
  static Optional<String> wrong(JsonNode filters, Map<String, String> known) {
    for (Map.Entry<String, JsonNode> entry : filters.properties()) {
      String name = entry.getKey();
      String kind = known.get(name);
      Optional<String> wrong =
          kind == null
              ? Optional.of("there is no such filter")
              : switch (kind) {
                case "agents" -> listWrong(entry.getValue(), true);
                case "each" -> listWrong(entry.getValue(), false);
                default -> oneWrong(entry.getValue(), kind, Set.of("type", "op", "value"));
              };
      if (wrong.isPresent()) {
        return Optional.of("filter_criteria." + name + ": " + wrong.get());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> listWrong(JsonNode list, boolean agents) {
    if (!list.isArray()) {
      return Optional.of("must be list, not " + list);
    }
    return list.valueStream()
        .map(one -> agents ? agentWrong(one) : keyedWrong(one))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> agentWrong(JsonNode agent) {
    return !agent.isObject()
        ? Optional.of("must be object, not " + agent)
        : RetellWords.wrong(agent, Map.of("agent_id", "text", "version", "list"), "agent_id")
            .or(() ->
                agent.path("version").valueStream().allMatch(JsonNode::isNumber)
                    ? Optional.empty()
                    : Optional.of("version must be numbers"));
  }

  private static Optional<String> keyedWrong(JsonNode filter) {
    return filter.path("key").isString()
        ? oneWrong(filter, ANY_VALUE, Set.of("type", "op", "value", "key"))
        : Optional.of("must have 'key'");
  }

  private static Optional<String> oneWrong(JsonNode filter, String kind, Set<String> fields) {
    String[] parts = kind.split(" ");
    String type = filter.path("type").asString("");
    if (!List.of(parts[0].split(",")).contains(type)) {
      return Optional.of("type must be one of " + parts[0] + ", not '" + type + "'");
    }
    String operator = filter.path("op").asString("");
    if (!OPERATORS.get(type).contains("|" + operator + "|")) {
      return Optional.of("op must be one of " + OPERATORS.get(type) + ", not '" + operator + "'");
    }
    Optional<String> unknown =
        filter
            .propertyStream()
            .map(Map.Entry::getKey)
            .filter(name -> !fields.contains(name) || name.equals("value") && isPresence(type))
            .findFirst();
    if (unknown.isPresent()) {
      return Optional.of("must NOT have '" + unknown.get() + "'");
    }
    return rightValue(type, filter.path("value"), parts.length == 1 ? "" : parts[1])
        ? Optional.empty()
        : Optional.of("value must fit " + kind + ", not " + filter.path("value"));
  }

  private static boolean isPresence(String type) {
    return type.equals("present");
  }

  private static boolean rightValue(String type, JsonNode value, String words) {
    return switch (type) {
      case "string" -> value.isString();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "range" ->
          value.isArray() && value.size() == 2 && value.valueStream().allMatch(JsonNode::isNumber);
      case "enum" ->
          value.isArray()
              && value
                  .valueStream()
                  .allMatch(one ->
                      one.isString()
                          && (words.isEmpty() || words.contains("|" + one.asString() + "|")));
      default -> true;
    };
  }

  /** Whether all the filters let it through. */
  static boolean lets(JsonNode filters, ObjectNode thing) {
    return filters
        .propertyStream()
        .allMatch(entry -> {
          String name = entry.getKey();
          JsonNode filter = entry.getValue();
          if (name.equals("agent")) {
            return filter.isEmpty() || filter.valueStream().anyMatch(agent -> isOf(agent, thing));
          }
          JsonNode there = find(name, thing);
          return filter.isArray()
              ? filter
                  .valueStream()
                  .allMatch(one -> holds(one, there.path(one.get("key").asString())))
              : holds(filter, there);
        });
  }

  private static boolean isOf(JsonNode agent, ObjectNode thing) {
    JsonNode version =
        thing.has("agent_version") ? thing.get("agent_version") : thing.path("version");
    return agent.get("agent_id").equals(thing.get("agent_id"))
        && (!agent.has("version")
            || agent.get("version").valueStream().anyMatch(one -> one.equals(version)));
  }

  private static JsonNode find(String name, ObjectNode thing) {
    return PLACES.getOrDefault(name, List.of("/" + name)).stream()
        .map(thing::at)
        .filter(found -> !found.isMissingNode())
        .findFirst()
        .orElse(thing.path("/"));
  }

  private static boolean holds(JsonNode filter, JsonNode there) {
    String operator = filter.get("op").asString();
    boolean absent = there.isMissingNode() || there.isNull();
    if (isPresence(filter.get("type").asString())) {
      return absent == operator.equals("np");
    }
    JsonNode value = filter.get("value");
    if (absent) {
      return operator.equals("ne");
    }
    return switch (filter.get("type").asString()) {
      case "string" -> text(operator, there.asString(), value.asString());
      case "number" ->
          there.isNumber() && number(operator, Double.compare(there.asDouble(), value.asDouble()));
      case "boolean" -> there.equals(value);
      case "range" ->
          there.isNumber()
              && there.asDouble() >= value.get(0).asDouble()
              && there.asDouble() <= value.get(1).asDouble();
      default -> value.valueStream().anyMatch(one -> one.asString().equals(there.asString()));
    };
  }

  private static boolean text(String operator, String there, String value) {
    return switch (operator) {
      case "eq" -> there.equals(value);
      case "ne" -> !there.equals(value);
      case "sw" -> there.startsWith(value);
      case "ew" -> there.endsWith(value);
      default -> there.contains(value);
    };
  }

  private static boolean number(String operator, int compared) {
    return switch (operator) {
      case "eq" -> compared == 0;
      case "ne" -> compared != 0;
      case "gt" -> compared > 0;
      case "ge" -> compared >= 0;
      case "lt" -> compared < 0;
      default -> compared <= 0;
    };
  }
}
