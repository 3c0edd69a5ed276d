package ca.rocketreception.app;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.conversation.Widget;
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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A seeded installation with the built-in receptionist, and what its operator does by API. */
final class ServedChat implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String OPERATOR_KEY = "the-operator-key-of-this-story-0001";

  private final Path directory;
  private final Installation installation;
  private final Application node;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * @param directory with PostgreSQL's programs in it
   */
  ServedChat(Path directory) {
    this.directory = directory;
    this.installation = Installation.open(config(0));
    installation.database().migrate();
    SeedCommand.plant(
        installation.database(),
        SeedCommand.Choice.ALL,
        false,
        new PrintStream(OutputStream.nullOutputStream()));
    this.node = start(installation);
  }

  private static Application start(Installation on) {
    Application started = Application.start(on.config(), on.database(), Installation.CLOCK);
    on.closeFirst(started);
    return started;
  }

  private Config config(int port) {
    return Config.from(
        Map.of(
            "PORT",
            Integer.toString(port),
            "ROCKET_DATA_DIR",
            directory.toString(),
            "OPERATOR_KEY",
            OPERATOR_KEY,
            "CHAT_LIMITS",
            "off"));
  }

  String origin() {
    return "http://localhost:" + node.port();
  }

  /** Another node over the same database, which can be stopped; 0 for any free port. */
  Node anotherNode(int port) {
    Installation other = Installation.open(config(port));
    return new Node(other, start(other).port());
  }

  record Node(Installation installation, int port) implements AutoCloseable {
    String origin() {
      return "http://localhost:" + port;
    }

    @Override
    public void close() {
      installation.close();
    }
  }

  /** A business that is open at any hour and knows where to park. */
  void business(String slug, String name) {
    business(slug, name, "Parking is free behind the building.", everyDay());
  }

  /**
   * @param week the days it is open on, as the API takes them
   */
  void business(String slug, String name, String parking, List<String> week) {
    String own = "/v1/subscribers/" + slug;
    String named =
        JsonMapper.shared()
            .writeValueAsString(
                Map.of(
                    "slug", slug,
                    "name", name,
                    "timezone", "America/Winnipeg",
                    "language", "en-CA",
                    "transferNumber", "+12045550133"));
    ask("POST", "/v1/subscribers", named);
    ask("PUT", own + "/hours", "{\"week\":[" + String.join(",", week) + "]}");
    ask(
        "PUT",
        own + "/facts/Parking",
        JsonMapper.shared().writeValueAsString(Map.of("text", parking)));
    ask(
        "PUT",
        own + "/channels/CHAT",
        "{\"enabled\":true,\"transportProvider\":\"OTHER\",\"aiProvider\":\"BUILTIN\"}");
    awaitWidget(origin(), slug);
  }

  private static List<String> everyDay() {
    return Stream.of(DayOfWeek.values()).map(day -> open(day, "00:00", "00:00")).toList();
  }

  static String open(DayOfWeek day, String from, String to) {
    return "{\"day\":\"%s\",\"opens\":\"%s\",\"closes\":\"%s\"}".formatted(day, from, to);
  }

  /** A change travels to every node's memory after it has been answered. */
  void awaitWidget(String origin, String slug) {
    eventually(() -> send("GET", origin + "/v1/widget/" + slug, "").statusCode() == 200);
  }

  /** The one conversation that this business has had, with the first page of its messages. */
  JsonNode onlyTalk(String slug) {
    return onlyTalk(slug, "");
  }

  private JsonNode onlyTalk(String slug, String page) {
    JsonNode all = ask("GET", "/v1/subscribers/" + slug + "/interactions?channel=CHAT", "");
    assertThat(all.get("items")).hasSize(1);
    String id = all.get("items").get(0).get("id").asString();
    return ask("GET", "/v1/subscribers/" + slug + "/interactions/" + id + page, "");
  }

  /** Who said what in it, all pages of it: "VISITOR: Hello". */
  List<String> said(String slug) {
    List<String> said = new ArrayList<>();
    String page = "";
    while (page != null) {
      JsonNode talk = onlyTalk(slug, page);
      for (JsonNode one : talk.get("messages")) {
        said.add(one.get("speaker").asString() + ": " + one.get("text").asString());
      }
      page = talk.has("next") ? "?cursor=" + talk.get("next").asString() : null;
    }
    return said;
  }

  JsonNode takenMessages(String slug) {
    return ask("GET", "/v1/subscribers/" + slug + "/taken-messages", "").get("items");
  }

  /** What the business's people do with it. */
  void staff(String slug, String what, String body) {
    String id = onlyTalk(slug).get("id").asString();
    ask("POST", "/v1/subscribers/" + slug + "/interactions/" + id + "/" + what, body);
  }

  /**
   * Runs a statement as the operator, with the id of the business's only talk as its parameters.
   */
  void sql(String slug, String... statements) {
    String id = onlyTalk(slug).get("id").asString();
    try (EmbeddedDatabase database = EmbeddedDatabase.open(directory);
        Connection connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password())) {
      connection.setAutoCommit(false);
      try (Statement scope = connection.createStatement()) {
        scope.execute("set local rocket.scope = 'operator'");
      }
      for (String text : statements) {
        try (PreparedStatement statement = connection.prepareStatement(text)) {
          statement.setString(1, id);
          statement.executeUpdate();
        }
      }
      connection.commit();
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Gives the business this question before the first message. */
  void question(String slug, String label) {
    save(slug, List.of(), List.of(new Widget.Question("question", label, true)));
  }

  /** Lets pages of this origin alone hold the business's widget. */
  void origin(String slug, String allowed) {
    save(slug, List.of(allowed), List.of());
  }

  private void save(String slug, List<String> origins, List<Widget.Question> questions) {
    SubscriberId subscriber =
        installation.database().subscribers().find(new Slug(slug)).orElseThrow().id();
    installation
        .database()
        .widgets()
        .change(
            subscriber,
            current ->
                new Widget(Optional.of("#0a5c63"), Optional.empty(), origins, questions, true),
            new AuditEntry(subscriber, Installation.CLOCK.instant(), "test", "set widget", "CHAT"));
    eventually(() -> send("GET", origin() + "/v1/widget/" + slug, "").body().contains("#0a5c63"));
  }

  private JsonNode ask(String method, String path, String body) {
    HttpResponse<String> answer = send(method, origin() + path, body);
    assertThat(answer.statusCode()).as(path + " " + answer.body()).isBetween(200, 299);
    return JsonMapper.shared().readTree(answer.body());
  }

  private HttpResponse<String> send(String method, String url, String body) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create(url))
              .timeout(PATIENCE)
              .header("Authorization", "Bearer " + OPERATOR_KEY)
              .method(method, BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException(failure);
    }
  }

  static void eventually(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it did not happen in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    installation.close();
  }
}
