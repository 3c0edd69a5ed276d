package ca.rocketreception.ports.driven;

import org.junit.jupiter.api.Nested;

/** The fakes keep to the same contracts as the stores they stand for. */
class InMemoryStoresTest {

  @Nested
  class SubscribersInMemory implements SubscribersContract {
    private final Subscribers subscribers = new InMemorySubscribers();

    @Override
    public Subscribers subscribers() {
      return subscribers;
    }
  }

  @Nested
  class InteractionsInMemory implements InteractionsContract {
    private final Subscribers subscribers = new InMemorySubscribers();
    private final Interactions interactions = new InMemoryInteractions(subscribers);

    @Override
    public Subscribers subscribers() {
      return subscribers;
    }

    @Override
    public Interactions interactions() {
      return interactions;
    }
  }
}
