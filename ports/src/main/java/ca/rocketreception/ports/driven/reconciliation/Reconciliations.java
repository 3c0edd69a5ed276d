package ca.rocketreception.ports.driven.reconciliation;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.reconciliation.CarrierCall;
import ca.rocketreception.domain.reconciliation.HeldRecord;
import ca.rocketreception.domain.reconciliation.ProviderDifference;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * What we hold of what providers list, and the differences that were found. Every method throws
 * {@link ca.rocketreception.domain.Refusal.Unavailable} when the store cannot be reached.
 */
public interface Reconciliations {

  /** What we hold; what we never heard of is not in it. */
  Map<ProviderReference, HeldRecord> held(Collection<ProviderReference> references);

  /**
   * A carrier's call, and the call of ours that it is.
   *
   * @param owner whose the number is; empty: nobody's
   */
  record Matched(CarrierCall call, Optional<HeldRecord> held, Optional<SubscriberId> owner) {
    public Matched {
      requireNonNull(call, "call");
      requireNonNull(held, "held");
      requireNonNull(owner, "owner");
    }
  }

  /**
   * Keeps a carrier's calls to numbers of ours, in the place of what was kept of them before, and
   * finds the call of ours that each is: the one that names it, else to the same number, from the
   * same caller, at nearly the same time. Calls to numbers of nobody's are left out.
   */
  List<Matched> keep(List<CarrierCall> calls);

  /** Calls that began in this time and whose end nobody told, the oldest first. */
  List<LostCall> unfinished(Instant from, Instant before, int limit);

  /**
   * Keeps differences. What was explained stays so while neither side changes.
   *
   * @param looked at what; open differences of it that are not among these are explained: they
   *     agree now
   */
  void keep(List<ProviderDifference> found, Collection<ProviderReference> looked, Instant now);

  /** Those seen last come first. */
  List<ProviderDifference> differences(
      Optional<ProviderDifference.State> state, int limit, Optional<UUID> after);

  /**
   * Explains a difference, together with the audit entry of it. The same explanation again is fine
   * and adds no entry.
   *
   * @throws ca.rocketreception.domain.Refusal.NotFound when there is no such difference
   */
  ProviderDifference explain(UUID id, String why, Function<ProviderDifference, AuditEntry> entry);
}
