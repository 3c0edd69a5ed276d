package ca.rocketreception.workshop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import ca.rocketreception.app.Application;
import ca.rocketreception.app.Installation;
import ca.rocketreception.app.RehearseCommand;
import ca.rocketreception.app.SeedCommand;
import ca.rocketreception.app.Seeds;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.doubles.retell.EventBodies;
import ca.rocketreception.doubles.retell.SimulatedCalls;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.Socket;
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
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server with the flags with which it is shipped, attacked from many addresses at once by those
 * who have no key and by one tenant, while calls are routed and another business's events come.
 * Everything stays on this machine, and the attackers keep to so many bytes a second together.
 */
final class StormBench implements AutoCloseable {

  private static final String KEY = "key_of_the_storm";
  private static final String OPERATOR_KEY = "operator-key-of-the-storm-0000001";
  private static final String SLUG = "rocketsciencedesigns";
  private static final String ATTACKED = "prairie-smile-dental";
  private static final double ROUTED_WITHIN_MS = 50;
  private static final int QUESTIONS_A_SECOND = 50;
  private static final int ASKING = 4;
  private static final int CALLS_A_SECOND = 4;
  private static final int PEACE_SECONDS = 20;
  private static final int MINUTE = 60;
  private static final Duration PROVIDERS_PATIENCE = Duration.ofSeconds(10);
  private static final int PROVIDERS_TRIES = 3;
  private static final int MB = 1 << 20;

  private final Path directory = Files.createTempDirectory("rocket-storm");
  private final Installation installation;
  private final ServerProcess server;
  private final int port;
  private final String agent;
  private final String tenantKey;
  private final String changingKey;
  private final byte[] great;
  private final Attacker.Throttle throttle;
  private final List<Attacker> attackers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger calls = new AtomicInteger();
  private final Instant begin = Instant.now();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(PROVIDERS_PATIENCE)
          .build();
  private volatile boolean over;

  /**
   * @param attacks how each was answered
   * @param alone calls routed before it began
   * @param routing calls routed meanwhile
   * @param later of these, the ones after the first minute, in which much of the server is still
   *     interpreted
   * @param sent events; of these so many acknowledged, and of those so many not found
   * @param peak the most memory that the server had
   * @param lived whether the server did not end
   */
  record Account(
      Map<String, Map<String, Long>> attacks,
      Figures alone,
      Figures routing,
      Optional<Figures> later,
      int sent,
      int acknowledged,
      int lost,
      String peak,
      boolean lived) {

    /** Whether every promise is kept but the one that depends on the machine. */
    boolean isLossless() {
      return lived
          && lost == 0
          && acknowledged == sent
          && routing.answers().keySet().equals(Set.of("200"));
    }

    boolean isKept() {
      return isLossless() && routing.percentile(99) < ROUTED_WITHIN_MS;
    }

    String text() {
      return attacks.entrySet().stream()
              .map(attack ->
                  String.format(
                      Locale.ROOT,
                      "%-28s %9d   %s",
                      attack.getKey(),
                      attack.getValue().values().stream().mapToLong(Long::longValue).sum(),
                      attack.getValue().entrySet().stream()
                          .map(answer -> answer.getKey() + "×" + answer.getValue())
                          .collect(Collectors.joining(" "))))
              .collect(Collectors.joining(System.lineSeparator()))
          + String.format(
              Locale.ROOT,
              """

              %s
              %s
              %sevents                       %9d sent   %d acknowledged   %d of these lost
              server                       %s   peak memory %s
              %s\
              """,
              alone.line("calls routed in peace"),
              routing.line("calls routed meanwhile"),
              later
                  .map(figures -> figures.line("after the first minute") + System.lineSeparator())
                  .orElse(""),
              sent,
              acknowledged,
              lost,
              lived ? "lived, 0 restarts" : "ended",
              peak,
              isKept() ? "every promise kept" : "a promise is broken");
    }
  }

  StormBench(int megabytesASecond) throws IOException, InterruptedException {
    this(megabytesASecond, directory -> {});
  }

