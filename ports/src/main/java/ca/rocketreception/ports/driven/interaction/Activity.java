package ca.rocketreception.ports.driven.interaction;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.interaction.InteractionId;
import java.util.function.Consumer;

/**
 * News that an interaction changed, told to whoever listens on any node within a moment. News may
 * be lost, so a listener also looks by itself now and then.
 */
public interface Activity {

  /** Tells the listeners; never waits, never fails. */
  void tell(News news);

  /** Calls the listener, which must not wait, on each news until the subscription is closed. */
  Subscription listen(Consumer<News> listener);

  record News(SubscriberId subscriber, InteractionId interaction) {}

  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
