package ca.rocketreception.retell;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Sends webhooks as Retell does: signed, with ten seconds' patience and up to three retries. */
final class Deliveries implements AutoCloseable {

  private static final int ATTEMPTS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final String base;
  private final String key;
  private final InstantSource clock;
  private final LongAdder delivered = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final Map<Integer, LongAdder> answers = new ConcurrentHashMap<>();
  private final AtomicReference<String> firstProblem = new AtomicReference<>();

  Deliveries(URI server, String key, InstantSource clock) {
    this.base = server.toString().replaceAll("/+$", "") + "/webhooks/retell";
    this.key = key;
    this.clock = clock;
  }

  void event(byte[] body) {
    ask("", body).ifPresent(_ -> delivered.increment());
  }

  /** The answer's body; empty when it was given up, which is counted. */
  Optional<byte[]> ask(String below, byte[] body) {
    String problem = "";
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      if (attempt > 1) {
        LockSupport.parkNanos(PAUSE.toNanos() << (attempt - 2));
      }
      try {
        HttpResponse<byte[]> answer = send(below, body);
        answers.computeIfAbsent(answer.statusCode(), _ -> new LongAdder()).increment();
        if (answer.statusCode() / 100 == 2) {
          return Optional.of(answer.body());
        }
        problem = "was answered " + answer.statusCode();
        if (answer.statusCode() < 500) {
          break;
        }
      } catch (IOException e) {
        problem =
            "got no answer: "
                + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        problem = "was interrupted";
        break;
      }
    }
    failures.increment();
    firstProblem.compareAndSet(null, "POST " + base + below + " " + problem);
    return Optional.empty();
  }

  private HttpResponse<byte[]> send(String below, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + below))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("X-Retell-Signature", Signature.of(key, body, clock.millis()))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  long delivered() {
    return delivered.sum();
  }

  long failures() {
    return failures.sum();
  }

  Map<Integer, Long> answers() {
    Map<Integer, Long> counts = new TreeMap<>();
    answers.forEach((status, count) -> counts.put(status, count.sum()));
    return counts;
  }

  Optional<String> firstProblem() {
    return Optional.ofNullable(firstProblem.get());
  }

  @Override
  public void close() {
    http.close();
  }
}
