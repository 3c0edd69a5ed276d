package ca.rocketreception.http;

import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.business.AiProvider;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.http.conversation.WidgetLimits;
import ca.rocketreception.http.json.Json;
import ca.rocketreception.ports.driven.access.InMemoryApiKeys;
import ca.rocketreception.ports.driven.agent.InMemoryAgentPlatform;
import ca.rocketreception.ports.driven.business.InMemorySubscribers;
import ca.rocketreception.ports.driven.conversation.ConversationsContract;
import ca.rocketreception.ports.driven.conversation.InMemoryConversations;
import ca.rocketreception.ports.driven.conversation.InMemoryWidgets;
import ca.rocketreception.ports.driven.conversation.ScriptedResponder;
import ca.rocketreception.ports.driven.interaction.InMemoryActivity;
import ca.rocketreception.ports.driven.interaction.InMemoryInteractions;
import ca.rocketreception.ports.driven.interaction.Reading;
import ca.rocketreception.ports.driven.routing.InMemoryRoutingTables;
import ca.rocketreception.ports.driving.access.ManagingKeys;
import ca.rocketreception.ports.driving.conversation.AnsweringVisitors;
import ca.rocketreception.ports.driving.conversation.ChattingWithVisitors;
import ca.rocketreception.ports.driving.conversation.ShapingWidgets;
import ca.rocketreception.ports.driving.conversation.TakingOver;
import ca.rocketreception.ports.driving.interaction.RetryingEvents;
import ca.rocketreception.ports.driving.interaction.ReviewingActivity;
import ca.rocketreception.ports.driving.routing.ReceivingCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The real server and the real use cases of chat over stores without a database. */
public final class ChatReception implements AutoCloseable {

  public static final String DENTIST = "prairie-dental";
  public static final String PAGE = "https://page.example";

  public final Business dentist =
      ConversationsContract.chatting(Samples.aDentist(), AiProvider.BUILTIN);
  public final InMemorySubscribers subscribers =
      InMemorySubscribers.with(dentist, Samples.aFront());
  final InMemoryInteractions interactions = new InMemoryInteractions(subscribers);
  public final InMemoryConversations conversations = new InMemoryConversations(interactions);
  public final InMemoryWidgets widgets = new InMemoryWidgets(subscribers);
  final InMemoryRoutingTables routing = new InMemoryRoutingTables(subscribers);
  final InMemoryActivity activity = new InMemoryActivity();
  public final ScriptedResponder ai = new ScriptedResponder();
  public final AnsweringVisitors answering;
  public final String key;
  public final HttpServer server;
  public final int port;

  public volatile Instant now = Samples.MONDAY_MORNING;

  private final AtomicInteger names = new AtomicInteger();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public ChatReception() {
    this(WidgetLimits.none(), Duration.ofMillis(200));
  }

  public ChatReception(WidgetLimits limits, Duration heartbeat) {
    answering =
        new AnsweringVisitors(
            routing,
            conversations,
            activity,
            Map.of(AiProvider.BUILTIN, ai),
            AnsweringVisitors.Patience.USUAL,
            () -> now,
            UUID::randomUUID);
    ReviewingActivity reviewing = new ReviewingActivity(subscribers, interactions, activity);
    ManagingKeys keys =
        new ManagingKeys(
            new InMemoryApiKeys(),
            subscribers,
            Optional.empty(),
            () -> now,
            UUID::randomUUID,
            () -> "rr_" + Samples.uuid("secret " + names.incrementAndGet()));
    key = keys.createFor(new Slug(DENTIST), "tests", "tests");
    server =
        new HttpServer(
            new HttpServer.Doors(
                Map.of(),
                reviewing,
                keys,
                Reception.management(
                    subscribers,
                    interactions,
                    retrying(routing),
                    new InMemoryAgentPlatform(),
                    () -> now),
                new HttpServer.Chat(
                    new ChattingWithVisitors(
                        routing,
                        widgets,
                        conversations,
                        activity,
                        answering,
                        () -> now,
                        UUID::randomUUID,
                        () -> "rv_" + Samples.uuid("token " + names.incrementAndGet())),
                    new TakingOver(reviewing, conversations, conversations, answering, () -> now),
                    new ShapingWidgets(subscribers, widgets, () -> now),
                    limits,
                    "// the widget"),
                () -> {},
                () -> true,
                () -> now),
            heartbeat);
    port = server.start(0);
  }

