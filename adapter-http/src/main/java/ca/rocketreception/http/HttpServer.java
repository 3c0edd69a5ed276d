package ca.rocketreception.http;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.http.access.ChangesDoor;
import ca.rocketreception.http.access.KeysDoor;
import ca.rocketreception.http.agent.PublishingDoor;
import ca.rocketreception.http.billing.BillingDoor;
import ca.rocketreception.http.business.ArrangingDoor;
import ca.rocketreception.http.business.ManagingDoor;
import ca.rocketreception.http.conversation.ConversationStreams;
import ca.rocketreception.http.conversation.ShapingDoor;
import ca.rocketreception.http.conversation.StaffDoor;
import ca.rocketreception.http.conversation.WidgetDoor;
import ca.rocketreception.http.conversation.WidgetLimits;
import ca.rocketreception.http.conversation.WidgetScript;
import ca.rocketreception.http.interaction.EventsDoor;
import ca.rocketreception.http.interaction.NewsStreams;
import ca.rocketreception.http.interaction.ReviewingDoor;
import ca.rocketreception.http.interaction.WebhookDoor;
import ca.rocketreception.http.json.Json;
import ca.rocketreception.http.limit.InFlight;
import ca.rocketreception.http.limit.Operating;
import ca.rocketreception.http.limit.RateLimits;
import ca.rocketreception.http.limit.SlowClients;
import ca.rocketreception.http.limit.UnknownKeys;
import ca.rocketreception.http.number.NumbersDoor;
import ca.rocketreception.http.page.Page;
import ca.rocketreception.http.problem.JettyProblems;
import ca.rocketreception.http.problem.Problems;
import ca.rocketreception.http.reconciliation.DifferencesDoor;
import ca.rocketreception.http.request.Access;
import ca.rocketreception.http.request.Bodies;
import ca.rocketreception.http.request.Creating;
import ca.rocketreception.http.request.Identity;
import ca.rocketreception.http.request.Routes;
import ca.rocketreception.http.request.Trace;
import ca.rocketreception.http.request.Visitors;
import ca.rocketreception.http.routing.SwitchDoor;
import ca.rocketreception.http.usage.UsageDoor;
import ca.rocketreception.ports.driven.Store;
import ca.rocketreception.ports.driving.access.CreatingOnce;
import ca.rocketreception.ports.driving.access.ManagingKeys;
import ca.rocketreception.ports.driving.access.ReviewingChanges;
import ca.rocketreception.ports.driving.agent.PublishingAgents;
import ca.rocketreception.ports.driving.billing.BillingUsage;
import ca.rocketreception.ports.driving.business.ArrangingReception;
import ca.rocketreception.ports.driving.business.ManagingSubscribers;
import ca.rocketreception.ports.driving.conversation.ChattingWithVisitors;
import ca.rocketreception.ports.driving.conversation.ShapingWidgets;
import ca.rocketreception.ports.driving.conversation.TakingOver;
import ca.rocketreception.ports.driving.interaction.RetryingEvents;
import ca.rocketreception.ports.driving.interaction.ReviewingActivity;
import ca.rocketreception.ports.driving.interaction.ReviewingEvents;
import ca.rocketreception.ports.driving.interaction.Webhook;
import ca.rocketreception.ports.driving.number.ConnectingNumbers;
import ca.rocketreception.ports.driving.reconciliation.ReconcilingRecords;
import ca.rocketreception.ports.driving.routing.SwitchingReception;
import ca.rocketreception.ports.driving.usage.ReviewingUsage;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.JettyConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.json.JavalinJackson3;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the whole HTTP contract on one port. Started once, closed once; a closed one is not
 * started again.
 */
