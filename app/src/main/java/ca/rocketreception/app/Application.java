package ca.rocketreception.app;

import ca.rocketreception.domain.Provider;
import ca.rocketreception.http.HttpServer;
import ca.rocketreception.http.Operating;
import ca.rocketreception.ports.driven.Interactions;
import ca.rocketreception.ports.driving.ManagingKeys;
import ca.rocketreception.ports.driving.ReceivingCalls;
import ca.rocketreception.ports.driving.RetryingEvents;
import ca.rocketreception.ports.driving.ReviewingActivity;
import ca.rocketreception.ports.driving.Webhook;
import ca.rocketreception.postgres.Database;
import ca.rocketreception.retell.RetellEvents;
import ca.rocketreception.retell.RetellWebhook;
import ca.rocketreception.twilio.TwilioWebhook;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One node, running: everything put together over a database. Starts also while that is down. */
final class Application implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Application.class);
  private static final TimeBasedEpochGenerator IDS = Generators.timeBasedEpochGenerator();
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Migration migration;
  private final AutoCloseable jobs;
  private final HttpServer http;
  private final int port;

  private Application(Migration migration, AutoCloseable jobs, HttpServer http, int asked) {
    this.migration = migration;
    this.jobs = jobs;
    this.http = http;
    try {
      this.port = http.start(asked);
    } catch (RuntimeException failure) {
      close();
      throw ExpectedFailure.ofListening(asked, failure).orElse(failure);
    }
  }

  /** Starts a node over a database, which must be closed after it. */
  static Application start(Config config, Database database, InstantSource clock) {
    Migration migration = Migration.start(database);
    database.startListening();
    NodeMeters meters = new NodeMeters(database, clock);
    ReceivingCalls calls = calls(database, meters.measured(database.interactions()), clock);
    ReceivingCalls again =
        calls(database, meters.measuredWhenTriedAgain(database.interactions()), clock);
    AutoCloseable jobs =
        database.jobs(
            new RetryingEvents(database.providerEvents(), new RetellEvents(), again, clock),
            config.keepEvents(),
            meters::jobDone);
    HttpServer http =
        new HttpServer(
            new HttpServer.Doors(
                webhooks(config, calls, clock, meters),
                new ReviewingActivity(
                    database.subscribers(), database.interactions(), database.activity()),
                keys(config, database, clock),
                migration,
                () -> database.routingTables().lastLoaded().isPresent(),
                clock),
            new Operating(
                meters.registry(), config.ratePerKey(), Operating.PATIENCE, config.secure()));
    return new Application(migration, jobs, http, config.port());
  }

  private static ReceivingCalls calls(
      Database database, Interactions interactions, InstantSource clock) {
    return new ReceivingCalls(
        database.routingTables(), interactions, database.activity(), clock, Application::newId);
  }

  static ManagingKeys keys(Config config, Database database, InstantSource clock) {
    return new ManagingKeys(
        database.apiKeys(),
        database.subscribers(),
        config.operatorKey(),
        clock,
        Application::newId,
        Application::newSecret);
  }

  int port() {
    return port;
  }

  /** A time-ordered UUID. */
  static UUID newId() {
    return IDS.generate();
  }

  /** 256 random bits, told apart from other secrets by how it begins. */
  static String newSecret() {
    byte[] random = new byte[32];
    RANDOM.nextBytes(random);
    return "rr_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  private static Map<String, Webhook> webhooks(
      Config config, ReceivingCalls calls, InstantSource clock, NodeMeters meters) {
    String publicUrl = config.publicUrl().map(Object::toString).orElse("");
    return Map.of(
        "/webhooks/retell",
        meters.measured(
            Provider.RETELL, new RetellWebhook(config.retellWebhookKeys(), calls, clock)),
        "/webhooks/twilio",
        meters.measured(
            Provider.TWILIO, new TwilioWebhook(publicUrl, config.twilioAuthTokens(), calls)));
  }

  /** Ends the live streams and lets running requests finish, then the rest. */
  @Override
  public void close() {
    http.close();
    migration.close();
    try {
      jobs.close();
    } catch (Exception e) {
      LOG.warn("The jobs did not stop as they should", e);
    }
  }
}
