package ca.rocketreception.ports.driving.routing;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.business.Subscriber;
import ca.rocketreception.domain.routing.ReceptionSwitch;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driven.routing.ReceptionSwitches;
import ca.rocketreception.ports.driving.access.Asked;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Consumer;

/** A business switches its receptionist on and off; what changes stands in the audit trail. */
public final class SwitchingReception {

  private final Subscribers subscribers;
  private final ReceptionSwitches switches;
  private final InstantSource clock;

  public SwitchingReception(
      Subscribers subscribers, ReceptionSwitches switches, InstantSource clock) {
    this.subscribers = subscribers;
    this.switches = switches;
    this.clock = clock;
  }

  /**
   * How it is set.
   *
   * @param answers whether our receptionist answers now
   */
  public record Set(ReceptionSwitch how, boolean answers) {}

  public Set read(ApiKey key, Slug slug) {
    SubscriberId whose = Asked.opened(key, slug, subscribers);
    return set(whose, switches.of(whose));
  }

  /**
   * Sets it; what changes nothing leaves no entry.
   *
   * @param expected refuses, with {@link Refusal.Stale}, when it is not what the asker believes it
   *     to be
   */
  public Set set(Asked asked, ReceptionSwitch next, Consumer<ReceptionSwitch> expected) {
    SubscriberId whose = asked.admitted(subscribers);
    return set(
        whose,
        switches.change(
            whose,
            now -> {
              expected.accept(now);
              return next;
            },
            new AuditEntry(
                whose, clock.instant(), asked.actor(), "switched reception", next.inWords())));
  }

  private Set set(SubscriberId whose, ReceptionSwitch how) {
    ZoneId zone = subscribers.subscriber(whose).map(Subscriber::zone).orElse(ZoneOffset.UTC);
    return new Set(how, how.answers(clock.instant(), zone));
  }
}
