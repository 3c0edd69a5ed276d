package ca.rocketreception.ports.driven.business;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.agent.Agent;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.OwnedNumber;
import ca.rocketreception.domain.business.Subscriber;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The businesses we answer for, each with all that routing needs. Every method throws {@link
 * ca.rocketreception.domain.Refusal.Unavailable} when the store cannot be reached.
 */
public interface Subscribers {

  /**
   * Everybody who can be read, by slug, each with all it has. For the operator's commands; whoever
   * shows a list takes {@link #page}.
   */
  List<Business> all();

  /** Some of all businesses, by slug, with what a list shows of them and nothing else. */
  Page page(int limit, Optional<Slug> after);

  /** Whose slug it is; reads nothing of the business. */
  Optional<SubscriberId> id(Slug slug);

  /** The slug of a business; reads nothing else of it. */
  Optional<Slug> slug(SubscriberId id);

  /** What a business says of itself, without all that it has. */
  Optional<Subscriber> subscriber(SubscriberId id);

  /** Its agents, without all else that it has. */
  List<Agent> agents(SubscriberId id);

  Optional<Business> find(Slug slug);

  Optional<Business> find(SubscriberId id);

  /**
   * A business with one part of what it has, and nothing of the others: for whoever shows that
   * part. How much there is of the others costs nothing.
   */
  Optional<Business> find(SubscriberId id, Part part);

  /** What a business has several of. */
  enum Part {
    CHANNELS,
    AGENTS,
    HOURS,
    HOLIDAYS,
    BLOCKED_CALLERS,
    FACTS,
    NUMBERS
  }

  /** Whose number it is; of a shared number, the front's. Reads nothing of the business. */
  Optional<SubscriberId> owner(PhoneNumber number);

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

  /** A business and the numbers it has. */
  record Listed(Subscriber subscriber, List<PhoneNumber> numbers) {
    public Listed {
      requireNonNull(subscriber, "subscriber");
      numbers = List.copyOf(numbers);
    }

    public static Listed of(Business business) {
      return new Listed(
          business.subscriber(), business.numbers().stream().map(OwnedNumber::number).toList());
    }
  }

  /**
   * @param next after whom the next page begins; empty on the last
   */
  record Page(List<Listed> items, Optional<Slug> next) {
    public Page {
      items = List.copyOf(items);
      requireNonNull(next, "next");
    }
  }
}
