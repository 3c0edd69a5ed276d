package ca.rocketreception.ports.driven.reconciliation;

import static ca.rocketreception.domain.Samples.CALLER;
import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.ports.driven.interaction.Recordings.aFullReport;
import static ca.rocketreception.ports.driven.interaction.Recordings.about;
import static ca.rocketreception.ports.driven.interaction.Recordings.anEvent;
import static ca.rocketreception.ports.driven.interaction.Recordings.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.rocketreception.domain.Money;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.interaction.Clues;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.InteractionStatus;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.interaction.Report;
import ca.rocketreception.domain.interaction.Stage;
import ca.rocketreception.domain.reconciliation.CarrierCall;
import ca.rocketreception.domain.reconciliation.HeldRecord;
import ca.rocketreception.domain.reconciliation.ProviderDifference;
import ca.rocketreception.domain.reconciliation.ProviderDifference.Kind;
import ca.rocketreception.domain.reconciliation.ProviderDifference.State;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import ca.rocketreception.ports.driven.interaction.Interactions;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store that records are held against must do. */
public interface ReconciliationsContract {

  Subscribers subscribers();

  Interactions interactions();

  Reconciliations reconciliations();

  private SubscriberId dentist() {
    return SubscribersContract.stored(subscribers(), Samples.aDentist()).id();
  }

  private static ProviderReference retell(String id) {
    return new ProviderReference(Provider.RETELL, id);
  }

  private static CarrierCall carried(String id, PhoneNumber to, Instant at) {
    return new CarrierCall(
        new ProviderReference(Provider.TWILIO, id),
        Optional.of(CALLER),
        to,
        at,
        Optional.of(Duration.ofSeconds(30)),
        Optional.of(Money.usCents(new BigDecimal("0.85"))));
  }

  private static CarrierCall withheld(String id, Instant at) {
    CarrierCall known = carried(id, DENTAL_NUMBER, at);
    return new CarrierCall(
        known.reference(), Optional.empty(), known.to(), at, known.duration(), known.cost());
  }

  private void call(String id, String transport, Instant start) {
    call(id, transport, Optional.of(CALLER), start);
  }

  private void call(String id, String transport, Optional<PhoneNumber> from, Instant start) {
    Details details =
        Details.none()
            .tell(Detail.STATUS, InteractionStatus.ENDED, Stage.ENDED)
            .tell(Detail.FROM, from, Stage.STARTED)
            .tell(Detail.TO, DENTAL_NUMBER, Stage.STARTED)
            .tell(Detail.STARTED_AT, start, Stage.STARTED)
            .tell(Detail.ENDED_AT, start.plusSeconds(31), Stage.ENDED)
            .tell(Detail.DURATION_MS, 31_000L, Stage.ENDED)
            .tell(
                Detail.TRANSPORT_ID,
                Optional.of(transport).filter(text -> !text.isEmpty()),
                Stage.STARTED);
    record(
        interactions(),
        anEvent(id, "a"),
        about(DENTAL_NUMBER),
        new Report(details, Optional.empty()));
  }

  @Test
  default void callsWhoseEndNobodyToldAreFoundUntilTheyHaveOne() {
    dentist();
    Instant end = MONDAY_MORNING.plusSeconds(60);
    call("ended", "", MONDAY_MORNING);
    for (int call = 0; call < 3; call++) {
      record(
          interactions(),
          anEvent("lost_" + call, "a"),
          about(DENTAL_NUMBER),
          new Report(
              Details.none()
                  .tell(Detail.STATUS, InteractionStatus.ONGOING, Stage.STARTED)
                  .tell(Detail.STARTED_AT, MONDAY_MORNING.plusSeconds(30 * call), Stage.STARTED),
              Optional.empty()));
    }

    List<LostCall> lost = reconciliations().unfinished(MONDAY_MORNING, end, 10);
    assertThat(lost)
        .containsExactly(
            new LostCall(retell("lost_0"), MONDAY_MORNING),
            new LostCall(retell("lost_1"), MONDAY_MORNING.plusSeconds(30)));
    assertThat(reconciliations().unfinished(MONDAY_MORNING, end, 1)).hasSize(1);
    lost.forEach(
        one -> record(interactions(), one.event(end), Clues.none(), one.reading().report()));
    assertThat(reconciliations().unfinished(MONDAY_MORNING, end, 10)).isEmpty();
  }

  @Test
  default void whatIsHeldIsToldAsFarAsAProviderListsIt() {
    SubscriberId dentist = dentist();
    record(interactions(), anEvent("call_1", "a"), about(DENTAL_NUMBER), aFullReport());
    call("call_2", "", MONDAY_MORNING);

    assertThat(
            reconciliations().held(List.of(retell("call_1"), retell("call_2"), retell("call_3"))))
        .hasSize(2)
        .containsEntry(
            retell("call_2"),
            new HeldRecord(
                dentist,
                false,
                true,
                Optional.of(31_000L),
                Optional.of(Duration.ofSeconds(31)),
                Optional.empty(),
                false,
                false))
        .hasEntrySatisfying(
            retell("call_1"),
            held -> {
              assertThat(held.hasWords()).isTrue();
              assertThat(held.cents()).contains(new BigDecimal("70000.125"));
            });
    assertThat(reconciliations().held(List.of())).isEmpty();
  }

