package ca.rocketreception.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.rocketreception.domain.Business;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.postgres.Database;
import ca.rocketreception.postgres.EventStatements;
import ca.rocketreception.retell.EventBodies;
import ca.rocketreception.retell.SimulatedCalls;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures a server in a process of its own over real HTTP and, in turn with it, what PostgreSQL
 * does with the same statements when nothing else is in the way.
 */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures, on a database of its own that is thrown away.")
final class BenchCommand {

  private static final String KEY = "key_of_the_bench";

  @Option(
      names = "--connections",
      defaultValue = "16",
      description = "Connections at once (${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "Rounds, after one to warm up (${DEFAULT-VALUE}).")
  private int rounds;

  @Command(
      name = "events",
      mixinStandardHelpOptions = true,
      description = "Webhook events recorded, three a call with a transcript of twenty turns.")
  int events(
      @Option(
              names = "--calls",
              defaultValue = "3000",
              description = "Calls a round (${DEFAULT-VALUE}).")
          int calls)
      throws Exception {
    try (Bench bench = new Bench()) {
      List<Double> ratios = new ArrayList<>();
      for (int round = 0; round <= rounds; round++) {
        String name = round == 0 ? "warm-up" : "round " + round;
        Figures server = bench.record(connections, calls, round);
        Figures alone = Load.run(connections, calls, 1, bench.replayer(round));
        System.out.println(server.line(name + " server, events"));
        System.out.println(alone.line(name + " PostgreSQL alone, calls"));
        if (round > 0) {
          ratios.add(server.perSecond() / (alone.perSecond() * 3));
        }
      }
      System.out.printf(
          Locale.ROOT,
          "events recorded against PostgreSQL alone: median %.2f of it%n",
          median(ratios));
      bench.printServer();
    }
    return 0;
  }

  @Command(
      name = "routing",
      mixinStandardHelpOptions = true,
      description =
          "Inbound calls routed, from memory; beside it one look-up by key in PostgreSQL.")
  int routing(
      @Option(
              names = "--questions",
              defaultValue = "100000",
              description = "Questions a round (${DEFAULT-VALUE}).")
          int questions,
      @Option(
              names = "--rate",
              defaultValue = "28500",
              description =
                  "Questions a second of the paced runs, whose times count from when each was due"
                      + " (${DEFAULT-VALUE}: 30 times what the usual Node stack answers at best).")
          int rate)
      throws Exception {
    try (Bench bench = new Bench()) {
      List<Double> ratios = new ArrayList<>();
      for (int round = 0; round <= rounds; round++) {
        String name = round == 0 ? "warm-up" : "round " + round;
        List<byte[]> requests = bench.inboundRequests();
        Load.Workers asking = Load.http(bench.port, task -> requests.get(task % requests.size()));
        Figures server = Load.run(connections, questions, 1, asking);
        Figures paced = Load.paced(connections, questions, rate, asking);
        Figures alone = Load.run(connections, questions, 1, bench.asker());
        System.out.println(server.line(name + " server, questions"));
        System.out.println(paced.line(name + " server, paced"));
        System.out.println(alone.line(name + " PostgreSQL alone, look-ups"));
        if (round > 0) {
          ratios.add(server.perSecond() / alone.perSecond());
        }
      }
      System.out.printf(
          Locale.ROOT,
          "questions answered against look-ups in PostgreSQL alone: median %.2f of it%n",
          median(ratios));
      bench.printServer();
    }
    return 0;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
  }

  /** A seeded database of its own and a server over it. */
  private static final class Bench implements AutoCloseable {

    private static final int INBOUND_VARIANTS = 500;

    private final Path directory = Files.createTempDirectory("rocket-bench");
    private final Installation installation;
    private final Business business;
    private final Process server;
    private final int port;
    private final long readyMs;

    Bench() throws IOException, InterruptedException {
      installation = Installation.open(Map.of("ROCKET_DATA_DIR", directory.toString()));
      Database database = installation.database();
      database.migrate();
      SeedCommand.plant(
          database,
          SeedCommand.Choice.ALL,
          false,
          new PrintStream(OutputStream.nullOutputStream()));
      business = database.subscribers().find(new Slug("rocketsciencedesigns")).orElseThrow();
      port = freePort();
      long begin = System.nanoTime();
      server = serve();
      while (!isReady()) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
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

    /** The same program with the same flags, as a person would start it. */
    private Process serve() throws IOException {
      List<String> command = new ArrayList<>();
      command.add(ProcessHandle.current().info().command().orElseThrow());
      command.addAll(
          ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
              .filter(flag -> !flag.startsWith("-Xmx"))
              .toList());
      command.addAll(
          List.of(
              "-Xmx192m",
              "-cp",
              System.getProperty("java.class.path"),
              Main.class.getName(),
              "serve"));
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("server.log").toFile());
      Map<String, String> variables = new HashMap<>();
      variables.put("PORT", Integer.toString(port));
      variables.put("ROCKET_DATA_DIR", directory.toString());
      variables.put("RETELL_WEBHOOK_KEYS", KEY);
      builder.environment().putAll(variables);
      builder.environment().remove("DATABASE_URL");
      return builder.start();
    }

    private boolean isReady() throws IOException {
      if (!server.isAlive()) {
        throw new IOException(
            "The server did not start: " + Files.readString(directory.resolve("server.log")));
      }
      HttpURLConnection health =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + port + "/health/ready").toURL().openConnection();
      try {
        return health.getResponseCode() == 200;
      } catch (IOException notYet) {
        return false;
      }
    }

    private static int freePort() throws IOException {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      }
    }

    @Override
    public void close() throws IOException {
      server.destroy();
      server.onExit().orTimeout(20, TimeUnit.SECONDS).join();
      installation.close();
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
