package ca.rocketreception.app;

import ca.rocketreception.builtin.BuiltinReceptionist;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.business.AiProvider;
import ca.rocketreception.http.HttpServer;
import ca.rocketreception.http.limit.Operating;
import ca.rocketreception.jobs.Jobs;
import ca.rocketreception.ports.driven.conversation.ChatResponder;
import ca.rocketreception.ports.driven.interaction.EventReader;
import ca.rocketreception.ports.driven.interaction.Interactions;
import ca.rocketreception.ports.driven.interaction.Reading;
import ca.rocketreception.ports.driven.reconciliation.LostCall;
import ca.rocketreception.ports.driving.access.CreatingOnce;
import ca.rocketreception.ports.driving.access.ManagingKeys;
import ca.rocketreception.ports.driving.access.ReviewingChanges;
import ca.rocketreception.ports.driving.access.TellingTrails;
import ca.rocketreception.ports.driving.agent.PublishingAgents;
import ca.rocketreception.ports.driving.billing.BillingUsage;
import ca.rocketreception.ports.driving.business.ArrangingReception;
import ca.rocketreception.ports.driving.business.ManagingSubscribers;
import ca.rocketreception.ports.driving.conversation.AnsweringVisitors;
import ca.rocketreception.ports.driving.conversation.ChattingWithVisitors;
import ca.rocketreception.ports.driving.conversation.ShapingWidgets;
import ca.rocketreception.ports.driving.conversation.TakingOver;
import ca.rocketreception.ports.driving.interaction.RetryingEvents;
import ca.rocketreception.ports.driving.interaction.ReviewingActivity;
import ca.rocketreception.ports.driving.interaction.ReviewingEvents;
import ca.rocketreception.ports.driving.interaction.Webhook;
import ca.rocketreception.ports.driving.number.ConnectingNumbers;
import ca.rocketreception.ports.driving.reconciliation.ReconcilingRecords;
import ca.rocketreception.ports.driving.routing.ReceivingCalls;
import ca.rocketreception.ports.driving.routing.SwitchingReception;
import ca.rocketreception.ports.driving.usage.ReviewingUsage;
import ca.rocketreception.postgres.Database;
import ca.rocketreception.retell.RetellAgentPlatform;
import ca.rocketreception.retell.RetellChatResponder;
import ca.rocketreception.retell.RetellEvents;
import ca.rocketreception.retell.RetellNumbers;
import ca.rocketreception.retell.RetellRecords;
import ca.rocketreception.retell.RetellWebhook;
import ca.rocketreception.twilio.TwilioEvents;
import ca.rocketreception.twilio.TwilioNumbers;
import ca.rocketreception.twilio.TwilioRecords;
import ca.rocketreception.twilio.TwilioTrunks;
import ca.rocketreception.twilio.TwilioWebhook;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One node, running: everything put together over a database. Starts also while that is down. */
public final class Application implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Application.class);
  private static final Logger AUDIT = LoggerFactory.getLogger("ca.rocketreception.audit");
  private static final TimeBasedEpochGenerator IDS = Generators.timeBasedEpochGenerator();
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Migration migration;
  private final AnsweringVisitors answering;
  private final HttpServer http;
  private final Providers providers;
  private final int port;

  private Application(
      Migration migration,
      AnsweringVisitors answering,
      HttpServer http,
      Providers providers,
      int asked) {
    this.migration = migration;
    this.answering = answering;
    this.http = http;
    this.providers = providers;
    try {
      this.port = http.start(asked);
    } catch (RuntimeException failure) {
      close();
      throw ExpectedFailure.ofListening(asked, failure).orElse(failure);
    }
  }

  /** Starts a node over a database, which must be closed after it. */
  public static Application start(Config config, Database database, InstantSource clock) {
    Providers providers = Providers.of(config);
    return start(config, providers, database, clock, responders(providers, database));
  }

  private static Map<AiProvider, ChatResponder> responders(Providers providers, Database database) {
    return Map.of(
        AiProvider.BUILTIN,
        new BuiltinReceptionist(database.facts()),
        AiProvider.RETELL,
        new RetellChatResponder(providers.retell()));
  }

  public static PublishingAgents publishing(Config config, Database database, InstantSource clock) {
    return publishing(config, Providers.of(config), database, clock);
  }

  private static PublishingAgents publishing(
      Config config, Providers providers, Database database, InstantSource clock) {
    return new PublishingAgents(
        database.subscribers(),
        database.agentPublications(),
        providers.retell().map(api -> new RetellAgentPlatform(api, config.publicUrl())),
        config.dialing(),
        clock,
        Application::newId);
  }

  /** Each provider's events are read by its own adapter. */
  public static EventReader events() {
    EventReader retell = new RetellEvents();
    EventReader twilio = new TwilioEvents();
    return LostCall.readingBefore(event ->
        switch (event.provider()) {
          case TWILIO -> twilio.read(event);
          case RETELL -> retell.read(event);
          case ROCKET -> new Reading.Nothing("it is our own");
        });
  }

  public static ReconcilingRecords reconciling(
      Config config, Database database, InstantSource clock) {
    return reconciling(
        Providers.of(config), database, calls(database, database.interactions(), clock), clock);
  }

  private static ReconcilingRecords reconciling(
      Providers providers, Database database, ReceivingCalls calls, InstantSource clock) {
    return new ReconcilingRecords(
        calls,
        database.reconciliations(),
        providers.retell().map(RetellRecords::new),
        providers.twilio().map(TwilioRecords::new),
        clock);
  }

  public static ConnectingNumbers connecting(
      Config config, Database database, InstantSource clock) {
    return connecting(config, Providers.of(config), database, clock);
  }

  private static ConnectingNumbers connecting(
      Config config, Providers providers, Database database, InstantSource clock) {
    return new ConnectingNumbers(
        database.subscribers(),
        database.numberConnections(),
        database.routingTables(),
        config.dialing(),
        new ConnectingNumbers.Means(
            providers.twilio().map(TwilioNumbers::new),
            providers.twilio().map(TwilioTrunks::new),
            providers.retell().map(RetellNumbers::new),
            config.publicUrl().map(url -> url.toString().replaceAll("/+$", "")),
            Application::newId,
            Application::newPassword),
        clock);
  }

  /** As SIP providers want one: long, with a digit and letters of both cases. */
  private static String newPassword() {
    byte[] bytes = new byte[24];
    RANDOM.nextBytes(bytes);
    return "Rk7" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * The same, with these AIs.
   *
   * @param responders who answers chats; when nobody can, a visitor may leave a message and the
   *     talk waits for the staff
   */
  static Application start(
      Config config,
      Database database,
      InstantSource clock,
      Map<AiProvider, ChatResponder> responders) {
    return start(config, Providers.of(config), database, clock, responders);
  }

  private static Application start(
      Config config,
      Providers providers,
      Database database,
      InstantSource clock,
      Map<AiProvider, ChatResponder> responders) {
    database.routingTables().follow(config.dialing());
    NodeMeters meters = new NodeMeters(database, clock);
    ReceivingCalls calls = calls(database, meters.measured(database.interactions()), clock);
    ReceivingCalls again =
        calls(database, meters.measuredWhenTriedAgain(database.interactions()), clock);
    CreatingOnce creating = new CreatingOnce(database.creations(), clock, Application::newId);
    RetryingEvents retrying = new RetryingEvents(database.providerEvents(), events(), again, clock);
    AnsweringVisitors answering =
        new AnsweringVisitors(
            database.routingTables(),
            database.conversations(),
            database.activity(),
            responders,
            config.chat().patience(),
            clock,
            Application::newId);
    ConnectingNumbers connecting = connecting(config, providers, database, clock);
    ReconcilingRecords reconciling = reconciling(providers, database, again, clock);
    Migration migration =
        Migration.start(
            database,
            () -> {
              database.startListening();
              Database.Pool pool = database.pool("jobs", Jobs.CONNECTIONS);
              return Jobs.start(
                  pool.source(),
                  pool.close(),
                  new Jobs.Work(
                      retrying,
                      creating,
                      answering,
                      connecting,
                      reconciling,
                      database.usageLedger(),
                      database.caps(),
                      new TellingTrails(database.auditTrails(), AUDIT::info),
                      config.keepEvents(),
                      clock),
                  meters::jobDone);
            });
    ReviewingActivity reviewing =
        new ReviewingActivity(database.subscribers(), database.interactions(), database.activity());
    HttpServer http =
        new HttpServer(
            new HttpServer.Doors(
                webhooks(config, calls, clock, meters),
                reviewing,
                keys(config, database, clock),
                new HttpServer.Management(
                    new ManagingSubscribers(database.subscribers(), config.dialing(), clock),
                    new ArrangingReception(database.subscribers(), config.dialing(), clock),
                    new ReviewingChanges(database.subscribers(), database.auditTrails()),
                    new ReviewingEvents(database.subscribers(), database.providerEvents()),
                    retrying,
                    publishing(config, providers, database, clock),
                    connecting,
                    new SwitchingReception(
                        database.subscribers(), database.receptionSwitches(), clock),
                    reconciling,
                    new ReviewingUsage(database.subscribers(), database.usageLedger(), clock),
                    new BillingUsage(
                        database.subscribers(),
                        database.plans(),
                        database.statements(),
                        database.caps(),
                        clock),
                    creating,
                    Application::newId),
                chat(config, database, clock, reviewing, answering),
                migration,
                () -> database.routingTables().lastLoaded().isPresent(),
                clock),
            new Operating(
                meters.registry(),
                config.ratePerKey(),
                Operating.PATIENCE,
                config.secure(),
                config.connections()));
    return new Application(migration, answering, http, providers, config.port());
  }

  private static HttpServer.Chat chat(
      Config config,
      Database database,
      InstantSource clock,
      ReviewingActivity reviewing,
      AnsweringVisitors answering) {
    return new HttpServer.Chat(
        new ChattingWithVisitors(
            database.routingTables(),
            database.widgets(),
            database.conversations(),
            database.activity(),
            answering,
            clock,
            Application::newId,
            Application::newVisitorToken),
        new TakingOver(
            reviewing, database.conversations(), database.takenMessages(), answering, clock),
        new ShapingWidgets(database.subscribers(), database.widgets(), clock),
        config.chat().limits(),
        widgetScript());
  }

  private static String widgetScript() {
    try (InputStream in = Application.class.getResourceAsStream("/widget/widget.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("The widget's script is not in the program", unreadable);
    }
  }

  private static ReceivingCalls calls(
      Database database, Interactions interactions, InstantSource clock) {
    return new ReceivingCalls(
        database.routingTables(), interactions, database.activity(), clock, Application::newId);
  }

  public static ManagingKeys keys(Config config, Database database, InstantSource clock) {
    return new ManagingKeys(
        database.apiKeys(),
        database.subscribers(),
        config.operatorKey(),
        clock,
        Application::newId,
        Application::newSecret);
  }

  public int port() {
    return port;
  }

  /** A time-ordered UUID. */
  public static UUID newId() {
    return IDS.generate();
  }

  /** 256 random bits, told apart from other secrets by how it begins. */
  public static String newSecret() {
    return "rr_" + random();
  }

  /** The same, for a visitor. */
  private static String newVisitorToken() {
    return "rv_" + random();
  }

  private static String random() {
    byte[] random = new byte[32];
    RANDOM.nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  private static Map<String, Webhook> webhooks(
      Config config, ReceivingCalls calls, InstantSource clock, NodeMeters meters) {
    config.weakKeys().forEach(LOG::warn);
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
    migration.close(); // and the jobs
    answering.close(); // after the jobs, which hand it turns
    providers.close();
  }
}