  @Test
  default void aCarriersCallIsTheOneThatNamesItElseTheNearestFromTheSameCaller() {
    dentist();
    call("call_1", "CA1", MONDAY_MORNING.plusSeconds(70));
    call("call_2", "", MONDAY_MORNING.plusSeconds(20));
    call("call_3", "", MONDAY_MORNING.plusSeconds(300));

    List<Reconciliations.Matched> matched =
        reconciliations()
            .keep(
                List.of(
                    carried("CA1", DENTAL_NUMBER, MONDAY_MORNING),
                    carried("CA2", DENTAL_NUMBER, MONDAY_MORNING),
                    carried("CA9", DENTAL_NUMBER, MONDAY_MORNING.plusSeconds(900)),
                    carried("CA8", new PhoneNumber("+15005550006"), MONDAY_MORNING),
                    carried("CA2", DENTAL_NUMBER, MONDAY_MORNING)));

    assertThat(matched)
        .extracting(one -> one.call().reference().id() + " " + one.held().isPresent())
        .containsExactlyInAnyOrder("CA1 true", "CA2 true", "CA9 false");
    assertThat(reconciliations().keep(List.of(carried("CA1", DENTAL_NUMBER, MONDAY_MORNING))))
        .as("kept again, as when its price came")
        .hasSize(1);
    assertThat(reconciliations().keep(List.of())).isEmpty();
  }

  @Test
  default void callersWhoWithholdTheirNumbersAreNotTakenForEachOther() {
    dentist();
    Instant quiet = MONDAY_MORNING;
    Instant oursTwice = MONDAY_MORNING.plusSeconds(1000);
    Instant theirsTwice = MONDAY_MORNING.plusSeconds(2000);
    call("lone", "", Optional.empty(), quiet.plusSeconds(20));
    call("known", "", quiet.plusSeconds(1));
    call("one", "", Optional.empty(), oursTwice);
    call("other", "", Optional.empty(), oursTwice.plusSeconds(20));
    call("third", "", Optional.empty(), theirsTwice);

    assertThat(
            reconciliations()
                .keep(
                    List.of(
                        withheld("CA1", quiet),
                        withheld("CA2", oursTwice),
                        withheld("CA3", theirsTwice),
                        withheld("CA4", theirsTwice.plusSeconds(100)))))
        .extracting(one -> one.call().reference().id() + " " + one.held().isPresent())
        .containsExactlyInAnyOrder("CA1 true", "CA2 false", "CA3 false", "CA4 false");
  }

  private static ProviderDifference cost(SubscriberId of, String ours, String theirs, Instant at) {
    return new ProviderDifference(
        of,
        retell("call_1"),
        Kind.COST,
        Optional.of(ours),
        Optional.of(theirs),
        Optional.empty(),
        at);
  }

  private List<ProviderDifference> all(Optional<State> state) {
    return reconciliations().differences(state, 10, Optional.empty());
  }

  @Test
  default void aDifferenceStaysExplainedUntilASideChanges() {
    SubscriberId dentist = dentist();
    ProviderDifference found = cost(dentist, "1", "2", MONDAY_MORNING);
    reconciliations().keep(List.of(found), List.of(found.reference()), MONDAY_MORNING);
    assertThat(all(Optional.of(State.OPEN))).containsExactly(found);

    ProviderDifference explained =
        reconciliations().explain(found.id(), "A credit of theirs", known -> Samples.anEntry());
    assertThat(explained.state()).isEqualTo(State.EXPLAINED);
    reconciliations().keep(List.of(found), List.of(found.reference()), MONDAY_MORNING);
    assertThat(all(Optional.of(State.OPEN))).isEmpty();
    assertThat(all(Optional.of(State.EXPLAINED))).containsExactly(explained);

    ProviderDifference other = cost(dentist, "1", "3", MONDAY_MORNING.plusSeconds(1));
    reconciliations().keep(List.of(other), List.of(found.reference()), other.seenAt());
    assertThat(all(Optional.empty())).containsExactly(other);
  }

  @Test
  default void whatAgreesAgainIsExplainedByItself() {
    ProviderDifference found = cost(dentist(), "1", "2", MONDAY_MORNING);
    reconciliations().keep(List.of(found), List.of(found.reference()), MONDAY_MORNING);

    reconciliations().keep(List.of(), List.of(retell("call_2")), MONDAY_MORNING);
    assertThat(all(Optional.of(State.OPEN))).hasSize(1);
    reconciliations().keep(List.of(), List.of(found.reference()), MONDAY_MORNING);
    assertThat(all(Optional.of(State.OPEN))).isEmpty();
    reconciliations().keep(List.of(found), List.of(found.reference()), MONDAY_MORNING);
    assertThat(all(Optional.of(State.OPEN))).as("and open when it differs once more").hasSize(1);
  }

  @Test
  default void differencesAreReadInPages() {
    SubscriberId dentist = dentist();
    ProviderDifference one = cost(dentist, "1", "2", MONDAY_MORNING);
    ProviderDifference two =
        new ProviderDifference(
            dentist,
            retell("call_2"),
            Kind.UNHEARD,
            Optional.empty(),
            Optional.of("ended"),
            Optional.empty(),
            MONDAY_MORNING.plusSeconds(1));
    reconciliations().keep(List.of(one, two), List.of(), MONDAY_MORNING);

    assertThat(reconciliations().differences(Optional.empty(), 1, Optional.empty()))
        .containsExactly(two);
    assertThat(reconciliations().differences(Optional.empty(), 1, Optional.of(two.id())))
        .containsExactly(one);
    assertThat(reconciliations().differences(Optional.empty(), 1, Optional.of(one.id()))).isEmpty();
    assertThatExceptionOfType(Refusal.NotFound.class)
        .isThrownBy(() ->
            reconciliations().explain(Samples.uuid("none"), "why", none -> Samples.anEntry()));
  }
}