  /** For tests: what to do to the data directory first. */
  StormBench(int megabytesASecond, SurviveBench.Preparation preparation)
      throws IOException, InterruptedException {
    throttle = new Attacker.Throttle(megabytesASecond);
    preparation.prepare(directory);
    installation = Installation.open(Map.of("ROCKET_DATA_DIR", directory.toString()));
    installation.database().migrate();
    SeedCommand.plant(
        installation.database(),
        SeedCommand.Choice.ALL,
        false,
        new PrintStream(OutputStream.nullOutputStream()));
    agent = "agent_seed_" + SLUG + "_receptionist";
    GreatestBusiness.grow(installation.database().subscribers(), new Slug(ATTACKED));
    tenantKey = tenantKey("the attacker's");
    changingKey = tenantKey("the attacker's, for changes");
    great = greatest();
    port = ServerProcess.freePort();
    server =
        ServerProcess.start(
            port,
            ServerProcess.USUAL_HEAP,
            Map.of(
                "ROCKET_DATA_DIR",
                directory.toString(),
                "RETELL_WEBHOOK_KEYS",
                KEY,
                "OPERATOR_KEY",
                OPERATOR_KEY,
                "TWILIO_AUTH_TOKENS",
                "token_of_the_storm",
                "PUBLIC_URL",
                "https://storm.example"),
            directory.resolve("server.log"));
    server.awaitReady();
  }

  private String tenantKey(String name) {
    return Application.keys(installation.config(), installation.database(), Installation.CLOCK)
        .createFor(new Slug(ATTACKED), name, "storm");
  }

  /** Lets it rage for so long, after a while of peace, then counts what is there. */
  Account run(int seconds) throws Exception {
    int peace = Math.min(PEACE_SECONDS, seconds);
    Figures alone = Asked.figures(serve(peace), 0, peace);
    attack();
    List<Asked> asked = serve(seconds);
    over = true;
    threads.forEach(Thread::interrupt);
    String peak = peak();
    boolean lived = server.isAlive();
    int lost = lived ? lost() : acknowledged.size();
    Map<String, Map<String, Long>> attacks = new java.util.LinkedHashMap<>();
    attackers.forEach(attacker -> attacks.put(attacker.name(), attacker.answers()));
    return new Account(
        attacks,
        alone,
        Asked.figures(asked, 0, seconds),
        seconds > MINUTE
            ? Optional.of(Asked.figures(asked, MINUTE, seconds - MINUTE))
            : Optional.empty(),
        sent.get(),
        acknowledged.size(),
        lost,
        peak,
        lived);
  }

  /** The decent work of a node, and how long its questions took. */
  private List<Asked> serve(int seconds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    List<Thread> decent = new ArrayList<>();
    List<Asked> asked = new ArrayList<>();
    for (int asking = 0; asking < ASKING; asking++) {
      Asked own = new Asked();
      asked.add(own);
      int first = asking;
      decent.add(Thread.ofPlatform().start(() -> ask(own, first, end)));
    }
    decent.add(Thread.ofPlatform().start(() -> tellOfCalls(end)));
    while (System.nanoTime() < end && server.isAlive()) {
      TimeUnit.MILLISECONDS.sleep(500);
      progress(end);
    }
    for (Thread thread : decent) {
      thread.join();
    }
    return asked;
  }

