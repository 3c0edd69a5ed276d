package ca.rocketreception.ports.driven;

import ca.rocketreception.domain.ReceptionSwitch;
import ca.rocketreception.domain.SubscriberId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Switches without a database. */
public final class InMemoryReceptionSwitches implements ReceptionSwitches {

  private final Map<SubscriberId, ReceptionSwitch> switches = new ConcurrentHashMap<>();

  @Override
  public ReceptionSwitch of(SubscriberId subscriber) {
    return switches.getOrDefault(subscriber, ReceptionSwitch.ON);
  }

  @Override
  public void put(SubscriberId subscriber, ReceptionSwitch next) {
    if (next.equals(ReceptionSwitch.ON)) {
      switches.remove(subscriber);
    } else {
      switches.put(subscriber, next);
    }
  }

  @Override
  public Map<SubscriberId, ReceptionSwitch> all() {
    return Map.copyOf(switches);
  }
}
