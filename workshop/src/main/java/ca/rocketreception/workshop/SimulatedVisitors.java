package ca.rocketreception.workshop;

import ca.rocketreception.app.Main;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Visitors who chat with a business through the widget's API, as the widget does: each listens on
 * its stream, says one thing after the other and waits for the replies; once it says something
 * twice under the same name, and once it loses its stream and resumes. All that must hold is
 * checked: no message missing, none twice, the same answer to a repeat.
 */
public final class SimulatedVisitors {

  private static final int AT_ONCE = 8;
  private static final int TRIES = 6;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final JsonMapper JSON = JsonMapper.shared();

  private static final List<String> ENGLISH =
      List.of(
          "Hello",
          "Are you open tomorrow?",
          "Where can I park?",
          "I would like to leave a message",
          "Priya Sandhu",
          "204 555 0140",
          "I chipped a tooth and would like to come in this week",
          "high");
  private static final List<String> FRENCH =
      List.of(
          "Bonjour",
          "Êtes-vous ouverts demain?",
          "Où puis-je me stationner?",
          "Je voudrais laisser un message",
          "Luc Gauthier",
          "204 555 0141",
          "J’ai une dent cassée et je voudrais venir cette semaine",
          "élevée");

  private final String api;
  private final String slug;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final AtomicLong said = new AtomicLong();
  private final AtomicLong replies = new AtomicLong();
  private final List<String> problems = Collections.synchronizedList(new ArrayList<>());

  /**
   * @param count conversations
   * @param rate conversations begun a second; 0: as fast as they are answered
   * @param messages that each visitor says at most
   */
  public record Plan(int count, double rate, Locale language, int messages) {}

  public record Result(int conversations, long messages, long replies, List<String> problems) {}

  public SimulatedVisitors(URI server, String slug) {
    this.api = server.toString().replaceAll("/+$", "") + "/v1/widget/";
    this.slug = slug;
  }

  public Result play(Plan plan) {
    Semaphore atOnce = new Semaphore(AT_ONCE);
    try (ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int visitor = 0; visitor < plan.count(); visitor++) {
        atOnce.acquireUninterruptibly();
        visitors.submit(() -> {
          try (Visitor one = new Visitor(plan)) {
            one.talk();
          } catch (IOException | RuntimeException failure) {
            problems.add(Main.inWords(failure));
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          } finally {
            atOnce.release();
          }
        });
        if (plan.rate() > 0) {
          pause((long) (1000 / plan.rate()));
        }
      }
    }
    http.close();
    return new Result(plan.count(), said.get(), replies.get(), List.copyOf(problems));
  }

  private static void pause(long milliseconds) {
    try {
      TimeUnit.MILLISECONDS.sleep(milliseconds);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private JsonNode post(String path, String token, Map<String, String> body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(api + path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    for (int again = 1; ; again++) {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() == 201) {
        return JSON.readTree(answer.body());
      }
      boolean later = answer.statusCode() == 429 || answer.statusCode() == 503;
      if (!later || again == TRIES) {
        throw new IOException(path.replaceAll("/.*/", "/…/") + " answered " + answer.statusCode());
      }
      pause(1000 * answer.headers().firstValueAsLong("Retry-After").orElse(1));
    }
  }

  /** One visitor and its talk. */
  private final class Visitor implements AutoCloseable {

    private final Plan plan;
    private final String id;
    private final String token;
    private final List<JsonNode> seen = new ArrayList<>();
    private Stream<String> stream;

    Visitor(Plan plan) throws IOException, InterruptedException {
      this.plan = plan;
      JsonNode begun =
          post(slug + "/conversations", "", Map.of("language", plan.language().toLanguageTag()));
      this.id = begun.get("id").asString();
      this.token = begun.get("token").asString();
    }

    void talk() throws IOException, InterruptedException {
      List<String> script = plan.language().getLanguage().equals("fr") ? FRENCH : ENGLISH;
      listen();
      for (int turn = 0; turn < Math.min(script.size(), plan.messages()); turn++) {
        Map<String, String> message =
            Map.of("clientMessageId", "message-" + turn, "text", script.get(turn));
        JsonNode receipt = post("conversations/" + id + "/messages", token, message);
        said.incrementAndGet();
        if (turn == 1) {
          check(
              receipt.equals(post("conversations/" + id + "/messages", token, message)),
              "a repeated message was answered otherwise");
          stream.close();
          listen();
        }
        awaitReply(receipt.get("seq").asInt());
      }
      checkAll();
    }

    private void listen() throws IOException, InterruptedException {
      HttpResponse<Stream<String>> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(api + "conversations/" + id + "/events"))
                  .header("Authorization", "Bearer " + token)
                  .header("Last-Event-ID", Integer.toString(lastSeen()))
                  .build(),
              HttpResponse.BodyHandlers.ofLines());
      if (answer.statusCode() != 200) {
        throw new IOException("a stream was answered " + answer.statusCode());
      }
      stream = answer.body();
      Thread.startVirtualThread(() -> hear(answer.body()));
    }

    private void hear(Stream<String> lines) {
      String[] event = {""};
      try {
        lines.forEach(line -> {
          if (line.startsWith("event:")) {
            event[0] = line.substring("event:".length()).strip();
          } else if (line.startsWith("data:") && event[0].equals("message")) {
            see(JSON.readTree(line.substring("data:".length())));
          }
        });
      } catch (RuntimeException ended) {
        // the stream was closed, by us or by the server: what is missing shows in the end
      }
    }

    private synchronized void see(JsonNode message) {
      seen.add(message);
      notifyAll();
    }

    private synchronized int lastSeen() {
      return seen.isEmpty() ? 0 : seen.getLast().get("seq").asInt();
    }

    private synchronized void awaitReply(int after) throws IOException, InterruptedException {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (seen.stream()
          .noneMatch(message ->
              message.get("speaker").asString().equals("AGENT")
                  && message.get("seq").asInt() > after)) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          throw new IOException("no reply came within " + PATIENCE.toSeconds() + " s");
        }
        wait(left);
      }
    }

    private synchronized void checkAll() {
      Set<String> names = new HashSet<>();
      int last = 0;
      for (JsonNode message : seen) {
        check(message.get("seq").asInt() == last + 1, "the messages do not follow one another");
        last = message.get("seq").asInt();
        if (message.get("speaker").asString().equals("VISITOR")) {
          check(names.add(message.path("clientMessageId").asString("")), "a message came twice");
        } else {
          replies.incrementAndGet();
        }
      }
    }

    private void check(boolean holds, String otherwise) {
      if (!holds) {
        problems.add(otherwise);
      }
    }

    @Override
    public void close() {
      if (stream != null) {
        stream.close();
      }
    }
  }
}
