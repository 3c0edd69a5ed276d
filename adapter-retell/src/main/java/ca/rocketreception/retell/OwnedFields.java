package ca.rocketreception.retell;

import ca.rocketreception.domain.agent.AgentSettings;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * The fields of Retell's agents and LLMs that are ours, as one flat list. What Retell adds of its
 * own, defaults among them, is not looked at; a function that somebody added is.
 */
final class OwnedFields {

  /** In the LLM's default variables: whose it is, so that it is found when its answer was lost. */
  static final String MARK = "rocket_agent";

  private static final List<String> AGENT =
      List.of(
          "agent_name",
          "voice_id",
          "language",
          "timezone",
          "webhook_url",
          "webhook_events",
          "webhook_timeout_ms",
          "data_storage_setting",
          "opt_in_signed_url",
          "signed_url_expiration_ms",
          "end_chat_after_silence_ms",
          "max_call_duration_ms",
          "end_call_after_silence_ms",
          "reminder_trigger_ms",
          "reminder_max_count",
          "begin_message_delay_ms",
          "ring_duration_ms",
          "interruption_sensitivity",
          "boosted_keywords");

  private static final List<String> LLM =
      List.of("model", "model_temperature", "start_speaker", "begin_message", "general_prompt");

  private static final List<String> TOOL =
      List.of(
          "type",
          "url",
          "description",
          "method",
          "args_at_root",
          "timeout_ms",
          "max_retry",
          "speak_during_execution",
          "speak_after_execution",
          "execution_message_type",
          "execution_message_description",
          "parameters",
          "response_variables",
          "transfer_destination",
          "transfer_option");

  private OwnedFields() {}

  static AgentSettings of(JsonNode llm, JsonNode agent) {
    SortedMap<String, String> fields = new TreeMap<>();
    put(fields, "agent.", agent, AGENT);
    fields.computeIfPresent("agent.agent_name", (_, name) -> name.replaceFirst(" \\[[^]]*]$", ""));
    put(fields, "llm.", llm, LLM);
    for (JsonNode tool : llm.path("general_tools")) {
      put(fields, "llm.function." + tool.path("name").asString("?") + ".", tool, TOOL);
    }
    JsonNode defaults = llm.path("default_dynamic_variables");
    for (String name : defaults.propertyNames()) {
      if (!name.equals(MARK)) {
        fields.put("llm.variable." + name, written(defaults.get(name)));
      }
    }
    return new AgentSettings(fields);
  }

  private static void put(
      SortedMap<String, String> fields, String prefix, JsonNode node, List<String> names) {
    for (String name : names) {
      JsonNode value = node.path(name);
      if (!value.isMissingNode() && !value.isNull()) {
        fields.put(prefix + name, written(value));
      }
    }
  }

  /** Two values that mean the same are written the same. */
  private static String written(JsonNode value) {
    if (value.isString()) {
      return value.asString();
    }
    if (value.isArray() && value.size() == 1 && value.get(0).isString()) {
      return value.get(0).asString();
    }
    StringBuilder text = new StringBuilder();
    write(value, text);
    return text.toString();
  }

  private static void write(JsonNode value, StringBuilder text) {
    if (value.isObject()) {
      text.append('{');
      String comma = "";
      for (String name : new TreeSet<>(value.propertyNames())) {
        text.append(comma).append(name).append(": ");
        write(value.get(name), text);
        comma = ", ";
      }
      text.append('}');
    } else if (value.isArray()) {
      text.append('[');
      String comma = "";
      for (JsonNode element : value) {
        text.append(comma);
        write(element, text);
        comma = ", ";
      }
      text.append(']');
    } else if (value.isNumber()) {
      text.append(value.decimalValue().stripTrailingZeros().toPlainString());
    } else {
      text.append(value);
    }
  }
}
