package ca.rocketreception.ports.driving.access;

import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.access.ChainedEntry;
import ca.rocketreception.ports.driven.access.AuditTrails;
import ca.rocketreception.ports.driven.business.Subscribers;
import java.util.List;
import java.util.Optional;

/** What a business owner or operator does to know who changed what: reads the audit trail. */
public final class ReviewingChanges {

  /** So many are verified when somebody looks; the whole of a longer trail is the audit's to do. */
  private static final int VERIFIED = 1000;

  private final Subscribers subscribers;
  private final AuditTrails trails;

  public ReviewingChanges(Subscribers subscribers, AuditTrails trails) {
    this.subscribers = subscribers;
    this.trails = trails;
  }

  /**
   * Some entries, newest first.
   *
   * @param next the seq before which the next page begins; empty on the last page
   * @param verified whether the entries are as they were written: on the first page of {@value
   *     #VERIFIED} of the newest, on any other of those that it has
   */
  public record Page(
      List<ChainedEntry> entries, Optional<Long> next, AuditTrails.Verified verified) {

    public Page {
      entries = List.copyOf(entries);
    }
  }

  /**
   * @param before only entries with a smaller seq
   */
  public Page changes(ApiKey key, Slug slug, int limit, Optional<Long> before) {
    return page(Asked.opened(key, slug, subscribers), limit, before);
  }

  /** What was changed of the operator's own things, such as its keys; for the operator alone. */
  public Page operatorsChanges(ApiKey key, int limit, Optional<Long> before) {
    key.requireOperator();
    return page(AuditEntry.NOBODY, limit, before);
  }

  private Page page(SubscriberId subscriber, int limit, Optional<Long> before) {
    List<ChainedEntry> entries = trails.page(subscriber, limit, before);
    return new Page(
        entries,
        entries.stream().skip(limit - 1L).findFirst().map(ChainedEntry::seq).filter(seq -> seq > 1),
        trails.verify(subscriber, before, before.isEmpty() ? VERIFIED : limit));
  }
}
