package ca.rocketreception.domain.usage;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Names one line of the ledger; a time-ordered UUID (version 7). */
public record UsageEntryId(UUID value) {

  public UsageEntryId {
    requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
