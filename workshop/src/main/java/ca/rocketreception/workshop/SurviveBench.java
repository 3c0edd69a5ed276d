package ca.rocketreception.workshop;

import ca.rocketreception.app.EmbeddedDatabase;
import ca.rocketreception.app.Installation;
import ca.rocketreception.app.RehearseCommand;
import ca.rocketreception.app.SeedCommand;
import ca.rocketreception.app.Seeds;
import ca.rocketreception.doubles.retell.EventBodies;
import ca.rocketreception.doubles.retell.SimulatedCalls;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server over a PostgreSQL of its own, with everything between them that goes wrong at night, and
 * senders that repeat every event until it is acknowledged, as providers do.
 */
final class SurviveBench implements AutoCloseable {

  private static final String KEY = "key_of_the_survivors";
  private static final String OPERATOR_KEY = "operator-key-of-the-survivors-000";
  private static final String SLUG = "rocketsciencedesigns";
  private static final int SENDERS = 12;
  private static final int MOST_TRIES = 300;
  private static final int SENT_AGAIN_ONE_IN = 20;
  private static final Duration PROVIDERS_PATIENCE = Duration.ofSeconds(10);
  private static final long PAUSE_MS = 100;

  private final Path directory = Files.createTempDirectory("rocket-survive");
  private final List<EmbeddedDatabase> restarted = new ArrayList<>();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicLong requests = new AtomicLong();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Instant now = Instant.now();
  private final Random random;
  private final Installation installation;
  private final CuttingProxy proxy;
  private final HttpClient http;
  private final int port;
  private final String agent;
  private ServerProcess server;

  /** What Retell tells of a call, and by what in the call each shows. */
  private enum Told {
    STARTED(call -> !call.get("startedAt").isNull()),
    ENDED(call -> call.get("status").asString().equals("ENDED") && !call.get("endedAt").isNull()),
    ANALYZED(call -> !call.get("summary").isNull());

    private final Predicate<JsonNode> shows;

    Told(Predicate<JsonNode> shows) {
      this.shows = shows;
    }
  }

  /** How often something was done to whom. */
  record Harm(int servers, int databases, int backends, int cuts, int delays) {}

  /**
   * @param requests with all repeats
   * @param found of the acknowledged events, those that show in their call
   * @param doubled calls that are there twice, or have turns twice
   * @param lost acknowledged events that do not show
   */
  record Account(
      int sent,
      long requests,
      int acknowledged,
      int found,
      int doubled,
      int lost,
      Harm harm,
      Duration took) {

    boolean isClean() {
      return doubled == 0 && lost == 0 && acknowledged == sent;
    }

    String text() {
      return """
      sent          %d events, %d requests with their repeats
      killed        %d times the server, %d times all of PostgreSQL, %d times one of its processes
      between them  %d times cut, %d times delayed
      acknowledged  %d
      found         %d
      doubled       %d
      lost          %d
      took          %d s\
      """
          .formatted(
              sent,
              requests,
              harm.servers,
              harm.databases,
              harm.backends,
              harm.cuts,
              harm.delays,
              acknowledged,
              found,
              doubled,
              lost,
              took.toSeconds());
    }
  }

  SurviveBench(long seed) throws IOException, InterruptedException {
    this(seed, directory -> {});
  }

  /** For tests: what to do to the data directory first. */
  SurviveBench(long seed, Preparation preparation) throws IOException, InterruptedException {
    random = new Random(seed);
    preparation.prepare(directory);
    installation = Installation.open(Map.of("ROCKET_DATA_DIR", directory.toString()));
    installation.database().migrate();
    SeedCommand.plant(
        installation.database(),
        SeedCommand.Choice.ALL,
        false,
        new PrintStream(OutputStream.nullOutputStream()));
    agent = "agent_seed_" + SLUG + "_receptionist";
    EmbeddedDatabase postgres = EmbeddedDatabase.open(directory);
    restarted.add(postgres);
    proxy = new CuttingProxy(URI.create(postgres.jdbcUrl().substring("jdbc:".length())).getPort());
    http = HttpClient.newBuilder().connectTimeout(PROVIDERS_PATIENCE).build();
    port = ServerProcess.freePort();
    server = serve(postgres);
    server.awaitReady();
  }

  interface Preparation {
    void prepare(Path directory) throws IOException;
  }

