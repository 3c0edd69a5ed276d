package ca.rocketreception.http;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.domain.interaction.Clues;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.interaction.Report;
import ca.rocketreception.domain.interaction.Stage;
import ca.rocketreception.domain.interaction.Transcript;
import ca.rocketreception.domain.routing.DialingRules;
import ca.rocketreception.http.conversation.WidgetLimits;
import ca.rocketreception.http.json.Json;
import ca.rocketreception.http.limit.Operating;
import ca.rocketreception.ports.driven.access.InMemoryApiKeys;
import ca.rocketreception.ports.driven.access.InMemoryAuditTrails;
import ca.rocketreception.ports.driven.access.InMemoryCreations;
import ca.rocketreception.ports.driven.agent.InMemoryAgentPlatform;
import ca.rocketreception.ports.driven.agent.InMemoryAgentPublications;
import ca.rocketreception.ports.driven.billing.InMemoryPlans;
import ca.rocketreception.ports.driven.billing.InMemoryStatements;
import ca.rocketreception.ports.driven.business.InMemorySubscribers;
import ca.rocketreception.ports.driven.conversation.InMemoryConversations;
import ca.rocketreception.ports.driven.conversation.InMemoryWidgets;
import ca.rocketreception.ports.driven.interaction.InMemoryActivity;
import ca.rocketreception.ports.driven.interaction.InMemoryInteractions;
import ca.rocketreception.ports.driven.interaction.ProviderEvent;
import ca.rocketreception.ports.driven.interaction.Reading;
import ca.rocketreception.ports.driven.number.InMemoryNumberConnections;
import ca.rocketreception.ports.driven.reconciliation.InMemoryReconciliations;
import ca.rocketreception.ports.driven.routing.InMemoryReceptionSwitches;
import ca.rocketreception.ports.driven.routing.InMemoryRoutingTables;
import ca.rocketreception.ports.driven.usage.InMemoryCaps;
import ca.rocketreception.ports.driving.access.CreatingOnce;
import ca.rocketreception.ports.driving.access.ManagingKeys;
import ca.rocketreception.ports.driving.access.ReviewingChanges;
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
import ca.rocketreception.ports.driving.interaction.WebhookAnswer;
import ca.rocketreception.ports.driving.interaction.WebhookRequest;
import ca.rocketreception.ports.driving.number.ConnectingNumbers;
import ca.rocketreception.ports.driving.reconciliation.ReconcilingRecords;
import ca.rocketreception.ports.driving.routing.ReceivingCalls;
import ca.rocketreception.ports.driving.routing.SwitchingReception;
import ca.rocketreception.ports.driving.usage.ReviewingUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** The real server and the real use cases over stores without a database. */
public final class Reception implements AutoCloseable {

  public static final String DENTIST = "prairie-dental";
  public static final String BAKERY = "bakery";

  public final InMemorySubscribers subscribers =
      InMemorySubscribers.with(
          Samples.aDentist(), Samples.aFront(), Samples.aBusinessBehindTheFront(BAKERY));
  public final InMemoryInteractions interactions = new InMemoryInteractions(subscribers);
  public final InMemoryActivity activity = new InMemoryActivity();
  public final InMemoryAgentPlatform platform = new InMemoryAgentPlatform();

  public volatile Instant now = Samples.MONDAY_MORNING;
  public volatile Webhook webhook = request -> WebhookAnswer.accepted();
  volatile Runnable store = () -> {};
  volatile boolean routingReady = true;
  volatile Reading reading = new Reading.Nothing("not read");

  public final String operatorKey;
  public final String dentistKey;
  public final String dentistReadKey;
  public final String bakeryKey;
  public HttpServer server;
  public final int port;

