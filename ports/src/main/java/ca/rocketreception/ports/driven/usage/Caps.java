package ca.rocketreception.ports.driven.usage;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.usage.Cap;
import ca.rocketreception.domain.usage.Meter;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How much subscribers mean to use in a month. Every method throws {@link
 * ca.rocketreception.domain.Refusal.Unavailable} when the store cannot be reached.
 */
public interface Caps {

  /** A subscriber's, by meter. */
  List<Cap> of(SubscriberId subscriber);

  /**
   * Sets, replaces or takes away the cap of a meter in one transaction, in which nobody else
   * changes a cap of the subscriber, and returns what it is now. When something differs, the audit
   * entry is written with it, telling what became other. {@code change} may run more than once and
   * must not do anything but compute.
   */
  Optional<Cap> change(
      SubscriberId subscriber, Meter meter, UnaryOperator<Optional<Cap>> change, AuditEntry entry);

  /** What a subscriber came to, the latest first. */
  List<Cap.Reached> reached(SubscriberId subscriber);

  /**
   * Holds what was added up of each subscriber's month against its caps, records what was come to
   * for the first time, and says how many that were. Any number may run at once; may be retried.
   */
  int check(Instant now);

  /** Who has come to a hard cap, and in which month. */
  Map<SubscriberId, YearMonth> full();
}
