package ca.rocketreception.ports.driven.access;

import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.aDentist;
import static ca.rocketreception.domain.Samples.anEntry;
import static ca.rocketreception.ports.driven.interaction.Recordings.aFullReport;
import static ca.rocketreception.ports.driven.interaction.Recordings.about;
import static ca.rocketreception.ports.driven.interaction.Recordings.anEvent;
import static ca.rocketreception.ports.driven.interaction.Recordings.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.billing.ExchangeRate;
import ca.rocketreception.domain.billing.Issuer;
import ca.rocketreception.domain.billing.Subscription;
import ca.rocketreception.domain.business.Fact;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.reconciliation.ProviderDifference;
import ca.rocketreception.domain.routing.ReceptionSwitch;
import ca.rocketreception.domain.usage.Cap;
import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.ports.driven.billing.Plans;
import ca.rocketreception.ports.driven.billing.Statements;
import ca.rocketreception.ports.driven.billing.StatementsContract;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import ca.rocketreception.ports.driven.interaction.Interactions;
import ca.rocketreception.ports.driven.interaction.KeptEvent;
import ca.rocketreception.ports.driven.interaction.ProviderEvents;
import ca.rocketreception.ports.driven.reconciliation.Reconciliations;
import ca.rocketreception.ports.driven.routing.ReceptionSwitches;
import ca.rocketreception.ports.driven.usage.Caps;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A change and the entry of who made it are stored together, or neither is. */
public interface AuditedChangesContract {

  SubscriberId DENTIST = aDentist().id();

  Subscribers subscribers();

  Interactions interactions();

  ProviderEvents events();

  Plans plans();

  Statements statements();

  Reconciliations reconciliations();

  Caps caps();

  ReceptionSwitches switches();

  AuditTrails trails();

  /** Whether from now on storing an entry fails. */
  void refuseEntries(boolean refuse);

  /**
   * @param act whether each time is one more, also when nothing becomes other
   */
  record Change(String name, Runnable made, boolean act) {
    public Change(String name, Runnable made) {
      this(name, made, false);
    }
  }

  ProviderDifference DIFFERENCE =
      new ProviderDifference(
          AuditEntry.NOBODY,
          new ProviderReference(Provider.RETELL, "call_other"),
          ProviderDifference.Kind.UNHEARD,
          Optional.empty(),
          Optional.of("ended"),
          Optional.empty(),
          MONDAY_MORNING);

  /** Each follows from those before it. */
  default List<Change> changes() {
    LocalDate november = StatementsContract.NOVEMBER.atDay(1);
    return List.of(
        new Change(
            "plan", () -> plans().add(StatementsContract.clinic("2026-01-01", "99"), anEntry())),
        new Change("tax", () -> plans().add(StatementsContract.gst("2026-01-01", "5"), anEntry())),
        new Change(
            "issuer",
            () ->
                plans()
                    .add(
                        new Issuer(november, "Us", "Here", Optional.empty(), Optional.empty()),
                        anEntry())),
        new Change(
            "exchange rate",
            () ->
                plans()
                    .add(
                        new ExchangeRate(
                            Currency.getInstance("CAD"), november, new BigDecimal("1.37")),
                        anEntry())),
        new Change(
            "subscription",
            () ->
                statements()
                    .subscribe(
                        Subscription.to(DENTIST, StatementsContract.CLINIC, november),
                        anEntry(DENTIST))),
        new Change(
            "final statement",
            () ->
                statements()
                    .finalise(
                        DENTIST,
                        StatementsContract.NOVEMBER,
                        StatementsContract.IN_DECEMBER,
                        Samples::anEntry)),
        new Change(
            "credit note",
            () ->
                statements()
                    .credit(
                        DENTIST,
                        StatementsContract.NOVEMBER,
                        StatementsContract.note(1),
                        BigDecimal.TEN,
                        "Sorry",
                        StatementsContract.IN_DECEMBER,
                        Samples::anEntry)),
        new Change(
            "explanation",
            () ->
                reconciliations()
                    .explain(DIFFERENCE.id(), "A test call", one -> anEntry(one.subscriber()))),
        new Change(
            "cap",
            () ->
                caps()
                    .change(
                        DENTIST,
                        Meter.CALLS,
                        now -> Optional.of(new Cap(DENTIST, Meter.CALLS, BigDecimal.TEN, true)),
                        anEntry(DENTIST))),
        new Change(
            "no cap",
            () -> caps().change(DENTIST, Meter.CALLS, now -> Optional.empty(), anEntry(DENTIST))),
        new Change(
            "switch",
            () ->
                switches()
                    .change(
                        DENTIST,
                        now ->
                            new ReceptionSwitch(
                                ReceptionSwitch.Mode.OFF, Optional.empty(), List.of()),
                        anEntry(DENTIST))),
        new Change("retry", () -> events().takeWaiting(waiting(), MONDAY_MORNING, anEntry()), true),
        new Change(
            "business",
            () ->
                subscribers()
                    .change(
                        aDentist().subscriber().slug(),
                        now -> now.orElseThrow().with(new Fact("parking", "In front.")),
                        now -> anEntry(now.id()))));
  }

  private KeptEvent.Name waiting() {
    return events().notApplied(Optional.empty(), 1, Optional.empty()).getFirst().name();
  }

  /** All that the changes are of. */
  default List<Object> state() {
    return List.of(
        plans().versions(),
        plans().taxes(),
        plans().issuers(),
        plans().exchangeRates(),
        statements().account(DENTIST),
        statements().issued(DENTIST),
        caps().of(DENTIST),
        switches().of(DENTIST),
        reconciliations().differences(Optional.empty(), 9, Optional.empty()),
        subscribers().find(DENTIST));
  }

  private long entries() {
    return Stream.of(DENTIST, AuditEntry.NOBODY)
        .mapToLong(whose -> trails().page(whose, 100, Optional.empty()).size())
        .sum();
  }

  @BeforeEach
  default void begin() {
    SubscribersContract.stored(subscribers(), aDentist());
    record(interactions(), anEvent("call_1", "a"), about(DENTAL_NUMBER), aFullReport());
    record(
        interactions(),
        anEvent("call_2", "a"),
        about(new PhoneNumber("+12045550177")),
        aFullReport());
    reconciliations().keep(List.of(DIFFERENCE), List.of(DIFFERENCE.reference()), MONDAY_MORNING);
  }

  @Test
  default void aChangeAndItsEntryAreStoredTogetherOrNeitherIs() {
    for (Change change : changes()) {
      List<Object> before = state();
      long entries = entries();
      refuseEntries(true);
      assertThatThrownBy(() -> change.made().run()).as(change.name()).isNotNull();
      refuseEntries(false);
      assertThat(state()).as(change.name() + " without its entry").isEqualTo(before);

      change.made().run();
      assertThat(entries()).as(change.name() + " and its entry").isEqualTo(entries + 1);

      List<Object> after = state();
      try {
        change.made().run();
      } catch (Refusal.Conflict once) {
        assertThat(once).isNotNull();
      }
      assertThat(state()).as(change.name() + " again").isEqualTo(after);
      assertThat(entries())
          .as(change.name() + " again and its entry")
          .isEqualTo(entries + (change.act() ? 2 : 1));
    }
  }
}
