package ca.rocketreception.domain.billing;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Names a statement or credit note that is final. */
public record StatementId(UUID value) {

  public StatementId {
    requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