  /** Sends the events of calls while so many kills happen, then counts what is there. */
  Account run(int calls, int kills) throws Exception {
    long begin = System.nanoTime();
    AtomicInteger next = new AtomicInteger();
    Harm harm;
    try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
      for (int sender = 0; sender < SENDERS; sender++) {
        senders.submit(() -> {
          for (int call = next.getAndIncrement(); call < calls; call = next.getAndIncrement()) {
            send(call);
          }
          return null;
        });
      }
      harm = harm(3 * calls, kills);
    }
    server.awaitReady();
    return account(calls, harm, Duration.ofNanos(System.nanoTime() - begin));
  }

  /** The kills are spread over the events at random, so that all of them meet a load. */
  private Harm harm(int events, int kills) throws Exception {
    int databases = 0;
    int backends = 0;
    int cuts = 0;
    int delays = 0;
    for (int kill = 0; kill < kills; kill++) {
      awaitDone((int) (events * (kill + random.nextDouble() * 0.5) / kills));
      if (random.nextBoolean()) {
        cuts++;
        proxy.cut();
      } else {
        delays++;
        proxy.hold(Duration.ofMillis(200 + random.nextInt(2_500)));
      }
      awaitDone((int) (events * (kill + 0.5 + random.nextDouble() * 0.45) / kills));
      TimeUnit.MILLISECONDS.sleep(random.nextInt(200));
      if (kill % 4 != 3) {
        server.kill();
        server = serve(restarted.getLast());
      } else if (kill % 8 == 3) {
        databases++;
        restartPostgres();
      } else {
        backends += killBackend();
      }
      server.awaitReady();
      System.err.printf("%d of %d kills, %d of %d events%n", kill + 1, kills, done.get(), events);
    }
    return new Harm(kills - databases - backends, databases, backends, cuts, delays);
  }

  private void awaitDone(int count) throws InterruptedException {
    while (done.get() < count) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  private ServerProcess serve(EmbeddedDatabase postgres) throws IOException {
    return ServerProcess.start(
        port,
        ServerProcess.USUAL_HEAP,
        Map.of(
            "DATABASE_URL",
            "postgres://%s:%s@127.0.0.1:%d/%s"
                .formatted(postgres.user(), postgres.password(), proxy.port(), postgres.user()),
            "RETELL_WEBHOOK_KEYS",
            KEY,
            "OPERATOR_KEY",
            OPERATOR_KEY,
            "RATE_LIMIT_PER_KEY",
            "100000"),
        directory.resolve("server.log"));
  }

  private ProcessHandle postmaster() throws IOException {
    String pid = Files.readAllLines(directory.resolve("data/postmaster.pid")).getFirst().strip();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  private void restartPostgres() throws IOException {
    ProcessHandle postmaster = postmaster();
    List<ProcessHandle> all = new ArrayList<>(postmaster.descendants().toList());
    all.addFirst(postmaster);
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().orTimeout(20, TimeUnit.SECONDS).join());
    restarted.add(EmbeddedDatabase.open(directory));
  }

  /** One of PostgreSQL's processes dies, whereupon it ends all others and recovers by itself. */
  private int killBackend() throws IOException {
    List<ProcessHandle> children = postmaster().children().toList();
    children.get(random.nextInt(children.size())).destroyForcibly();
    return 1;
  }

  private void send(int call) throws InterruptedException {
    Random own = new Random(call);
    EventBodies bodies =
        EventBodies.sample(
            id(call),
            "+1204555%04d".formatted(own.nextInt(10_000)),
            Seeds.OWN_NUMBER.e164(),
            agent,
            now,
            own);
    for (Told told : Told.values()) {
      byte[] body =
          switch (told) {
            case STARTED -> bodies.started();
            case ENDED -> bodies.ended();
            case ANALYZED -> bodies.analyzed();
          };
      if (isAcknowledgedInTime(body)) {
        acknowledged.add(told + id(call));
      }
      if (own.nextInt(SENT_AGAIN_ONE_IN) == 0) {
        isAcknowledged(body);
      }
      done.incrementAndGet();
    }
  }

  private boolean isAcknowledgedInTime(byte[] body) throws InterruptedException {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      if (isAcknowledged(body)) {
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
    }
    return false;
  }

  private boolean isAcknowledged(byte[] body) throws InterruptedException {
    requests.incrementAndGet();
    try {
      return http.send(
                  HttpRequest.newBuilder(uri("/webhooks/retell"))
                      .header(
                          "X-Retell-Signature",
                          SimulatedCalls.signature(KEY, body, System.currentTimeMillis()))
                      .timeout(PROVIDERS_PATIENCE)
                      .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                      .build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 204;
    } catch (IOException dead) {
      return false;
    }
  }

  private static String id(int call) {
    return "call_survives_" + call;
  }

  private Account account(int calls, Harm harm, Duration took)
      throws IOException, InterruptedException {
    Map<String, JsonNode> byId = new HashMap<>();
    int doubled = 0;
    for (String cursor = ""; cursor != null; ) {
      JsonNode page = get("/v1/subscribers/" + SLUG + "/interactions?limit=200" + cursor);
      for (JsonNode call : page.get("items")) {
        if (byId.put(call.get("providerInteractionId").asString(), call) != null) {
          doubled++;
        }
      }
      JsonNode more = page.get("next");
      cursor = more.isNull() ? null : "&cursor=" + more.asString();
    }
    Map<Integer, Integer> byTurns = new HashMap<>();
    int found = 0;
    for (int number = 0; number < calls; number++) {
      JsonNode call = byId.get(id(number));
      for (Told told : Told.values()) {
        if (acknowledged.contains(told + id(number)) && call != null && told.shows.test(call)) {
          found++;
        }
      }
      if (call != null) {
        byTurns.merge(turns(call), 1, Integer::sum);
      }
    }
    // every call has the same number of turns: those that have another have lost or doubled some
    int usual = byTurns.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    int strange = byTurns.values().stream().mapToInt(Integer::intValue).sum() - usual;
    return new Account(
        3 * calls,
        requests.get(),
        acknowledged.size(),
        found,
        doubled + strange,
        acknowledged.size() - found,
        harm,
        took);
  }

  private int turns(JsonNode call) throws IOException, InterruptedException {
    return get("/v1/subscribers/" + SLUG + "/interactions/" + call.get("id").asString())
        .get("messages")
        .size();
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + OPERATOR_KEY)
                .timeout(Duration.ofSeconds(30))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(path + " was answered with " + answer.statusCode());
    }
    return JsonMapper.shared().readTree(answer.body());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  @Override
  public void close() throws IOException {
    server.close();
    http.shutdownNow();
    proxy.close();
    restarted.forEach(EmbeddedDatabase::close);
    installation.close();
    RehearseCommand.delete(directory);
  }
}
