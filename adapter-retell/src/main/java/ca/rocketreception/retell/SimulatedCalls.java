package ca.rocketreception.retell;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.PhoneNumber;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plays believable calls against a running server, as Retell would: the question who answers, the
 * signed lifecycle events, the functions that its AI calls, and the retries.
 */
public final class SimulatedCalls {

  private static final int AT_ONCE = 8;
  private static final int TRIES = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final List<Scenario> MIX =
      List.of(
          Scenario.BOOKING,
          Scenario.BOOKING,
          Scenario.BOOKING,
          Scenario.AFTER_HOURS,
          Scenario.TRANSFER,
          Scenario.WRONG_NUMBER,
          Scenario.FRENCH,
          Scenario.LONG_TALK,
          Scenario.HANG_UP_BEFORE_CONNECT);

  private final URI server;
  private final String webhookKey;
  private final InstantSource clock;
  private final Random random;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  /**
   * @param webhookKey one of the keys that the server accepts signatures of
   */
  public SimulatedCalls(URI server, String webhookKey, InstantSource clock, Random random) {
    this.server = requireNonNull(server, "server");
    this.webhookKey = requireNonNull(webhookKey, "webhookKey");
    this.clock = clock;
    this.random = random;
  }

  /**
   * What to play.
   *
   * @param from the caller; empty: a different one each time
   * @param scenario empty: a believable mix
   * @param perSecond calls begun a second; 0: as fast as they are answered
   * @param shuffle sends the lifecycle events of all calls in random order, some twice
   * @param business asked for at a gatekeeper
   */
  public record Plan(
      PhoneNumber to,
      Optional<PhoneNumber> from,
      Optional<Scenario> scenario,
      int count,
      double perSecond,
      boolean shuffle,
      String business) {}

  /**
   * What came of it.
   *
   * @param answers how often each status was answered; 0 where there was no answer
   * @param problems the first few answers that were none to hope for, in the server's words
   */
  public record Result(
      int calls, int rejected, int events, Map<Integer, Integer> answers, List<String> problems) {

    public boolean isClean() {
      return problems.isEmpty();
    }
  }

  private record Answer(int status, String body) {}

  private record Event(String path, byte[] body) {}

  public Result play(Plan plan) {
    Tally tally = new Tally();
    List<Event> later = Collections.synchronizedList(new ArrayList<>());
    inParallel(
        IntStream.range(0, plan.count())
            .<Runnable>mapToObj(call -> () -> call(plan, call, tally, later))
            .toList(),
        plan.perSecond());
    if (plan.shuffle()) {
      List<Event> events = new ArrayList<>(later);
      later.stream().filter(event -> nextInt(5) == 0).forEach(events::add);
      Collections.shuffle(events, random);
      inParallel(
          events.stream().<Runnable>map(event -> () -> tally.event(post(event))).toList(), 0);
    }
    return tally.result();
  }

  private void call(Plan plan, int number, Tally tally, List<Event> later) {
    Scenario scenario =
        plan.scenario()
            .orElseGet(() -> number < MIX.size() ? MIX.get(number) : MIX.get(nextInt(MIX.size())));
    String callId = "call_" + randomHex();
    String from =
        plan.from()
            .map(PhoneNumber::e164)
            .orElseGet(() -> "+1204555%04d".formatted(100 + nextInt(100)));
    String to = plan.to().e164();
    Answer answer =
        post(new Event("/inbound", EventBodies.inbound(callId, from, to, clock.instant())));
    tally.call(answer);
    if (answer.status() != 200) {
      return;
    }
    JsonNode taken = JsonMapper.shared().readTree(answer.body()).path("call_inbound");
    if (taken.path("reject").asBoolean(false)) {
      tally.rejected();
      return;
    }
    JsonNode variables = taken.path("dynamic_variables");
    String greeting = variables.path("greeting").asString("Hello, how can I help?");
    String business =
        scenario == Scenario.GATEKEEPER
            ? plan.business()
            : variables.path("business_name").asString("us");
    Map<String, Object> basics =
        EventBodies.basics(
            callId,
            from,
            to,
            Optional.ofNullable(taken.path("override_agent_id").asString(null)),
            taken.path("metadata"),
            variables);
    String transferNumber = variables.path("transfer_number").asString("+12045550133");
    if (scenario == Scenario.TRANSFER) {
      basics.put(
          "transfer_destination", transferNumber.isEmpty() ? "+12045550133" : transferNumber);
    }
    EventBodies bodies =
        new EventBodies(
            basics, Conversation.of(scenario, business, greeting, random), clock.instant());
    List<Event> events = new ArrayList<>();
    if (scenario != Scenario.HANG_UP_BEFORE_CONNECT) {
      events.add(new Event("", bodies.started()));
    }
    if (scenario == Scenario.TRANSFER) {
      events.add(new Event("", bodies.transfer("transfer_started", transferNumber)));
    }
    if (scenario == Scenario.LONG_TALK || scenario == Scenario.FRENCH) {
      events.add(new Event("", bodies.updated()));
    }
    List<Event> closing = List.of(new Event("", bodies.ended()), new Event("", bodies.analyzed()));
    if (plan.shuffle()) {
      later.addAll(events);
      functions(scenario, business, bodies, tally);
      later.addAll(closing);
    } else {
      events.forEach(event -> tally.event(post(event)));
      functions(scenario, business, bodies, tally);
      closing.forEach(event -> tally.event(post(event)));
    }
  }

