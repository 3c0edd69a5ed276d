package ca.rocketreception.ports.driven.interaction;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.interaction.TakenMessage;
import ca.rocketreception.domain.interaction.TakenMessageId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The messages that receptionists took for the businesses. */
public interface TakenMessages {

  /**
   * A subscriber's taken messages, newest first.
   *
   * @param limit how many at most
   * @param after the last one of the page before
   * @throws ca.rocketreception.domain.Refusal.Unavailable when the store cannot be reached
   */
  List<TakenMessage> page(SubscriberId subscriber, int limit, Optional<Cursor> after);

  /** A place in the list, which stays where it is while others arrive. */
  record Cursor(Instant takenAt, TakenMessageId id) {}
}
