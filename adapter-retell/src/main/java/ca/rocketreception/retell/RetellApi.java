package ca.rocketreception.retell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Refusal;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/**
 * The few of Retell's endpoints that we use. Retell has no idempotency key, so only what may be
 * done twice is asked again by itself: reading, ending, and anything that was turned away as too
 * much (429). Whatever creates or says something is asked once; after an unclear outcome the caller
 * looks first. Every failure is a {@link RetellFailure}. An interrupted thread stops waiting at
 * once.
 */
public final class RetellApi {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(250);
  private static final int NOT_FOUND = 404;
  private static final int UNPROCESSABLE = 422;

  private final URI base;
  private final String key;
  private final Patience patience;
  private final HttpClient http;

  /**
   * How long to wait.
   *
   * @param connect for a connection
   * @param answer for an answer that takes Retell no thinking
   * @param reply for what an agent says
   * @param busy at most before asking again after a 429; when Retell wants longer it is given up
   */
  public record Patience(Duration connect, Duration answer, Duration reply, Duration busy) {

    public static final Patience USUAL =
        new Patience(
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(14),
            Duration.ofSeconds(2));

    public Patience {
      requireNonNull(connect, "connect");
      requireNonNull(answer, "answer");
      requireNonNull(reply, "reply");
      requireNonNull(busy, "busy");
    }
  }

  /** One message of a chat as Retell keeps it; the rest (tools, their results) is left out. */
  record Said(boolean byAgent, String text) {}

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
  }

  /** Begins a chat with an agent and returns its id. Twice makes two. */
  String createChat(String agentId, Map<String, String> metadata, Map<String, String> variables) {
    Fields chat =
        object(
            once(() ->
                send(
                    post(
                        "/create-chat",
                        Map.of(
                            "agent_id",
                            agentId,
                            "metadata",
                            metadata,
                            "retell_llm_dynamic_variables",
                            variables),
                        patience.answer()))));
    return chat.text("chat_id", 200)
        .orElseThrow(() -> new RetellFailure.Unclear("Retell began a chat without an id", null));
  }

  /** Says something in a chat and returns what the agent says to it. Twice says it twice. */
  List<String> complete(String chatId, String content) {
    Fields answer =
        object(
            once(() ->
                send(
                    post(
                        "/create-chat-completion",
                        Map.of("chat_id", chatId, "content", content),
                        patience.reply()))));
    return said(answer, "messages").stream().filter(Said::byAgent).map(Said::text).toList();
  }

  /** All that was said in a chat. */
  List<Said> chat(String chatId) {
    return said(
        object(again(() -> send(request("/get-chat/" + encoded(chatId)).GET()))),
        "message_with_tool_calls");
  }

  /** Ends a chat. Twice does no more than once. */
  void endChat(String chatId) {
    again(() ->
        send(
            request("/end-chat/" + encoded(chatId))
                .method("PATCH", HttpRequest.BodyPublishers.noBody())));
  }

  private HttpRequest.Builder post(String path, Map<String, ?> body, Duration within) {
    return request(path)
        .timeout(within)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
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

  /** Waits for the whole answer: the client's own time-out ends with the head of it. */
  private String send(HttpRequest.Builder builder) {
    HttpRequest request = builder.build();
    CompletableFuture<HttpResponse<String>> coming =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofString(UTF_8));
    try {
      HttpResponse<String> answer =
          coming.get(request.timeout().orElseThrow().toMillis(), TimeUnit.MILLISECONDS);
      if (answer.statusCode() / 100 == 2) {
        return answer.body();
      }
      throw failure(answer);
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
      case NOT_FOUND, UNPROCESSABLE -> new RetellFailure.NotHere(status);
      case 429 -> new RetellFailure.Busy(retryAfter(answer));
      default ->
          status >= 400 && status < 500
              ? new RetellFailure.Refused(status)
              : new RetellFailure.Unclear("Retell failed (" + status + ")", null);
    };
  }

  private static Optional<Duration> retryAfter(HttpResponse<String> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(seconds -> seconds.matches("\\d{1,6}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
  }

  private static Fields object(String json) {
    try {
      return new Fields(JsonBody.object(json), new TreeSet<>());
    } catch (Refusal.Invalid junk) {
      throw new RetellFailure.Unclear("Retell's answer is no JSON object", junk);
    }
  }

  private static List<Said> said(Fields answer, String list) {
    return answer.objects(list).stream()
        .filter(message -> message.text("content", Integer.MAX_VALUE).isPresent())
        .filter(message -> isSpeech(message.text("role", 40).orElse("")))
        .map(message ->
            new Said(
                message.text("role", 40).orElse("").equals("agent"),
                message.text("content", Integer.MAX_VALUE).orElseThrow()))
        .toList();
  }

  private static boolean isSpeech(String role) {
    return role.equals("agent") || role.equals("user");
  }

  private static String encoded(String id) {
    return URLEncoder.encode(id, UTF_8).replace("+", "%20");
  }
}