  private void functions(Scenario scenario, String business, EventBodies bodies, Tally tally) {
    if (scenario == Scenario.GATEKEEPER) {
      tally.event(
          post(
              new Event(
                  "/functions/route_call",
                  bodies.function("route_call", Map.of("business", business)))));
    }
    if (scenario == Scenario.AFTER_HOURS) {
      tally.event(
          post(new Event("/functions/check_hours", bodies.function("check_hours", Map.of()))));
    }
  }

  /** Like Retell: ten seconds for an answer, three more tries when there is none or a 5xx. */
  private Answer post(Event event) {
    Answer answer = new Answer(0, "");
    for (int attempt = 0; attempt < TRIES; attempt++) {
      try {
        HttpResponse<String> response =
            http.send(
                HttpRequest.newBuilder(URI.create(server + "/webhooks/retell" + event.path()))
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/json")
                    .header(
                        RetellSignature.HEADER,
                        RetellSignature.sign(webhookKey, event.body(), clock.millis()))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(event.body()))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        answer = new Answer(response.statusCode(), response.body());
        if (answer.status() < 500) {
          return answer;
        }
      } catch (IOException failure) {
        answer = new Answer(0, "no answer from " + server + ": " + failure);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return new Answer(0, "interrupted");
      }
    }
    return answer;
  }

  /** The header that signs a body, as Retell does. */
  public static String signature(String key, byte[] body, long epochMs) {
    return RetellSignature.sign(key, body, epochMs);
  }

  private void inParallel(List<Runnable> tasks, double perSecond) {
    Semaphore places = new Semaphore(AT_ONCE);
    List<Future<?>> running = new ArrayList<>();
    long begin = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int task = 0; task < tasks.size(); task++) {
        Runnable next = tasks.get(task);
        if (perSecond > 0) {
          long due = begin + (long) (task * 1e9 / perSecond);
          for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
            LockSupport.parkNanos(wait);
          }
        }
        places.acquireUninterruptibly();
        running.add(
            threads.submit(() -> {
              try {
                next.run();
              } finally {
                places.release();
              }
            }));
      }
      for (Future<?> task : running) {
        task.get();
      }
    } catch (ExecutionException mistake) {
      throw new IllegalStateException("A simulated call broke", mistake.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private int nextInt(int bound) {
    return random.nextInt(bound);
  }

  private String randomHex() {
    byte[] bytes = new byte[14];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes).substring(1);
  }

  private static final class Tally {
    private static final int PROBLEMS_SHOWN = 5;

    private int calls;
    private int rejected;
    private int events;
    private final Map<Integer, Integer> answers = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    synchronized void call(Answer answer) {
      calls++;
      count(answer);
    }

    synchronized void rejected() {
      rejected++;
    }

    synchronized void event(Answer answer) {
      events++;
      count(answer);
    }

    private void count(Answer answer) {
      answers.merge(answer.status(), 1, Integer::sum);
      boolean fine = answer.status() == 200 || answer.status() == 204;
      if (!fine && problems.size() < PROBLEMS_SHOWN) {
        problems.add(answer.status() + " " + answer.body());
      }
    }

    synchronized Result result() {
      return new Result(calls, rejected, events, new TreeMap<>(answers), List.copyOf(problems));
    }
  }
}
