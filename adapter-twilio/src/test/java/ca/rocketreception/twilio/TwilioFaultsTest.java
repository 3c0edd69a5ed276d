package ca.rocketreception.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.doubles.twilio.TwilioDouble;
import ca.rocketreception.doubles.twilio.TwilioDouble.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every call that we make, with every way in which it can go wrong. */
class TwilioFaultsTest {

  private static final PhoneNumber NUMBER = new PhoneNumber("+12045550133");
  private static final String PASSWORD = "Correct-Horse-42";
  private static final TrunkSettings TRUNK =
      new TrunkSettings(
          "rocket-shared",
          "rr-4f1c.pstn.twilio.com",
          "https://reception.example/fallback",
          "POST",
          "enable-all",
          "from-transferee",
          false);
  private static final Origination RETELL =
      new Origination("retell", "sip:sip.retellai.com;transport=tcp", 10, 10, true);
  private static final Duration SHORT = Duration.ofSeconds(1);

  /** What a call does to the account: reading nothing, writing once, deleting for good. */
  private enum Effect {
    READS,
    WRITES,
    DELETES
  }

  private record Step(Effect effect, Consumer<Scene> call) {}

  /** An account with one of everything, so that every call has something to work on. */
  private static final class Scene implements AutoCloseable {
    private final TwilioDouble twilio = new TwilioDouble();
    private final TwilioApi patient = TwilioAccess.to(twilio);
    private TwilioApi api = patient;
    private final String owned = twilio.own("+12045550101");
    private final String trunk = patient.createTrunk(TRUNK).sid();
    private final String origination = patient.createOrigination(trunk, RETELL).sid();
    private final String list = patient.createCredentialList("rocket-shared").sid();
    private final String credential = patient.createCredential(list, "retell", PASSWORD).sid();
    private final String free = patient.createCredentialList("free").sid();
    private final String onTrunk = twilio.own("+12045550102");

    Scene() {
      twilio.sell(NUMBER.e164());
      patient.bindCredentialList(trunk, list);
      patient.putOnTrunk(trunk, onTrunk);
      twilio.call("+12045550199", "+12045550102", trunk, Instant.EPOCH, Duration.ofSeconds(9));
    }

    /** All that the account holds, but for when it was changed. */
    Map<String, Object> state() {
      Map<String, Object> state = new TreeMap<>();
      for (String kind : List.of("PN", "TK", "OU", "CL", "CR", "CA")) {
        for (String sid : twilio.sids(kind)) {
          Map<String, Object> fields = twilio.read(sid);
          fields.keySet().removeIf(name -> name.startsWith("date_"));
          state.put(sid, fields);
        }
      }
      state.put("bound", twilio.boundTo(trunk));
      state.put("purchases", twilio.purchases());
      return state;
    }

    @Override
    public void close() {
      twilio.close();
    }
  }

