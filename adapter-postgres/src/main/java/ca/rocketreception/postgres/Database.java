package ca.rocketreception.postgres;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.ports.driven.Store;
import ca.rocketreception.ports.driven.access.ApiKeys;
import ca.rocketreception.ports.driven.access.AuditTrails;
import ca.rocketreception.ports.driven.access.Creations;
import ca.rocketreception.ports.driven.agent.AgentPublications;
import ca.rocketreception.ports.driven.billing.Plans;
import ca.rocketreception.ports.driven.billing.Statements;
import ca.rocketreception.ports.driven.business.Facts;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driven.conversation.Conversations;
import ca.rocketreception.ports.driven.conversation.Widgets;
import ca.rocketreception.ports.driven.interaction.Activity;
import ca.rocketreception.ports.driven.interaction.EventReader;
import ca.rocketreception.ports.driven.interaction.Interactions;
import ca.rocketreception.ports.driven.interaction.ProviderEvents;
import ca.rocketreception.ports.driven.interaction.TakenMessages;
import ca.rocketreception.ports.driven.number.NumberConnections;
import ca.rocketreception.ports.driven.reconciliation.Reconciliations;
import ca.rocketreception.ports.driven.reconciliation.UsageAudit;
import ca.rocketreception.ports.driven.routing.ReceptionSwitches;
import ca.rocketreception.ports.driven.usage.Caps;
import ca.rocketreception.ports.driven.usage.UsageLedger;
import ca.rocketreception.postgres.access.KeyUse;
import ca.rocketreception.postgres.access.PostgresApiKeys;
import ca.rocketreception.postgres.access.PostgresAuditTrails;
import ca.rocketreception.postgres.access.PostgresCreations;
import ca.rocketreception.postgres.agent.PostgresAgentPublications;
import ca.rocketreception.postgres.billing.PostgresPlans;
import ca.rocketreception.postgres.billing.PostgresStatements;
import ca.rocketreception.postgres.business.PostgresFacts;
import ca.rocketreception.postgres.business.PostgresSubscribers;
import ca.rocketreception.postgres.conversation.PostgresConversations;
import ca.rocketreception.postgres.conversation.PostgresWidgets;
import ca.rocketreception.postgres.interaction.PostgresActivity;
import ca.rocketreception.postgres.interaction.PostgresInteractions;
import ca.rocketreception.postgres.interaction.PostgresProviderEvents;
import ca.rocketreception.postgres.number.PostgresNumberConnections;
import ca.rocketreception.postgres.reconciliation.PostgresReconciliations;
import ca.rocketreception.postgres.reconciliation.PostgresUsageAudit;
import ca.rocketreception.postgres.routing.PostgresReceptionSwitches;
import ca.rocketreception.postgres.routing.PostgresRoutingTables;
import ca.rocketreception.postgres.sql.Background;
import ca.rocketreception.postgres.sql.Failures;
import ca.rocketreception.postgres.sql.Listening;
import ca.rocketreception.postgres.sql.Notices;
import ca.rocketreception.postgres.sql.Transactions;
import ca.rocketreception.postgres.usage.PostgresCaps;
import ca.rocketreception.postgres.usage.PostgresUsageLedger;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stores on one PostgreSQL. Opening it connects to nothing, so that a node starts and stays up
 * while the database is down; then every call fails with {@link
 * ca.rocketreception.domain.Refusal.Unavailable} within two seconds, and works again by itself once
 * the database is back.
 */
