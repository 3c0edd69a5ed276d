package ca.rocketreception.ports.driven;

import ca.rocketreception.domain.SubscriberId;
import org.junit.jupiter.api.Nested;

/** The fakes keep to the same contracts as the stores they stand for. */
class InMemoryStoresTest {

  @Nested
  class AuditedChangesInMemory implements AuditedChangesContract {
    private final InMemorySubscribers subscribers = new InMemorySubscribers();
    private final InMemoryInteractions interactions = new InMemoryInteractions(subscribers);
    private final InMemoryPlans plans = new InMemoryPlans(subscribers);
    private final Statements statements =
        new InMemoryStatements(subscribers, plans, interactions.ledger());
    private final Reconciliations reconciliations =
        new InMemoryReconciliations(subscribers, interactions);
    private final Caps caps = new InMemoryCaps(subscribers, interactions.ledger());
    private final ReceptionSwitches switches = new InMemoryReceptionSwitches(subscribers);
    private final AuditTrails trails = new InMemoryAuditTrails(subscribers);

    @Override
    public Subscribers subscribers() {
      return subscribers;
    }

    @Override
    public Interactions interactions() {
      return interactions;
    }

    @Override
    public ProviderEvents events() {
      return interactions;
    }

    @Override
    public Plans plans() {
      return plans;
    }

    @Override
    public Statements statements() {
      return statements;
    }

    @Override
    public Reconciliations reconciliations() {
      return reconciliations;
    }

    @Override
    public Caps caps() {
      return caps;
    }

    @Override
    public ReceptionSwitches switches() {
      return switches;
    }

    @Override
    public AuditTrails trails() {
      return trails;
    }

    @Override
    public void refuseEntries(boolean refuse) {
      subscribers.refuseEntries(refuse);
    }
  }

  @Nested
  class CapsInMemory implements CapsContract {
    private final InMemorySubscribers subscribers = new InMemorySubscribers();
    private final InMemoryInteractions interactions = new InMemoryInteractions(subscribers);
    private final Caps caps = new InMemoryCaps(subscribers, interactions.ledger());
    private final AuditTrails trails = new InMemoryAuditTrails(subscribers);

    @Override
    public Subscribers subscribers() {
      return subscribers;
    }

    @Override
    public Interactions interactions() {
      return interactions;
    }

    @Override
    public UsageLedger ledger() {
      return interactions.ledger();
    }

    @Override
    public Caps caps() {
      return caps;
    }

    @Override
    public AuditTrails trails() {
      return trails;
    }
  }

  @Nested
  class StatementsInMemory implements StatementsContract {
    private final InMemorySubscribers subscribers = new InMemorySubscribers();
    private final InMemoryInteractions interactions = new InMemoryInteractions(subscribers);
    private final InMemoryPlans plans = new InMemoryPlans(subscribers);
    private final InMemoryStatements statements =
        new InMemoryStatements(subscribers, plans, interactions.ledger());

    @Override
    public Subscribers subscribers() {
      return subscribers;
    }

    @Override
    public Interactions interactions() {
      return interactions;
    }

    @Override
    public Plans plans() {
      return plans;
    }

    @Override
    public Statements statements() {
      return statements;
    }
  }

  @Nested
  class ReceptionSwitchesInMemory implements ReceptionSwitchesContract {
    private final InMemorySubscribers subscribers = new InMemorySubscribers();
    private final ReceptionSwitches switches = new InMemoryReceptionSwitches(subscribers);
    private final AuditTrails trails = new InMemoryAuditTrails(subscribers);

    @Override
    public Subscribers subscribers() {
      return subscribers;
    }

    @Override
    public ReceptionSwitches switches() {
      return switches;
    }

    @Override
    public AuditTrails trails() {
      return trails;
    }
  }

  @Nested
  class ReconciliationsInMemory implements ReconciliationsContract {
    private final InMemorySubscribers subscribers = new InMemorySubscribers();
    private final InMemoryInteractions interactions = new InMemoryInteractions(subscribers);
    private final Reconciliations reconciliations =
        new InMemoryReconciliations(subscribers, interactions);

    @Override
    public Subscribers subscribers() {
      return subscribers;
    }

    @Override
    public Interactions interactions() {
      return interactions;
    }

    @Override
    public Reconciliations reconciliations() {
      return reconciliations;
    }
  }

  @Nested
  class NumberConnectionsInMemory implements NumberConnectionsContract {
    private final InMemorySubscribers subscribers = new InMemorySubscribers();
    private final NumberConnections connections = new InMemoryNumberConnections();

    @Override
    public Subscribers subscribers() {
      return subscribers;
    }

    @Override
    public NumberConnections connections() {
      return connections;
    }
  }