  private static Map<String, Step> steps() {
    Map<String, Step> steps = new LinkedHashMap<>();
    reads(steps, "find a number", scene -> scene.api.ownedNumber(NUMBER));
    reads(steps, "list numbers", scene -> scene.api.ownedNumbers());
    reads(steps, "search numbers", scene -> scene.api.numbersForSale("CA", OptionalInt.of(204), 9));
    reads(steps, "find trunks", scene -> scene.api.trunksNamed("rocket-shared"));
    reads(steps, "read a trunk", scene -> scene.api.trunk(scene.trunk));
    reads(steps, "list originations", scene -> scene.api.originations(scene.trunk));
    reads(steps, "find credential lists", scene -> scene.api.credentialListsNamed("free"));
    reads(steps, "list credentials", scene -> scene.api.credentials(scene.list));
    reads(steps, "list a trunk's lists", scene -> scene.api.credentialListsOf(scene.trunk));
    reads(steps, "list a trunk's numbers", scene -> scene.api.numbersOn(scene.trunk));
    reads(
        steps,
        "list calls",
        scene -> scene.api.calls(Instant.EPOCH, Instant.EPOCH, 10, page -> {}));
    writes(
        steps,
        "buy a number",
        scene -> scene.api.buyNumber(NUMBER, NumberSettings.NONE.onTrunk(scene.trunk)));
    writes(
        steps,
        "change a number",
        scene -> scene.api.changeNumber(scene.owned, NumberSettings.NONE.named("new")));
    writes(
        steps,
        "create a trunk",
        scene ->
            scene.api.createTrunk(
                new TrunkSettings("own", "", "", "POST", "enable-all", "from-transferee", true)));
    writes(
        steps,
        "change a trunk",
        scene -> scene.api.changeTrunk(scene.trunk, TRUNK.withSecure(true)));
    writes(
        steps, "create an origination", scene -> scene.api.createOrigination(scene.trunk, RETELL));
    writes(
        steps,
        "change an origination",
        scene ->
            scene.api.changeOrigination(
                scene.trunk,
                scene.origination,
                new Origination("retell", "sip:other.example", 1, 1, false)));
    writes(steps, "create a credential list", scene -> scene.api.createCredentialList("third"));
    writes(
        steps,
        "create a credential",
        scene -> scene.api.createCredential(scene.free, "retell", PASSWORD));
    writes(
        steps,
        "change a password",
        scene -> scene.api.changePassword(scene.list, scene.credential, "Another-Horse-43"));
    writes(
        steps,
        "bind a credential list",
        scene -> scene.api.bindCredentialList(scene.trunk, scene.free));
    writes(
        steps, "put a number on a trunk", scene -> scene.api.putOnTrunk(scene.trunk, scene.owned));
    deletes(steps, "release a number", scene -> scene.api.releaseNumber(scene.owned));
    deletes(steps, "delete a trunk", scene -> scene.api.deleteTrunk(scene.trunk));
    deletes(
        steps,
        "delete an origination",
        scene -> scene.api.deleteOrigination(scene.trunk, scene.origination));
    deletes(steps, "delete a credential list", scene -> scene.api.deleteCredentialList(scene.free));
    deletes(
        steps,
        "delete a credential",
        scene -> scene.api.deleteCredential(scene.list, scene.credential));
    deletes(
        steps,
        "unbind a credential list",
        scene -> scene.api.unbindCredentialList(scene.trunk, scene.list));
    deletes(
        steps,
        "take a number off a trunk",
        scene -> scene.api.takeOffTrunk(scene.trunk, scene.onTrunk));
    return steps;
  }

  private static void reads(Map<String, Step> steps, String name, Consumer<Scene> call) {
    steps.put(name, new Step(Effect.READS, call));
  }

  private static void writes(Map<String, Step> steps, String name, Consumer<Scene> call) {
    steps.put(name, new Step(Effect.WRITES, call));
  }

  private static void deletes(Map<String, Step> steps, String name, Consumer<Scene> call) {
    steps.put(name, new Step(Effect.DELETES, call));
  }

