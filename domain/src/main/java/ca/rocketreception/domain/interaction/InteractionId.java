package ca.rocketreception.domain.interaction;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Names one call, chat, text thread or e-mail thread; a time-ordered UUID (version 7). */
public record InteractionId(UUID value) {

  public InteractionId {
    requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
