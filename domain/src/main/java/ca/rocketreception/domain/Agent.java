package ca.rocketreception.domain;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;

/**
 * An AI receptionist of a subscriber.
 *
 * @param greeting the first sentence it says
 * @param providerAgentId the id of the agent at the AI provider; empty until it is published there
 */
public record Agent(
    AgentId id,
    AgentRole role,
    String name,
    String greeting,
    Locale language,
    Optional<String> providerAgentId) {

  public Agent {
    requireNonNull(id, "id");
    requireNonNull(role, "role");
    requireNonNull(language, "language");
    providerAgentId = providerAgentId.map(known -> Text.required("providerAgentId", known, 200));
    name = Text.required("name", name, 200);
    greeting = Text.required("greeting", greeting, 1000);
  }

  /** The same under an id that it has already. */
  Agent known(AgentId known) {
    return new Agent(known, role, name, greeting, language, providerAgentId);
  }

  String inWords() {
    return "agent "
        + role
        + " "
        + name
        + ", "
        + language.toLanguageTag()
        + providerAgentId.map(provider -> ", provider's " + provider).orElse("")
        + ": "
        + greeting;
  }
}