  @ParameterizedTest
  @EnumSource(names = "CIRCLE", mode = EnumSource.Mode.EXCLUDE)
  void whateverGoesWrongNothingIsDoneTwiceAndNothingIsTakenForDoneThatIsNot(Fault fault)
      throws InterruptedException, ExecutionException {
    List<Future<?>> running = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      steps()
          .forEach((name, step) ->
              running.add(threads.submit(() -> tried(name + " with " + fault, step, fault))));
    }
    for (Future<?> each : running) {
      each.get();
    }
  }

  private static void tried(String name, Step step, Fault fault) {
    Map<String, Object> before;
    Map<String, Object> done;
    try (Scene scene = new Scene()) {
      before = scene.state();
      step.call().accept(scene);
      done = scene.state();
      assertThat(done.equals(before)).as(name).isEqualTo(step.effect() == Effect.READS);
    }
    try (Scene scene = new Scene()) {
      scene.api =
          hangs(fault)
              ? TwilioAccess.to(scene.twilio, TwilioAccess.answeringWithin(SHORT))
              : scene.patient;
      int earlier = scene.twilio.requests().size();
      scene.twilio.failNext(fault);

      Throwable outcome = catchThrowable(() -> step.call().accept(scene));

      int requests = scene.twilio.requests().size() - earlier;
      if (outcome == null) {
        assertThat(scene.state()).as(name).isEqualTo(done);
      } else {
        assertThat(outcome).as(name).isInstanceOf(TwilioFailure.class);
        TwilioFailure failure = (TwilioFailure) outcome;
        if (!failure.mayHaveHappened()) {
          assertThat(scene.state()).as(name).isEqualTo(before);
        } else {
          assertThat(scene.state()).as(name).isIn(before, done);
        }
      }
      if (step.effect() == Effect.WRITES) {
        assertThat(requests).as(name).isEqualTo(isBriefly(fault) ? 2 : 1);
      }
      assertOutcome(name, step.effect(), fault, outcome);
      assertThat(scene.twilio.violations()).as(name).isEmpty();
    }
  }

  private static void assertOutcome(String name, Effect effect, Fault fault, Throwable outcome) {
    switch (fault) {
      case REFUSE -> assertThat(outcome).as(name).isInstanceOf(TwilioFailure.NotAllowed.class);
      case BUSY, BUSY_WITHOUT_A_WORD, BUSY_FOR_A_SECOND -> assertThat(outcome).as(name).isNull();
      case BUSY_FOR_LONG -> {
        assertThat(outcome).as(name).isInstanceOf(TwilioFailure.Busy.class);
        assertThat(((TwilioFailure.Busy) outcome).retryAfter())
            .as(name)
            .contains(Duration.ofHours(1));
      }
      case OTHER_ID -> {
        // a list has no id of its own, nor has an empty answer
        if (outcome != null) {
          assertThat(outcome).as(name).isInstanceOf(TwilioFailure.Unclear.class);
        }
      }
      case FAIL, FAIL_AFTER_ACTING, HANG, HANG_AFTER_ACTING, HALF, CUT, JUNK, CIRCLE -> {
        if (effect == Effect.WRITES) {
          assertThat(outcome).as(name).isInstanceOf(TwilioFailure.Unclear.class);
          assertThat(((TwilioFailure) outcome).repeat())
              .as(name)
              .isEqualTo(TwilioFailure.Repeat.AFTER_LOOKING);
        } else {
          assertThat(outcome).as(name).isNull();
        }
      }
    }
  }

  @Test
  void anAnswerWithAnythingInItIsReadOrFoundUnclearAndBreaksNothing() {
    List<Object> junk = new ArrayList<>();
    junk.add(null);
    junk.addAll(List.of("x".repeat(5_000), "-", -1.5e300, List.of(), Map.of("a", 1)));
    List<Step> reading =
        steps().values().stream().filter(step -> step.effect() == Effect.READS).toList();
    try (Scene scene = new Scene()) {
      for (String kind : List.of("PN", "TK", "OU", "CL", "CR", "CA")) {
        String sid = scene.twilio.sids(kind).getFirst();
        for (Map.Entry<String, Object> field : scene.twilio.read(sid).entrySet()) {
          for (Object value : junk) {
            scene.twilio.edit(sid, field.getKey(), value);
            for (Step step : reading) {
              Throwable outcome = catchThrowable(() -> step.call().accept(scene));
              if (outcome != null) {
                assertThat(outcome)
                    .as("%s of %s is %s", field.getKey(), kind, value)
                    .isInstanceOf(TwilioFailure.Unclear.class)
                    .message()
                    .contains("Twilio")
                    .hasSizeLessThan(200);
              }
            }
          }
          scene.twilio.edit(sid, field.getKey(), field.getValue());
        }
      }
    }
  }

  private static boolean isBriefly(Fault fault) {
    return fault == Fault.BUSY
        || fault == Fault.BUSY_WITHOUT_A_WORD
        || fault == Fault.BUSY_FOR_A_SECOND;
  }

  private static boolean hangs(Fault fault) {
    return fault == Fault.HANG || fault == Fault.HANG_AFTER_ACTING || fault == Fault.HALF;
  }
}