  /** The business is changed, and every node knows. */
  public void becomes(UnaryOperator<Business> other) {
    routing.forgetAllBut(
        subscribers.change(
            new Slug(DENTIST),
            current -> other.apply(current.orElseThrow()),
            business -> Samples.anEntry(business.id())));
  }

  private RetryingEvents retrying(InMemoryRoutingTables routing) {
    return new RetryingEvents(
        interactions,
        event -> new Reading.Nothing("not read"),
        new ReceivingCalls(routing, interactions, activity, () -> now, UUID::randomUUID),
        () -> now);
  }

  public record Talk(String id, String token) {}

  public Talk begin() {
    HttpResponse<String> answer = post("/v1/widget/" + DENTIST + "/conversations", "", "{}");
    if (answer.statusCode() != 201) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return new Talk(json(answer).get("id").asString(), json(answer).get("token").asString());
  }

  public HttpResponse<String> say(Talk talk, String name, String text) {
    return post(
        path(talk, "messages"),
        talk.token(),
        Json.MAPPER.writeValueAsString(Map.of("clientMessageId", name, "text", text)));
  }

  public static String path(Talk talk, String what) {
    return "/v1/widget/conversations/" + talk.id() + "/" + what;
  }

  public HttpRequest.Builder request(String target, String bearer) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + target))
            .timeout(Duration.ofSeconds(20));
    return bearer.isEmpty() ? request : request.header("Authorization", "Bearer " + bearer);
  }

  public HttpResponse<String> get(String target, String bearer) {
    return send(request(target, bearer));
  }

  public HttpResponse<String> post(String target, String bearer, String body) {
    HttpResponse<String> answer = send(request(target, bearer).POST(BodyPublishers.ofString(body)));
    if (answer.statusCode() / 100 == 2) {
      Described.checkAsked("POST", URI.create(target).getRawPath(), body);
    }
    return answer;
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request, BodyHandlers.ofString());
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

  public static JsonNode json(HttpResponse<String> response) {
    return Json.MAPPER.readTree(response.body());
  }

  /** A stream's events after a message, as "type id data", comments left out. */
  public Events listen(Talk talk, int after) {
    HttpResponse<Stream<String>> answer =
        send(
            request(path(talk, "events"), talk.token())
                .header("Last-Event-ID", Integer.toString(after)),
            BodyHandlers.ofLines());
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode());
    }
    return new Events(answer.body().iterator());
  }

  public record Event(String type, String id, JsonNode data) {}

  public record Events(Iterator<String> lines) {

    public Event next() {
      List<String> event = new ArrayList<>();
      while (true) {
        String line = lines.next();
        if (line.isEmpty() && !event.isEmpty()) {
          return event(event);
        }
        if (!line.isEmpty() && !line.startsWith(":")) {
          event.add(line);
        }
      }
    }

    /** The next event of a type; others on the way are let go. */
    public Event next(String type) {
      Event event = next();
      while (!event.type().equals(type)) {
        event = next();
      }
      return event;
    }

    private static Event event(List<String> lines) {
      return new Event(
          field(lines, "event: "),
          field(lines, "id: "),
          Json.MAPPER.readTree(field(lines, "data: ")));
    }

    private static String field(List<String> lines, String name) {
      return lines.stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(name.length()))
          .findFirst()
          .orElse("");
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    server.close();
    answering.close();
  }
}
