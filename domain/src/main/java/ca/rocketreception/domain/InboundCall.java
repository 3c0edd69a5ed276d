package ca.rocketreception.domain;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A call that rings now.
 *
 * @param from the caller's number; empty when it is withheld
 */
public record InboundCall(PhoneNumber to, Optional<PhoneNumber> from) {

  public InboundCall {
    requireNonNull(to, "to");
    requireNonNull(from, "from");
  }
}
