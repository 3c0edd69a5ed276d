package ca.rocketreception.ports.driving.interaction;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driven.interaction.KeptEvent;
import ca.rocketreception.ports.driven.interaction.ProviderEvent;
import ca.rocketreception.ports.driven.interaction.ProviderEvents;
import ca.rocketreception.ports.driving.access.Asked;
import java.util.List;
import java.util.Optional;

/** What an operator does when something is missing: looks at what the providers sent. */
public final class ReviewingEvents {

  private final Subscribers subscribers;
  private final ProviderEvents events;

  public ReviewingEvents(Subscribers subscribers, ProviderEvents events) {
    this.subscribers = subscribers;
    this.events = events;
  }

  /** An event as it was received, and what became of it. */
  public record Evidence(KeptEvent kept, ProviderEvent event) {}

  /** The events that were applied to a subscriber's interactions, newest first. */
  public List<KeptEvent> of(ApiKey key, Slug slug, int limit, Optional<KeptEvent.Cursor> after) {
    return events.of(Asked.opened(key, slug, subscribers), limit, after);
  }

  /** The events of all providers that changed nothing, newest first. */
  public List<KeptEvent> notApplied(
      ApiKey key,
      Optional<KeptEvent.Outcome> outcome,
      int limit,
      Optional<KeptEvent.Cursor> after) {
    key.requireOperator();
    return events.notApplied(outcome, limit, after);
  }

  /** One event with its body. */
  public Evidence event(ApiKey key, KeptEvent.Name name) {
    key.requireOperator();
    return events
        .find(name)
        .flatMap(kept -> events.evidence(name).map(event -> new Evidence(kept, event)))
        .orElseThrow(ReviewingEvents::unknown);
  }

  static Refusal unknown() {
    return new Refusal.NotFound(
        "There is no such event, or it is no longer kept", "Take an id from the list of events.");
  }
}
