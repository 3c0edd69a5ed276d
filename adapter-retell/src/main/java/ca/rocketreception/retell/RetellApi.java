package ca.rocketreception.retell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Refusal;
import dev.failsafe.CircuitBreaker;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/**
 * How Retell is asked. It has no idempotency key, so only what may be done twice is asked again by
 * itself: reading, changing, ending, and anything that was turned away as too much (429). Whatever
 * creates or says something is asked once; after an unclear outcome the caller looks first. Every
 * failure is a {@link RetellFailure}. When Retell failed several times in a row it is left in peace
 * for a while. An interrupted thread stops waiting at once.
 */
public final class RetellApi implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(250);
  private static final int FAILURES = 5;
  private static final int NOT_FOUND = 404;
  private static final int UNPROCESSABLE = 422;

  private final URI base;
  private final String key;
  private final Patience patience;
  private final HttpClient http;
  private final CircuitBreaker<Object> breaker;

  /**
   * How long to wait.
   *
   * @param connect for a connection
   * @param answer for an answer that takes Retell no thinking
   * @param reply for what an agent says
   * @param busy at most before asking again after a 429; when Retell wants longer it is given up
   * @param rest how long it is not asked at all after it failed {@value #FAILURES} times in a row
   */
  public record Patience(
      Duration connect, Duration answer, Duration reply, Duration busy, Duration rest) {

    public static final Patience USUAL =
        new Patience(
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(14),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10));

    public Patience {
      requireNonNull(connect, "connect");
      requireNonNull(answer, "answer");
      requireNonNull(reply, "reply");
      requireNonNull(busy, "busy");
      requireNonNull(rest, "rest");
    }
  }

  /**
   * @param base such as https://api.retellai.com
   * @param key the workspace's API key; never logged
   */
  public RetellApi(URI base, String key, Patience patience) {
    this.base = requireNonNull(base, "base");
    this.key = requireNonNull(key, "key");
    this.patience = requireNonNull(patience, "patience");
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(patience.connect())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    this.breaker =
        CircuitBreaker.builder()
            .withFailureThreshold(FAILURES)
            .withSuccessThreshold(1)
            .withDelay(patience.rest())
            .build();
  }

  /** Reads; asked again where the answer was lost. */
  String read(String path) {
    return again(() -> send(request(path).GET()));
  }

  /** A POST that only reads: a list by its filter. */
  String search(String path, Object filter) {
    return again(() -> send(with("POST", path, filter, patience.answer())));
  }

  /** Changes what is there; twice does no more than once. */
  String change(String path, Object body) {
    return again(() -> send(with("PATCH", path, body, patience.answer())));
  }

  /** Ends something; twice does no more than once. */
  void end(String path) {
    again(() -> send(request(path).method("PATCH", HttpRequest.BodyPublishers.noBody())));
  }

  /** Takes something away; what is not there counts as taken away. */
  void delete(String path) {
    try {
      again(() -> send(request(path).DELETE()));
    } catch (RetellFailure.NotHere gone) {
      // as it shall be
    }
  }

  /** Creates or publishes something: never asked again after a lost answer. */
  String create(String path, Object body) {
    return once(() -> send(with("POST", path, body, patience.answer())));
  }

  /** Says something to an agent, which takes it time to answer: never said twice. */
  String say(String path, Object body) {
    return once(() -> send(with("POST", path, body, patience.reply())));
  }

  /** A part of a path. */
  static String encoded(String id) {
    return URLEncoder.encode(id, UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder with(String method, String path, Object body, Duration within) {
    return request(path)
        .timeout(within)
        .header("Content-Type", "application/json")
        .method(method, HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base.toString().replaceAll("/+$", "") + path))
        .timeout(patience.answer())
        .header("Authorization", "Bearer " + key);
  }

  /** For what must not happen twice: only a request that was turned away is sent again. */
  private String once(Supplier<String> work) {
    try {
      return work.get();
    } catch (RetellFailure.Busy busy) {
      pause(busy);
      return work.get();
    }
  }

  /** For what may happen twice. */
  private String again(Supplier<String> work) {
    try {
      return once(work);
    } catch (RetellFailure.Unclear | RetellFailure.Unreachable lost) {
      if (Thread.currentThread().isInterrupted()) {
        throw lost;
      }
      return work.get();
    }
  }

  private void pause(RetellFailure.Busy busy) {
    Duration pause = busy.retryAfter().orElse(SHORTEST_PAUSE);
    if (pause.compareTo(patience.busy()) > 0) {
      throw busy;
    }
    try {
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
    } catch (InterruptedException stopped) {
      throw interrupted(stopped);
    }
  }

  private String send(HttpRequest.Builder builder) {
    if (!breaker.tryAcquirePermit()) {
      throw new RetellFailure.Resting(breaker.getRemainingDelay());
    }
    try {
      HttpResponse<String> answer = answer(builder.build());
      if (answer.statusCode() / 100 != 2) {
        throw failure(answer);
      }
      breaker.recordSuccess();
      return answer.body();
    } catch (RetellFailure failure) {
      if (failure.isRetellsOwn() && !Thread.currentThread().isInterrupted()) {
        breaker.recordFailure();
      } else {
        breaker.recordSuccess();
      }
      throw failure;
    }
  }

  /** Waits for the whole answer: the client's own time-out ends with the head of it. */
  private HttpResponse<String> answer(HttpRequest request) {
    CompletableFuture<HttpResponse<String>> coming =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofString(UTF_8));
    try {
      return coming.get(request.timeout().orElseThrow().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      coming.cancel(true);
      throw new RetellFailure.Unclear("Retell did not answer in time", late);
    } catch (InterruptedException stopped) {
      coming.cancel(true);
      throw interrupted(stopped);
    } catch (ExecutionException lost) {
      throw lost.getCause() instanceof ConnectException
              || lost.getCause() instanceof HttpConnectTimeoutException
          ? new RetellFailure.Unreachable(lost.getCause())
          : new RetellFailure.Unclear("Retell broke off its answer", lost.getCause());
    }
  }

  private static RetellFailure interrupted(InterruptedException stopped) {
    Thread.currentThread().interrupt();
    return new RetellFailure.Unclear("Nobody waits for Retell's answer any more", stopped);
  }

  private static RetellFailure failure(HttpResponse<String> answer) {
    int status = answer.statusCode();
    return switch (status) {
      case 401, 402, 403 -> new RetellFailure.NotAllowed(status);
      case NOT_FOUND, UNPROCESSABLE -> new RetellFailure.NotHere(status, told(answer));
      case 429 -> new RetellFailure.Busy(retryAfter(answer));
      default ->
          status >= 400 && status < 500
              ? new RetellFailure.Refused(status, told(answer))
              : new RetellFailure.Unclear("Retell failed (" + status + ")", null);
    };
  }

  /** What Retell says to it, for a person. */
  private static String told(HttpResponse<String> answer) {
    try {
      return new Fields(JsonBody.object(answer.body()), new TreeSet<>())
          .text("message", 300)
          .orElse("");
    } catch (Refusal.Invalid _) {
      return "";
    }
  }

  private static Optional<Duration> retryAfter(HttpResponse<String> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(seconds -> seconds.matches("\\d{1,6}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
  }

  /** Gives up what is still asked. */
  @Override
  public void close() {
    http.shutdownNow();
  }
}
