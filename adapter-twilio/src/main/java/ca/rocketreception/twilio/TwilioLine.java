package ca.rocketreception.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import dev.failsafe.function.CheckedSupplier;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests to one of Twilio's hosts, and what may be done about them when they fail. Twilio has no
 * idempotency key: reading and deleting are asked again by themselves, everything else only when
 * Twilio certainly did nothing, because it turned the request away as too much (429) or was never
 * reached. A host that keeps failing is left alone for a while. Logs name paths without ids and
 * Twilio's request ids, never queries, bodies or keys.
 */
final class TwilioLine {

  private static final Logger LOG = LoggerFactory.getLogger(TwilioLine.class);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int ATTEMPTS = 3;
  private static final double JITTER = 0.1;

  /** A negative delay stands for the usual, growing one. */
  private static final Duration BY_OURSELVES = Duration.ofNanos(-1);

  private static final int BREAKS_AFTER = 6;
  private static final int OF_THE_LAST = 10;
  private static final long ANSWER_AT_MOST = 16L << 20;

  private final HttpClient http;
  private final String base;
  private final String authorization;
  private final TwilioApi.Patience patience;
  private final FailsafeExecutor<Object> once;
  private final FailsafeExecutor<Object> again;

  TwilioLine(HttpClient http, URI base, String authorization, TwilioApi.Patience patience) {
    this.http = http;
    this.base = base.toString().replaceAll("/+$", "");
    this.authorization = authorization;
    this.patience = patience;
    CircuitBreaker<Object> breaker =
        CircuitBreaker.builder()
            .handleIf((Throwable failure) ->
                isSickness(failure) && !Thread.currentThread().isInterrupted())
            .withFailureThreshold(BREAKS_AFTER, OF_THE_LAST)
            .withDelay(patience.rest())
            .build();
    this.once = Failsafe.with(retrying(TwilioFailure.Repeat.LATER), breaker);
    this.again = Failsafe.with(retrying(TwilioFailure.Repeat.AFTER_LOOKING), breaker);
  }

  /** Reads; may be done as often as one likes. */
  JsonNode get(String path, Map<String, String> query) {
    return get(query.isEmpty() ? path : path + "?" + encoded(query));
  }

