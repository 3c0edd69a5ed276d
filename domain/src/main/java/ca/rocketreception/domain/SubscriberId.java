package ca.rocketreception.domain;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * Names a subscriber: one business, the tenant everything belongs to; a time-ordered UUID (version
 * 7).
 */
public record SubscriberId(UUID value) {

  public SubscriberId {
    requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
