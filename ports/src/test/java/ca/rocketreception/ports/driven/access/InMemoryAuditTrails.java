package ca.rocketreception.ports.driven.access;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.access.ChainedEntry;
import ca.rocketreception.ports.driven.business.InMemorySubscribers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The trails of what was changed in memory; nobody can tamper with them. */
public final class InMemoryAuditTrails implements AuditTrails {

  private final InMemorySubscribers subscribers;

  public InMemoryAuditTrails(InMemorySubscribers subscribers) {
    this.subscribers = subscribers;
  }

  @Override
  public List<ChainedEntry> page(SubscriberId subscriber, int limit, Optional<Long> before) {
    return chain(subscriber).reversed().stream()
        .filter(entry -> before.filter(seq -> entry.seq() >= seq).isEmpty())
        .limit(limit)
        .toList();
  }

  @Override
  public Verified verify(SubscriberId subscriber) {
    return new Verified(chain(subscriber).size(), Optional.empty());
  }

  @Override
  public Verified verify(SubscriberId subscriber, Optional<Long> before, int most) {
    return new Verified(page(subscriber, most, before).size(), Optional.empty());
  }

  @Override
  public List<ChainEnd> ends(int limit, Optional<SubscriberId> after) {
    return subscribers.entries().stream()
        .map(AuditEntry::subscriber)
        .distinct()
        .sorted(Comparator.comparing(SubscriberId::toString))
        .filter(
            one -> after.filter(last -> one.toString().compareTo(last.toString()) <= 0).isEmpty())
        .limit(limit)
        .map(one -> new ChainEnd(one, chain(one).getLast().end()))
        .toList();
  }

  private List<ChainedEntry> chain(SubscriberId subscriber) {
    List<ChainedEntry> chain = new ArrayList<>();
    ChainedEntry.End end = ChainedEntry.End.OF_NOTHING;
    for (AuditEntry entry : subscribers.entries()) {
      if (entry.subscriber().equals(subscriber)) {
        chain.add(end.append(entry));
        end = chain.getLast().end();
      }
    }
    return chain;
  }
}
