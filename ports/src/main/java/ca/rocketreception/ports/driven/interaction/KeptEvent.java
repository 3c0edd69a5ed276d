package ca.rocketreception.ports.driven.interaction;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.Refusal;
import java.time.Instant;

/**
 * A provider's event and what became of it, without its body.
 *
 * @param reason why it is ignored or waits, in words; may be empty
 */
public record KeptEvent(Name name, Instant receivedAt, Outcome outcome, String reason) {

  public KeptEvent {
    requireNonNull(name, "name");
    requireNonNull(receivedAt, "receivedAt");
    requireNonNull(outcome, "outcome");
    requireNonNull(reason, "reason");
  }

  /** What became of an event. */
  public enum Outcome {
    APPLIED,
    IGNORED,
    WAITING
  }

  /** Tells events apart; of the same bytes again, one is kept. */
  public record Name(Provider provider, String providerId, String event, String bodySha256) {

    public Name {
      requireNonNull(provider, "provider");
      requireNonNull(providerId, "providerId");
      requireNonNull(event, "event");
      requireNonNull(bodySha256, "bodySha256");
    }
  }

  /** A place in a list, which stays where it is while others arrive. */
  public record Cursor(Instant receivedAt, Name name) {}

  /** Refuses to try an event again that is done with. */
  public void requireWaiting() {
    if (outcome != Outcome.WAITING) {
      throw new Refusal.Conflict(
          "This event does not wait: it is " + outcome, "Retry only events that wait.");
    }
  }

  public Cursor cursor() {
    return new Cursor(receivedAt, name);
  }
}
