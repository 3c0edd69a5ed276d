package ca.rocketreception.ports.driving.conversation;

import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.conversation.Widget;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driven.conversation.Widgets;
import ca.rocketreception.ports.driving.access.Asked;
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

  /** The widget of a business that the key opens; the usual one where nothing was said. */
  public Widget widget(ApiKey key, Slug slug) {
    return widgets.of(Asked.opened(key, slug, subscribers));
  }

  /** Changes it, and returns what it is now. Idempotent; what changes nothing leaves no entry. */
  public Widget shape(Asked asked, UnaryOperator<Widget> change) {
    SubscriberId whose = asked.admitted(subscribers);
    return widgets.change(
        whose, change, new AuditEntry(whose, clock.instant(), asked.actor(), "set widget", "CHAT"));
  }
}
