package ca.rocketreception.ports.driven.routing;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.routing.ReceptionSwitch;
import ca.rocketreception.ports.driven.business.InMemorySubscribers;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Switches without a database. */
public final class InMemoryReceptionSwitches implements ReceptionSwitches {

  private final InMemorySubscribers subscribers;
  private final Map<SubscriberId, ReceptionSwitch> switches = new ConcurrentHashMap<>();

  public InMemoryReceptionSwitches(InMemorySubscribers subscribers) {
    this.subscribers = subscribers;
  }

  @Override
  public ReceptionSwitch of(SubscriberId subscriber) {
    return switches.getOrDefault(subscriber, ReceptionSwitch.ON);
  }

  @Override
  public synchronized ReceptionSwitch change(
      SubscriberId subscriber, UnaryOperator<ReceptionSwitch> change, AuditEntry entry) {
    ReceptionSwitch before = of(subscriber);
    ReceptionSwitch next = change.apply(before);
    if (!next.equals(before)) {
      subscribers.note(entry.comparing(before.inLines(), next.inLines()));
      if (next.equals(ReceptionSwitch.ON)) {
        switches.remove(subscriber);
      } else {
        switches.put(subscriber, next);
      }
    }
    return next;
  }

  @Override
  public Map<SubscriberId, ReceptionSwitch> all() {
    return Map.copyOf(switches);
  }
}
