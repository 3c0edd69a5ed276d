package ca.rocketreception.doubles.retell;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Which fields Retell's API takes, and of what kind, as its description of April 2026 and its SDK
 * 5.66 have them. The double refuses everything else, as somebody would who reads the description
 * strictly.
 *
 * <p>A kind is: text, flag, number, whole, object, list, or words in bars of which it must be one;
 * "number 0 1" has bounds; "texts" is a list of texts. What ends in a question mark may be null.
 */
final class RetellWords {

  private static final String LOCALES =
      "|en-US|en-IN|en-GB|en-AU|en-NZ|de-DE|es-ES|es-419|hi-IN|fr-FR|fr-CA|ja-JP|pt-PT|pt-BR|zh-CN"
          + "|ru-RU|it-IT|ko-KR|nl-NL|nl-BE|pl-PL|tr-TR|vi-VN|ro-RO|bg-BG|ca-ES|th-TH|da-DK|fi-FI"
          + "|el-GR|hu-HU|id-ID|no-NO|sk-SK|sv-SE|lt-LT|lv-LV|cs-CZ|ms-MY|multi|";

  private static final Map<String, String> BOTH_AGENTS =
      Map.ofEntries(
          Map.entry("agent_name", "text?"),
          Map.entry("language", LOCALES),
          Map.entry("timezone", "text?"),
          Map.entry("webhook_url", "text?"),
          Map.entry("webhook_timeout_ms", "whole"),
          Map.entry(
              "data_storage_setting", "|everything|everything_except_pii|basic_attributes_only|"),
          Map.entry("data_storage_retention_days", "whole? 1 730"),
          Map.entry("opt_in_signed_url", "flag"),
          Map.entry("signed_url_expiration_ms", "whole?"),
          Map.entry("response_engine", "object"),
          Map.entry("version_title", "text?"),
          Map.entry("version_description", "text?"),
          Map.entry("pii_config", "object"),
          Map.entry("guardrail_config", "object"),
          Map.entry("handbook_config", "object"));

  static final Map<String, String> CHAT_AGENT =
      and(
          BOTH_AGENTS,
          Map.of(
              "webhook_events", "texts? |chat_started|chat_ended|chat_analyzed|transcript_updated|",
              "auto_close_message", "text?",
              "end_chat_after_silence_ms", "whole? 120000 259200000",
              "post_chat_analysis_data", "list?",
              "post_chat_analysis_model", "text?"));

  static final Map<String, String> VOICE_AGENT =
      and(
          BOTH_AGENTS,
          Map.ofEntries(
              Map.entry(
                  "webhook_events",
                  "texts? |call_started|call_ended|call_analyzed|transcript_updated"
                      + "|transfer_started|transfer_bridged|transfer_cancelled|transfer_ended|"),
              Map.entry("voice_id", "text"),
              Map.entry("fallback_voice_ids", "texts?"),
              Map.entry("voice_speed", "number 0.5 2"),
              Map.entry("voice_temperature", "number 0 2"),
              Map.entry("volume", "number 0 2"),
              Map.entry("responsiveness", "number 0 1"),
              Map.entry("interruption_sensitivity", "number 0 1"),
              Map.entry("enable_backchannel", "flag"),
              Map.entry("reminder_trigger_ms", "number"),
              Map.entry("reminder_max_count", "whole 0 100"),
              Map.entry("ambient_sound", "text?"),
              Map.entry("boosted_keywords", "texts?"),
              Map.entry("end_call_after_silence_ms", "whole 10000 100000000"),
              Map.entry("max_call_duration_ms", "whole 60000 7200000"),
              Map.entry("begin_message_delay_ms", "whole 0 5000"),
              Map.entry("ring_duration_ms", "whole 5000 300000"),
              Map.entry("voicemail_option", "object?"),
              Map.entry("ivr_option", "object?"),
              Map.entry("post_call_analysis_data", "list?"),
              Map.entry("post_call_analysis_model", "text?"),
              Map.entry("denoising_mode", "text"),
              Map.entry("stt_mode", "|fast|accurate|custom|")));

  static final Map<String, String> LLM =
      Map.ofEntries(
          Map.entry("model", "text?"),
          Map.entry("s2s_model", "text?"),
          Map.entry("model_temperature", "number 0 1"),
          Map.entry("model_high_priority", "flag?"),
          Map.entry("tool_call_strict_mode", "flag?"),
          Map.entry("start_speaker", "|user|agent|"),
          Map.entry("begin_message", "text?"),
          Map.entry("begin_after_user_silence_ms", "whole?"),
          Map.entry("general_prompt", "text?"),
          Map.entry("general_tools", "list?"),
          Map.entry("states", "list?"),
          Map.entry("starting_state", "text?"),
          Map.entry("default_dynamic_variables", "object?"),
          Map.entry("knowledge_base_ids", "texts?"),
          Map.entry("kb_config", "object"));

