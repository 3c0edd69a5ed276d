package ca.rocketreception.http;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Clues;
import ca.rocketreception.domain.Detail;
import ca.rocketreception.domain.Details;
import ca.rocketreception.domain.Interaction;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.ProviderReference;
import ca.rocketreception.domain.Report;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.Stage;
import ca.rocketreception.domain.Transcript;
import ca.rocketreception.ports.driven.InMemoryActivity;
import ca.rocketreception.ports.driven.InMemoryApiKeys;
import ca.rocketreception.ports.driven.InMemoryInteractions;
import ca.rocketreception.ports.driven.InMemoryRoutingTables;
import ca.rocketreception.ports.driven.InMemorySubscribers;
import ca.rocketreception.ports.driven.ProviderEvent;
import ca.rocketreception.ports.driven.Reading;
import ca.rocketreception.ports.driving.ManagingKeys;
import ca.rocketreception.ports.driving.ReceivingCalls;
import ca.rocketreception.ports.driving.ReviewingActivity;
import ca.rocketreception.ports.driving.Webhook;
import ca.rocketreception.ports.driving.WebhookAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
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

  volatile Instant now = Samples.MONDAY_MORNING;
  volatile Webhook webhook = request -> WebhookAnswer.accepted();
  volatile RuntimeException storeFailure;
  volatile boolean routingReady = true;

  final String operatorKey;
  final String dentistKey;
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
    doors =
        new HttpServer.Doors(
            Map.of("/webhooks/retell", request -> webhook.receive(request)),
            new ReviewingActivity(subscribers, interactions, activity),
            keys,
            this::checkStore,
            () -> routingReady,
            () -> now);
    this.heartbeat = heartbeat;
    server = new HttpServer(doors, operating, heartbeat);
    port = server.start(askedPort);
  }

  /** Stops the server and starts another one in its place, over the same stores. */
  void restart() {
    server.close();
    server = new HttpServer(doors, operating, heartbeat);
    server.start(port);
  }

  private void checkStore() {
    if (storeFailure != null) {
      throw storeFailure;
    }
  }

  /** Records what is told about a call, as if its provider's event had come in. */
  Interaction record(String call, String slug, Details details, Optional<Transcript> transcript) {
    var business = subscribers.find(new Slug(slug)).orElseThrow();
    Clues clues =
        new Clues(Optional.empty(), Optional.of(business.id()), Optional.empty(), Optional.empty());
    return receiving
        .record(
            new ProviderEvent(
                Provider.RETELL, "call", call, now, "sha " + names.incrementAndGet(), "{}"),
            new Reading.About(
                new ProviderReference(Provider.RETELL, call),
                ChannelKind.VOICE,
                clues,
                new Report(details, transcript),
                ""))
        .interaction()
        .orElseThrow();
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
      return client.send(request.build(), body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
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
