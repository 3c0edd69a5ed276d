package ca.rocketreception.ports.driven.conversation;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.conversation.Widget;
import ca.rocketreception.ports.driven.business.InMemorySubscribers;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Widgets without a database. */
public final class InMemoryWidgets implements Widgets {

  private final InMemorySubscribers subscribers;
  private final Map<SubscriberId, Widget> widgets = new ConcurrentHashMap<>();

  public InMemoryWidgets(InMemorySubscribers subscribers) {
    this.subscribers = subscribers;
  }

  @Override
  public Widget of(SubscriberId subscriber) {
    return widgets.getOrDefault(subscriber, Widget.USUAL);
  }

  @Override
  public Widget change(SubscriberId subscriber, UnaryOperator<Widget> change, AuditEntry entry) {
    subscribers
        .find(subscriber)
        .flatMap(business -> business.channel(ChannelKind.CHAT))
        .orElseThrow(() ->
            new Refusal.NotFound(
                "This subscriber has no chat channel", "Add a channel CHAT first."));
    Widget before = of(subscriber);
    Widget now = change.apply(before);
    if (!now.equals(before)) {
      widgets.put(subscriber, now);
      subscribers.note(entry.comparing(before.inWords(), now.inWords(before)));
    }
    return now;
  }
}
