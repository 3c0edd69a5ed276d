package ca.rocketreception.ports.driven.access;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.ChainedEntry;
import java.util.List;
import java.util.Optional;

/**
 * What was changed of each subscriber, and by whom. Entries are added by whatever stores a change,
 * in its transaction, and in no other way; they are never changed or taken away.
 */
public interface AuditTrails {

  /**
   * Some of a subscriber's entries, newest first.
   *
   * @param before only entries with a smaller seq
   */
  List<ChainedEntry> page(SubscriberId subscriber, int limit, Optional<Long> before);

  /**
   * Reads a subscriber's whole trail and recomputes its chain. One that is there and has no entry
   * is broken. Whoever can write to the store's tables as their owner can make a whole new chain
   * with a new end: that shows only where the ends of before were told outside.
   */
  Verified verify(SubscriberId subscriber);

  /**
   * Reads some of a trail, the newest first, and recomputes the chain of these alone: whether each
   * is as it was added and follows the one before.
   *
   * @param before only entries with a smaller seq; empty from the end, which then must be there, as
   *     must an entry of a subscriber who is there
   * @param most how many are read
   */
  Verified verify(SubscriberId subscriber, Optional<Long> before, int most);

  /** Where the trails end, by subscriber: some, those after one. */
  List<ChainEnd> ends(int limit, Optional<SubscriberId> after);

  /** Where the trail of a subscriber ends: how many entries it has, and the hash of the last. */
  record ChainEnd(SubscriberId subscriber, ChainedEntry.End end) {}

  /**
   * @param entries how many were read
   * @param brokenAt the place of the first entry that is not what it was when it was added, or is
   *     gone; empty when the chain holds
   */
  record Verified(long entries, Optional<Long> brokenAt) {

    public boolean holds() {
      return brokenAt.isEmpty();
    }
  }
}
