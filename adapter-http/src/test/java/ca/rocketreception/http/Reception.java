package ca.rocketreception.http;

import ca.rocketreception.domain.ApiKey;
import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Clues;
import ca.rocketreception.domain.Detail;
import ca.rocketreception.domain.Details;
import ca.rocketreception.domain.DialingRules;
import ca.rocketreception.domain.Interaction;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.ProviderReference;
import ca.rocketreception.domain.Report;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.Stage;
import ca.rocketreception.domain.Transcript;
import ca.rocketreception.ports.driven.InMemoryActivity;
import ca.rocketreception.ports.driven.InMemoryAgentPlatform;
import ca.rocketreception.ports.driven.InMemoryAgentPublications;
import ca.rocketreception.ports.driven.InMemoryApiKeys;
import ca.rocketreception.ports.driven.InMemoryAuditTrails;
import ca.rocketreception.ports.driven.InMemoryCaps;
import ca.rocketreception.ports.driven.InMemoryConversations;
import ca.rocketreception.ports.driven.InMemoryCreations;
import ca.rocketreception.ports.driven.InMemoryInteractions;
import ca.rocketreception.ports.driven.InMemoryNumberConnections;
import ca.rocketreception.ports.driven.InMemoryPlans;
import ca.rocketreception.ports.driven.InMemoryReceptionSwitches;
import ca.rocketreception.ports.driven.InMemoryReconciliations;
import ca.rocketreception.ports.driven.InMemoryRoutingTables;
import ca.rocketreception.ports.driven.InMemoryStatements;
import ca.rocketreception.ports.driven.InMemorySubscribers;
import ca.rocketreception.ports.driven.InMemoryWidgets;
import ca.rocketreception.ports.driven.ProviderEvent;
import ca.rocketreception.ports.driven.Reading;
import ca.rocketreception.ports.driving.AnsweringVisitors;
import ca.rocketreception.ports.driving.ArrangingReception;
import ca.rocketreception.ports.driving.BillingUsage;
import ca.rocketreception.ports.driving.ChattingWithVisitors;
import ca.rocketreception.ports.driving.ConnectingNumbers;
import ca.rocketreception.ports.driving.CreatingOnce;
import ca.rocketreception.ports.driving.ManagingKeys;
import ca.rocketreception.ports.driving.ManagingSubscribers;
import ca.rocketreception.ports.driving.PublishingAgents;
import ca.rocketreception.ports.driving.ReceivingCalls;
import ca.rocketreception.ports.driving.ReconcilingRecords;
import ca.rocketreception.ports.driving.RetryingEvents;
import ca.rocketreception.ports.driving.ReviewingActivity;
import ca.rocketreception.ports.driving.ReviewingChanges;
import ca.rocketreception.ports.driving.ReviewingEvents;
import ca.rocketreception.ports.driving.ReviewingUsage;
import ca.rocketreception.ports.driving.ShapingWidgets;
import ca.rocketreception.ports.driving.SwitchingReception;
import ca.rocketreception.ports.driving.TakingOver;
import ca.rocketreception.ports.driving.Webhook;
import ca.rocketreception.ports.driving.WebhookAnswer;
import ca.rocketreception.ports.driving.WebhookRequest;
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
final class Reception implements AutoCloseable {

  static final String DENTIST = "prairie-dental";
  static final String BAKERY = "bakery";

  final InMemorySubscribers subscribers =
      InMemorySubscribers.with(
          Samples.aDentist(), Samples.aFront(), Samples.aBusinessBehindTheFront(BAKERY));
  final InMemoryInteractions interactions = new InMemoryInteractions(subscribers);
  final InMemoryActivity activity = new InMemoryActivity();
  final InMemoryAgentPlatform platform = new InMemoryAgentPlatform();

  volatile Instant now = Samples.MONDAY_MORNING;
  volatile Webhook webhook = request -> WebhookAnswer.accepted();
  volatile Runnable store = () -> {};
  volatile boolean routingReady = true;
  volatile Reading reading = new Reading.Nothing("not read");

  final String operatorKey;
  final String dentistKey;
  final String dentistReadKey;
  final String bakeryKey;
  HttpServer server;
  final int port;

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

  Reception() {
    this(0, Duration.ofSeconds(15));
  }

  Reception(Operating operating) {
    this(0, Duration.ofSeconds(15), operating);
  }

  Reception(int askedPort, Duration heartbeat) {
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
  void restart() {
    server.close();
    server = new HttpServer(doors, operating, heartbeat);
    server.start(port);
  }

  private void checkStore() {
    store.run();
  }

  /** Records what is told about a call, as if its provider's event had come in. */
  Interaction record(String call, String slug, Details details, Optional<Transcript> transcript) {
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

  Interaction call(String call, String slug, Instant startedAt) {
    return record(
        call,
        slug,
        Details.none()
            .tell(Detail.STARTED_AT, startedAt, Stage.STARTED)
            .tell(Detail.FROM, Samples.CALLER, Stage.STARTED),
        Optional.empty());
  }

  HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + target))
        .timeout(Duration.ofSeconds(20));
  }

  HttpResponse<String> get(String target, String key) {
    return send(request(target).header("Authorization", "Bearer " + key));
  }

  HttpResponse<String> get(String target) {
    return send(request(target));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request, HttpResponse.BodyHandlers.ofString());
  }

  <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
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
  HttpResponse<String> ask(String method, String target, String key, String body, String... more) {
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

  static JsonNode json(HttpResponse<String> response) {
    return Json.MAPPER.readTree(response.body());
  }

  @Override
  public void close() {
    client.shutdownNow();
    server.close();
  }
}
