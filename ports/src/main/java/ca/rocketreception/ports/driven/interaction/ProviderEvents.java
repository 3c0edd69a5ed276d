package ca.rocketreception.ports.driven.interaction;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The providers' events that were received, across all subscribers. */
public interface ProviderEvents {

  /** Once the bodies of events that are taken come to so much, no more are taken with them. */
  int MAX_OCTETS = 16 << 20;

  /**
   * Events that wait for their subscriber, those first that were tried longest ago. Taking them
   * counts as a try, so that one which waits for ever does not keep others from their turn. No more
   * are taken once their bodies come to {@link #MAX_OCTETS}, for all are held at once.
   */
  List<ProviderEvent> takeWaiting(int limit, Instant now);

  /**
   * One event that waits, to try it now, together with the audit entry of that; empty, and without
   * an entry, when it waits no longer.
   */
  Optional<ProviderEvent> takeWaiting(KeptEvent.Name name, Instant now, AuditEntry entry);

  /**
   * Some of a subscriber's events, newest first: those that were applied to its interactions.
   *
   * @param after the last one of the page before
   */
  List<KeptEvent> of(SubscriberId subscriber, int limit, Optional<KeptEvent.Cursor> after);

  /**
   * Some of the events that changed nothing, of all subscribers, newest first.
   *
   * @param outcome WAITING or IGNORED; empty for both
   * @param after the last one of the page before
   */
  List<KeptEvent> notApplied(
      Optional<KeptEvent.Outcome> outcome, int limit, Optional<KeptEvent.Cursor> after);

  Optional<KeptEvent> find(KeptEvent.Name name);

  /** The event as it was received. */
  Optional<ProviderEvent> evidence(KeptEvent.Name name);

  /** How many events wait for their subscriber. */
  long waiting();

  /**
   * Forgets events received before a moment, so many at most, and says how many. Interactions stay.
   */
  int forgetBefore(Instant moment, int most);
}
