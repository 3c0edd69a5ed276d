package ca.rocketreception.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.Discrepancy;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.domain.access.ApiKeyId;
import ca.rocketreception.ports.driven.access.ApiKeys;
import ca.rocketreception.ports.driven.access.ApiKeysContract;
import ca.rocketreception.ports.driven.access.AuditTrails;
import ca.rocketreception.ports.driven.access.AuditTrailsContract;
import ca.rocketreception.ports.driven.access.AuditedChangesContract;
import ca.rocketreception.ports.driven.access.Creations;
import ca.rocketreception.ports.driven.access.CreationsContract;
import ca.rocketreception.ports.driven.agent.AgentPublications;
import ca.rocketreception.ports.driven.agent.AgentPublicationsContract;
import ca.rocketreception.ports.driven.billing.Plans;
import ca.rocketreception.ports.driven.billing.Statements;
import ca.rocketreception.ports.driven.business.Facts;
import ca.rocketreception.ports.driven.business.FactsContract;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import ca.rocketreception.ports.driven.conversation.Conversations;
import ca.rocketreception.ports.driven.conversation.ConversationsContract;
import ca.rocketreception.ports.driven.conversation.Widgets;
import ca.rocketreception.ports.driven.conversation.WidgetsContract;
import ca.rocketreception.ports.driven.interaction.Activity;
import ca.rocketreception.ports.driven.interaction.ActivityContract;
import ca.rocketreception.ports.driven.interaction.Interactions;
import ca.rocketreception.ports.driven.interaction.InteractionsContract;
import ca.rocketreception.ports.driven.interaction.ProviderEvents;
import ca.rocketreception.ports.driven.interaction.ProviderEventsContract;
import ca.rocketreception.ports.driven.interaction.Reading;
import ca.rocketreception.ports.driven.interaction.TakenMessages;
import ca.rocketreception.ports.driven.number.NumberConnections;
import ca.rocketreception.ports.driven.number.NumberConnectionsContract;
import ca.rocketreception.ports.driven.reconciliation.Reconciliations;
import ca.rocketreception.ports.driven.reconciliation.ReconciliationsContract;
import ca.rocketreception.ports.driven.routing.ReceptionSwitches;
import ca.rocketreception.ports.driven.routing.ReceptionSwitchesContract;
import ca.rocketreception.ports.driven.routing.RoutingTables;
import ca.rocketreception.ports.driven.routing.RoutingTablesContract;
import ca.rocketreception.ports.driven.usage.Caps;
import ca.rocketreception.ports.driven.usage.CapsContract;
import ca.rocketreception.ports.driven.usage.UsageLedger;
import ca.rocketreception.ports.driven.usage.UsageLedgerContract;
import ca.rocketreception.postgres.business.PostgresSubscribers;
import ca.rocketreception.postgres.routing.PostgresRoutingTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/** The stores keep to the same contracts as their fakes, on a real PostgreSQL. */
class PostgresStoresTest {

  private static Database database;

