package ca.rocketreception.domain.business;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Names one of a subscriber's channels; a time-ordered UUID (version 7). */
public record ChannelId(UUID value) {

  public ChannelId {
    requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
