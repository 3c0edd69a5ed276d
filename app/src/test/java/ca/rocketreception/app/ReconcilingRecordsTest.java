package ca.rocketreception.app;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.interaction.Clues;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.InteractionStatus;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.interaction.Report;
import ca.rocketreception.domain.interaction.Stage;
import ca.rocketreception.domain.reconciliation.HeldRecord;
import ca.rocketreception.domain.reconciliation.ProviderDifference;
import ca.rocketreception.domain.reconciliation.ProviderDifference.Kind;
import ca.rocketreception.domain.reconciliation.ProviderDifference.State;
import ca.rocketreception.doubles.retell.RetellDouble;
import ca.rocketreception.doubles.twilio.TwilioDouble;
import ca.rocketreception.ports.driven.business.InMemorySubscribers;
import ca.rocketreception.ports.driven.interaction.InMemoryActivity;
import ca.rocketreception.ports.driven.interaction.InMemoryInteractions;
import ca.rocketreception.ports.driven.interaction.ProviderEvent;
import ca.rocketreception.ports.driven.interaction.Reading;
import ca.rocketreception.ports.driven.reconciliation.InMemoryReconciliations;
import ca.rocketreception.ports.driven.reconciliation.InteractionRecords;
import ca.rocketreception.ports.driven.routing.InMemoryRoutingTables;
import ca.rocketreception.ports.driving.reconciliation.ReconcilingRecords;
import ca.rocketreception.ports.driving.routing.ReceivingCalls;
import ca.rocketreception.retell.RetellApi;
import ca.rocketreception.retell.RetellEvents;
import ca.rocketreception.retell.RetellRecords;
import ca.rocketreception.twilio.TwilioApi;
import ca.rocketreception.twilio.TwilioRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Our records held against those of both providers' doubles. */
class ReconcilingRecordsTest {

  private static final Instant NOW = Samples.MONDAY_MORNING.plus(Duration.ofHours(3));
  private static final Instant SINCE = NOW.minus(Duration.ofDays(1));
  private static final Instant START = NOW.minus(Duration.ofHours(2));
  private static final Duration LONG = Duration.ofSeconds(20);

  private final RetellDouble retell = new RetellDouble();
  private final TwilioDouble twilio = new TwilioDouble();
  private final InMemorySubscribers subscribers = InMemorySubscribers.with(Samples.aDentist());
  private final InMemoryInteractions interactions = new InMemoryInteractions(subscribers);
  private final InMemoryReconciliations reconciliations =
      new InMemoryReconciliations(subscribers, interactions);
  private final ReceivingCalls calls =
      new ReceivingCalls(
          new InMemoryRoutingTables(subscribers),
          interactions,
          new InMemoryActivity(),
          () -> NOW,
          UUID::randomUUID);

  @AfterEach
  void everyRequestWasAsTheProvidersDescribe() {
    retell.close();
    twilio.close();
    assertThat(retell.violations()).isEmpty();
    assertThat(twilio.violations()).isEmpty();
  }

  private RetellRecords records() {
    return new RetellRecords(
        new RetellApi(
            retell.address(),
            RetellDouble.KEY,
            new RetellApi.Patience(LONG, LONG, LONG, Duration.ofMillis(500), Duration.ZERO)));
  }

  private ReconcilingRecords.Run reconcile() {
    return reconcile(Optional.of(records()));
  }

  private ReconcilingRecords.Run reconcile(Optional<InteractionRecords> records) {
    TwilioApi api =
        new TwilioApi(
            new TwilioApi.Addresses(twilio.address(), twilio.address(), twilio.address()),
            new TwilioApi.Access(
                TwilioDouble.ACCOUNT_SID, TwilioDouble.KEY_SID, TwilioDouble.KEY_SECRET),
            TwilioApi.Patience.USUAL);
    return new ReconcilingRecords(
            calls, reconciliations, records, Optional.of(new TwilioRecords(api)), () -> NOW)
        .reconcile(SINCE);
  }

  private String call(String id, Map<String, ?> more) {
    Map<String, Object> call = new HashMap<>();
    call.put("call_id", id);
    call.put("agent_id", "agent_1");
    call.put("from_number", Samples.CALLER.e164());
    call.put("to_number", Samples.DENTAL_NUMBER.e164());
    call.put("start_timestamp", START.toEpochMilli());
    call.put("end_timestamp", START.plusSeconds(42).toEpochMilli());
    call.put("duration_ms", 42_000);
    call.put("transcript_object", List.of(Map.of("role", "user", "content", "A tooth, please")));
    call.put("call_cost", Map.of("combined_cost", 12.5));
    call.putAll(more);
    return retell.addCall(RetellDouble.KEY, call);
  }

  private List<ProviderDifference> differences(State state) {
    return reconciliations.differences(Optional.of(state), 100, Optional.empty());
  }

  private Interaction theOnly() {
    assertThat(interactions.all()).hasSize(1);
    return interactions.all().getFirst();
  }

