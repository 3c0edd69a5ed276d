package ca.rocketreception.domain.access;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Names an API key (not the key itself, which is never kept); a time-ordered UUID (version 7). */
public record ApiKeyId(UUID value) {

  public ApiKeyId {
    requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
