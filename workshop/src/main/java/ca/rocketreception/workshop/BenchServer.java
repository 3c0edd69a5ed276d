package ca.rocketreception.workshop;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.rocketreception.app.Application;
import ca.rocketreception.app.Installation;
import ca.rocketreception.app.RehearseCommand;
import ca.rocketreception.app.SeedCommand;
import ca.rocketreception.app.Seeds;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.doubles.retell.EventBodies;
import ca.rocketreception.doubles.retell.SimulatedCalls;
import ca.rocketreception.postgres.Database;
import ca.rocketreception.postgres.interaction.EventStatements;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A seeded database of its own and a server over it. */
final class BenchServer implements AutoCloseable {

  private static final String KEY = "key_of_the_bench";
  private static final String OPERATOR_KEY = "operator-key-of-the-bench-32-characters";
  private static final Pattern NEXT = Pattern.compile("\"next\":\"([^\"]+)\"");
  private static final int INBOUND_VARIANTS = 500;

  private final Path directory = Files.createTempDirectory("rocket-bench");
  private final String heap;
  private final Installation installation;
  private final Business business;
  private final ServerProcess server;
  private final int port;
  private final long readyMs;

  /**
   * @param heap the server's, as -Xmx takes it
   */
  BenchServer(String heap) throws IOException, InterruptedException {
    this.heap = heap;
    installation = Installation.open(Map.of("ROCKET_DATA_DIR", directory.toString()));
    Database database = installation.database();
    database.migrate();
    SeedCommand.plant(
        database, SeedCommand.Choice.ALL, false, new PrintStream(OutputStream.nullOutputStream()));
    business = database.subscribers().find(new Slug("rocketsciencedesigns")).orElseThrow();
    port = ServerProcess.freePort();
    long begin = System.nanoTime();
    server = serve();
    server.awaitReady();
    readyMs = (System.nanoTime() - begin) / 1_000_000;
  }

  /** Sends the events of calls, each call's three in order, signed. */
  Figures record(int connections, int calls, int round) throws InterruptedException {
    Instant now = Instant.now();
    List<byte[]> requests =
        IntStream.range(0, calls)
            .mapToObj(call -> bodies("call_bench_" + round + "_" + call, now, call))
            .flatMap(List::stream)
            .map(body -> signed("/webhooks/retell", body, now))
            .toList();
    return Load.run(connections, requests.size(), 3, Load.http(port, requests::get));
  }

  /** Fills the tables with calls of the business, as if they had come over the years. */
  void fill(long calls) throws SQLException {
    try (Connection connection = installation.database().connectPatiently()) {
      ManyCalls.add(
          connection,
          business.id(),
          Seeds.OWN_NUMBER,
          calls,
          Instant.now(),
          Duration.ofMinutes(1),
          ManyCalls.Parts.ALL);
    }
  }