  @Test
  void aCallThatWeNeverHeardOfIsCompleteAfterOneRun() {
    call("call_1", Map.of("call_analysis", Map.of("call_summary", "A tooth")));

    assertThat(reconcile()).isEqualTo(new ReconcilingRecords.Run(1, 1, 0, 0));

    Interaction found = theOnly();
    assertThat(found.subscriber()).isEqualTo(Samples.aDentist().id());
    assertThat(found.status()).isEqualTo(InteractionStatus.ENDED);
    assertThat(found.details().get(Detail.SUMMARY)).contains("A tooth");
    assertThat(found.transcript().orElseThrow().messages())
        .extracting(said -> said.text())
        .containsExactly("A tooth, please");
    assertThat(interactions.ledger().of(found.subscriber(), found.id())).isNotEmpty();
    assertThat(differences(State.EXPLAINED))
        .extracting(ProviderDifference::kind)
        .containsExactly(Kind.UNHEARD);
    assertThat(reconcile().fetched()).as("a second run finds all there").isZero();
  }

  @Test
  void aCallWhoseEndGotLostIsFinished() {
    call("call_1", Map.of("call_status", "ongoing"));
    ProviderEvent started =
        new ProviderEvent(
            Provider.RETELL,
            "call_started",
            "call_1",
            START,
            "0".repeat(64),
            "{\"event\":\"call_started\",\"call\":{\"call_id\":\"call_1\",\"to_number\":\"%s\"}}"
                .formatted(Samples.DENTAL_NUMBER));
    calls.record(started, new RetellEvents().read(started));
    assertThat(theOnly().status()).isEqualTo(InteractionStatus.ONGOING);
    assertThat(reconcile().fetched()).as("it goes on at Retell too").isZero();

    call("call_1", Map.of());
    reconcile();

    assertThat(theOnly().status()).isEqualTo(InteractionStatus.ENDED);
    assertThat(differences(State.EXPLAINED))
        .extracting(ProviderDifference::kind)
        .containsExactly(Kind.UNFINISHED);
  }

  @Test
  void whatEndedAMomentAgoIsLeftToItsOwnEvents() {
    call(
        "call_1",
        Map.of(
            "start_timestamp",
            NOW.minusSeconds(120).toEpochMilli(),
            "end_timestamp",
            NOW.minusSeconds(60).toEpochMilli()));

    assertThat(reconcile()).isEqualTo(new ReconcilingRecords.Run(1, 0, 0, 0));
    assertThat(interactions.all()).isEmpty();
  }

  @Test
  void aChatIsFoundToo() {
    retell.addChat(
        RetellDouble.KEY,
        Map.of(
            "chat_id",
            "chat_1",
            "agent_id",
            Samples.aDentist().agents().getFirst().providerAgentId().orElseThrow(),
            "start_timestamp",
            START.toEpochMilli(),
            "message_with_tool_calls",
            List.of(Map.of("role", "user", "content", "Hi"))));

    reconcile();

    assertThat(theOnly().reference().id()).isEqualTo("chat_1");
    assertThat(theOnly().transcript().orElseThrow().messages()).hasSize(1);
  }

  @Test
  void aCostThatChangedAfterwardsIsADifferenceUntilSomebodyExplainsIt() {
    call("call_1", Map.of());
    reconcile();
    retell.editCallOrChat("call_1", "call_cost", Map.of("combined_cost", 13));

    assertThat(reconcile().open()).isEqualTo(1);
    ProviderDifference open = differences(State.OPEN).getFirst();
    assertThat(open.kind()).isEqualTo(Kind.COST);
    assertThat(open.ours()).contains("12.5 US cents");
    assertThat(open.theirs()).contains("13 US cents");
    reconciliations.explain(
        open.id(), "A credit of theirs", one -> Samples.anEntry(one.subscriber()));
    reconcile();
    assertThat(differences(State.OPEN)).isEmpty();
  }

  @Test
  void aCallOfNobodyWeKnowWaitsAndIsToldAsOpen() {
    call("call_1", Map.of("to_number", "+15005550006"));

    assertThat(reconcile().open()).isEqualTo(1);
    assertThat(interactions.all()).isEmpty();
    assertThat(differences(State.OPEN))
        .singleElement()
        .satisfies(one -> {
          assertThat(one.kind()).isEqualTo(Kind.UNHEARD);
          assertThat(one.subscriber()).isEqualTo(AuditEntry.NOBODY);
        });
  }

  @Test
  void theCarriersCallsAreHeldAgainstOurs() {
    call("call_1", Map.of());
    String trunk = "TK00000000000000000000000000000001";
    twilio.call(
        Samples.CALLER.e164(),
        Samples.DENTAL_NUMBER.e164(),
        trunk,
        START.minusSeconds(2),
        Duration.ofSeconds(44));
    twilio.call(
        Samples.CALLER.e164(),
        Samples.DENTAL_NUMBER.e164(),
        trunk,
        START.plusSeconds(900),
        Duration.ofSeconds(10));
    twilio.call(Samples.CALLER.e164(), "+15005550006", trunk, START, Duration.ofSeconds(10));

    assertThat(reconcile()).isEqualTo(new ReconcilingRecords.Run(1, 1, 2, 1));
    assertThat(differences(State.OPEN))
        .singleElement()
        .satisfies(one -> {
          assertThat(one.kind()).isEqualTo(Kind.UNMATCHED);
          assertThat(one.theirs().orElseThrow()).contains("10 s");
        });
  }

