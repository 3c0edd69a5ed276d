package ca.rocketreception.retell;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.agent.Agent;
import ca.rocketreception.domain.agent.AgentFunction;
import ca.rocketreception.domain.agent.AgentRole;
import ca.rocketreception.domain.business.Business;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One of our agents in Retell's words: the LLM that it thinks with and the agent that speaks, field
 * by field. Whatever has a default that may change at Retell, or that would cost money or speak of
 * Los Angeles, is always said.
 */
record AgentDraft(ObjectNode llm, ObjectNode agent, List<String> warnings) {

  /** Where Retell's surcharge begins, and what it takes at most, in tokens. */
  private static final int SURCHARGE = 4_000;

  private static final int MOST = 32_768;

  /** Short tokens, so that the estimate errs on the safe side in French too. */
  private static final double CHARACTERS_A_TOKEN = 3.5;

  /**
   * What route_call answers, and what the gatekeeper's transfer_call dials then: the phone of a
   * business whose calls are to go on to a person.
   */
  static final String FORWARD_TO = "forward_to";

  private static final String USUAL_VOICE = "retell-Cimo";
  private static final String MODEL = "gpt-4.1";

  /** Of the languages that Retell speaks, those whose receptionists we can write for. */
  private static final Set<String> LANGUAGES =
      Set.of("en-US", "en-IN", "en-GB", "en-AU", "en-NZ", "fr-FR", "fr-CA");

  private static final JsonMapper JSON = JsonMapper.shared();

  static AgentDraft of(Business business, Agent agent, ChannelKind channel, String publicUrl) {
    Prompt prompt = new Prompt(business, agent, channel);
    if (agent.role() == AgentRole.FORWARDER && !prompt.transfers()) {
      throw new Refusal.Invalid(
          "transferNumber",
          "The FORWARDER of '" + business.subscriber().slug() + "' has nobody to transfer to",
          "Set the business's transferNumber.");
    }
    ObjectNode llm = llm(business, agent, channel, publicUrl, prompt);
    ObjectNode speaker = speaker(business, agent, channel, publicUrl);
    return new AgentDraft(llm, speaker, warnings(agent, channel, llm));
  }

  private static List<String> warnings(Agent agent, ChannelKind channel, ObjectNode llm) {
    List<String> warnings = new ArrayList<>();
    int tokens = tokens(llm);
    if (tokens > MOST) {
      throw new Refusal.Invalid(
          "facts",
          "The agent's prompt would have about " + tokens + " tokens",
          "Shorten the facts and instructions: Retell takes " + MOST + " at most.");
    }
    if (tokens > SURCHARGE) {
      warnings.add(
          "The prompt and functions have about "
              + tokens
              + " tokens; above "
              + SURCHARGE
              + " Retell charges more for every minute. Shorten facts or instructions.");
    }
    if (channel == ChannelKind.VOICE && agent.voice().isEmpty()) {
      warnings.add("No voice is chosen: the usual one is " + USUAL_VOICE + ".");
    }
    return warnings;
  }

  private static int tokens(ObjectNode llm) {
    int characters =
        llm.path("general_prompt").asString("").length()
            + llm.path("general_tools").toString().length();
    return (int) Math.ceil(characters / CHARACTERS_A_TOKEN);
  }

  private static ObjectNode llm(
      Business business, Agent agent, ChannelKind channel, String publicUrl, Prompt prompt) {
    ObjectNode llm = JSON.createObjectNode();
    llm.put("model", MODEL);
    llm.put("model_temperature", 0);
    llm.put("start_speaker", "agent");
    llm.put("begin_message", agent.greeting());
    llm.put("general_prompt", prompt.text());
    ArrayNode tools = llm.putArray("general_tools");
    for (AgentFunction function : agent.role().functions()) {
      tools.add(function(function, agent, publicUrl));
    }
    if (prompt.transfers()) {
      tools.add(transfer(agent, "{{transfer_number}}"));
    }
    if (prompt.putsThrough()) {
      tools.add(transfer(agent, "{{" + FORWARD_TO + "}}"));
    }
    if (agent.role() != AgentRole.FORWARDER && channel == ChannelKind.VOICE) {
      tools.add(endCall(agent));
    }
    ObjectNode defaults = llm.putObject("default_dynamic_variables");
    defaults.put("business_name", business.subscriber().name());
    defaults.put("greeting", agent.greeting());
    defaults.put("is_open", "");
    defaults.put("hours_today", "");
    defaults.put("next_opening", "");
    defaults.put(
        "transfer_number",
        business.subscriber().transferNumber().map(PhoneNumber::e164).orElse(""));
    if (prompt.putsThrough()) {
      defaults.put(FORWARD_TO, "");
    }
    defaults.put("timezone", business.subscriber().zone().getId());
    defaults.put("language", agent.language().toLanguageTag());
    return llm;
  }

