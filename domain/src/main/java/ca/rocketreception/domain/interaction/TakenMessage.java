package ca.rocketreception.domain.interaction;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.SubscriberId;
import java.time.Instant;

/**
 * A message that a receptionist took for the business, in a call or a chat.
 *
 * @param interaction the call or chat in which it was taken
 */
public record TakenMessage(
    SubscriberId subscriber,
    TakenMessageId id,
    InteractionId interaction,
    Instant takenAt,
    Matter content) {

  public TakenMessage {
    requireNonNull(subscriber, "subscriber");
    requireNonNull(id, "id");
    requireNonNull(interaction, "interaction");
    requireNonNull(takenAt, "takenAt");
    requireNonNull(content, "content");
  }
}