  @Test
  void aCarriersCallThatLastedMuchLongerIsADifference() {
    call("call_1", Map.of());
    twilio.call(
        Samples.CALLER.e164(),
        Samples.DENTAL_NUMBER.e164(),
        "TK00000000000000000000000000000001",
        START,
        Duration.ofSeconds(300));

    reconcile();

    assertThat(differences(State.OPEN))
        .singleElement()
        .satisfies(one -> {
          assertThat(one.kind()).isEqualTo(Kind.DURATION);
          assertThat(one.ours()).contains("42 s");
          assertThat(one.theirs()).contains("300 s");
        });
  }

  @Test
  void manyPagesAreReadAndOneRecordThatCannotBeReadHoldsUpNone() {
    for (int call = 0; call < 2_300; call++) {
      call("call_" + call, Map.of("start_timestamp", START.plusMillis(call).toEpochMilli()));
    }
    retell.failAt(700, RetellDouble.Fault.BUSY_FOR_LONG);

    assertThat(reconcile().fetched()).isEqualTo(2_299);

    assertThat(interactions.all()).hasSize(2_299);
    assertThat(differences(State.OPEN))
        .filteredOn(one -> one.kind() == Kind.UNHEARD)
        .singleElement()
        .satisfies(one ->
            assertThat(one.theirs()).contains("ended, and could not be read from the provider"));
    retell.forgetFaults();
    ReconcilingRecords.Run run = reconcile();

    assertThat(run.listed()).isEqualTo(2_300);
    assertThat(run.fetched()).isEqualTo(1);
    assertThat(interactions.all()).hasSize(2_300);
    assertThat(differences(State.OPEN)).noneMatch(one -> one.kind() == Kind.UNHEARD);
  }

  @Test
  void aCallWhoseEndNobodyTellsIsOverAfterADayAndCostsNothing() {
    begun("lost", NOW.minus(Duration.ofHours(25)));
    begun("lasting", NOW.minus(Duration.ofHours(2)));

    new ReconcilingRecords(calls, reconciliations, Optional.empty(), Optional.empty(), () -> NOW)
        .reconcileLately();

    Interaction lost = interactions.all().getFirst();
    assertThat(lost.status()).isEqualTo(InteractionStatus.ERROR);
    assertThat(lost.details().get(Detail.ENDED_AT)).contains(NOW.minus(Duration.ofHours(25)));
    assertThat(lost.details().get(Detail.DISCONNECTION_REASON)).contains("not heard of again");
    assertThat(interactions.ledger().of(lost.subscriber(), lost.id())).isEmpty();
    assertThat(interactions.all().getLast().status()).isEqualTo(InteractionStatus.ONGOING);
  }

  @Test
  void aCallThatGotLostWithANodeLongAgoIsEndedOnceAnotherBegins() {
    begun("lost", NOW.minus(Duration.ofDays(10)));

    new ReconcilingRecords(calls, reconciliations, Optional.empty(), Optional.empty(), () -> NOW)
        .reconcileLately();

    assertThat(interactions.all().getFirst().status()).isEqualTo(InteractionStatus.ERROR);
  }

  private void begun(String id, Instant at) {
    ProviderReference reference = new ProviderReference(Provider.RETELL, id);
    calls.record(
        new ProviderEvent(Provider.RETELL, "call_started", id, at, "00".repeat(32), "{}"),
        new Reading.About(
            reference,
            ChannelKind.VOICE,
            new Clues(
                Optional.of(Samples.DENTAL_NUMBER),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            new Report(
                Details.none()
                    .tell(Detail.STATUS, InteractionStatus.ONGOING, Stage.STARTED)
                    .tell(Detail.STARTED_AT, at, Stage.STARTED),
                Optional.empty()),
            ""));
  }

  @Test
  void aProviderThatRepeatsItselfDoesNoHarm() {
    call("call_1", Map.of());
    RetellRecords honest = records();
    InteractionRecords lying =
        new InteractionRecords() {
          @Override
          public void list(Instant from, Instant to, Consumer<List<HeldRecord.Listed>> page) {
            honest.list(
                from,
                to,
                told -> {
                  page.accept(told.stream().flatMap(one -> List.of(one, one).stream()).toList());
                  page.accept(told);
                });
          }

          @Override
          public Optional<Found> read(HeldRecord.Listed listed, Instant now) {
            return honest.read(listed, now);
          }
        };

    assertThat(reconcile(Optional.of(lying)).fetched()).isEqualTo(1);
    assertThat(theOnly().status()).isEqualTo(InteractionStatus.ENDED);
  }
}