  private void attack() {
    byte[] text = "x".repeat(64 << 10).getBytes(ISO_8859_1);
    byte[] json = ("{\"name\":\"" + "x".repeat(64 << 10)).getBytes(ISO_8859_1);
    String webhook = "POST /webhooks/retell HTTP/1.1\r\n";
    start(
        "great bodies, unsigned", 24, 0, (one, socket) -> one.send(socket, webhook, text, 8 * MB));
    start(
        "great bodies, forged",
        24,
        0,
        (one, socket) ->
            one.send(socket, webhook + "X-Retell-Signature: " + forged() + "\r\n", text, 8 * MB));
    start(
        "great forms, forged",
        12,
        0,
        (one, socket) ->
            one.send(
                socket,
                "POST /webhooks/twilio/voice-fallback HTTP/1.1\r\nX-Twilio-Signature: "
                    + "a".repeat(27)
                    + "=\r\n",
                text,
                64 << 10));
    start(
        "great bodies, no key",
        60,
        0,
        (one, socket) -> one.send(socket, "POST /v1/subscribers HTTP/1.1\r\n", json, MB));
    start(
        "great bodies, tenant's key",
        60,
        0,
        (one, socket) ->
            one.send(
                socket,
                "PATCH /v1/subscribers/" + ATTACKED + " HTTP/1.1\r\n" + bearer(tenantKey),
                json,
                ThreadLocalRandom.current().nextBoolean() ? 250 << 10 : MB));
    start(
        "great bodies, visitors",
        40,
        10,
        (one, socket) ->
            one.send(
                socket,
                "POST /v1/widget/" + ATTACKED + "/conversations HTTP/1.1\r\n",
                json,
                ThreadLocalRandom.current().nextBoolean() ? 32 << 10 : MB));
    start("slow bodies", 150, 10, this::drip);
    start("slow heads", 50, 10, this::dripHead);
    start("connections and no word", 300, 100, (one, socket) -> one.count(Attacker.status(socket)));
    String deep = "{\"name\":" + "[".repeat(60_000) + "]".repeat(60_000) + "}";
    String many = "{\"week\":[" + "[],".repeat(80_000) + "[]]}";
    start("deep and broad JSON", 8, 50, (one, socket) -> broad(one, socket, deep, many));
    start("unknown keys", 8, 20, this::guess);
    start("streams, tenant's key", 60, 100, this::listen);
    start("a greatest business changed", 4, 50, this::change);
    start("a greatest business read", 8, 50, this::read);
    start("talks without end", 6, 100, this::talk);
    start("great events, signed", 1, 5000, this::greatEvent);
  }

  /** So many do it at once, each again and again with a pause between. */
  private void start(String name, int count, int pauseMs, Attacker.Deed deed) {
    Attacker attacker = new Attacker(name, port, attackers.size() + 1, throttle);
    attackers.add(attacker);
    for (int i = 0; i < count; i++) {
      threads.add(
          Thread.startVirtualThread(() -> {
            try {
              while (!over) {
                attacker.attack(deed);
                TimeUnit.MILLISECONDS.sleep(Math.max(20, pauseMs));
              }
            } catch (InterruptedException stopped) {
              Thread.currentThread().interrupt();
            }
          }));
    }
  }

  private void drip(Attacker one, Socket socket) throws IOException, InterruptedException {
    OutputStream out = socket.getOutputStream();
    out.write(
        ("POST /webhooks/retell HTTP/1.1\r\nHost: x\r\nContent-Length: 65000\r\nX-Retell-Signature: "
                + forged()
                + "\r\n\r\n"
                + "x".repeat(60_000))
            .getBytes(ISO_8859_1));
    drop(one, socket);
  }

  private void dripHead(Attacker one, Socket socket) throws IOException, InterruptedException {
    socket.getOutputStream().write("GET / HTTP/1.1\r\nX-Slow: ".getBytes(ISO_8859_1));
    drop(one, socket);
  }

  /** A byte now and then, until it is answered or hung up on. */
  private void drop(Attacker one, Socket socket) throws IOException, InterruptedException {
    for (int drops = 0; drops < 60 && !over && socket.getInputStream().available() == 0; drops++) {
      socket.getOutputStream().write('x');
      TimeUnit.MILLISECONDS.sleep(1000);
    }
    one.count(Attacker.status(socket));
  }

  private void broad(Attacker one, Socket socket, String deep, String many)
      throws IOException, InterruptedException {
    byte[] body = (ThreadLocalRandom.current().nextBoolean() ? deep : many).getBytes(ISO_8859_1);
    one.send(
        socket,
        "PUT /v1/subscribers/" + ATTACKED + "/hours HTTP/1.1\r\n" + bearer(tenantKey),
        body,
        body.length);
  }

  private void guess(Attacker one, Socket socket) throws IOException, InterruptedException {
    byte[] random = new byte[32];
    ThreadLocalRandom.current().nextBytes(random);
    one.send(
        socket,
        "GET /v1/subscribers HTTP/1.1\r\n" + bearer("rr_" + HexFormat.of().formatHex(random)),
        new byte[0],
        0);
  }

  private void listen(Attacker one, Socket socket) throws IOException, InterruptedException {
    socket
        .getOutputStream()
        .write(
            ("GET /v1/activity HTTP/1.1\r\nHost: x\r\n" + bearer(tenantKey) + "\r\n")
                .getBytes(ISO_8859_1));
    String status = Attacker.status(socket);
    one.count(status);
    for (int seconds = 0; seconds < 30 && !over && status.equals("200"); seconds++) {
      TimeUnit.SECONDS.sleep(1);
    }
  }