  @BeforeAll
  static void open() {
    database = Database.open(TestPostgres.copy());
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void empty() {
    TestPostgres.empty(database);
  }

  @Nested
  class AuditedChangesInPostgres implements AuditedChangesContract {

    @Override
    public Subscribers subscribers() {
      return database.subscribers();
    }

    @Override
    public Interactions interactions() {
      return database.interactions();
    }

    @Override
    public ProviderEvents events() {
      return database.providerEvents();
    }

    @Override
    public Plans plans() {
      return database.plans();
    }

    @Override
    public Statements statements() {
      return database.statements();
    }

    @Override
    public Reconciliations reconciliations() {
      return database.reconciliations();
    }

    @Override
    public Caps caps() {
      return database.caps();
    }

    @Override
    public ReceptionSwitches switches() {
      return database.receptionSwitches();
    }

    @Override
    public AuditTrails trails() {
      return database.auditTrails();
    }

    /** Those that are stored in PostgreSQL alone, too. */
    @Override
    public List<Change> changes() {
      List<Change> all = new ArrayList<>(AuditedChangesContract.super.changes());
      ApiKey key =
          new ApiKey(
              new ApiKeyId(Samples.uuid("key")),
              Optional.of(DENTIST),
              "kitchen",
              Samples.MONDAY_MORNING);
      all.add(
          new Change(
              "key revoked",
              () ->
                  database
                      .apiKeys()
                      .revoke(
                          Optional.of(DENTIST),
                          key.id(),
                          Samples.MONDAY_MORNING,
                          Optional.of(Samples.anEntry(DENTIST)))));
      database.apiKeys().add(key, "0".repeat(64), Optional.empty());
      return all;
    }

    @Override
    public void refuseEntries(boolean refuse) {
      try (Connection connection = database.connect();
          java.sql.Statement statement = connection.createStatement()) {
        statement.execute(
            refuse
                ? "create trigger refusing before insert on audit_entry"
                    + " for each statement execute function is_append_only()"
                : "drop trigger refusing on audit_entry");
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Nested
  class CapsInPostgres implements CapsContract {

    @Override
    public Subscribers subscribers() {
      return database.subscribers();
    }

    @Override
    public Interactions interactions() {
      return database.interactions();
    }

    @Override
    public UsageLedger ledger() {
      return database.usageLedger();
    }

    @Override
    public Caps caps() {
      return database.caps();
    }

    @Override
    public AuditTrails trails() {
      return database.auditTrails();
    }
  }

  @Nested
  class ReceptionSwitchesInPostgres implements ReceptionSwitchesContract {

    @Override
    public Subscribers subscribers() {
      return database.subscribers();
    }

    @Override
    public ReceptionSwitches switches() {
      return database.receptionSwitches();
    }

    @Override
    public AuditTrails trails() {
      return database.auditTrails();
    }
  }

  @Nested
  class ReconciliationsInPostgres implements ReconciliationsContract {

    @Override
    public Subscribers subscribers() {
      return database.subscribers();
    }

    @Override
    public Interactions interactions() {
      return database.interactions();
    }

    @Override
    public Reconciliations reconciliations() {
      return database.reconciliations();
    }
  }

  @Nested
  class NumberConnectionsInPostgres implements NumberConnectionsContract {

    @Override
    public Subscribers subscribers() {
      return database.subscribers();
    }

    @Override
    public NumberConnections connections() {
      return database.numberConnections();
    }
  }

  @Nested
  class SubscribersInPostgres implements SubscribersContract {
    @Override
    public Subscribers subscribers() {
      return database.subscribers();
    }
  }

  @Nested
  class InteractionsInPostgres implements InteractionsContract {
    @Override
    public Subscribers subscribers() {
      return database.subscribers();
    }

    @Override
    public Interactions interactions() {
      return database.interactions();
    }
  }

  @Nested
  class ProviderEventsInPostgres implements ProviderEventsContract {
    @Override
    public Subscribers subscribers() {
      return database.subscribers();
    }

    @Override
    public Interactions interactions() {
      return database.interactions();
    }

    @Override
    public ProviderEvents events() {
      return database.providerEvents();
    }
  }

  @Nested
  class ApiKeysInPostgres implements ApiKeysContract {
    @Override
    public Subscribers subscribers() {
      return database.subscribers();
    }

    @Override
    public ApiKeys keys() {
      return database.apiKeys();
    }
  }

  @Nested
  class FactsInPostgres implements FactsContract {
    @Override
    public Subscribers subscribers() {
      return database.subscribers();
    }

    @Override
    public Facts facts() {
      return database.facts();
    }
  }

  @Nested
  class AuditTrailsInPostgres implements AuditTrailsContract {
    @Override
    public Subscribers subscribers() {
      return database.subscribers();
    }

    @Override
    public AuditTrails trails() {
      return database.auditTrails();
    }
  }

  @Nested
  class CreationsInPostgres implements CreationsContract {
    @Override
    public Creations creations() {
      return database.creations();
    }
  }

  @Nested
  class ActivityInPostgres implements ActivityContract {
    @Override
    public Activity activity() {
      return database.activity();
    }
  }

  @Nested
  class RoutingTablesInPostgres implements RoutingTablesContract {
    private final RoutingTables tables =
        new PostgresRoutingTables(
            (PostgresSubscribers) database.subscribers(),
            database.caps(),
            database.receptionSwitches());

    @Override
    public Subscribers subscribers() {
      return database.subscribers();
    }

    @Override
    public RoutingTables routingTables() {
      return tables;
    }
  }

  @Nested
  class ConversationsInPostgres implements ConversationsContract {
    @Override
    public Subscribers subscribers() {
      return database.subscribers();
    }

    @Override
    public Interactions interactions() {
      return database.interactions();
    }

    @Override
    public Conversations conversations() {
      return database.conversations();
    }

    @Override
    public TakenMessages takenMessages() {
      return database.takenMessages();
    }

    @Override
    public long tookOver(SubscriberId subscriber) {
      return database.auditTrails().page(subscriber, 10, Optional.empty()).stream()
          .filter(chained -> chained.entry().action().equals("took over chat"))
          .count();
    }
  }

  @Nested
  class WidgetsInPostgres implements WidgetsContract {
    @Override
    public Subscribers subscribers() {
      return database.subscribers();
    }

    @Override
    public Widgets widgets() {
      return database.widgets();
    }
  }

  @Nested
  class UsageLedgerInPostgres implements UsageLedgerContract {
    @Override
    public Subscribers subscribers() {
      return database.subscribers();
    }

    @Override
    public Interactions interactions() {
      return database.interactions();
    }

    @Override
    public Conversations conversations() {
      return database.conversations();
    }

    @Override
    public UsageLedger ledger() {
      return database.usageLedger();
    }

    /** Whatever happened, the audit comes to what was written as it happened. */
    @AfterEach
    void theRecordsAgree() {
      while (database.usageLedger().rollUp().more()) {
        // until all is added up
      }

      List<Discrepancy> found = new ArrayList<>();
      database.usageAudit(event -> new Reading.Nothing("not a provider's")).audit(found::add);
      assertThat(found).isEmpty();
    }
  }

  @Nested
  class AgentPublicationsInPostgres implements AgentPublicationsContract {
    @Override
    public Subscribers subscribers() {
      return database.subscribers();
    }

    @Override
    public AgentPublications publications() {
      return database.agentPublications();
    }
  }
}
