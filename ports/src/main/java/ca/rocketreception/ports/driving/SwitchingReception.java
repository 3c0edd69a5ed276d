package ca.rocketreception.ports.driving;

import ca.rocketreception.domain.ApiKey;
import ca.rocketreception.domain.AuditEntry;
import ca.rocketreception.domain.Business;
import ca.rocketreception.domain.ReceptionSwitch;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.ports.driven.AuditTrails;
import ca.rocketreception.ports.driven.ReceptionSwitches;
import ca.rocketreception.ports.driven.Subscribers;
import java.time.InstantSource;

/** A business switches its receptionist on and off; what changes stands in the audit trail. */
public final class SwitchingReception {

  private final Subscribers subscribers;
  private final ReceptionSwitches switches;
  private final AuditTrails trails;
  private final InstantSource clock;

  public SwitchingReception(
      Subscribers subscribers,
      ReceptionSwitches switches,
      AuditTrails trails,
      InstantSource clock) {
    this.subscribers = subscribers;
    this.switches = switches;
    this.trails = trails;
    this.clock = clock;
  }

  /**
   * How it is set.
   *
   * @param answers whether our receptionist answers now
   */
  public record Set(ReceptionSwitch how, boolean answers) {}

  public Set read(ApiKey key, Slug slug) {
    Business business = Asked.opened(key, slug, subscribers.find(slug));
    return set(business, switches.of(business.id()));
  }

  public Set set(Asked asked, ReceptionSwitch next) {
    Business business = asked.allowed(subscribers.find(asked.slug()));
    switches.put(business.id(), next);
    trails.add(
        new AuditEntry(
            business.id(), clock.instant(), asked.actor(), "switched reception", next.inWords()));
    return set(business, next);
  }

  private Set set(Business business, ReceptionSwitch how) {
    return new Set(how, how.answers(clock.instant(), business.subscriber().zone()));
  }
}
