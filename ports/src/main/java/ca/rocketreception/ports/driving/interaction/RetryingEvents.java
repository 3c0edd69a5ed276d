package ca.rocketreception.ports.driving.interaction;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.access.Actor;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.ports.driven.interaction.EventReader;
import ca.rocketreception.ports.driven.interaction.KeptEvent;
import ca.rocketreception.ports.driven.interaction.ProviderEvents;
import ca.rocketreception.ports.driving.Forgetting;
import ca.rocketreception.ports.driving.OneByOne;
import ca.rocketreception.ports.driving.routing.ReceivingCalls;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the clock, or an operator, sets going: waiting events are tried again, old evidence is
 * forgotten.
 */
public final class RetryingEvents {

  private static final int AT_A_TIME = 200;

  private final ProviderEvents events;
  private final EventReader reader;
  private final ReceivingCalls calls;
  private final InstantSource clock;

  public RetryingEvents(
      ProviderEvents events, EventReader reader, ReceivingCalls calls, InstantSource clock) {
    this.events = events;
    this.reader = reader;
    this.calls = calls;
    this.clock = clock;
  }

  /** Tries events again that wait for their subscriber, and says how many found it. */
  public long retryWaiting() {
    AtomicLong found = new AtomicLong();
    new OneByOne("try an event again")
        .each(
            events.takeWaiting(AT_A_TIME, clock.instant()),
            event -> event.provider() + " " + event.event() + " of " + event.providerId(),
            event -> {
              if (calls.record(event, reader.read(event)).interaction().isPresent()) {
                found.incrementAndGet();
              }
            })
        .end();
    return found.get();
  }

  /**
   * Tries one event again that waits, and says what became of it now. Stands in the operator's
   * trail, whatever comes of it.
   *
   * @throws Refusal.Conflict when it waits no longer
   */
  public KeptEvent retry(ApiKey key, String requestId, KeptEvent.Name name) {
    key.requireOperator();
    key.requireManaging();
    KeptEvent kept = events.find(name).orElseThrow(ReviewingEvents::unknown);
    kept.requireWaiting();
    events
        .takeWaiting(
            name,
            clock.instant(),
            new AuditEntry(
                AuditEntry.NOBODY,
                clock.instant(),
                Actor.with(key, requestId),
                "retried event",
                name.provider() + " " + name.event() + " of " + name.providerId()))
        .ifPresent(event -> calls.record(event, reader.read(event)));
    return events.find(name).orElse(kept);
  }

  /** Forgets evidence older than it is kept, and says how much. */
  public int forgetOlderThan(Duration kept) {
    Instant moment = clock.instant().minus(kept);
    return Forgetting.inBatches("events", clock, most -> events.forgetBefore(moment, most));
  }
}
