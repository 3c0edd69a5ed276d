package ca.rocketreception.ports.driven;

import ca.rocketreception.domain.AuditEntry;
import ca.rocketreception.domain.Business;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The businesses we answer for, each with all that routing needs. Every method throws {@link
 * ca.rocketreception.domain.Refusal.Unavailable} when the store cannot be reached.
 */
public interface Subscribers {

  /** Everybody, by slug. For whoever looks across subscribers: routing, the operator. */
  List<Business> all();

  Optional<Business> find(Slug slug);

  Optional<Business> find(SubscriberId id);

  /** The business that has a number; of a shared number, its front. */
  Optional<Business> owning(PhoneNumber number);

  /**
   * Changes one business in one transaction, with its row locked: finds it, lets {@code change} say
   * what it shall be, writes the difference and the audit entry, and tells every node. Returns what
   * it is now. Nothing is written, and no entry made, when nothing differs. {@code change} may run
   * more than once and must not do anything but compute. Ids of channels and agents, and the slug,
   * never change.
   *
   * @throws ca.rocketreception.domain.Refusal.Conflict when a number or slug is another
   *     subscriber's
   */
  Business change(
      Slug slug,
      Function<Optional<Business>, Business> change,
      Function<Business, AuditEntry> entry);
}
