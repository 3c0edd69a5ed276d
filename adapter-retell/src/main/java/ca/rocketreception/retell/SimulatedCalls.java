package ca.rocketreception.retell;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * Plays believable calls against a running server, as signed webhooks and in the order in which
 * Retell sends them. What the server answers to a ringing call is used and echoed as Retell does.
 */
public final class SimulatedCalls {

  /** How a call goes. */
  public enum Scenario {
    BOOKING,
    WRONG_NUMBER,
    AFTER_HOURS,
    HANG_UP_BEFORE_CONNECT,
    TRANSFER,
    LONG_TALK,
    FRENCH,
    /** The caller of a shared number asks for a business behind it. */
    GATEKEEPER
  }

  /**
   * What to play.
   *
   * @param from the caller; empty: another one in every call
   * @param scenario empty: a believable mix
   * @param perSecond calls begun in a second; 0: as fast as they are answered
   * @param shuffle whether the events of all calls are sent in random order, some of them twice
   * @param business asked for at the gatekeeper, by slug or name
   */
  public record Plan(
      PhoneNumber to,
      Optional<PhoneNumber> from,
      Optional<Scenario> scenario,
      int count,
      double perSecond,
      boolean shuffle,
      Optional<String> business) {}

  /**
   * What came of it.
   *
   * @param rejected calls that the server did not take
   * @param events events delivered, each counted once however often it was tried
   * @param answers how often each HTTP status was answered, retries included
   * @param failures deliveries given up
   * @param firstProblem the first of them in words
   */
  public record Result(
      long calls,
      long rejected,
      long events,
      Map<Integer, Long> answers,
      long failures,
      Optional<String> firstProblem) {}

  private static final int AT_ONCE = 8;

  /** Shuffled events are held in memory: so many calls at a time. */
  private static final int WAVE = 500;

  private static final String USUAL_BUSINESS = "Prairie Smile Dental";
  private static final Duration HUMAN_TALK = Duration.ofSeconds(95);

  /** Every so many-th event of a shuffled wave is sent twice. */
  private static final int REPEATED = 5;

  private static final List<Scenario> MIX =
      List.of(
          Scenario.BOOKING,
          Scenario.BOOKING,
          Scenario.BOOKING,
          Scenario.AFTER_HOURS,
          Scenario.AFTER_HOURS,
          Scenario.TRANSFER,
          Scenario.FRENCH,
          Scenario.WRONG_NUMBER,
          Scenario.LONG_TALK,
          Scenario.HANG_UP_BEFORE_CONNECT);

  private final URI server;
  private final String webhookKey;
  private final InstantSource clock;
  private final RandomGenerator random;

  public SimulatedCalls(
      URI server, String webhookKey, InstantSource clock, RandomGenerator random) {
    this.server = server;
    this.webhookKey = webhookKey;
    this.clock = clock;
    this.random = random;
  }

  /** The value of X-Retell-Signature for a body that is sent at a time. */
  public static String signature(String key, byte[] body, long epochMs) {
    return Signature.of(key, body, epochMs);
  }

  /** Plays all calls and returns when the last event is answered or given up. */
  public Result play(Plan plan) {
    try (Deliveries deliveries = new Deliveries(server, webhookKey, clock)) {
      LongAdder rejected = new LongAdder();
      for (int done = 0; done < plan.count(); done += WAVE) {
        wave(plan, Math.min(WAVE, plan.count() - done), deliveries, rejected);
      }
      return new Result(
          plan.count(),
          rejected.sum(),
          deliveries.delivered(),
          deliveries.answers(),
          deliveries.failures(),
          deliveries.firstProblem());
    }
  }