  /** Reads all calls of the business through the API, page by page. */
  Figures readWholeList(int limit) throws IOException, InterruptedException {
    String path =
        "/v1/subscribers/" + business.subscriber().slug() + "/interactions?limit=" + limit;
    List<Long> nanos = new ArrayList<>();
    long begin = System.nanoTime();
    try (HttpClient http = HttpClient.newHttpClient()) {
      Optional<String> cursor = Optional.of("");
      while (cursor.isPresent()) {
        long asked = System.nanoTime();
        HttpResponse<String> page =
            http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path + cursor.get()))
                    .header("Authorization", "Bearer " + OPERATOR_KEY)
                    .timeout(Duration.ofSeconds(30))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        nanos.add(System.nanoTime() - asked);
        if (page.statusCode() != 200) {
          throw new IOException("A list was answered with " + page.statusCode());
        }
        Matcher next = NEXT.matcher(page.body());
        cursor = next.find() ? Optional.of("&cursor=" + next.group(1)) : Optional.empty();
      }
    }
    return new Figures(
        (System.nanoTime() - begin) / 1e9,
        nanos.stream().mapToLong(Long::longValue).toArray(),
        Map.of("200", (long) nanos.size()));
  }

  ChatLoad visitor() throws IOException {
    return new ChatLoad(port, "prairie-smile-dental");
  }

  /** What Retell tells of a call: its start, its end and its analysis. */
  private List<byte[]> bodies(String callId, Instant now, int seed) {
    Random random = new Random(seed);
    EventBodies bodies =
        EventBodies.sample(callId, from(random), Seeds.OWN_NUMBER.e164(), agent(), now, random);
    return List.of(bodies.started(), bodies.ended(), bodies.analyzed());
  }

  List<byte[]> inboundRequests() {
    Random random = new Random(1);
    Instant now = Instant.now();
    return Stream.generate(() ->
            EventBodies.inbound(
                "call_" + random.nextLong(), from(random), Seeds.OWN_NUMBER.e164(), now))
        .limit(INBOUND_VARIANTS)
        .map(body -> signed("/webhooks/retell/inbound", body, now))
        .toList();
  }

  /** The statements of a call's events, without HTTP, JSON and judgement. */
  Load.Workers replayer(int round) {
    Instant now = Instant.now();
    return () -> {
      Connection connection = installation.database().connect();
      connection.setAutoCommit(false);
      return new Load.Worker() {
        @Override
        public String work(int task) throws Exception {
          List<String> bodies =
              bodies("call_alone_" + round + "_" + task, now, task).stream()
                  .map(body -> new String(body, UTF_8))
                  .toList();
          EventStatements.replay(
              connection, business.id(), Seeds.OWN_NUMBER, Application.newId(), bodies);
          return bodies.size() + " events";
        }

        @Override
        public void close() throws SQLException {
          connection.close();
        }
      };
    };
  }

  /** One look-up of a number by its key. */
  Load.Workers asker() {
    return () -> {
      Connection connection = installation.database().connect();
      connection.createStatement().execute("set rocket.scope = 'operator'");
      PreparedStatement question =
          connection.prepareStatement(
              "select subscriber_id, shared from phone_number where e164 = ?");
      return new Load.Worker() {
        @Override
        public String work(int task) throws Exception {
          question.setString(1, Seeds.OWN_NUMBER.e164());
          try (ResultSet row = question.executeQuery()) {
            return row.next() ? "found" : "missing";
          }
        }

        @Override
        public void close() throws SQLException {
          connection.close();
        }
      };
    };
  }

  int port() {
    return port;
  }

  void printServer() throws IOException {
    Path status = Path.of("/proc/" + server.pid() + "/status");
    String memory =
        Files.exists(status)
            ? Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .findFirst()
                .orElse("")
            : "";
    System.out.printf(
        "server: ready %d ms after its JVM was started, %s%n",
        readyMs, memory.replaceAll("\\s+", " "));
  }

  private String agent() {
    return business.agents().getFirst().providerAgentId().orElseThrow();
  }

  private static String from(Random random) {
    return "+1204555%04d".formatted(random.nextInt(10_000));
  }

  private static byte[] signed(String path, byte[] body, Instant now) {
    return Load.post(
        path,
        Map.of("X-Retell-Signature", SimulatedCalls.signature(KEY, body, now.toEpochMilli())),
        body);
  }

  private ServerProcess serve() throws IOException {
    return ServerProcess.start(
        port,
        heap,
        Map.of(
            "ROCKET_DATA_DIR",
            directory.toString(),
            "RETELL_WEBHOOK_KEYS",
            KEY,
            "OPERATOR_KEY",
            OPERATOR_KEY,
            "CHAT_LIMITS",
            "off",
            "CONNECTIONS",
            "20000:20000",
            "RATE_LIMIT_PER_KEY",
            "100000"),
        directory.resolve("server.log"));
  }

  @Override
  public void close() throws IOException {
    server.close();
    installation.close();
    RehearseCommand.delete(directory);
  }
}