  @Nested
  class SubscribersInMemory implements SubscribersContract {
    private final InMemorySubscribers subscribers = new InMemorySubscribers();

    @Override
    public Subscribers subscribers() {
      return subscribers;
    }
  }

  @Nested
  class InteractionsInMemory implements InteractionsContract {
    private final InMemorySubscribers subscribers = new InMemorySubscribers();
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

  @Nested
  class ProviderEventsInMemory implements ProviderEventsContract {
    private final InMemorySubscribers subscribers = new InMemorySubscribers();
    private final InMemoryInteractions interactions = new InMemoryInteractions(subscribers);

    @Override
    public Subscribers subscribers() {
      return subscribers;
    }

    @Override
    public Interactions interactions() {
      return interactions;
    }

    @Override
    public ProviderEvents events() {
      return interactions;
    }
  }

  @Nested
  class ApiKeysInMemory implements ApiKeysContract {
    private final InMemorySubscribers subscribers = new InMemorySubscribers();
    private final ApiKeys keys = new InMemoryApiKeys();

    @Override
    public Subscribers subscribers() {
      return subscribers;
    }

    @Override
    public ApiKeys keys() {
      return keys;
    }
  }

  @Nested
  class FactsInMemory implements FactsContract {
    private final InMemorySubscribers subscribers = new InMemorySubscribers();
    private final Facts facts = new InMemoryFacts(subscribers);

    @Override
    public Subscribers subscribers() {
      return subscribers;
    }

    @Override
    public Facts facts() {
      return facts;
    }
  }

  @Nested
  class AuditTrailsInMemory implements AuditTrailsContract {
    private final InMemorySubscribers subscribers = new InMemorySubscribers();
    private final AuditTrails trails = new InMemoryAuditTrails(subscribers);

    @Override
    public Subscribers subscribers() {
      return subscribers;
    }

    @Override
    public AuditTrails trails() {
      return trails;
    }
  }

  @Nested
  class CreationsInMemory implements CreationsContract {
    private final Creations creations = new InMemoryCreations();

    @Override
    public Creations creations() {
      return creations;
    }
  }

  @Nested
  class ActivityInMemory implements ActivityContract {
    private final Activity activity = new InMemoryActivity();

    @Override
    public Activity activity() {
      return activity;
    }
  }

  @Nested
  class RoutingTablesInMemory implements RoutingTablesContract {
    private final InMemorySubscribers subscribers = new InMemorySubscribers();
    private final RoutingTables routingTables = new InMemoryRoutingTables(subscribers);

    @Override
    public Subscribers subscribers() {
      return subscribers;
    }

    @Override
    public RoutingTables routingTables() {
      return routingTables;
    }
  }

  @Nested
  class ConversationsInMemory implements ConversationsContract {
    private final InMemorySubscribers subscribers = new InMemorySubscribers();
    private final InMemoryInteractions interactions = new InMemoryInteractions(subscribers);
    private final InMemoryConversations conversations = new InMemoryConversations(interactions);

    @Override
    public Subscribers subscribers() {
      return subscribers;
    }

    @Override
    public Interactions interactions() {
      return interactions;
    }

    @Override
    public Conversations conversations() {
      return conversations;
    }

    @Override
    public TakenMessages takenMessages() {
      return conversations;
    }

    @Override
    public long tookOver(SubscriberId subscriber) {
      return conversations.entries().size();
    }
  }

  @Nested
  class WidgetsInMemory implements WidgetsContract {
    private final InMemorySubscribers subscribers = new InMemorySubscribers();
    private final Widgets widgets = new InMemoryWidgets(subscribers);

    @Override
    public Subscribers subscribers() {
      return subscribers;
    }

    @Override
    public Widgets widgets() {
      return widgets;
    }
  }

  @Nested
  class UsageLedgerInMemory implements UsageLedgerContract {
    private final InMemorySubscribers subscribers = new InMemorySubscribers();
    private final InMemoryInteractions interactions = new InMemoryInteractions(subscribers);
    private final InMemoryConversations conversations = new InMemoryConversations(interactions);

    @Override
    public Subscribers subscribers() {
      return subscribers;
    }

    @Override
    public Interactions interactions() {
      return interactions;
    }

    @Override
    public Conversations conversations() {
      return conversations;
    }

    @Override
    public UsageLedger ledger() {
      return interactions.ledger();
    }
  }

  @Nested
  class AgentPublicationsInMemory implements AgentPublicationsContract {
    private final InMemorySubscribers subscribers = new InMemorySubscribers();
    private final AgentPublications publications = new InMemoryAgentPublications();

    @Override
    public Subscribers subscribers() {
      return subscribers;
    }

    @Override
    public AgentPublications publications() {
      return publications;
    }
  }
}
