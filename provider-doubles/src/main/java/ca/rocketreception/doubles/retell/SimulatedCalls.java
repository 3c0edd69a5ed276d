package ca.rocketreception.doubles.retell;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.doubles.retell.Conversation.Step;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plays believable calls against a running server, as Retell would: the question who answers, the
 * signed lifecycle events, the functions that its AI calls, and the retries. Every call has an id
 * that no call had before, whatever the random source. A call whose first question is not answered
 * is a problem, and no events follow.
 */
public final class SimulatedCalls {

  private static final int AT_ONCE = 8;
  private static final int SENT_TWICE_ONE_IN = 5;
  private static final String USUAL_BUSINESS = "Prairie Smile Dental";
  private static final String USUAL_TRANSFER_NUMBER = "+12045550133";
  private static final String ANSWER_TO_COME =
      "We are open today from nine in the morning until half past five in the afternoon.";
  private static final List<Scenario> MIX =
      List.of(
          Scenario.BOOKING,
          Scenario.AFTER_HOURS,
          Scenario.TRANSFER,
          Scenario.FRENCH,
          Scenario.BOOKING,
          Scenario.WRONG_NUMBER,
          Scenario.LONG_TALK,
          Scenario.HANG_UP_BEFORE_CONNECT,
          Scenario.BOOKING);

  private final URI server;
  private final String webhookKey;
  private final InstantSource clock;
  private final InstantSource moments;
  private final RandomGenerator random;

  /**
   * @param server where it listens, such as http://localhost:8080
   * @param webhookKey one of the keys that the server accepts signatures of
   * @param random decides what is played; used by the thread that plays alone
   */
  public SimulatedCalls(
      URI server, String webhookKey, InstantSource clock, RandomGenerator random) {
    this(server, webhookKey, clock, clock, random);
  }

  private SimulatedCalls(
      URI server,
      String webhookKey,
      InstantSource clock,
      InstantSource moments,
      RandomGenerator random) {
    this.moments = requireNonNull(moments, "moments");
    this.server = requireNonNull(server, "server");
    this.webhookKey = requireNonNull(webhookKey, "webhookKey");
    this.clock = requireNonNull(clock, "clock");
    this.random = requireNonNull(random, "random");
  }

  /**
   * What to play.
   *
   * @param from the caller; empty: a different one each time
   * @param scenario empty: a believable mix
   * @param perSecond calls begun a second; 0: as fast as they are answered
   * @param shuffle sends the lifecycle events of all calls in random order, about one in five of
   *     them twice; questions and functions stay in the order of a call
   * @param business asked for at a gatekeeper; empty: one of the demo's
   */
  public record Plan(
      PhoneNumber to,
      Optional<PhoneNumber> from,
      Optional<Scenario> scenario,
      int count,
      double perSecond,
      boolean shuffle,
      Optional<String> business) {

    /** With a business's name, or a blank one for none. */
    public Plan(
        PhoneNumber to,
        Optional<PhoneNumber> from,
        Optional<Scenario> scenario,
        int count,
        double perSecond,
        boolean shuffle,
        String business) {
      this(
          to,
          from,
          scenario,
          count,
          perSecond,
          shuffle,
          Optional.of(business).filter(name -> !name.isBlank()));
    }
  }

  /**
   * What came of it.
   *
   * @param calls how many were tried, the rejected ones included
   * @param events lifecycle events and functions, with those that were sent twice, without retries
   * @param answers how often each status was answered, retries included; 0 for no answer
   * @param problems the first few requests that were refused or given up; no personal data
   */
  public record Result(
      int calls, int rejected, int events, Map<Integer, Integer> answers, List<String> problems) {

    public boolean isClean() {
      return problems.isEmpty();
    }
  }

  /** The same, but its calls end at other moments than they are told of. */
  public SimulatedCalls at(InstantSource other) {
    return new SimulatedCalls(server, webhookKey, clock, other, random);
  }

  /** The header that signs a body, as Retell does. */
  public static String signature(String key, byte[] body, long epochMs) {
    return RetellSigning.sign(key, body, epochMs);
  }

