package ca.rocketreception.ports.driven.reconciliation;

import ca.rocketreception.domain.reconciliation.CarrierCall;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** The calls that a carrier has in its own records. */
public interface CarrierRecords {

  /**
   * Hands over, page by page, the calls over trunks to numbers that began in a time. Rows appear
   * late, and get their price later: the times of successive runs should overlap. Only reads; may
   * be repeated.
   *
   * @throws ca.rocketreception.domain.Refusal.ProviderFailed when the carrier does not answer
   */
  void calls(Instant from, Instant to, Consumer<List<CarrierCall>> page);
}
