package ca.rocketreception.doubles.retell;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends requests as Retell does: signed anew at each try, ten seconds' patience, and up to three
 * retries after a 5xx or no answer. Counts what comes back. Safe for many threads.
 */
final class Deliveries implements AutoCloseable {

  private static final int TRIES = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int PROBLEMS_SHOWN = 5;
  private static final int LONGEST_DETAIL = 200;

  /** Telephone numbers and ids: what is shown of a problem names nobody. */
  private static final Pattern DIGITS = Pattern.compile("\\+?[0-9][0-9 -]{5,}[0-9]");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final String base;
  private final String key;
  private final InstantSource clock;
  private final Map<Integer, Integer> answers = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();

  Deliveries(URI server, String key, InstantSource clock) {
    this.base = server.toString().replaceAll("/+$", "") + "/webhooks/retell";
    this.key = key;
    this.clock = clock;
  }

  /**
   * The JSON that a request was answered with, missing where the answer has none; empty when it was
   * refused or given up, which is among the problems then.
   */
  Optional<JsonNode> post(String path, byte[] body) {
    String outcome = "";
    int tries = 0;
    boolean again = true;
    while (again && tries < TRIES) {
      if (tries > 0) {
        LockSupport.parkNanos(PAUSE.toNanos() << (tries - 1));
      }
      tries++;
      try {
        HttpResponse<byte[]> answer = http.send(request(path, body), ofBytes());
        count(answer.statusCode());
        if (answer.statusCode() / 100 == 2) {
          return Optional.of(json(answer.body()));
        }
        outcome = "was answered " + answer.statusCode() + detail(answer.body());
        again = answer.statusCode() >= 500;
      } catch (IOException _) {
        count(0);
        outcome = "got no answer: is it running?";
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        outcome = "was interrupted";
        again = false;
      }
    }
    problem("POST " + base + path + " " + outcome + (tries > 1 ? " (" + tries + " tries)" : ""));
    return Optional.empty();
  }

  private HttpRequest request(String path, byte[] body) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(PATIENCE)
        .header("Content-Type", "application/json")
        .header(RetellSigning.HEADER, RetellSigning.sign(key, body, clock.millis()))
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  private static HttpResponse.BodyHandler<byte[]> ofBytes() {
    return HttpResponse.BodyHandlers.ofByteArray();
  }

  private static JsonNode json(byte[] body) {
    try {
      return JsonMapper.shared().readTree(body);
    } catch (JacksonException _) {
      return JsonMapper.shared().missingNode();
    }
  }

  /** The server's own words about a refusal, as RFC 9457 has them. */
  private static String detail(byte[] body) {
    JsonNode problem = json(body);
    String words = problem.path("detail").asString(problem.path("title").asString(""));
    String told = DIGITS.matcher(words).replaceAll("…");
    return told.isEmpty() ? "" : ": " + told.substring(0, Math.min(told.length(), LONGEST_DETAIL));
  }

  private synchronized void count(int status) {
    answers.merge(status, 1, Integer::sum);
  }

  /** Notes what went wrong; names nobody. */
  synchronized void problem(String words) {
    if (problems.size() < PROBLEMS_SHOWN) {
      problems.add(words);
    }
  }

  synchronized Map<Integer, Integer> answers() {
    return new TreeMap<>(answers);
  }

  synchronized List<String> problems() {
    return List.copyOf(problems);
  }

  @Override
  public void close() {
    http.close();
  }
}