  private static ObjectNode speaker(
      Business business, Agent agent, ChannelKind channel, String publicUrl) {
    ObjectNode speaker = JSON.createObjectNode();
    speaker.put("agent_name", business.subscriber().name() + " " + agent.role() + " " + channel);
    speaker.put("language", language(agent.language()));
    speaker.put("timezone", business.subscriber().zone().getId());
    speaker.put("webhook_url", publicUrl + "/webhooks/retell");
    speaker.put("webhook_timeout_ms", 10_000);
    speaker.put("data_storage_setting", "everything");
    speaker.put("opt_in_signed_url", true);
    speaker.put("signed_url_expiration_ms", 86_400_000);
    ArrayNode events = speaker.putArray("webhook_events");
    if (channel == ChannelKind.CHAT) {
      List.of("chat_started", "chat_ended", "chat_analyzed").forEach(events::add);
      speaker.put("end_chat_after_silence_ms", 3_600_000);
      return speaker;
    }
    List.of(
            "call_started",
            "call_ended",
            "call_analyzed",
            "transfer_started",
            "transfer_bridged",
            "transfer_cancelled",
            "transfer_ended")
        .forEach(events::add);
    speaker.put("voice_id", agent.voice().orElse(USUAL_VOICE));
    speaker.put("max_call_duration_ms", 1_800_000);
    speaker.put("end_call_after_silence_ms", 60_000); // silence is billed
    speaker.put("reminder_trigger_ms", 10_000);
    speaker.put("reminder_max_count", 2);
    speaker.put("begin_message_delay_ms", 500);
    speaker.put("ring_duration_ms", 30_000);
    speaker.put("interruption_sensitivity", 0.9);
    speaker.putArray("boosted_keywords").add(business.subscriber().name());
    return speaker;
  }

  /** Retell has no Canadian English: the American one understands it. */
  private static String language(Locale language) {
    String tag = language.toLanguageTag();
    String known =
        tag.equals("en-CA") || tag.equals("en") ? "en-US" : tag.equals("fr") ? "fr-CA" : tag;
    if (!LANGUAGES.contains(known)) {
      throw new Refusal.Invalid(
          "language",
          "No agent at Retell can speak '" + tag + "' for us",
          "Use one of en-CA, " + String.join(", ", new TreeSet<>(LANGUAGES)) + ".");
    }
    return known;
  }

  private static ObjectNode function(AgentFunction function, Agent agent, String publicUrl) {
    boolean french = agent.language().getLanguage().equals("fr");
    String name = function.name().toLowerCase(Locale.ROOT);
    ObjectNode tool = JSON.createObjectNode();
    tool.put("type", "custom");
    tool.put("name", name);
    tool.put("url", publicUrl + "/webhooks/retell/functions/" + name);
    tool.put("method", "POST");
    tool.put("args_at_root", false); // else the call, and so the business, would not be told
    tool.put("timeout_ms", 8_000);
    tool.put("max_retry", 1); // ours may be repeated
    tool.put("speak_during_execution", function != AgentFunction.CHECK_HOURS);
    tool.put("speak_after_execution", true);
    tool.put("execution_message_type", "static_text");
    tool.put("execution_message_description", french ? "Un instant." : "One moment.");
    ObjectNode parameters = tool.putObject("parameters");
    parameters.put("type", "object");
    ObjectNode properties = parameters.putObject("properties");
    ArrayNode required = parameters.putArray("required");
    switch (function) {
      case CHECK_HOURS ->
          tool.put("description", "Whether the business is open now, and when it opens.");
      case ROUTE_CALL -> {
        tool.put("description", "Tells which business the caller wants, by the name they said.");
        text(properties, required, "business", "The name of the business as the caller said it.");
        tool.putObject("response_variables").put(FORWARD_TO, FORWARD_TO);
      }
      case TAKE_MESSAGE -> {
        tool.put("description", "Leaves a message for the business.");
        text(properties, required, "name", "The caller's name.");
        text(properties, required, "callback", "A phone number or e-mail to reach the caller.");
        text(properties, required, "matter", "What it is about, in one or two sentences.");
        text(properties, required, "urgency", "How urgent it is.")
            .putArray("enum")
            .add("LOW")
            .add("NORMAL")
            .add("HIGH");
      }
    }
    return tool;
  }

  private static ObjectNode text(
      ObjectNode properties, ArrayNode required, String name, String description) {
    required.add(name);
    return properties.putObject(name).put("type", "string").put("description", description);
  }

  /** The number comes with each call; the default variable has it when our routing is away. */
  private static ObjectNode transfer(Agent agent, String number) {
    ObjectNode tool = JSON.createObjectNode();
    tool.put("type", "transfer_call");
    tool.put("name", "transfer_call");
    tool.put("description", "Puts the caller through to a person of the business.");
    tool.putObject("transfer_destination").put("type", "predefined").put("number", number);
    tool.putObject("transfer_option")
        .put("type", "cold_transfer")
        .put("cold_transfer_mode", "sip_invite")
        .put("show_transferee_as_caller", false);
    boolean forwards = agent.role() == AgentRole.FORWARDER;
    tool.put("speak_during_execution", !forwards);
    if (!forwards) {
      tool.put("execution_message_type", "static_text");
      tool.put(
          "execution_message_description",
          agent.language().getLanguage().equals("fr")
              ? "Je vous transfère."
              : "I am putting you through.");
    }
    return tool;
  }

  private static ObjectNode endCall(Agent agent) {
    ObjectNode tool = JSON.createObjectNode();
    tool.put("type", "end_call");
    tool.put("name", "end_call");
    tool.put("description", "Ends the call once the caller has said goodbye.");
    tool.put("speak_during_execution", true);
    tool.put("execution_message_type", "static_text");
    tool.put(
        "execution_message_description",
        agent.language().getLanguage().equals("fr") ? "Au revoir." : "Goodbye.");
    return tool;
  }

  Optional<String> voice() {
    return agent.path("voice_id").asStringOpt();
  }
}
