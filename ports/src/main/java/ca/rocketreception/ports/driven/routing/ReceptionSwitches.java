package ca.rocketreception.ports.driven.routing;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.routing.ReceptionSwitch;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Whether our receptionist answers each business's calls. Every method throws {@link
 * ca.rocketreception.domain.Refusal.Unavailable} when the store cannot be reached.
 */
public interface ReceptionSwitches {

  /** On, when nobody said otherwise. */
  ReceptionSwitch of(SubscriberId subscriber);

  /**
   * Changes it in one transaction, in which nobody else changes it, and returns what it is now.
   * When something differs, the audit entry is written with it, telling what became other, and
   * every node is told. {@code change} may run more than once and must not do anything but compute.
   */
  ReceptionSwitch change(
      SubscriberId subscriber, UnaryOperator<ReceptionSwitch> change, AuditEntry entry);

  /** Those that are not simply on, of everybody. */
  Map<SubscriberId, ReceptionSwitch> all();
}