  private final HttpServer.Doors doors;
  private final Duration heartbeat;
  private final Operating operating;
  private final AtomicInteger names = new AtomicInteger();
  private final ReceivingCalls receiving =
      new ReceivingCalls(
          new InMemoryRoutingTables(subscribers),
          interactions,
          activity,
          () -> now,
          () -> Samples.uuid("id " + names.incrementAndGet()));
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public Reception() {
    this(0, Duration.ofSeconds(15));
  }

  public Reception(Operating operating) {
    this(0, Duration.ofSeconds(15), operating);
  }

  public Reception(int askedPort, Duration heartbeat) {
    this(askedPort, heartbeat, Operating.unlimited());
  }

  private Reception(int askedPort, Duration heartbeat, Operating operating) {
    this.operating = operating;
    ManagingKeys keys =
        new ManagingKeys(
            new InMemoryApiKeys(),
            subscribers,
            Optional.empty(),
            () -> now,
            UUID::randomUUID,
            () -> "rr_" + Samples.uuid("secret " + names.incrementAndGet()));
    operatorKey = keys.createForOperator("tests");
    dentistKey = keys.createFor(new Slug(DENTIST), "tests", "tests");
    dentistReadKey = keys.createFor(new Slug(DENTIST), "reads", ApiKey.Scope.READ, "tests");
    bakeryKey = keys.createFor(new Slug(BAKERY), "tests", "tests");
    ReviewingActivity reviewing = new ReviewingActivity(subscribers, interactions, activity);
    RetryingEvents retrying =
        new RetryingEvents(interactions, event -> reading, receiving, () -> now);
    doors =
        new HttpServer.Doors(
            Map.of("/webhooks/retell", new AsItIsNow()),
            reviewing,
            keys,
            management(subscribers, interactions, retrying, platform, () -> now),
            chat(reviewing),
            this::checkStore,
            () -> routingReady,
            () -> now);
    this.heartbeat = heartbeat;
    server = new HttpServer(doors, operating, heartbeat);
    port = server.start(askedPort);
  }

  /** A test may put another webhook in its place at any time. */
  private final class AsItIsNow implements Webhook {
    @Override
    public WebhookAnswer receive(WebhookRequest request) {
      return webhook.receive(request);
    }

    @Override
    public Admission admit(WebhookRequest head) {
      return webhook.admit(head);
    }
  }

  /** The use cases that change things, over stores without a database. */
  static HttpServer.Management management(
      InMemorySubscribers subscribers,
      InMemoryInteractions interactions,
      RetryingEvents retrying,
      InMemoryAgentPlatform platform,
      InstantSource clock) {
    return new HttpServer.Management(
        new ManagingSubscribers(subscribers, DialingRules.unlimited(), clock),
        new ArrangingReception(subscribers, DialingRules.unlimited(), clock),
        new ReviewingChanges(subscribers, new InMemoryAuditTrails(subscribers)),
        new ReviewingEvents(subscribers, interactions),
        retrying,
        new PublishingAgents(
            subscribers,
            new InMemoryAgentPublications(),
            Optional.of(platform),
            DialingRules.unlimited(),
            clock,
            UUID::randomUUID),
        new ConnectingNumbers(
            subscribers,
            new InMemoryNumberConnections(),
            new InMemoryRoutingTables(subscribers),
            DialingRules.unlimited(),
            new ConnectingNumbers.Means(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                UUID::randomUUID,
                () -> ""),
            clock),
        new SwitchingReception(subscribers, new InMemoryReceptionSwitches(subscribers), clock),
        new ReconcilingRecords(
            null,
            new InMemoryReconciliations(subscribers, interactions),
            Optional.empty(),
            Optional.empty(),
            clock),
        new ReviewingUsage(subscribers, interactions.ledger(), clock),
        billing(subscribers, interactions, clock),
        new CreatingOnce(new InMemoryCreations(), clock, UUID::randomUUID),
        UUID::randomUUID);
  }

