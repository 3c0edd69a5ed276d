package ca.rocketreception.ports.driven.routing;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.routing.RoutingTable;
import ca.rocketreception.ports.driven.business.Subscribers;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;

/** A routing table that holds what it was given, over a store that may be away. */
public final class InMemoryRoutingTables implements RoutingTables {

  private final Subscribers subscribers;
  private volatile RoutingTable table;
  private volatile boolean storeAway;

  public InMemoryRoutingTables(Subscribers subscribers) {
    this.subscribers = subscribers;
    this.table = RoutingTable.of(subscribers.all());
  }

  /** For tests: knows only these businesses until a number is looked up. */
  public void forgetAllBut(Business... businesses) {
    table = RoutingTable.of(List.of(businesses));
  }

  /** For tests: in these months they have come to their hard caps. */
  public void fill(Map<SubscriberId, YearMonth> months) {
    table = table.withFull(months);
  }

  /** For tests: the store cannot be reached. */
  public void storeGoesAway() {
    storeAway = true;
  }

  @Override
  public RoutingTable current() {
    return table;
  }

  @Override
  public RoutingTable lookingUp(PhoneNumber number) {
    if (storeAway) {
      throw new Refusal.Unavailable("The database cannot be reached", null);
    }
    subscribers
        .owner(number)
        .flatMap(subscribers::find)
        .ifPresent(business -> table = table.with(business));
    return table;
  }
}
