package ca.rocketreception.ports.driven;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.Widget;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Widgets without a database. */
public final class InMemoryWidgets implements Widgets {

  private final Subscribers subscribers;
  private final Map<SubscriberId, Widget> widgets = new ConcurrentHashMap<>();

  public InMemoryWidgets(Subscribers subscribers) {
    this.subscribers = subscribers;
  }

  @Override
  public Widget of(SubscriberId subscriber) {
    return widgets.getOrDefault(subscriber, Widget.USUAL);
  }

  @Override
  public void save(SubscriberId subscriber, Widget widget) {
    subscribers
        .find(subscriber)
        .flatMap(business -> business.channel(ChannelKind.CHAT))
        .orElseThrow(() ->
            new Refusal.NotFound(
                "This subscriber has no chat channel", "Add a channel CHAT first."));
    widgets.put(subscriber, widget);
  }
}
