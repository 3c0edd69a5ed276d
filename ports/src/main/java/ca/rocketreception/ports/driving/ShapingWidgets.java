package ca.rocketreception.ports.driving;

import ca.rocketreception.domain.AuditEntry;
import ca.rocketreception.domain.Business;
import ca.rocketreception.domain.Widget;
import ca.rocketreception.ports.driven.Subscribers;
import ca.rocketreception.ports.driven.Widgets;
import java.time.InstantSource;
import java.util.function.UnaryOperator;

/** What a business says about its chat widget: how it looks, and on whose pages it may stand. */
public final class ShapingWidgets {

  private final Subscribers subscribers;
  private final Widgets widgets;
  private final InstantSource clock;

  public ShapingWidgets(Subscribers subscribers, Widgets widgets, InstantSource clock) {
    this.subscribers = subscribers;
    this.widgets = widgets;
    this.clock = clock;
  }

  /** The widget of a business that may be looked at; the usual one where nothing was said. */
  public Widget widget(Business business) {
    return widgets.of(business.id());
  }

  /** Changes it, and returns what it is now. Idempotent; what changes nothing leaves no entry. */
  public Widget shape(Asked asked, UnaryOperator<Widget> change) {
    Business business = asked.allowed(subscribers.find(asked.slug()));
    return widgets.change(
        business.id(),
        change,
        new AuditEntry(business.id(), clock.instant(), asked.actor(), "set widget", "CHAT"));
  }
}
