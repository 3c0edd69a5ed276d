package ca.rocketreception.app;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.doubles.retell.EventBodies;
import ca.rocketreception.doubles.retell.SimulatedCalls;
import ca.rocketreception.http.Described;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A whole node for the tests, over a seeded PostgreSQL that nodes of one directory share. */
final class SeededNode implements AutoCloseable {

  static final String WEBHOOK_KEY = "key_of_the_nodes";
  static final String OPERATOR_KEY = "the-operator-key-of-these-nodes-01";
  static final String CALLER = "+12045550177";
  static final String SLUG = "rocketsciencedesigns";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  final Installation installation;
  final Application application;
  private final HttpClient http = HttpClient.newHttpClient();

  private final InstantSource clock;

  private SeededNode(Installation installation, Application application, InstantSource clock) {
    this.installation = installation;
    this.application = application;
    this.clock = clock;
  }

  static SeededNode start(Path directory) {
    return start(directory, Map.of());
  }

  static SeededNode start(Path directory, Map<String, String> more) {
    return start(directory, more, Installation.CLOCK);
  }

  static SeededNode start(Path directory, Map<String, String> more, InstantSource clock) {
    try {
      if (!Files.exists(directory.resolve("postgres"))) {
        UnpackedPostgres.in(directory);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Map<String, String> variables =
        new HashMap<>(
            Map.of(
                "PORT",
                "0",
                "ROCKET_DATA_DIR",
                directory.toString(),
                "OPERATOR_KEY",
                OPERATOR_KEY,
                "RATE_LIMIT_PER_KEY",
                "100000",
                "RETELL_WEBHOOK_KEYS",
                WEBHOOK_KEY));
    variables.putAll(more);
    Installation installation = Installation.open(variables);
    installation.database().migrate();
    SeedCommand.plant(
        installation.database(),
        SeedCommand.Choice.ALL,
        false,
        new PrintStream(OutputStream.nullOutputStream()));
    Application application =
        Application.start(installation.config(), installation.database(), clock);
    installation.closeFirst(application);
    SeededNode node = new SeededNode(installation, application, clock);
    eventually(() -> node.get("/health/ready").statusCode() == 200);
    return node;
  }

  int port() {
    return application.port();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
        .header("Authorization", "Bearer " + OPERATOR_KEY)
        .timeout(Duration.ofSeconds(20));
  }

  HttpResponse<String> get(String path) {
    return send(request(path));
  }

  /** A webhook's body, signed; a wrong key makes a signature that does not hold. */
  HttpResponse<String> webhook(String path, byte[] body, String key) {
    return send(
        request("/webhooks/retell" + path)
            .header("X-Retell-Signature", SimulatedCalls.signature(key, body, clock.millis()))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  int record(byte[] body) {
    return webhook("", body, WEBHOOK_KEY).statusCode();
  }

  static EventBodies call(String id) {
    return EventBodies.sample(
        id,
        CALLER,
        Seeds.OWN_NUMBER.e164(),
        "agent_seed_rocketsciencedesigns_receptionist",
        Installation.CLOCK.instant(),
        new Random(1));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return Described.checked(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  static void stopPostgres(Path directory) throws Exception {
    Path mark = directory.resolve("data/postmaster.pid");
    ProcessHandle server =
        ProcessHandle.of(Long.parseLong(Files.readAllLines(mark).getFirst().strip())).orElseThrow();
    new ProcessBuilder("kill", "-INT", Long.toString(server.pid())).start().waitFor();
    server.onExit().get(20, TimeUnit.SECONDS);
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