public final class Database implements Store, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final Duration LONGEST_WAIT_FOR_A_CONNECTION = Duration.ofMillis(1500);
  private static final Duration LONGEST_VALIDATION = Duration.ofMillis(500);
  private static final int SECONDS_TO_CONNECT = 2;
  private static final int SECONDS_TO_ANSWER = 5;

  private final Settings settings;
  private final HikariDataSource pool;
  private final Transactions transactions;
  private final PostgresActivity activity;
  private final KeyUse keyUse;
  private final PostgresRoutingTables routingTables;
  private final PostgresWidgets widgets;
  private final List<Background> running = new ArrayList<>();
  private final Set<Connection> migrating = ConcurrentHashMap.newKeySet();
  private volatile boolean migrated;

  /**
   * @param jdbcUrl {@code jdbc:postgresql://…}
   * @param connections how many at most, besides the one that listens, the one that tells, and
   *     pools that are asked for
   */
  public record Settings(String jdbcUrl, String user, String password, int connections) {

    @Override
    public String toString() {
      return "Settings[" + jdbcUrl.replaceAll("\\?.*", "") + ", " + connections + " connections]";
    }

    /** Where it is and who we are there, in words, without anything secret. */
    public String place() {
      return UnusableDatabase.place(this);
    }
  }

  private Database(Settings settings, HikariDataSource pool, Transactions transactions) {
    this.settings = settings;
    this.pool = pool;
    this.transactions = transactions;
    this.activity = new PostgresActivity(this::connect);
    this.keyUse = new KeyUse(transactions);
    this.widgets = new PostgresWidgets(transactions);
    this.routingTables =
        new PostgresRoutingTables(
            new PostgresSubscribers(transactions),
            new PostgresCaps(transactions),
            new PostgresReceptionSwitches(transactions));
  }

  public static Database open(Settings settings) {
    HikariDataSource pool = pool("postgres", settings, settings.connections());
    return new Database(settings, pool, transactions(pool));
  }

  static HikariDataSource pool(String name, Settings settings, int connections) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setDataSource(source(settings, SECONDS_TO_ANSWER));
    config.setMaximumPoolSize(connections);
    config.setConnectionTimeout(LONGEST_WAIT_FOR_A_CONNECTION.toMillis());
    config.setValidationTimeout(LONGEST_VALIDATION.toMillis());
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  private static Transactions transactions(DataSource source) {
    Jdbi jdbi =
        Jdbi.create(source)
            .installPlugin(new PostgresPlugin())
            .registerArrayType(BigDecimal.class, "numeric")
            .registerArrayType(LocalDate.class, "date");
    jdbi.getConfig(SqlStatements.class).setTemplateEngine(TemplateEngine.NOP);
    return new Transactions(jdbi);
  }

  /**
   * @param secondsToAnswer how long a statement may take; 0 for as long as it needs
   */
  private static PGSimpleDataSource source(Settings settings, int secondsToAnswer) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    configure(source, settings, secondsToAnswer);
    return source;
  }

  private static void configure(PGSimpleDataSource source, Settings settings, int secondsToAnswer) {
    source.setURL(settings.jdbcUrl());
    source.setUser(settings.user());
    source.setPassword(settings.password());
    source.setApplicationName("rocket-reception");
    source.setConnectTimeout(SECONDS_TO_CONNECT);
    source.setLoginTimeout(SECONDS_TO_CONNECT);
    source.setSocketTimeout(secondsToAnswer);
    source.setTcpKeepAlive(true);
    source.setPrepareThreshold(3);
  }

  /**
   * Returns when the database answers and our role there is one for which its guards hold.
   *
   * @throws UnusableDatabase else, with the cause told apart and its cure
   */
  public void verify() {
    try (Connection connection = source(settings, SECONDS_TO_ANSWER).getConnection()) {
      Optional<UnusableDatabase> problem = Suitability.problem(settings, connection);
      if (problem.isPresent()) {
        throw problem.get();
      }
    } catch (SQLException failure) {
      throw UnusableDatabase.because(settings, failure)
          .<RuntimeException>map(known -> known)
          .orElseGet(() -> Failures.translated(failure));
    }
  }

  /**
   * Refuses everything as if the database were away, until {@link #migrate} has succeeded here:
   * what would run on tables that are not as it knows them.
   */
  public void refuseUntilMigrated() {
    transactions.refuseWhile(() -> !migrated);
  }

  /**
   * Brings the schema up to date and says how many migrations that took. Nodes that start at once
   * wait for each other. Nothing is changed in a database that must not be worked on.
   *
   * @throws UnusableDatabase when it cannot be reached, or must not be worked on
   */
  public int migrate() {
    int steps = flyway(flyway -> flyway.migrate().migrationsExecuted);
    migrated = true;
    return steps;
  }

  /** How many migrations {@link #migrate} would do now. Changes nothing. */
  public int pendingMigrations() {
    return flyway(flyway -> flyway.info().pending().length);
  }

  private int flyway(ToIntFunction<Flyway> work) {
    verify();
    try {
      return work.applyAsInt(Flyway.configure().dataSource(migrationSource()).load());
    } catch (FlywayException failure) {
      throw UnusableDatabase.whileMigrating(settings, failure)
          .<RuntimeException>map(known -> known)
          .orElseGet(() -> Failures.translated(failure));
    } finally {
      migrating.clear();
    }
  }

  /**
   * Writes everybody's rows of one moment into a new file; nodes may go on meanwhile. Says how many
   * rows of each table.
   *
   * @param telling hears what is written now
   */
  public Map<String, Long> backUp(Path file, Consumer<String> telling) throws IOException {
    String version = flywayVersion();
    try (Connection connection = connectPatiently()) {
      return Backup.write(connection, version, file, telling);
    } catch (SQLException failure) {
      throw Failures.translated(failure);
    }
  }

  private String flywayVersion() {
    String[] version = new String[1];
    flyway(flyway -> {
      version[0] =
          Optional.ofNullable(flyway.info().current())
              .map(current -> current.getVersion().getVersion())
              .orElseThrow(() ->
                  new Refusal.NotFound(
                      "There are no tables in this database, so there is nothing to keep",
                      "See whether DATABASE_URL or ROCKET_DATA_DIR names the right one."));
      return 0;
    });
    return version[0];
  }

  /**
   * Reads a file of {@link #backUp} into an empty database, then brings the tables up to date.
   *
   * @throws Refusal.Conflict when the database is not empty
   */
  public Map<String, Long> restore(Path file, Consumer<String> telling) throws IOException {
    String version = Backup.version(file);
    flyway(flyway -> {
      if (flyway.info().current() != null) {
        throw new Refusal.Conflict(
            "The database has our tables already, and restoring would mix two of them",
            "Restore into a new, empty database.");
      }
      return 0;
    });
    try {
      Flyway.configure().dataSource(migrationSource()).target(version).load().migrate();
      try (Connection connection = connectPatiently()) {
        Map<String, Long> rows = Backup.read(connection, file, telling);
        migrate();
        return rows;
      }
    } catch (FlywayException failure) {
      throw UnusableDatabase.whileMigrating(settings, failure)
          .<RuntimeException>map(known -> known)
          .orElseGet(() -> Failures.translated(failure));
    } catch (SQLException failure) {
      throw Failures.translated(failure);
    }
  }

  /** Remembers what it opened, so that migrating can be ended. */
  private DataSource migrationSource() {
    PGSimpleDataSource source =
        new PGSimpleDataSource() {
          @Override
          public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            migrating.add(connection);
            return connection;
          }
        };
    configure(source, settings, 0);
    source.setOptions("-c rocket.scope=operator"); // migrations of data see every row
    return source;
  }

  /** Ends a migration that is under way: its step is undone by PostgreSQL, and can begin again. */
  public void stopMigrating() {
    for (Connection connection : migrating) {
      try {
        connection.unwrap(PGConnection.class).cancelQuery();
        connection.abort(Runnable::run);
      } catch (SQLException goneAlready) {
        LOG.debug("A connection was gone when migrating was to be ended", goneAlready);
      }
    }
  }

  public Subscribers subscribers() {
    return new PostgresSubscribers(transactions);
  }

  public Interactions interactions() {
    return new PostgresInteractions(transactions);
  }

  public ProviderEvents providerEvents() {
    return new PostgresProviderEvents(transactions);
  }

  public Conversations conversations() {
    return new PostgresConversations(transactions);
  }

  public TakenMessages takenMessages() {
    return new PostgresConversations(transactions);
  }

  public Widgets widgets() {
    return widgets;
  }

  public ApiKeys apiKeys() {
    return new PostgresApiKeys(transactions, keyUse);
  }

  public AuditTrails auditTrails() {
    return new PostgresAuditTrails(transactions);
  }

  public AgentPublications agentPublications() {
    return new PostgresAgentPublications(transactions);
  }

  public Reconciliations reconciliations() {
    return new PostgresReconciliations(transactions);
  }

  public ReceptionSwitches receptionSwitches() {
    return new PostgresReceptionSwitches(transactions);
  }

  public NumberConnections numberConnections() {
    return new PostgresNumberConnections(transactions);
  }

  public Creations creations() {
    return new PostgresCreations(transactions);
  }

  public Facts facts() {
    return new PostgresFacts(transactions);
  }

  public UsageLedger usageLedger() {
    return new PostgresUsageLedger(transactions);
  }

  public Caps caps() {
    return new PostgresCaps(transactions);
  }

  public Plans plans() {
    return new PostgresPlans(transactions);
  }

  public Statements statements() {
    return new PostgresStatements(transactions);
  }

  /**
   * On connections of its own, whose statements may take as long as they need.
   *
   * @param reader reads the providers' events again
   */
  public UsageAudit usageAudit(EventReader reader) {
    return new PostgresUsageAudit(transactions(source(settings, 0)), reader);
  }

  /** Reaches the other nodes once {@link #startListening} was called. */
  public Activity activity() {
    return activity;
  }

  /** Knows nobody until {@link #startListening} was called and the database answered. */
  public PostgresRoutingTables routingTables() {
    return routingTables;
  }

  /**
   * Starts, once, what goes on in the background until this is closed: keeping the routing table
   * current, news to and from the other nodes, and when keys were used. Does not wait for the
   * database.
   */
  public synchronized void startListening() {
    if (!running.isEmpty()) {
      return;
    }
    Listening listening = new Listening(() -> source(settings, 0).getConnection(), new Heard());
    running.add(Background.start("routing-table", routingTables::keepCurrent));
    running.add(Background.start("news-in", listening::run));
    running.add(Background.start("news-out", activity::sendToOtherNodes));
    running.add(Background.start("key-use", keyUse::keepWriting));
  }

  private final class Heard implements Listening.Hearer {
    @Override
    public void connected() {
      routingTables.missedSome();
    }

    @Override
    public void heard(String channel, String words) {
      if (channel.equals(Notices.BUSINESS)) {
        routingTables.changed(words);
      } else {
        activity.heard(words);
      }
    }
  }

  /**
   * Connections of their own for somebody who must never wait for the others; to be closed before
   * this.
   */
  public Pool pool(String name, int connections) {
    HikariDataSource own = pool(name, settings, connections);
    return new Pool(own, own::close);
  }

  /**
   * @param close closes them all
   */
  public record Pool(DataSource source, Runnable close) {}

  /** How many of the pool's connections work, lie idle, and are waited for. */
  public record PoolUse(int active, int idle, int waiting) {}

  /** The pool at this moment; never waits. */
  public PoolUse poolUse() {
    HikariPoolMXBean now = pool.getHikariPoolMXBean();
    return now == null
        ? new PoolUse(0, 0, 0)
        : new PoolUse(
            now.getActiveConnections(),
            now.getIdleConnections(),
            now.getThreadsAwaitingConnection());
  }

  @Override
  public void check() {
    try (Connection connection = pool.getConnection()) {
      if (!connection.isValid(1)) {
        throw new SQLException("The connection is gone", "08006");
      }
    } catch (SQLException failure) {
      throw Failures.translated(failure);
    }
  }

  /** One more connection like the pool's own, for measuring; whoever takes it closes it. */
  public Connection connect() throws SQLException {
    return source(settings, SECONDS_TO_ANSWER).getConnection();
  }

  /** Like {@link #connect}, for work that may take as long as it needs. */
  public Connection connectPatiently() throws SQLException {
    return source(settings, 0).getConnection();
  }

  @Override
  public synchronized void close() {
    stopMigrating();
    running.forEach(Background::close);
    routingTables.close();
    pool.close();
  }
}