  /** Plays a plan to its end; the thread waits. */
  public Result play(Plan plan) {
    try (Deliveries deliveries = new Deliveries(server, webhookKey, clock)) {
      Played played = new Played(plan, deliveries);
      List<Runnable> calls =
          IntStream.range(0, plan.count())
              .<Runnable>mapToObj(number -> {
                RandomGenerator own = new SplittableRandom(random.nextLong());
                return () -> played.call(number, own);
              })
              .toList();
      inParallel(calls, plan.perSecond());
      inParallel(played.shuffled(new Random(random.nextLong())), 0);
      return new Result(
          plan.count(),
          played.rejected.get(),
          played.events.get(),
          deliveries.answers(),
          deliveries.problems());
    }
  }

  /** One playing of a plan. */
  private final class Played {

    private final Plan plan;
    private final Deliveries deliveries;
    private final AtomicInteger rejected = new AtomicInteger();
    private final AtomicInteger events = new AtomicInteger();
    private final List<byte[]> later = Collections.synchronizedList(new ArrayList<>());

    private Played(Plan plan, Deliveries deliveries) {
      this.plan = plan;
      this.deliveries = deliveries;
    }

    void call(int number, RandomGenerator own) {
      String callId = newCallId();
      PhoneNumber from = plan.from().orElseGet(() -> caller(own));
      Optional<JsonNode> answer =
          deliveries
              .post("/inbound", EventBodies.inbound(callId, plan.to(), from, clock.millis()))
              .map(json -> json.path("call_inbound"));
      if (answer.isEmpty()) {
        return;
      }
      if (answer.get().path("reject").asBoolean(false)) {
        rejected.incrementAndGet();
        return;
      }
      Map<String, String> variables = texts(answer.get().path("dynamic_variables"));
      Map<String, Object> basics =
          EventBodies.basics(
              callId,
              plan.to().e164(),
              Optional.of(from.e164()),
              Optional.of(answer.get().path("override_agent_id").asString("agent_of_the_number")),
              members(answer.get().path("metadata")),
              variables);
      basics.put(
          "telephony_identifier", Map.of("twilio_call_sid", "CA" + callId.substring(5) + "00000"));
      Scenario scenario =
          plan.scenario()
              .orElseGet(
                  () -> number < MIX.size() ? MIX.get(number) : Conversations.pick(MIX, own));
      String asked = plan.business().orElse(USUAL_BUSINESS);
      String business = variables.getOrDefault("business_name", "our office");
      Conversation conversation =
          Conversations.of(
              scenario,
              new Conversations.About(business, greeting(variables, business), asked),
              own);
      String transferNumber =
          Optional.ofNullable(variables.get("transfer_number"))
              .filter(given -> !given.isBlank())
              .orElse(USUAL_TRANSFER_NUMBER);
      talk(basics, conversation, asked, transferNumber, own);
    }

    private void talk(
        Map<String, Object> basics,
        Conversation conversation,
        String asked,
        String transferNumber,
        RandomGenerator own) {
      Optional<SpokenCall.Person> person =
          conversation.steps().contains(new Step.Transfer())
              ? Optional.of(new SpokenCall.Person(transferNumber, own.nextLong(20_000, 90_000)))
              : Optional.empty();
      long talkMs = lengthMs(conversation) + own.nextLong(500, 3_000);
      long startMs = moments.millis() - talkMs - person.map(SpokenCall.Person::talkMs).orElse(0L);
      SpokenCall call = new SpokenCall(basics, startMs, own);
      if (!conversation.steps().isEmpty()) {
        event(call.started());
        say(call, conversation, asked, transferNumber, own);
      }
      SpokenCall.Ended over = call.end(conversation, talkMs, person);
      event(over.ended());
      if (person.isPresent()) {
        event(over.transferEnded());
      }
      event(over.analyzed());
    }

    private void say(
        SpokenCall call,
        Conversation conversation,
        String asked,
        String transferNumber,
        RandomGenerator own) {
      int updateAt = own.nextInt(2 * conversation.steps().size());
      for (int at = 0; at < conversation.steps().size(); at++) {
        switch (conversation.steps().get(at)) {
          case Step.Say(String role, String text) -> call.say(role, text);
          case Step.Use(String tool, String arguments, String result) ->
              call.use(tool, arguments, result);
          case Step.Ask ask -> ask(call, ask, asked);
          case Step.Transfer() -> {
            event(call.transfer("transfer_started", transferNumber));
            event(call.transfer("transfer_bridged", transferNumber));
          }
        }
        if (at == updateAt) {
          event(call.updated());
        }
      }
    }

