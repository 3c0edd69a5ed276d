package ca.rocketreception.app;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.business.AiProvider;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.http.Described;
import ca.rocketreception.ports.driven.conversation.ChatResponder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Chat on several nodes over real HTTP and a real PostgreSQL. */
@Timeout(180)
class ChatStoryTest {

  private static final String OPERATOR_KEY = "the-operator-key-of-this-story-0001";
  private static final Slug SLUG = new Slug("rocketsciencedesigns");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path directory;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Installation installation;
  private Application node;
  private volatile InstantSource clock = Installation.CLOCK;

  @BeforeEach
  void aBusinessThatChatsIsServed() throws IOException {
    UnpackedPostgres.in(directory);
    installation = Installation.open(Config.from(variables()));
    installation.database().migrate();
    SeedCommand.plant(
        installation.database(),
        SeedCommand.Choice.ALL,
        false,
        new PrintStream(OutputStream.nullOutputStream()));
    node = start(installation, Map.of(AiProvider.BUILTIN, new Echo()));
    installation.closeFirst(node);
  }

  @AfterEach
  void stop() {
    http.shutdownNow();
    installation.close();
  }

  private Application start(Installation where, Map<AiProvider, ChatResponder> responders) {
    Application started =
        Application.start(where.config(), where.database(), this::now, responders);
    eventually(() -> get(started.port(), "/v1/widget/" + SLUG, "").statusCode() == 200);
    return started;
  }

  /** Repeats the visitor's last words. */
  private static final class Echo implements ChatResponder {
    @Override
    public boolean canAnswer(Business business) {
      return true;
    }

    @Override
    public Optional<String> begin(Talk talk) {
      return Optional.empty();
    }

    @Override
    public Reply reply(Talk talk, Optional<String> providerChatId) {
      return Reply.saying("You said: " + talk.messages().getLast().text());
    }

    @Override
    public void end(Talk talk, Optional<String> providerChatId) {}
  }

  @Test
  void aStreamOnOneNodeTellsWhatIsSaidOnTheOther() {
    try (Installation second = Installation.open(Config.from(variables()));
        Application other = start(second, Map.of(AiProvider.BUILTIN, new Echo()))) {
      Talk talk = begin(node.port());
      Iterator<String> events = listen(other.port(), talk, 0);
      await(events, "\"state\":\"OPEN\"");

      say(node.port(), talk, "a", "Hello from here");

      await(events, "Hello from here");
      await(events, "You said: Hello from here");
      say(other.port(), talk, "b", "Hello from there");
      await(events, "You said: Hello from there");
      assertThat(messages(node.port(), talk)).hasSize(4);
    }
  }

  @Test
  void aNodeThatDiesMidTurnLosesNothingAndAnotherAnswersOnce() throws Exception {
    Map<String, String> variables = new HashMap<>(variables());
    Process dying = Processes.java(variables, StuckNode.class);
    int port = Integer.parseInt(dying.inputReader().readLine());
    eventually(() -> get(port, "/v1/widget/" + SLUG, "").statusCode() == 200);
    Talk talk = begin(port);
    say(port, talk, "a", "Are you there?");
    assertThat(dying.inputReader().readLine()).isEqualTo("asked");
    dying.destroyForcibly().waitFor();
    Iterator<String> events = listen(node.port(), talk, 0);
    await(events, "Are you there?");

    clock = InstantSource.offset(Installation.CLOCK, Duration.ofMinutes(1));

    await(events, "You said: Are you there?");
    say(node.port(), talk, "a", "Are you there?");
    assertThat(messages(node.port(), talk)).hasSize(2);
  }

  /**
   * A node in a process of its own whose AI never answers; prints its port, and when it is asked.
   */
  static final class StuckNode {
    public static void main(String[] arguments) throws InterruptedException {
      Installation installation = Installation.open(Config.from(System.getenv()));
      Application application =
          Application.start(
              installation.config(),
              installation.database(),
              Installation.CLOCK,
              Map.of(AiProvider.BUILTIN, new Stuck()));
      System.out.println(application.port());
      Thread.currentThread().join();
    }

    private static final class Stuck implements ChatResponder {
      @Override
      public boolean canAnswer(Business business) {
        return true;
      }

      @Override
      public Optional<String> begin(Talk talk) {
        return Optional.empty();
      }

      @Override
      public Reply reply(Talk talk, Optional<String> providerChatId) {
        System.out.println("asked");
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        return Reply.saying("never");
      }

      @Override
      public void end(Talk talk, Optional<String> providerChatId) {}
    }
  }

  @Test
  void withoutAnyAiTheVisitorWaitsForAPersonWhoAnswersFromAnyNode() {
    try (Installation second = Installation.open(Config.from(variables()));
        Application silent = start(second, Map.of())) {
      Talk talk = begin(silent.port());
      Iterator<String> events = listen(silent.port(), talk, 0);
      say(silent.port(), talk, "a", "Anybody?");
      await(events, "\"state\":\"WAITING_FOR_STAFF\"");
      String interaction = "/v1/subscribers/" + SLUG + "/interactions/" + talk.id();

      assertThat(post(node.port(), interaction + "/takeover", OPERATOR_KEY, "").statusCode())
          .isEqualTo(200);
      assertThat(
              post(
                      node.port(),
                      interaction + "/messages",
                      OPERATOR_KEY,
                      "{\"text\":\"It is me, Ann\"}")
                  .statusCode())
          .isEqualTo(201);

      await(events, "It is me, Ann");
      assertThat(messages(node.port(), talk)).hasSize(2);
    }
  }

