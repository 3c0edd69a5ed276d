package ca.rocketreception.domain.number;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Names one connecting of a number. */
public record NumberConnectionId(UUID value) {

  public NumberConnectionId {
    requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
