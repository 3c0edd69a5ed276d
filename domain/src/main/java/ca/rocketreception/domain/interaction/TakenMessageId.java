package ca.rocketreception.domain.interaction;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Tells the taken messages of a subscriber apart. */
public record TakenMessageId(UUID value) {

  public TakenMessageId {
    requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