  @Test
  void theBuiltInReceptionistTellsAFactAndTakesAMessageOnWhicheverNodeIsAsked() {
    try (Installation first = Installation.open(Config.from(variables()));
        Installation second = Installation.open(Config.from(variables()));
        Application one = Application.start(first.config(), first.database(), this::now);
        Application other = Application.start(second.config(), second.database(), this::now)) {
      List<Application> nodes = List.of(one, other);
      nodes.forEach(started ->
          eventually(() -> get(started.port(), "/v1/widget/" + SLUG, "").statusCode() == 200));
      Talk talk = begin(one.port());
      Iterator<String> events = listen(one.port(), talk, 0);

      say(one.port(), talk, "a", "How can I start a project?");
      await(events, "we call back within one business day");
      say(other.port(), talk, "b", "Can I leave a message?");
      await(events, "What is your name?");
      say(one.port(), talk, "c", "Zoë");
      await(events, "How can the team reach you");
      say(other.port(), talk, "d", "zoe@example.com");
      await(events, "What is your message about?");
      say(one.port(), talk, "e", "A new logo");
      await(events, "How urgent is it");
      say(other.port(), talk, "f", "not urgent");
      await(events, "A new logo");

      assertThat(
              get(other.port(), "/v1/subscribers/" + SLUG + "/taken-messages", OPERATOR_KEY).body())
          .containsOnlyOnce("\"matter\"")
          .contains("Zoë", "zoe@example.com", "A new logo", "LOW");
    }
  }

  @Test
  void aSilentTalkIsEndedByTheJobsAndCanBeReadWhole() {
    Talk talk = begin(node.port());
    Iterator<String> events = listen(node.port(), talk, 0);
    say(node.port(), talk, "a", "Do you design logos?");
    await(events, "You said: Do you design logos?");

    clock = InstantSource.offset(Installation.CLOCK, Duration.ofMinutes(31));

    await(events, "\"state\":\"ENDED\"");
    JsonNode interaction =
        json(
            get(
                node.port(),
                "/v1/subscribers/" + SLUG + "/interactions/" + talk.id(),
                OPERATOR_KEY));
    assertThat(interaction.get("status").asString()).isEqualTo("ENDED");
    assertThat(interaction.get("summary").asString())
        .isEqualTo("Visitor asked: Do you design logos?; 2 messages");
    assertThat(interaction.get("durationMs").asLong()).isNotNegative();
    assertThat(interaction.get("messages")).hasSize(2);
  }

  private record Talk(String id, String token) {}

  private Talk begin(int port) {
    HttpResponse<String> begun =
        post(port, "/v1/widget/" + SLUG + "/conversations", "", "{\"language\":\"en\"}");
    assertThat(begun.statusCode()).isEqualTo(201);
    return new Talk(json(begun).get("id").asString(), json(begun).get("token").asString());
  }

  private void say(int port, Talk talk, String name, String text) {
    HttpResponse<String> said =
        post(
            port,
            "/v1/widget/conversations/" + talk.id() + "/messages",
            talk.token(),
            "{\"clientMessageId\":\"" + name + "\",\"text\":\"" + text + "\"}");
    assertThat(said.statusCode()).as(said.body()).isEqualTo(201);
  }

  private Iterator<String> listen(int port, Talk talk, int after) {
    try {
      HttpResponse<Stream<String>> answer =
          http.send(
              request(port, "/v1/widget/conversations/" + talk.id() + "/events", talk.token())
                  .header("Last-Event-ID", Integer.toString(after))
                  .build(),
              BodyHandlers.ofLines());
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer.body().iterator();
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static void await(Iterator<String> events, String words) {
    while (!events.next().contains(words)) {}
  }

  private List<String> messages(int port, Talk talk) {
    JsonNode shown =
        json(get(port, "/v1/subscribers/" + SLUG + "/interactions/" + talk.id(), OPERATOR_KEY));
    return shown.get("messages").valueStream().map(one -> one.get("text").asString()).toList();
  }

  private HttpRequest.Builder request(int port, String path, String bearer) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    return bearer.isEmpty() ? request : request.header("Authorization", "Bearer " + bearer);
  }

  private HttpResponse<String> get(int port, String path, String bearer) {
    return send(request(port, path, bearer));
  }

  private HttpResponse<String> post(int port, String path, String bearer, String body) {
    return send(request(port, path, bearer).POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return Described.checked(
          http.send(request.timeout(Duration.ofSeconds(15)).build(), BodyHandlers.ofString()));
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  private Instant now() {
    return clock.instant();
  }

  private static void eventually(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it did not happen in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private Map<String, String> variables() {
    return Map.of(
        "PORT",
        "0",
        "ROCKET_DATA_DIR",
        directory.toString(),
        "OPERATOR_KEY",
        OPERATOR_KEY,
        "RETELL_WEBHOOK_KEYS",
        "a key",
        "CHAT_LIMITS",
        "off");
  }
}
