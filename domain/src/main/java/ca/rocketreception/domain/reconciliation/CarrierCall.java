package ca.rocketreception.domain.reconciliation;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Money;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.interaction.ProviderReference;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A call to one of our numbers as its carrier has it in its own records.
 *
 * @param from empty when the caller withheld it
 * @param duration of the connection; empty while it lasts, and when nobody answered
 * @param cost what the carrier charges for it; empty until it has worked that out
 */
public record CarrierCall(
    ProviderReference reference,
    Optional<PhoneNumber> from,
    PhoneNumber to,
    Instant startedAt,
    Optional<Duration> duration,
    Optional<Money> cost) {

  public CarrierCall {
    requireNonNull(reference, "reference");
    requireNonNull(from, "from");
    requireNonNull(to, "to");
    requireNonNull(startedAt, "startedAt");
    requireNonNull(duration, "duration");
    requireNonNull(cost, "cost");
  }
}
