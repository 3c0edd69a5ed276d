package ca.rocketreception.ports.driven.reconciliation;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Provider;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** What an AI provider has in its own records, against which ours can be held. */
public interface ProviderRecords {

  Provider provider();

  /**
   * Tells of each phone call that ended and began in a time, once; in pages, so in bounded memory.
   * Only reads; may be repeated.
   *
   * @param from the first moment
   * @param to the first that is no longer meant
   * @throws ca.rocketreception.domain.Refusal.ProviderFailed when the provider does not answer
   */
  void calls(Instant from, Instant to, Consumer<Charged> told);

  /**
   * A call as the provider charges for it.
   *
   * @param providerId what it calls the call
   * @param cents hundredths of a US dollar; empty when it does not say
   */
  record Charged(String providerId, Optional<BigDecimal> cents) {

    public Charged {
      requireNonNull(providerId, "providerId");
      requireNonNull(cents, "cents");
    }
  }
}