  private static BillingUsage billing(
      InMemorySubscribers subscribers, InMemoryInteractions interactions, InstantSource clock) {
    InMemoryPlans plans = new InMemoryPlans(subscribers);
    return new BillingUsage(
        subscribers,
        plans,
        new InMemoryStatements(subscribers, plans, interactions.ledger()),
        new InMemoryCaps(subscribers, interactions.ledger()),
        clock);
  }

  /** Chat without any AI. */
  private HttpServer.Chat chat(ReviewingActivity reviewing) {
    InMemoryRoutingTables routing = new InMemoryRoutingTables(subscribers);
    InMemoryConversations conversations = new InMemoryConversations(interactions);
    InMemoryWidgets widgets = new InMemoryWidgets(subscribers);
    AnsweringVisitors answering =
        new AnsweringVisitors(
            routing,
            conversations,
            activity,
            Map.of(),
            AnsweringVisitors.Patience.USUAL,
            () -> now,
            UUID::randomUUID);
    return new HttpServer.Chat(
        new ChattingWithVisitors(
            routing,
            widgets,
            conversations,
            activity,
            answering,
            () -> now,
            UUID::randomUUID,
            () -> "rv_" + UUID.randomUUID()),
        new TakingOver(reviewing, conversations, conversations, answering, () -> now),
        new ShapingWidgets(subscribers, widgets, () -> now),
        WidgetLimits.none(),
        "// the widget");
  }

  /** Stops the server and starts another one in its place, over the same stores. */
  public void restart() {
    server.close();
    server = new HttpServer(doors, operating, heartbeat);
    server.start(port);
  }

  private void checkStore() {
    store.run();
  }

  /** Records what is told about a call, as if its provider's event had come in. */
  public Interaction record(
      String call, String slug, Details details, Optional<Transcript> transcript) {
    var business = subscribers.find(new Slug(slug)).orElseThrow();
    Clues clues =
        new Clues(Optional.empty(), Optional.of(business.id()), Optional.empty(), Optional.empty());
    return receiving
        .record(
            new ProviderEvent(
                Provider.RETELL,
                "call",
                call,
                now,
                "%064x".formatted(names.incrementAndGet()),
                "{}"),
            new Reading.About(
                new ProviderReference(Provider.RETELL, call),
                ChannelKind.VOICE,
                clues,
                new Report(details, transcript),
                ""))
        .interaction()
        .orElseThrow();
  }

  /** An event comes in and is read like this. */
  void receive(ProviderEvent event, Reading.About about) {
    receiving.record(event, about);
  }

  public Interaction call(String call, String slug, Instant startedAt) {
    return record(
        call,
        slug,
        Details.none()
            .tell(Detail.STARTED_AT, startedAt, Stage.STARTED)
            .tell(Detail.FROM, Samples.CALLER, Stage.STARTED),
        Optional.empty());
  }

  public HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + target))
        .timeout(Duration.ofSeconds(20));
  }

  public HttpResponse<String> get(String target, String key) {
    return send(request(target).header("Authorization", "Bearer " + key));
  }

  public HttpResponse<String> get(String target) {
    return send(request(target));
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request, HttpResponse.BodyHandlers.ofString());
  }

  public <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
    try {
      HttpRequest asked = request.build();
      HttpResponse<T> answer = client.send(asked, body);
      Described.check(asked.method(), asked.uri().getRawPath(), answer);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Sends a body, if not empty, with a key and some headers, given as names and values. */
  public HttpResponse<String> ask(
      String method, String target, String key, String body, String... more) {
    HttpRequest.Builder request =
        request(target)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Authorization", "Bearer " + key);
    if (more.length > 0) {
      request.headers(more);
    }
    HttpResponse<String> answer = send(request);
    if (answer.statusCode() / 100 == 2) {
      Described.checkAsked(method, URI.create(target).getRawPath(), body);
    }
    return answer;
  }

  public static JsonNode json(HttpResponse<String> response) {
    return Json.MAPPER.readTree(response.body());
  }

  @Override
  public void close() {
    client.shutdownNow();
    server.close();
  }
}