  /**
   * Reads what a link of Twilio's leads to. Only its path and query count: our key goes to no other
   * host, whatever an answer says.
   */
  JsonNode follow(String link) {
    String target;
    try {
      URI address = URI.create(link);
      target =
          address.getRawPath() + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery());
    } catch (IllegalArgumentException junk) {
      target = "";
    }
    // behind the host without a slash it would become a part of the host's name
    if (!target.startsWith("/")) {
      throw new TwilioFailure.Unclear("Twilio's link to the next page is no address", null);
    }
    return get(target);
  }

  private JsonNode get(String target) {
    return attempt(again, () -> json(send("GET", target, HttpRequest.BodyPublishers.noBody())));
  }

  /** Creates, buys or changes; asked once. */
  JsonNode post(String path, Map<String, String> form) {
    return attempt(
        once,
        () -> json(send("POST", path, HttpRequest.BodyPublishers.ofString(encoded(form), UTF_8))));
  }

  /** Deletes. What is not there counts as deleted, so it may be done twice. */
  void delete(String path) {
    attempt(
        again,
        () -> {
          try {
            HttpResponse<String> answer = send("DELETE", path, HttpRequest.BodyPublishers.noBody());
            if (answer.statusCode() != 204) {
              throw unclear("Twilio does not say that it deleted anything", answer, null);
            }
            return null;
          } catch (TwilioFailure.NotHere gone) {
            return null;
          }
        });
  }

  private static JsonNode attempt(FailsafeExecutor<Object> policy, CheckedSupplier<JsonNode> work) {
    try {
      return policy.get(work);
    } catch (CircuitBreakerOpenException open) {
      throw new TwilioFailure.Resting();
    } catch (FailsafeException stopped) {
      if (stopped.getCause() instanceof InterruptedException interrupted) {
        throw interrupted(interrupted);
      }
      throw stopped;
    }
  }

  private RetryPolicy<Object> retrying(TwilioFailure.Repeat boldest) {
    return RetryPolicy.builder()
        .handleIf((Throwable failure) -> mayRepeat(failure, boldest))
        .withMaxAttempts(ATTEMPTS)
        .withBackoff(
            patience.pause().toMillis(), patience.pause().toMillis() * 8, ChronoUnit.MILLIS)
        .withJitter(JITTER)
        .withDelayFnOn(
            context ->
                context
                    .<TwilioFailure.Busy>getLastException()
                    .retryAfter()
                    // the jitter must not bring us back too early
                    .map(wait -> wait.multipliedBy(9).dividedBy(8))
                    .orElse(BY_OURSELVES),
            TwilioFailure.Busy.class)
        .build();
  }

  private boolean mayRepeat(Throwable failure, TwilioFailure.Repeat boldest) {
    return !Thread.currentThread().isInterrupted()
        && switch (failure) {
          case TwilioFailure.Busy busy ->
              busy.retryAfter().orElse(Duration.ZERO).compareTo(patience.busy()) <= 0;
          case TwilioFailure.Unreachable _ -> true;
          case TwilioFailure.Unclear _ -> boldest == TwilioFailure.Repeat.AFTER_LOOKING;
          default -> false;
        };
  }

  private static boolean isSickness(Throwable failure) {
    return failure instanceof TwilioFailure.Unclear || failure instanceof TwilioFailure.Unreachable;
  }

  private HttpResponse<String> send(String method, String target, HttpRequest.BodyPublisher body) {
    long began = System.nanoTime();
    try {
      HttpResponse<String> answer = exchange(method, target, body);
      if (answer.statusCode() / 100 != 2) {
        throw failure(answer);
      }
      LOG.debug(
          "Twilio answered {} {} with {} in {} ms, request {}",
          method,
          label(target),
          answer.statusCode(),
          sinceMillis(began),
          requestId(answer).orElse("unnamed"));
      return answer;
    } catch (TwilioFailure failure) {
      LOG.warn(
          "Twilio failed at {} {} in {} ms: {}",
          method,
          label(target),
          sinceMillis(began),
          failure.getMessage());
      throw failure;
    }
  }

  /** Waits for the whole answer: the client's own time-out ends with the head of it. */
  private HttpResponse<String> exchange(
      String method, String target, HttpRequest.BodyPublisher body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + target))
            .timeout(patience.answer())
            .header("Authorization", authorization)
            .header("Accept", "application/json")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .method(method, body)
            .build();
    CompletableFuture<HttpResponse<String>> coming =
        http.sendAsync(
            request,
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofString(UTF_8), ANSWER_AT_MOST));
    try {
      return coming.get(patience.answer().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      coming.cancel(true);
      throw new TwilioFailure.Unclear("Twilio did not answer in time", late);
    } catch (InterruptedException stopped) {
      coming.cancel(true);
      throw interrupted(stopped);
    } catch (ExecutionException lost) {
      throw lost.getCause() instanceof ConnectException
              || lost.getCause() instanceof HttpConnectTimeoutException
              || lost.getCause() instanceof SSLHandshakeException
          ? new TwilioFailure.Unreachable(lost.getCause())
          : new TwilioFailure.Unclear("Twilio broke off its answer", lost.getCause());
    }
  }

  private static TwilioFailure interrupted(InterruptedException stopped) {
    Thread.currentThread().interrupt();
    return new TwilioFailure.Unclear("Nobody waits for Twilio's answer any more", stopped);
  }

  private static TwilioFailure failure(HttpResponse<String> answer) {
    TwilioFailure.Trace trace = trace(answer);
    int status = trace.status();
    return switch (status) {
      case 401, 402, 403 -> new TwilioFailure.NotAllowed(trace);
      case 404 -> new TwilioFailure.NotHere(trace);
      case 409 -> new TwilioFailure.Taken(trace);
      case 429 -> new TwilioFailure.Busy(trace, retryAfter(answer));
      case 408 -> unclear("Twilio gave up on the request", answer, null);
      default -> {
        if (status < 400 || status >= 500) {
          yield unclear("Twilio failed", answer, null);
        }
        yield isTaken(trace.code())
            ? new TwilioFailure.Taken(trace)
            : new TwilioFailure.Refused(trace);
      }
    };
  }

  private static boolean isTaken(OptionalInt code) {
    return switch (code.orElse(0)) {
      // the trunk's domain name; the number; no number in the area
      case 21248, 21422, 21452 -> true;
      default -> false;
    };
  }

  private static TwilioFailure.Unclear unclear(
      String what, HttpResponse<String> answer, Throwable cause) {
    return new TwilioFailure.Unclear(what, Optional.of(trace(answer)), cause);
  }

  private static TwilioFailure.Trace trace(HttpResponse<String> answer) {
    return new TwilioFailure.Trace(answer.statusCode(), code(answer.body()), requestId(answer));
  }

  private static OptionalInt code(String body) {
    try {
      JsonNode code = JSON.readTree(body).path("code");
      return code.isInt() ? OptionalInt.of(code.intValue()) : OptionalInt.empty();
    } catch (JacksonException junk) {
      return OptionalInt.empty();
    }
  }

  private static Optional<String> requestId(HttpResponse<String> answer) {
    return answer
        .headers()
        .firstValue("Twilio-Request-Id")
        .filter(id -> id.matches("[A-Za-z0-9_-]{1,64}"));
  }

  private static Optional<Duration> retryAfter(HttpResponse<String> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(seconds -> seconds.matches("\\d{1,6}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
  }

  /** What a parser says about junk may quote the junk: it is not passed on. */
  private static JsonNode json(HttpResponse<String> answer) {
    JsonNode body;
    try {
      body = JSON.readTree(answer.body());
    } catch (JacksonException junk) {
      throw unclear("Twilio's answer is no JSON", answer, null);
    }
    if (!body.isObject()) {
      throw unclear("Twilio's answer is no JSON object", answer, null);
    }
    return body;
  }

  private static String encoded(Map<String, String> pairs) {
    return pairs.entrySet().stream()
        .map(pair -> encoded(pair.getKey()) + "=" + encoded(pair.getValue()))
        .collect(joining("&"));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private static String label(String target) {
    return target.replaceAll("\\?.*", "").replaceAll("[A-Z]{2}[0-9a-fA-F]{32}", "…");
  }

  private static long sinceMillis(long began) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
  }
}
