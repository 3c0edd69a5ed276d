package ca.rocketreception.ports.driven;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.ports.driven.access.ApiKeys;
import ca.rocketreception.ports.driven.access.ApiKeysContract;
import ca.rocketreception.ports.driven.access.AuditTrails;
import ca.rocketreception.ports.driven.access.AuditTrailsContract;
import ca.rocketreception.ports.driven.access.AuditedChangesContract;
import ca.rocketreception.ports.driven.access.Creations;
import ca.rocketreception.ports.driven.access.CreationsContract;
import ca.rocketreception.ports.driven.access.InMemoryApiKeys;
import ca.rocketreception.ports.driven.access.InMemoryAuditTrails;
import ca.rocketreception.ports.driven.access.InMemoryCreations;
import ca.rocketreception.ports.driven.agent.AgentPublications;
import ca.rocketreception.ports.driven.agent.AgentPublicationsContract;
import ca.rocketreception.ports.driven.agent.InMemoryAgentPublications;
import ca.rocketreception.ports.driven.billing.InMemoryPlans;
import ca.rocketreception.ports.driven.billing.InMemoryStatements;
import ca.rocketreception.ports.driven.billing.Plans;
import ca.rocketreception.ports.driven.billing.Statements;
import ca.rocketreception.ports.driven.billing.StatementsContract;
import ca.rocketreception.ports.driven.business.Facts;
import ca.rocketreception.ports.driven.business.FactsContract;
import ca.rocketreception.ports.driven.business.InMemoryFacts;
import ca.rocketreception.ports.driven.business.InMemorySubscribers;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import ca.rocketreception.ports.driven.conversation.Conversations;
import ca.rocketreception.ports.driven.conversation.ConversationsContract;
import ca.rocketreception.ports.driven.conversation.InMemoryConversations;
import ca.rocketreception.ports.driven.conversation.InMemoryWidgets;
import ca.rocketreception.ports.driven.conversation.Widgets;
import ca.rocketreception.ports.driven.conversation.WidgetsContract;
import ca.rocketreception.ports.driven.interaction.Activity;
import ca.rocketreception.ports.driven.interaction.ActivityContract;
import ca.rocketreception.ports.driven.interaction.InMemoryActivity;
import ca.rocketreception.ports.driven.interaction.InMemoryInteractions;
import ca.rocketreception.ports.driven.interaction.Interactions;
import ca.rocketreception.ports.driven.interaction.InteractionsContract;
import ca.rocketreception.ports.driven.interaction.ProviderEvents;
import ca.rocketreception.ports.driven.interaction.ProviderEventsContract;
import ca.rocketreception.ports.driven.interaction.TakenMessages;
import ca.rocketreception.ports.driven.number.InMemoryNumberConnections;
import ca.rocketreception.ports.driven.number.NumberConnections;
import ca.rocketreception.ports.driven.number.NumberConnectionsContract;
import ca.rocketreception.ports.driven.reconciliation.InMemoryReconciliations;
import ca.rocketreception.ports.driven.reconciliation.Reconciliations;
import ca.rocketreception.ports.driven.reconciliation.ReconciliationsContract;
import ca.rocketreception.ports.driven.routing.InMemoryReceptionSwitches;
import ca.rocketreception.ports.driven.routing.InMemoryRoutingTables;
import ca.rocketreception.ports.driven.routing.ReceptionSwitches;
import ca.rocketreception.ports.driven.routing.ReceptionSwitchesContract;
import ca.rocketreception.ports.driven.routing.RoutingTables;
import ca.rocketreception.ports.driven.routing.RoutingTablesContract;
import ca.rocketreception.ports.driven.usage.Caps;
import ca.rocketreception.ports.driven.usage.CapsContract;
import ca.rocketreception.ports.driven.usage.InMemoryCaps;
import ca.rocketreception.ports.driven.usage.UsageLedger;
import ca.rocketreception.ports.driven.usage.UsageLedgerContract;
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
