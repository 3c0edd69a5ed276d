package ca.rocketreception.ports.driven.reconciliation;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.reconciliation.HeldRecord;
import ca.rocketreception.ports.driven.interaction.ProviderEvent;
import ca.rocketreception.ports.driven.interaction.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The calls and chats that an AI provider has in its own records. Only reads; may be repeated.
 * Every method throws {@link ca.rocketreception.domain.Refusal.ProviderFailed} when the provider
 * does not answer, or answers in a circle.
 */
public interface InteractionRecords {

  /**
   * Hands over, page by page, what began in a time. What changes meanwhile may be told twice, or
   * not; nothing is held while the receiver works.
   *
   * @param from the first moment
   * @param to the first that is no longer meant
   */
  void list(Instant from, Instant to, Consumer<List<HeldRecord.Listed>> page);

  /**
   * All that the provider has of one, as an event of its own: a later stage than any webhook.
   *
   * @return empty when it is kept no longer
   */
  Optional<Found> read(HeldRecord.Listed listed, Instant now);

  /** What was read, and what it tells. */
  record Found(ProviderEvent event, Reading reading) {
    public Found {
      requireNonNull(event, "event");
      requireNonNull(reading, "reading");
    }
  }
}