  /** Whatever changes of a business makes every node read all of it again. */
  private void change(Attacker one, Socket socket) throws IOException, InterruptedException {
    int fact = ThreadLocalRandom.current().nextInt(GreatestBusiness.FACTS);
    byte[] body =
        "{\"text\":\"%s\"}"
            .formatted(GreatestBusiness.text(ThreadLocalRandom.current().nextInt()))
            .getBytes(UTF_8);
    one.send(
        socket,
        "PUT /v1/subscribers/"
            + ATTACKED
            + "/facts/"
            + GreatestBusiness.topic(fact)
            + " HTTP/1.1\r\n"
            + bearer(changingKey),
        body,
        body.length);
  }

  private void read(Attacker one, Socket socket) throws IOException {
    List<String> lists = List.of("facts", "blocked-callers", "holidays", "hours", "interactions");
    String list = lists.get(ThreadLocalRandom.current().nextInt(lists.size()));
    one.sendAtOnce(
        socket,
        "GET /v1/subscribers/"
            + ATTACKED
            + "/"
            + list
            + (list.equals("hours") ? "" : "?limit=200")
            + " HTTP/1.1\r\n"
            + bearer(changingKey),
        new byte[0]);
  }

  private void talk(Attacker one, Socket socket) throws IOException, InterruptedException {
    try (ChatLoad visitor = new ChatLoad(port, ATTACKED)) {
      for (int turn = 0; !over; turn++) {
        one.count(visitor.work(turn));
        TimeUnit.MILLISECONDS.sleep(500);
      }
    } catch (IOException refused) {
      one.count(refused.getMessage().replaceAll("^The server answered (\\d+).*", "$1"));
      TimeUnit.SECONDS.sleep(5);
    }
  }

  /** As great as they may be, and always the same one: a repeat is answered and not stored. */
  private void greatEvent(Attacker one, Socket socket) throws IOException, InterruptedException {
    one.sendAtOnce(
        socket,
        "POST /webhooks/retell HTTP/1.1\r\nX-Retell-Signature: "
            + SimulatedCalls.signature(KEY, great, System.currentTimeMillis())
            + "\r\n",
        great);
  }

  private byte[] greatest() {
    String head = new String(bodies("call_storm_great", 0).ended(), UTF_8);
    int room = 8 * MB - head.length() - 20;
    return (head.substring(0, head.length() - 1) + ",\"x\":\"" + "x".repeat(room) + "\"}")
        .getBytes(UTF_8);
  }

  private static String bearer(String key) {
    return "Authorization: Bearer " + key + "\r\n";
  }

  private static String forged() {
    return "v=" + System.currentTimeMillis() + ",d=" + "0123456789abcdef".repeat(4);
  }

  /** How long the questions of one connection took. */
  private static final class Asked {

    private final Map<String, Long> answers = new HashMap<>();
    private long[] nanos = new long[1024];
    private int count;

    void add(String answer, long took) {
      if (count == nanos.length) {
        nanos = java.util.Arrays.copyOf(nanos, 2 * count);
      }
      nanos[count++] = took;
      answers.merge(answer, 1L, Long::sum);
    }

    /**
     * @param from the second with which it begins; of a part, only times are told
     * @param seconds of so many
     */
    static Figures figures(List<Asked> all, int from, int seconds) {
      Map<String, Long> answers = new HashMap<>();
      if (from == 0) {
        all.forEach(one -> one.answers.forEach((answer, n) -> answers.merge(answer, n, Long::sum)));
      }
      int before = from * QUESTIONS_A_SECOND / ASKING;
      return new Figures(
          seconds,
          all.stream()
              .flatMapToLong(
                  one -> java.util.Arrays.stream(one.nanos, Math.min(before, one.count), one.count))
              .toArray(),
          answers);
    }
  }

