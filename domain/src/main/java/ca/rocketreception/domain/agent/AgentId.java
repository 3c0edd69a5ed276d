package ca.rocketreception.domain.agent;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Names one AI receptionist of a subscriber; a time-ordered UUID (version 7). */
public record AgentId(UUID value) {

  public AgentId {
    requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
