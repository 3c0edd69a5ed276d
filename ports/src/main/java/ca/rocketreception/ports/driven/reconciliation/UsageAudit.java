package ca.rocketreception.ports.driven.reconciliation;

import ca.rocketreception.domain.Discrepancy;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Holds the records of use against each other: what interactions and taken messages amount to now,
 * the lines of the ledger, what was added up of them, and what was billed for. It may run beside
 * everything else, and may be repeated.
 */
public interface UsageAudit {

  /**
   * Goes through all subscribers; in bounded memory, however much there is.
   *
   * @param found told of each discrepancy at once, a subscriber's one after the other
   * @throws ca.rocketreception.domain.Refusal.Unavailable when the store cannot be reached; what
   *     was told until then stands
   */
  Audited audit(Consumer<Discrepancy> found);

  /**
   * Holds what the ledger says that phone calls cost against what the provider has in its own
   * records, and says how many calls that were. Keeps the names of the provider's calls in memory,
   * about 0.1 kB each.
   *
   * @param from when the first of them began
   * @param to and the first that is no longer meant; soon after a call the provider may not know
   *     its cost yet
   * @param found told of each discrepancy; of a call that nobody has here, of {@link
   *     ca.rocketreception.domain.access.AuditEntry#NOBODY}
   * @throws ca.rocketreception.domain.Refusal.ProviderFailed when the provider does not answer
   */
  long charges(ProviderRecords records, Instant from, Instant to, Consumer<Discrepancy> found);

  /**
   * Appends the lines that the ledger lacks of interactions and taken messages, as of those that
   * were recorded before there was a ledger, and says how many. What is there stays. May run beside
   * everything else, any number at once, and may be repeated.
   */
  long append();

  /**
   * How much was looked at.
   *
   * @param days of subscribers with lines that were added up
   */
  record Audited(int subscribers, long interactions, long takenMessages, long days) {

    public Audited plus(Audited other) {
      return new Audited(
          subscribers + other.subscribers,
          interactions + other.interactions,
          takenMessages + other.takenMessages,
          days + other.days);
    }
  }
}
