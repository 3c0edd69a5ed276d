package ca.rocketreception.domain.agent;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * An agent as its AI provider calls it.
 *
 * @param version empty: its latest published one
 */
public record ProviderAgent(String id, Optional<Integer> version) {

  public ProviderAgent {
    requireNonNull(id, "id");
    requireNonNull(version, "version");
  }
}
