package ca.rocketreception.ports.driven;

import ca.rocketreception.domain.ReceptionSwitch;
import ca.rocketreception.domain.SubscriberId;
import java.util.Map;

/**
 * Whether our receptionist answers each business's calls. Every method throws {@link
 * ca.rocketreception.domain.Refusal.Unavailable} when the store cannot be reached.
 */
public interface ReceptionSwitches {

  /** On, when nobody said otherwise. */
  ReceptionSwitch of(SubscriberId subscriber);

  /** Sets it and tells every node. Idempotent. */
  void put(SubscriberId subscriber, ReceptionSwitch next);

  /** Those that are not simply on, of everybody. */
  Map<SubscriberId, ReceptionSwitch> all();
}
