package ca.rocketreception.postgres;

import ca.rocketreception.ports.driven.Interactions;
import ca.rocketreception.ports.driven.InteractionsContract;
import ca.rocketreception.ports.driven.Subscribers;
import ca.rocketreception.ports.driven.SubscribersContract;
import org.junit.jupiter.api.AfterAll;
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
}
