package ca.rocketreception.domain.number;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.PhoneNumber;
import java.util.Optional;

/**
 * A number in our account at its carrier.
 *
 * @param id the carrier's
 * @param trunkId on which trunk it is
 * @param voice whether it takes calls
 */
public record CarrierNumber(
    String id, PhoneNumber number, Optional<String> trunkId, boolean voice) {

  public CarrierNumber {
    requireNonNull(id, "id");
    requireNonNull(number, "number");
    requireNonNull(trunkId, "trunkId");
  }
}