    private void ask(SpokenCall call, Step.Ask step, String asked) {
      String function = step.function();
      Map<String, Object> arguments = arguments(step, asked);
      Optional<JsonNode> answer = ask(call, function, arguments);
      String told =
          answer
              .map(json -> json.path("say").asString(""))
              .filter(say -> !say.isBlank())
              .orElse("I am sorry, I cannot look that up right now.");
      call.use(function, json(arguments), json(Map.of("say", told)));
      call.say("agent", told);
      if (function.equals("take_message")) {
        // as Retell does when an answer is late: the same arguments, by now with more words
        requireTaken(answer);
        requireTaken(ask(call, function, arguments));
      }
    }

    private Optional<JsonNode> ask(
        SpokenCall call, String function, Map<String, Object> arguments) {
      events.incrementAndGet();
      return deliveries.post("/functions/" + function, call.function(function, arguments));
    }

    private void requireTaken(Optional<JsonNode> answer) {
      if (answer.filter(json -> !json.path("taken").asBoolean(false)).isPresent()) {
        deliveries.problem("take_message did not take a whole message");
      }
    }

    private void event(byte[] body) {
      if (plan.shuffle()) {
        later.add(body);
      } else {
        send(body);
      }
    }

    private void send(byte[] body) {
      events.incrementAndGet();
      deliveries.post("", body);
    }

    /** What waits to be sent, in any order, and some of it twice. */
    private List<Runnable> shuffled(Random own) {
      List<byte[]> bodies = new ArrayList<>(later);
      later.stream().filter(_ -> own.nextInt(SENT_TWICE_ONE_IN) == 0).forEach(bodies::add);
      Collections.shuffle(bodies, own);
      return bodies.stream().<Runnable>map(body -> () -> send(body)).toList();
    }
  }

  private static Map<String, Object> arguments(Step.Ask step, String asked) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    if (step.function().equals("route_call")) {
      arguments.put("business", asked);
    }
    step.arguments()
        .map(JsonMapper.shared()::readTree)
        .ifPresent(given ->
            given
                .properties()
                .forEach(one -> arguments.put(one.getKey(), one.getValue().asString())));
    return arguments;
  }

  private static String greeting(Map<String, String> variables, String business) {
    return Optional.ofNullable(variables.get("greeting"))
        .filter(given -> !given.isBlank())
        .orElse("Thank you for calling " + business + ", this is Ava. How can I help you?");
  }

  /** A little more than everything takes to say, as far as it is known beforehand. */
  private static long lengthMs(Conversation conversation) {
    return conversation.steps().stream()
        .mapToLong(step ->
            switch (step) {
              case Step.Say say -> SpokenCall.lengthMs(say.text());
              case Step.Ask _ -> SpokenCall.lengthMs(ANSWER_TO_COME);
              case Step.Use _, Step.Transfer _ -> 0;
            })
        .sum();
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object
        .properties()
        .forEach(member -> texts.put(member.getKey(), member.getValue().asString("")));
    return texts;
  }

  /** As they came: what the server gave to the call comes back unchanged. */
  private static Map<String, JsonNode> members(JsonNode object) {
    Map<String, JsonNode> members = new LinkedHashMap<>();
    object.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
    return members;
  }

  private static String json(Map<String, Object> members) {
    return JsonMapper.shared().writeValueAsString(members);
  }

  private static String newCallId() {
    return "call_" + UUID.randomUUID().toString().replace("-", "").substring(5);
  }

  private static PhoneNumber caller(RandomGenerator own) {
    return new PhoneNumber("+1204555%04d".formatted(100 + own.nextInt(100)));
  }

  /** A few at a time, each begun when it is due. */
  private static void inParallel(List<Runnable> tasks, double perSecond) {
    Semaphore places = new Semaphore(AT_ONCE);
    List<Future<?>> running = new ArrayList<>();
    long begin = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int number = 0; number < tasks.size(); number++) {
        if (perSecond > 0) {
          waitUntil(begin + (long) (number * 1e9 / perSecond));
        }
        places.acquire();
        Runnable task = tasks.get(number);
        running.add(
            threads.submit(() -> {
              try {
                task.run();
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
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void waitUntil(long due) throws InterruptedException {
    for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
      LockSupport.parkNanos(wait);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
