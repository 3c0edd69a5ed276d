package ca.rocketreception.ports.driven;

import ca.rocketreception.domain.ChainedEntry;
import ca.rocketreception.domain.SubscriberId;
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

  /** Reads a subscriber's whole trail and recomputes its chain. */
  Verified verify(SubscriberId subscriber);

  /**
   * Reads some of a trail, the newest first, and recomputes the chain of these alone: whether each
   * is as it was added and follows the one before.
   *
   * @param before only entries with a smaller seq; empty from the end, which then must be there
   * @param most how many are read
   */
  Verified verify(SubscriberId subscriber, Optional<Long> before, int most);

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