  private void wave(Plan plan, int count, Deliveries deliveries, LongAdder rejected) {
    List<byte[]> later = Collections.synchronizedList(new ArrayList<>());
    long begun = System.nanoTime();
    List<Runnable> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // Each call draws from its own source, so that threads never share one.
      RandomGenerator own = new SplittableRandom(random.nextLong());
      PhoneNumber from = plan.from().orElseGet(() -> caller(own));
      calls.add(() -> {
        boolean taken =
            call(plan, from, own, deliveries, plan.shuffle() ? later::add : deliveries::event);
        if (!taken) {
          rejected.increment();
        }
      });
    }
    atOnce(calls, place -> waitFor(begun, place, plan.perSecond()));
    if (plan.shuffle()) {
      List<byte[]> events = new ArrayList<>(later);
      for (int i = 0; i < later.size(); i += REPEATED) {
        events.add(later.get(i));
      }
      Collections.shuffle(events, Random.from(random));
      atOnce(events.stream().<Runnable>map(body -> () -> deliveries.event(body)).toList(), _ -> {});
    }
  }

  @FunctionalInterface
  private interface Events {
    void send(byte[] body);
  }

  @FunctionalInterface
  private interface Pace {
    void before(int place);
  }

  private static void atOnce(List<Runnable> works, Pace pace) {
    Semaphore room = new Semaphore(AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int place = 0; place < works.size(); place++) {
        pace.before(place);
        room.acquireUninterruptibly();
        Runnable work = works.get(place);
        threads.execute(() -> {
          try {
            work.run();
          } finally {
            room.release();
          }
        });
      }
    }
  }

  private static void waitFor(long begun, int place, double perSecond) {
    if (perSecond > 0) {
      long due = begun + (long) (place / perSecond * 1e9);
      while (due - System.nanoTime() > 0) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
    }
  }

  /** Plays one call; false when it was not taken. */
  private boolean call(
      Plan plan, PhoneNumber from, RandomGenerator own, Deliveries deliveries, Events events) {
    String id = "call_%016x%011x".formatted(own.nextLong(), own.nextLong(1L << 44));
    Fields answer = inbound(id, plan.to(), from, deliveries);
    if (answer.flag("reject").orElse(false)) {
      return false;
    }
    Outgoing variables = echoed(answer, "dynamic_variables");
    Outgoing metadata = echoed(answer, "metadata");
    Scenario scenario = plan.scenario().orElseGet(() -> pick(plan, metadata, own));
    Script script =
        Script.of(
            scenario,
            text(variables, "business_name", "our office"),
            text(variables, "greeting", ""),
            text(variables, "transfer_number", ""),
            plan.business().orElse(USUAL_BUSINESS),
            own);
    SpokenCall call =
        new SpokenCall(
            id,
            plan.to(),
            Optional.of(from),
            answer.text("override_agent_id", 200).orElse("agent_bound_to_the_number"),
            variables,
            metadata,
            clock.instant().minus(lengthOf(script)));
    if (script.steps().isEmpty()) {
      events.send(call.neverConnected());
    } else {
      talk(call, script, own, deliveries, events);
    }
    return true;
  }

  private Fields inbound(String id, PhoneNumber to, PhoneNumber from, Deliveries deliveries) {
    byte[] body =
        Outgoing.of("event", "call_inbound")
            .and("event_timestamp", clock.millis())
            .and(
                "call_inbound",
                Outgoing.of("call_id", id)
                    .and("from_number", from.e164())
                    .and("to_number", to.e164()))
            .bytes();
    return deliveries
        .ask("/inbound", body)
        .flatMap(SimulatedCalls::parsed)
        .flatMap(root -> root.object("call_inbound"))
        .orElseGet(() -> Fields.of(Json.Members.NONE));
  }

  private static void talk(
      SpokenCall call, Script script, RandomGenerator own, Deliveries deliveries, Events events) {
    events.send(call.started());
    Optional<String> transferred = Optional.empty();
    for (Step step : script.steps()) {
      switch (step) {
        case Step.Say(String role, String text) -> call.say(role, text);
        case Step.Use(String tool, Outgoing arguments, String result) ->
            call.use(tool, arguments, result);
        case Step.Ask(String function, Outgoing arguments) ->
            ask(call, function, arguments, deliveries);
        case Step.Transfer(String number) -> {
          events.send(call.transfer("transfer_started", number));
          events.send(call.transfer("transfer_bridged", number));
          transferred = Optional.of(number);
        }
      }
    }
    if (own.nextBoolean()) {
      events.send(call.updated(call.turns() / 2));
    }
    events.send(call.ended(script.reason(), transferred));
    if (transferred.isPresent()) {
      events.send(call.transferEnded(HUMAN_TALK));
    }
    events.send(
        call.analyzed(
            script.reason(),
            transferred,
            script.summary(),
            script.sentiment(),
            script.successful()));
  }

  private static void ask(
      SpokenCall call, String function, Outgoing arguments, Deliveries deliveries) {
    Optional<byte[]> answer =
        deliveries.ask("/functions/" + function, call.function(function, arguments));
    String say =
        answer
            .flatMap(SimulatedCalls::parsed)
            .flatMap(root -> root.text("say", 2_000))
            .orElse("I am sorry, I cannot look that up right now.");
    call.use(function, arguments, Outgoing.of("say", say).text());
    call.say("agent", say);
  }

  private static Scenario pick(Plan plan, Outgoing metadata, RandomGenerator own) {
    boolean gatekeeper = text(metadata, "rocket_role", "").equals("GATEKEEPER");
    if (gatekeeper && plan.business().isPresent() && own.nextInt(10) < 8) {
      return Scenario.GATEKEEPER;
    }
    return MIX.get(own.nextInt(MIX.size()));
  }

  private static Duration lengthOf(Script script) {
    long characters =
        script.steps().stream()
            .mapToLong(step -> step instanceof Step.Say(_, String text) ? text.length() : 120)
            .sum();
    return Duration.ofMillis(characters * 80 + script.steps().size() * 1_000L + 2_000);
  }

  private static Outgoing echoed(Fields answer, String name) {
    Map<String, Object> texts = new LinkedHashMap<>();
    answer
        .object(name)
        .ifPresent(object ->
            object
                .names()
                .forEach(
                    member -> object.string(member).ifPresent(text -> texts.put(member, text))));
    return new Outgoing(texts);
  }

  private static String text(Outgoing texts, String name, String otherwise) {
    return String.valueOf(texts.members().getOrDefault(name, otherwise));
  }

  private static Optional<Fields> parsed(byte[] body) {
    try {
      return Optional.of(Fields.of(Body.parse(body).root()));
    } catch (Refusal.Invalid _) {
      return Optional.empty();
    }
  }

  private static PhoneNumber caller(RandomGenerator own) {
    return new PhoneNumber("+1204555" + "%04d".formatted(100 + own.nextInt(100)));
  }
}
