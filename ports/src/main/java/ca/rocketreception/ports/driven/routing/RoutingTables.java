package ca.rocketreception.ports.driven.routing;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.routing.RoutingTable;

/** The node's own copy of who answers what, kept current in the background. */
public interface RoutingTables {

  /** The table as last read; never waits and never fails, also while the store is down. */
  RoutingTable current();

  /**
   * The table after looking a number up in the store, for a number that the current one lacks.
   * Waits half a second at most.
   *
   * @throws ca.rocketreception.domain.Refusal.Unavailable when it cannot be known now
   */
  RoutingTable lookingUp(PhoneNumber number);
}