  /** At a rate, whether or not answers keep up; a question's time counts from when it was due. */
  private void ask(Asked own, int first, long end) {
    long between = TimeUnit.SECONDS.toNanos(1) * ASKING / QUESTIONS_A_SECOND;
    long due = System.nanoTime() + first * between / ASKING;
    Random random = new Random(first);
    Load.Workers workers = Load.http(port, task -> question(random));
    Load.Worker worker = null;
    try {
      while (due < end && server.isAlive()) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        String answer;
        try {
          worker = worker == null ? workers.open() : worker;
          answer = worker.work(0);
        } catch (Exception failed) {
          answer = failed.getClass().getSimpleName();
          worker = null;
        }
        own.add(answer, System.nanoTime() - due);
        due += between;
      }
      if (worker != null) {
        worker.close();
      }
    } catch (Exception closing) {
      own.add(closing.toString(), 0);
    }
  }

  private static byte[] question(Random random) {
    Instant now = Instant.now();
    byte[] body =
        EventBodies.inbound(
            "call_storm_asked_" + random.nextLong(),
            "+1204555%04d".formatted(random.nextInt(10_000)),
            Seeds.OWN_NUMBER.e164(),
            now);
    return Load.post(
        "/webhooks/retell/inbound",
        Map.of("X-Retell-Signature", SimulatedCalls.signature(KEY, body, now.toEpochMilli())),
        body);
  }

  private EventBodies bodies(String call, int number) {
    Random own = new Random(number);
    return EventBodies.sample(
        call,
        "+1204555%04d".formatted(own.nextInt(10_000)),
        Seeds.OWN_NUMBER.e164(),
        agent,
        begin,
        own);
  }

  /** What Retell tells of calls, repeated when it is not acknowledged, as Retell does. */
  private void tellOfCalls(long end) {
    try {
      while (System.nanoTime() < end && server.isAlive()) {
        int call = calls.getAndIncrement();
        EventBodies bodies = bodies(id(call), call);
        tell("started", call, bodies.started());
        tell("ended", call, bodies.ended());
        tell("analyzed", call, bodies.analyzed());
        TimeUnit.MILLISECONDS.sleep(1000 / CALLS_A_SECOND);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(String what, int call, byte[] body) throws InterruptedException {
    sent.incrementAndGet();
    for (int tries = 0; tries < PROVIDERS_TRIES; tries++) {
      try {
        int status =
            http.send(
                    HttpRequest.newBuilder(uri("/webhooks/retell"))
                        .header(
                            "X-Retell-Signature",
                            SimulatedCalls.signature(KEY, body, System.currentTimeMillis()))
                        .timeout(PROVIDERS_PATIENCE)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                    HttpResponse.BodyHandlers.discarding())
                .statusCode();
        if (status == 204) {
          acknowledged.add(what + id(call));
          return;
        }
      } catch (IOException notHeard) {
        // repeated, as a provider does
      }
      TimeUnit.MILLISECONDS.sleep(500);
    }
  }

  private static String id(int call) {
    return "call_storm_" + call;
  }

  /** How many acknowledged events do not show in their calls. */
  private int lost() throws IOException, InterruptedException {
    Set<String> found = ConcurrentHashMap.newKeySet();
    for (String cursor = ""; cursor != null; ) {
      JsonNode page = get("/v1/subscribers/" + SLUG + "/interactions?limit=200" + cursor);
      for (JsonNode call : page.get("items")) {
        String id = call.get("providerInteractionId").asString();
        if (!call.get("startedAt").isNull()) {
          found.add("started" + id);
        }
        if (!call.get("endedAt").isNull()) {
          found.add("ended" + id);
        }
        if (!call.get("summary").isNull()) {
          found.add("analyzed" + id);
        }
      }
      JsonNode more = page.get("next");
      cursor = more.isNull() ? null : "&cursor=" + more.asString();
    }
    return (int) acknowledged.stream().filter(event -> !found.contains(event)).count();
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

  private String peak() throws IOException {
    Path status = Path.of("/proc/" + server.pid() + "/status");
    return Files.exists(status)
        ? Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmHWM"))
            .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MB")
            .findFirst()
            .orElse("unknown")
        : "unknown";
  }

  private void progress(long end) {
    if (System.console() != null && System.console().isTerminal()) {
      System.err.printf(
          "\r%d s left, %d of %d events acknowledged ",
          Math.max(0, TimeUnit.NANOSECONDS.toSeconds(end - System.nanoTime())),
          acknowledged.size(),
          sent.get());
    }
  }

  @Override
  public void close() throws IOException {
    over = true;
    threads.forEach(Thread::interrupt);
    http.shutdownNow();
    server.close();
    installation.close();
    RehearseCommand.delete(directory);
  }
}
