package ca.rocketreception.app;

import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.postgres.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every command works on: the configuration and the database it leads to. */
public final class Installation implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Installation.class);

  /** PostgreSQL keeps microseconds: what was written must equal what is read. */
  public static final InstantSource CLOCK = Clock.tick(Clock.systemUTC(), Duration.ofNanos(1000));

  private final Config config;
  private final Optional<EmbeddedDatabase> embedded;
  private final Database database;
  private final String place;
  private final List<AutoCloseable> closedFirst = new ArrayList<>();
  private boolean closed;

  private Installation(
      Config config, Optional<EmbeddedDatabase> embedded, Database database, String place) {
    this.config = config;
    this.embedded = embedded;
    this.database = database;
    this.place = place;
  }

  public static Installation open(Map<String, String> variables) {
    return open(Config.from(variables));
  }

  /** Opens the configured database, or the embedded one, which it starts when it does not run. */
  public static Installation open(Config config) {
    Optional<EmbeddedDatabase> embedded =
        config.database().isPresent()
            ? Optional.empty()
            : Optional.of(EmbeddedDatabase.open(config.dataDir()));
    Database.Settings settings =
        config
            .database()
            .or(() ->
                embedded.map(own ->
                    new Database.Settings(
                        own.jdbcUrl(), own.user(), own.password(), config.databaseConnections())))
            .orElseThrow();
    Installation installation =
        new Installation(config, embedded, Database.open(settings), settings.place());
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(installation::stop, "close"));
    } catch (IllegalStateException stoppingAlready) {
      installation.close();
      throw stoppingAlready;
    }
    return installation;
  }

  private void stop() {
    Stopping.begin();
    close();
  }

  /** Which database it is, in words without anything secret. */
  String databaseInWords() {
    return embedded.map(own -> "embedded, under " + own.directory()).orElse(place);
  }

  public Config config() {
    return config;
  }

  public Database database() {
    return database;
  }

  /** The business that a command is about. */
  Business business(Slug slug) {
    return database.subscribers().find(slug).orElseThrow(() -> Business.unknown(slug));
  }

  /** Closes this, too, before what it stands on. */
  public synchronized void closeFirst(AutoCloseable other) {
    closedFirst.addFirst(other);
  }

  /** Also called when the process is told to stop; the second time it does nothing. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    database.stopMigrating();
    for (AutoCloseable other : closedFirst) {
      try {
        other.close();
      } catch (Exception failure) {
        LOG.warn("Something did not stop as it should", failure);
      }
    }
    database.close();
    embedded.ifPresent(EmbeddedDatabase::close);
  }
}