public final class HttpServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);
  private static final int LARGEST_HEAD = 8 << 10;
  private static final List<HandlerType> METHODS =
      List.of(
          HandlerType.POST,
          HandlerType.GET,
          HandlerType.HEAD,
          HandlerType.PUT,
          HandlerType.PATCH,
          HandlerType.DELETE,
          HandlerType.OPTIONS);

  private final Doors doors;
  private final Identity identity;
  private final ReviewingDoor reviewing;
  private final NewsStreams news;
  private final Health health;
  private final Page page;
  private final ConversationStreams conversations;
  private final RequestMeters meters;
  private final SlowClients slowClients;
  private final Bodies ofProviders;
  private final Visitors visitors;
  private final Operating operating;
  private final ScheduledExecutorService asking =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("streams").factory());
  private final Javalin javalin;

  /**
   * What stands behind the addresses.
   *
   * @param webhooks the providers' doors by path prefix, such as /webhooks/retell; the longest
   *     prefix of a path takes the request
   * @param routingReady whether the routing table was loaded
   */
  public record Doors(
      Map<String, Webhook> webhooks,
      ReviewingActivity reviewing,
      ManagingKeys keys,
      Management management,
      Chat chat,
      Store store,
      BooleanSupplier routingReady,
      InstantSource clock) {

    public Doors {
      webhooks = Map.copyOf(webhooks);
      requireNonNull(reviewing, "reviewing");
      requireNonNull(keys, "keys");
      requireNonNull(management, "management");
      requireNonNull(chat, "chat");
      requireNonNull(store, "store");
      requireNonNull(routingReady, "routingReady");
      requireNonNull(clock, "clock");
    }
  }

  /**
   * What changes things.
   *
   * @param ids gives a new time-ordered UUID (version 7) each time
   */
  public record Management(
      ManagingSubscribers subscribers,
      ArrangingReception reception,
      ReviewingChanges changes,
      ReviewingEvents events,
      RetryingEvents retrying,
      PublishingAgents publishing,
      ConnectingNumbers connecting,
      SwitchingReception switching,
      ReconcilingRecords reconciling,
      ReviewingUsage usage,
      BillingUsage billing,
      CreatingOnce creating,
      Supplier<UUID> ids) {

    public Management {
      requireNonNull(subscribers, "subscribers");
      requireNonNull(reception, "reception");
      requireNonNull(changes, "changes");
      requireNonNull(events, "events");
      requireNonNull(retrying, "retrying");
      requireNonNull(publishing, "publishing");
      requireNonNull(connecting, "connecting");
      requireNonNull(switching, "switching");
      requireNonNull(reconciling, "reconciling");
      requireNonNull(usage, "usage");
      requireNonNull(billing, "billing");
      requireNonNull(creating, "creating");
      requireNonNull(ids, "ids");
    }
  }

  /**
   * Chat over our own widget.
   *
   * @param limits how much a visitor may ask of us
   * @param script the widget itself, served at /widget.js
   */
  public record Chat(
      ChattingWithVisitors visitors,
      TakingOver staff,
      ShapingWidgets shaping,
      WidgetLimits limits,
      String script) {

    public Chat {
      requireNonNull(visitors, "visitors");
      requireNonNull(staff, "staff");
      requireNonNull(shaping, "shaping");
      requireNonNull(limits, "limits");
      requireNonNull(script, "script");
    }
  }

  public HttpServer(Doors doors) {
    this(doors, HEARTBEAT);
  }

  public HttpServer(Doors doors, Operating operating) {
    this(doors, operating, HEARTBEAT);
  }

  /** For tests: another heartbeat. */
  HttpServer(Doors doors, Duration heartbeat) {
    this(doors, Operating.unlimited(), heartbeat);
  }

  HttpServer(Doors doors, Operating operating, Duration heartbeat) {
    this.doors = doors;
    this.conversations =
        new ConversationStreams(
            doors.chat().visitors(),
            doors.chat().limits(),
            operating.limits().streamsOfVisitors(),
            heartbeat);
    this.operating = operating;
    this.meters = new RequestMeters(operating.meters());
    this.slowClients = new SlowClients(operating.patience());
    long heap = operating.limits().heap();
    this.ofProviders = Bodies.ofProviders(operating.patience(), slowClients, heap);
    Bodies ofOthers = Bodies.ofOthers(operating.patience(), slowClients, heap);
    this.visitors = new Visitors(doors.chat().limits().proxies());
    this.identity =
        new Identity(
            new UnknownKeys(
                doors.keys(), new RateLimits(operating.perKey(), doors.clock()), doors.clock()),
            new InFlight(operating.limits().atOnce()),
            ofOthers,
            visitors);
    this.reviewing = new ReviewingDoor(doors.reviewing());
    this.news =
        new NewsStreams(
            doors.reviewing(),
            heartbeat,
            operating.limits().newsOfAKey(),
            operating.limits().streamsOfNews());
    asking.scheduleWithFixedDelay(this::askAgain, 2, 2, TimeUnit.SECONDS);
    this.health = new Health(doors.store(), doors.routingReady(), doors.clock());
    this.page = new Page();
    this.javalin = Javalin.create(this::configure);
  }

  /**
   * Listens, and returns the port.
   *
   * @param port 0 for any free one
   * @throws io.javalin.util.JavalinException when the port is taken
   */
  public int start(int port) {
    return javalin.start(port).port();
  }

  /** Ends the live streams, takes no new requests, and gives running ones five seconds. */
  @Override
  public void close() {
    asking.shutdownNow();
    news.close();
    conversations.close();
    javalin.stop();
    slowClients.close();
  }

  /** What opened a stream is asked again within seconds, for all streams at once. */
  public void askAgain() {
    attempt(() -> news.askAgain(doors.keys()::valid));
    attempt(conversations::askAgain);
  }

  /** Keys are asked of the database, talks mostly of memory: neither waits for the other's. */
  private static void attempt(Runnable asking) {
    try {
      asking.run();
    } catch (RuntimeException notNow) {
      LOG.debug("What opened the streams cannot be asked now: {}", notNow.toString());
    }
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.http.prefer405over404 = true;
    config.jsonMapper(new JavalinJackson3(Json.MAPPER, false));
    config.router.javaLangErrorHandler(Problems::answer);
    config.requestLogger.http((request, milliseconds) -> {
      meters.count(request, milliseconds);
      Trace.end(request, milliseconds);
    });
    jetty(config.jetty);
    routes(config.routes);
  }

  private void jetty(JettyConfig jetty) {
    // Selectors keep threads of their own; every request gets a virtual one, without a limit, so
    // that idle streams hold nothing.
    QueuedThreadPool threads = new QueuedThreadPool(32, 4);
    threads.setName("http");
    threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("request-"));
    jetty.threadPool = threads;
    jetty.modifyHttpConfiguration(http -> {
      http.setUriCompliance(UriCompliance.DEFAULT);
      http.setSendServerVersion(false);
      http.setRequestHeaderSize(LARGEST_HEAD);
    });
    Operating.Limits limits = operating.limits();
    ConnectionLimits connections =
        new ConnectionLimits(
            limits.connections(),
            doors.chat().limits().proxies() > 0
                ? limits.connections()
                : limits.connectionsOfAnAddress());
    jetty.modifyServer(server -> {
      server.setStopTimeout(GRACE.toMillis());
      server.insertHandler(new GracefulHandler());
      server.setErrorHandler(new JettyProblems(operating.secure()));
      server.addEventListener(
          new LifeCycle.Listener() {
            @Override
            public void lifeCycleStarting(LifeCycle starting) {
              for (Connector connector : server.getConnectors()) {
                connector.addEventListener(slowClients);
                connector.addEventListener(connections);
                ((AbstractConnector) connector).setIdleTimeout(LONGEST_SILENCE.toMillis());
              }
            }
          });
    });
    jetty.modifyServletContextHandler(context -> {
      context.setErrorHandler(new JettyProblems(operating.secure()));
    });
  }

  private void routes(RoutesConfig routes) {
    routes.before(Trace::begin);
    if (operating.secure()) {
      routes.before(request -> Trace.PROTECTION_OF_HTTPS.forEach(request.res()::setHeader));
    }
    routes.beforeMatched(identity::settle);

    doors.webhooks().entrySet().stream()
        .sorted(Comparator.comparing(door -> -door.getKey().length()))
        .forEach(door ->
            webhook(
                routes, door.getKey(), new WebhookDoor(door.getValue(), ofProviders, visitors)));

    get(routes, "/v1/subscribers", reviewing::subscribers, Access.KEY);
    get(routes, "/v1/subscribers/{slug}", reviewing::subscriber, Access.KEY);
    get(routes, "/v1/subscribers/{slug}/clock", reviewing::clock, Access.KEY);
    get(routes, "/v1/subscribers/{slug}/interactions", reviewing::interactions, Access.KEY);
    get(routes, "/v1/subscribers/{slug}/interactions/{id}", reviewing::interaction, Access.KEY);
    get(routes, "/v1/activity", news::stream, Access.KEY);
    management(new Routes(routes), doors.management());

    chat(routes, doors.chat());

    get(routes, "/health/live", health::live, Access.EVERYBODY);
    get(routes, "/health/ready", health::ready, Access.EVERYBODY);
    get(routes, "/metrics", meters::show, Access.OPERATOR);
    page.routes().forEach((path, handler) -> get(routes, path, handler, Access.EVERYBODY));

    routes.exception(Refusal.class, Problems::answer);
    routes.exception(RateLimits.TooMany.class, Problems::answer);
    routes.exception(HttpResponseException.class, Problems::answer);
    routes.exception(Exception.class, Problems::answer);
  }

  private void management(Routes routes, Management management) {
    Creating creating = new Creating(management.creating(), doors.clock());
    new ManagingDoor(doors.reviewing(), management.subscribers(), creating).open(routes);
    new ArrangingDoor(doors.reviewing(), management.reception(), management.ids()).open(routes);
    new KeysDoor(doors.keys(), creating).open(routes);
    new ChangesDoor(management.changes()).open(routes);
    new PublishingDoor(doors.reviewing(), management.publishing()).open(routes);
    new NumbersDoor(management.connecting()).open(routes);
    new SwitchDoor(management.switching()).open(routes);
    new DifferencesDoor(management.reconciling()).open(routes);
    new EventsDoor(management.events(), management.retrying()).open(routes);
    new UsageDoor(management.usage()).open(routes);
    new BillingDoor(management.billing(), creating).open(routes);
  }

  private void chat(RoutesConfig routes, Chat some) {
    WidgetDoor widget =
        new WidgetDoor(
            some.visitors(), conversations, identity, visitors, some.limits(), doors.clock());
    String business = "/v1/widget/{slug}";
    String talk = "/v1/widget/conversations/{id}";
    get(routes, "/widget.js", new WidgetScript(some.script())::answer, Access.EVERYBODY);
    routes.before("/v1/widget/*", Visitors::letRead);
    get(routes, business, widget::settings, Access.VISITOR);
    visitor(routes, HandlerType.OPTIONS, business, widget::preflightOfBusiness);
    visitor(routes, HandlerType.POST, business + "/conversations", widget::begin);
    visitor(routes, HandlerType.OPTIONS, business + "/conversations", widget::preflightOfBusiness);
    visitor(routes, HandlerType.POST, talk + "/messages", widget::say);
    visitor(routes, HandlerType.POST, talk + "/left-message", widget::leave);
    visitor(routes, HandlerType.GET, talk + "/events", widget::events);
    for (String what : List.of("/messages", "/left-message", "/events")) {
      visitor(routes, HandlerType.OPTIONS, talk + what, widget::preflightOfTalk);
    }

    new ShapingDoor(some.shaping()).open(new Routes(routes));
    StaffDoor staff = new StaffDoor(some.staff());
    String interaction = "/v1/subscribers/{slug}/interactions/{id}";
    routes.addHttpHandler(
        HandlerType.POST, interaction + "/takeover", staff::takeOver, Access.CHANGE);
    routes.addHttpHandler(
        HandlerType.POST, interaction + "/handback", staff::handBack, Access.CHANGE);
    routes.addHttpHandler(HandlerType.POST, interaction + "/messages", staff::say, Access.CHANGE);
    get(routes, "/v1/subscribers/{slug}/taken-messages", staff::taken, Access.KEY);
  }

  private static void visitor(
      RoutesConfig routes, HandlerType method, String path, Handler handler) {
    routes.addHttpHandler(method, path, handler, Access.VISITOR);
  }

  private static void webhook(RoutesConfig routes, String prefix, Handler door) {
    for (HandlerType method : METHODS) {
      routes.addHttpHandler(method, prefix, door, Access.PROVIDER);
      routes.addHttpHandler(method, prefix + "/*", door, Access.PROVIDER);
    }
  }

  /** HEAD is what GET is, so that it is refused where GET would be. */
  private static void get(RoutesConfig routes, String path, Handler handler, Access access) {
    routes.addHttpHandler(HandlerType.GET, path, handler, access);
    routes.addHttpHandler(HandlerType.HEAD, path, handler, access);
  }

  /** Every method and path that is answered, in the order in which they were added. */
  List<String> routes() {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(parsed -> parsed.endpoint)
        .filter(endpoint -> METHODS.contains(endpoint.method))
        .map(endpoint -> endpoint.method.name() + " " + endpoint.path)
        .toList();
  }
}