  private static final Map<String, String> ANY_TOOL =
      Map.of(
          "type", "text",
          "name", "text",
          "description", "text",
          "speak_during_execution", "flag",
          "execution_message_description", "text",
          "execution_message_type", "|prompt|static_text|");

  private static final Map<String, Map<String, String>> TOOLS =
      Map.of(
          "end_call",
          ANY_TOOL,
          "transfer_call",
          and(
              ANY_TOOL,
              Map.of(
                  "transfer_destination", "object",
                  "transfer_option", "object",
                  "ignore_e164_validation", "flag",
                  "custom_sip_headers", "object")),
          "custom",
          and(
              ANY_TOOL,
              Map.of(
                  "url", "text",
                  "method", "|GET|POST|PUT|PATCH|DELETE|",
                  "headers", "object",
                  "query_params", "object",
                  "parameters", "object",
                  "response_variables", "object",
                  "speak_after_execution", "flag",
                  "timeout_ms", "whole 1000 600000",
                  "max_retry", "whole 0 5",
                  "args_at_root", "flag")));

  private static final Map<String, List<String>> TOOL_NEEDS =
      Map.of(
          "end_call", List.of("type", "name"),
          "transfer_call", List.of("type", "name", "transfer_destination", "transfer_option"),
          "custom", List.of("type", "name", "url"));

  private RetellWords() {}

  /** What is wrong with a request's body, or nothing. */
  static Optional<String> wrong(JsonNode body, Map<String, String> known, String... needed) {
    for (String name : needed) {
      if (!body.has(name)) {
        return Optional.of("body must have required property '" + name + "'");
      }
    }
    for (String name : body.propertyNames()) {
      if (!known.containsKey(name)) {
        return Optional.of("body must NOT have additional property '" + name + "'");
      }
      Optional<String> wrong = wrong(name, body.get(name), known.get(name));
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return toolsWrong(body.path("general_tools")).or(() -> variablesWrong(body));
  }

  private static Optional<String> variablesWrong(JsonNode body) {
    return body.path("default_dynamic_variables").properties().stream()
        .filter(variable -> !variable.getValue().isString())
        .map(variable -> "default_dynamic_variables." + variable.getKey() + " must be string")
        .findFirst();
  }

  private static Optional<String> toolsWrong(JsonNode tools) {
    Set<String> names = new HashSet<>();
    for (JsonNode tool : tools) {
      String type = tool.path("type").asString("");
      if (!TOOLS.containsKey(type)) {
        return Optional.of("general_tools: unknown type '" + type + "'");
      }
      String name = tool.path("name").asString("");
      if (!name.matches("[A-Za-z0-9_-]{1,64}") || !names.add(name)) {
        return Optional.of("general_tools: the name '" + name + "' is wrong or there twice");
      }
      for (String needed : TOOL_NEEDS.get(type)) {
        if (!tool.has(needed)) {
          return Optional.of("general_tools: " + name + " must have '" + needed + "'");
        }
      }
      for (String field : tool.propertyNames()) {
        String kind = TOOLS.get(type).get(field);
        Optional<String> wrong =
            kind == null
                ? Optional.of("general_tools: " + name + " must NOT have '" + field + "'")
                : wrong(name + "." + field, tool.get(field), kind);
        if (wrong.isPresent()) {
          return wrong;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> wrong(String name, JsonNode value, String kind) {
    String[] parts = kind.split(" ");
    String type = parts[0].replace("?", "");
    if (value.isNull()) {
      return parts[0].endsWith("?") ? Optional.empty() : Optional.of(name + " must not be null");
    }
    boolean right =
        type.startsWith("|")
            ? value.isString() && type.contains("|" + value.asString() + "|")
            : switch (type) {
              case "text" -> value.isString();
              case "flag" -> value.isBoolean();
              case "number" -> value.isNumber() && within(value, parts);
              case "whole" -> value.isIntegralNumber() && within(value, parts);
              case "object" -> value.isObject();
              case "list" -> value.isArray();
              case "texts" ->
                  value.isArray()
                      && value
                          .valueStream()
                          .allMatch(one ->
                              one.isString()
                                  && (parts.length == 1
                                      || parts[1].contains("|" + one.asString() + "|")));
              default -> throw new IllegalStateException(kind);
            };
    return right ? Optional.empty() : Optional.of(name + " must be " + kind + ", not " + value);
  }

  private static boolean within(JsonNode value, String[] parts) {
    return parts.length < 3
        || value.asDouble() >= Double.parseDouble(parts[1])
            && value.asDouble() <= Double.parseDouble(parts[2]);
  }

  private static Map<String, String> and(Map<String, String> one, Map<String, String> other) {
    Map<String, String> both = new LinkedHashMap<>(one);
    both.putAll(other);
    return Map.copyOf(both);
  }
}
