package ca.rocketreception.domain.agent;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Text;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An AI receptionist of a subscriber.
 *
 * @param greeting the first sentence it says
 * @param instructions what the business wants it to heed, in the business's own words; may be empty
 * @param voice the AI provider's id of the voice it speaks with; empty: the usual one of its
 *     language
 * @param providerAgentId the id of the agent at the AI provider; empty until it is published there
 * @param providerAgentVersion which version of it answers; empty: the latest published one
 */
public record Agent(
    AgentId id,
    AgentRole role,
    String name,
    String greeting,
    String instructions,
    Locale language,
    Optional<String> voice,
    Optional<String> providerAgentId,
    Optional<Integer> providerAgentVersion) {

  public Agent {
    requireNonNull(id, "id");
    requireNonNull(role, "role");
    Text.language(language);
    requireNonNull(providerAgentVersion, "providerAgentVersion");
    voice = voice.map(known -> Text.kept("voice", known, 200));
    providerAgentId = providerAgentId.map(known -> Text.kept("providerAgentId", known, 200));
    name = Text.required("name", name, 200);
    greeting = Text.words("greeting", greeting, 1000);
    instructions = Text.optionalWords("instructions", instructions, 8000);
  }

  /** Which of them an AI provider calls by this id. */
  public static Optional<Agent> called(String providerAgentId, List<Agent> agents) {
    return agents.stream()
        .filter(agent -> agent.providerAgentId().filter(providerAgentId::equals).isPresent())
        .findFirst();
  }

  /** The same under an id that it has already. */
  public Agent known(AgentId known) {
    return new Agent(
        known,
        role,
        name,
        greeting,
        instructions,
        language,
        voice,
        providerAgentId,
        providerAgentVersion);
  }

  /** The same, answered by this agent of the provider in this version. */
  public Agent boundTo(Optional<String> agentId, Optional<Integer> version) {
    return new Agent(id, role, name, greeting, instructions, language, voice, agentId, version);
  }

  public String inWords() {
    return "agent "
        + role
        + " "
        + name
        + ", "
        + language.toLanguageTag()
        + voice.map(id -> ", voice " + id).orElse("")
        + providerAgentId.map(provider -> ", provider's " + provider).orElse("")
        + providerAgentVersion.map(version -> " version " + version).orElse("")
        + ": "
        + greeting
        + (instructions.isEmpty() ? "" : " / " + instructions);
  }
}
