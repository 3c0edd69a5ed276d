package ca.rocketreception.ports.driven;

import java.time.Instant;
import java.util.List;

/** The providers' events that were received, across all subscribers. */
public interface ProviderEvents {

  /**
   * Events that wait for their subscriber, those first that were tried longest ago. Taking them
   * counts as a try, so that one which waits for ever does not keep others from their turn.
   */
  List<ProviderEvent> takeWaiting(int limit, Instant now);

  /** How many events wait for their subscriber. */
  long waiting();

  /** Forgets the events received before a moment, and says how many. Interactions stay. */
  int forgetBefore(Instant moment);
}
