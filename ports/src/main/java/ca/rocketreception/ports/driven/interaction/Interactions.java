package ca.rocketreception.ports.driven.interaction;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.interaction.Attribution;
import ca.rocketreception.domain.interaction.Clues;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.Transcript;
import ca.rocketreception.domain.interaction.Verdict;
import java.util.Optional;

/**
 * All calls, chats and threads, and the providers' events they were made from. Every method throws
 * {@link ca.rocketreception.domain.Refusal.Unavailable} when the store cannot be reached; then
 * nothing was written.
 */
public interface Interactions {

  /**
   * Stores an event as evidence and, in the same transaction, what {@code judge} makes of it.
   * Events of one provider's interaction are taken one after the other. The same bytes again are a
   * repeat: nothing is judged and nothing changes, unless the event still waits for its subscriber;
   * then it is judged again. When {@code judge} gives the interaction to another subscriber, it is
   * moved there whole. Durable when it returns; idempotent; may be retried.
   */
  Recorded record(ProviderEvent event, Clues clues, Judge judge);

  /**
   * One interaction of a subscriber, with some of its messages: those after a seq, so many at most.
   */
  Optional<Interaction> find(SubscriberId subscriber, InteractionId id, int afterSeq, int limit);

  /** The same with its first messages, as many as are kept of one. */
  default Optional<Interaction> find(SubscriberId subscriber, InteractionId id) {
    return find(subscriber, id, 0, Transcript.MAX_MESSAGES);
  }

  /** A page of a subscriber's interactions, newest first, without their messages. */
  InteractionPage page(SubscriberId subscriber, InteractionFilter filter);

  /** Decides about an event, from what is known and nothing else; may run more than once. */
  @FunctionalInterface
  interface Judge {
    /**
     * @param attribution the clues, looked up
     * @param current the interaction as it is, its messages unread; empty when there is none yet
     */
    Verdict judge(Attribution attribution, Optional<Interaction> current);
  }

  /**
   * What came of recording.
   *
   * @param repeat whether exactly this was recorded before
   * @param interaction the interaction as it is now, its messages unread; empty when the event
   *     belongs to none
   */
  record Recorded(boolean repeat, Optional<Interaction> interaction) {}
}
