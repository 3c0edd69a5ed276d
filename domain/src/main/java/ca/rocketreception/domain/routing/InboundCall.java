package ca.rocketreception.domain.routing;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.PhoneNumber;
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
