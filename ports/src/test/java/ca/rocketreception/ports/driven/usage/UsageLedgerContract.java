package ca.rocketreception.ports.driven.usage;

import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.MONDAY_NIGHT;
import static ca.rocketreception.domain.Samples.SHARED_NUMBER;
import static ca.rocketreception.domain.Samples.aBusinessBehindTheFront;
import static ca.rocketreception.domain.Samples.aDentist;
import static ca.rocketreception.domain.Samples.aFront;
import static ca.rocketreception.domain.Samples.aTranscript;
import static ca.rocketreception.domain.Samples.uuid;
import static ca.rocketreception.ports.driven.interaction.Recordings.aFullReport;
import static ca.rocketreception.ports.driven.interaction.Recordings.about;
import static ca.rocketreception.ports.driven.interaction.Recordings.anEvent;
import static ca.rocketreception.ports.driven.interaction.Recordings.record;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Days;
import ca.rocketreception.domain.Money;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.business.AiProvider;
import ca.rocketreception.domain.interaction.Clues;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.Evidence;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.InteractionStatus;
import ca.rocketreception.domain.interaction.Matter;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.interaction.Report;
import ca.rocketreception.domain.interaction.Speaker;
import ca.rocketreception.domain.interaction.Stage;
import ca.rocketreception.domain.interaction.TakenMessage;
import ca.rocketreception.domain.interaction.TakenMessageId;
import ca.rocketreception.domain.interaction.Transcript;
import ca.rocketreception.domain.interaction.Urgency;
import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.domain.usage.UsageEntry;
import ca.rocketreception.ports.driven.Together;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import ca.rocketreception.ports.driven.conversation.Conversations;
import ca.rocketreception.ports.driven.conversation.ConversationsContract;
import ca.rocketreception.ports.driven.interaction.Interactions;
import ca.rocketreception.ports.driven.usage.UsageLedger.Cursor;
import ca.rocketreception.ports.driven.usage.UsageLedger.RolledUp;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every ledger keeps to. */
public interface UsageLedgerContract {

  LocalDate MONDAY = LocalDate.of(2026, 11, 23);
  Days ALWAYS = new Days(LocalDate.of(2000, 1, 1), LocalDate.of(2100, 1, 1));
  Set<Meter> ALL = EnumSet.allOf(Meter.class);
  Duration LEASE = Duration.ofSeconds(30);

  /** An empty store of businesses, the same one during a test. */
  Subscribers subscribers();

  /** An empty store of interactions, over those businesses. */
  Interactions interactions();

  /** An empty store of conversations, over those interactions. */
  Conversations conversations();

  /** The ledger of all of them. */
  UsageLedger ledger();

  private SubscriberId dentist() {
    return SubscribersContract.stored(subscribers(), aDentist()).id();
  }

  private SubscriberId baker() {
    return SubscribersContract.stored(
            subscribers(),
            ConversationsContract.chatting(aBusinessBehindTheFront("bakery"), AiProvider.BUILTIN))
        .id();
  }

  private static Report ended(Instant start, long millis) {
    return new Report(
        Details.none()
            .tell(Detail.STATUS, InteractionStatus.ENDED, Stage.ENDED)
            .tell(Detail.STARTED_AT, start, Stage.ENDED)
            .tell(Detail.ENDED_AT, start.plusMillis(millis), Stage.ENDED)
            .tell(Detail.DURATION_MS, millis, Stage.ENDED),
        Optional.empty());
  }

  private static Report cost(String cents) {
    return new Report(
        Details.none()
            .tell(Detail.PROVIDER_COST, Money.usCents(new BigDecimal(cents)), Stage.ANALYSED),
        Optional.empty());
  }

  private void tell(String call, String body, Report report) {
    record(interactions(), anEvent(call, body), about(DENTAL_NUMBER), report);
  }

  private List<String> totals(SubscriberId subscriber, Days days) {
    return ledger().totals(subscriber, days).stream()
        .map(total ->
            total.channel()
                + " "
                + total.measure().meter()
                + " "
                + total.quantity().toPlainString()
                + total.measure().currency().map(currency -> " " + currency).orElse(""))
        .toList();
  }

  private static Days day(LocalDate day) {
    return new Days(day, day.plusDays(1));
  }

  @Test
  default void aNumberOfItsOwnCountsOnceForEachMonthAndASharedOneForNobody() {
    SubscriberId dentist = dentist();
    SubscriberId front = SubscribersContract.stored(subscribers(), aFront()).id();

    assertThat(ledger().countNumbers(Instant.parse("2026-12-01T04:59:59Z"))).isEqualTo(1);
    assertThat(ledger().countNumbers(Instant.parse("2026-11-02T12:00:00Z"))).isZero();
    assertThat(ledger().countNumbers(Instant.parse("2026-12-01T05:00:00Z"))).isEqualTo(1);
    assertThat(totals(dentist, day(LocalDate.of(2026, 11, 30))))
        .containsExactly("VOICE NUMBER_MONTHS 1");
    assertThat(totals(dentist, ALWAYS)).containsExactly("VOICE NUMBER_MONTHS 2");
    assertThat(totals(front, ALWAYS)).isEmpty();
  }

  @Test
  default void aLineTellsItsCallItsEventItsMomentAndItsDay() {
    SubscriberId dentist = dentist();
    tell("call_1", "ended", ended(MONDAY_NIGHT.plusNanos(123_456_789), 64_877));

    List<UsageEntry> lines = ledger().of(dentist, new InteractionId(uuid("call_1")));

    assertThat(lines)
        .extracting(line -> line.measure().meter())
        .containsExactly(Meter.VOICE_SECONDS, Meter.CALLS);
    assertThat(lines.getFirst().subscriber()).isEqualTo(dentist);
    assertThat(lines.getFirst().quantity()).isEqualTo(new BigDecimal("64.877"));
    assertThat(lines.getFirst().channel()).isEqualTo(ChannelKind.VOICE);
    assertThat(lines.getFirst().occurredAt()).isEqualTo(MONDAY_NIGHT.plusNanos(123_456_000));
    assertThat(lines.getFirst().localDay()).isEqualTo(MONDAY);
    assertThat(lines.getFirst().zone()).isEqualTo(ZoneId.of("America/Winnipeg"));
    assertThat(lines.getFirst().revision()).isZero();
    assertThat(lines.getFirst().corrects()).isEmpty();
    assertThat(lines.getFirst().source().id()).isEqualTo(uuid("call_1"));
    assertThat(lines.getFirst().evidence())
        .contains(
            new Evidence(
                Provider.RETELL, "call_1", "call_event", anEvent("call_1", "ended").bodySha256()));
  }

  @Test
  default void eachMeterIsWrittenWhenItIsFinal() {
    SubscriberId dentist = dentist();
    tell("call_1", "a", new Report(Details.none(), Optional.empty()));
    assertThat(totals(dentist, ALWAYS)).isEmpty();
    tell("call_1", "b", ended(MONDAY_MORNING, 60_000));
    assertThat(totals(dentist, ALWAYS)).containsExactly("VOICE VOICE_SECONDS 60", "VOICE CALLS 1");
    tell("call_1", "c", cost("12.345"));
    assertThat(totals(dentist, ALWAYS))
        .containsExactly(
            "VOICE VOICE_SECONDS 60", "VOICE CALLS 1", "VOICE PROVIDER_COST 12.345 USD");
  }

  @Test
  default void allThatCanBeToldOfACallIsCounted() {
    SubscriberId dentist = dentist();
    tell("call_1", "a", aFullReport());

    assertThat(totals(dentist, ALWAYS))
        .containsExactly(
            "VOICE VOICE_SECONDS 64.877",
            "VOICE TRANSFER_SECONDS 34",
            "VOICE CALLS 1",
            "VOICE PROVIDER_COST 0.125 USD",
            "VOICE PROVIDER_COST 1 USD",
            "VOICE PROVIDER_COST 69999 USD");
  }

  @Test
  default void aRepeatAndAnEventThatTellsTheSameWriteNothing() {
    SubscriberId dentist = dentist();
    tell("call_1", "a", aFullReport());
    tell("call_1", "a", aFullReport());
    tell("call_1", "b", aFullReport());

    assertThat(ledger().of(dentist, new InteractionId(uuid("call_1")))).hasSize(6);
  }

  @Test
  default void aCorrectionIsAFurtherLineThatRefersToTheFirst() {
    SubscriberId dentist = dentist();
    tell("call_1", "a", cost("5"));
    tell(
        "call_1",
        "b",
        new Report(
            Details.none()
                .tell(Detail.PROVIDER_COST, Money.usCents(new BigDecimal("3.5")), Stage.REREAD),
            Optional.empty()));

    List<UsageEntry> lines = ledger().of(dentist, new InteractionId(uuid("call_1")));
    assertThat(lines)
        .extracting(line -> line.quantity().toPlainString())
        .containsExactly("5", "-1.5");
    assertThat(lines.getLast().corrects()).contains(lines.getFirst().id());
    assertThat(totals(dentist, ALWAYS)).containsExactly("VOICE PROVIDER_COST 3.5 USD");
  }

  @Test
  default void daysAreThoseOfTheBusinessAndTheLastIsNotMeant() {
    SubscriberId dentist = dentist();
    tell("call_1", "a", ended(Instant.parse("2026-11-23T04:59:59Z"), 1000)); // Sunday in Winnipeg
    tell("call_2", "a", ended(Instant.parse("2026-11-23T05:00:00Z"), 2000));
    tell("call_3", "a", ended(Instant.parse("2026-11-24T04:59:59Z"), 4000));
    tell("call_4", "a", ended(Instant.parse("2026-11-24T05:00:00Z"), 8000));

    for (int rolled = 0; rolled < 2; rolled++) {
      assertThat(totals(dentist, day(MONDAY)))
          .containsExactly("VOICE VOICE_SECONDS 6", "VOICE CALLS 2");
      assertThat(totals(dentist, day(MONDAY.plusDays(2)))).isEmpty();
      assertThat(totals(dentist, ALWAYS)).contains("VOICE VOICE_SECONDS 15");
      ledger().rollUp();
    }
  }

  @Test
  default void whatIsNotRolledUpYetCountsAllTheSame() {
    SubscriberId dentist = dentist();
    tell("call_1", "a", ended(MONDAY_MORNING, 1000));
    assertThat(ledger().rollUp()).isEqualTo(new RolledUp(1, false));
    assertThat(ledger().rollUp()).isEqualTo(new RolledUp(0, false));
    tell("call_2", "a", ended(MONDAY_MORNING.minus(Duration.ofDays(1)), 10_000));
    tell("call_1", "b", cost("1"));

    assertThat(totals(dentist, ALWAYS))
        .containsExactly("VOICE VOICE_SECONDS 11", "VOICE CALLS 2", "VOICE PROVIDER_COST 1 USD");
    assertThat(ledger().rollUp()).isEqualTo(new RolledUp(2, false));
    assertThat(totals(dentist, ALWAYS))
        .containsExactly("VOICE VOICE_SECONDS 11", "VOICE CALLS 2", "VOICE PROVIDER_COST 1 USD");
  }

  @Test
  default void nobodyElseSeesIt() {
    dentist();
    SubscriberId other = baker();
    tell("call_1", "a", aFullReport());
    ledger().rollUp();

    assertThat(totals(other, ALWAYS)).isEmpty();
    assertThat(ledger().page(other, ALWAYS, ALL, 10, Optional.empty())).isEmpty();
    assertThat(ledger().of(other, new InteractionId(uuid("call_1")))).isEmpty();
  }

  @Test
  default void aCallThatMovesBeforeItIsOverIsTheBusinessesAlone() {
    SubscriberId front = SubscribersContract.stored(subscribers(), aFront()).id();
    SubscriberId bakery = baker();
    atTheFront("a", new Report(Details.none(), Optional.empty()));
    record(
        interactions(),
        anEvent("call_1", "b"),
        about(SHARED_NUMBER).askedFor(bakery),
        new Report(Details.none(), Optional.empty()));
    atTheFront("c", ended(MONDAY_MORNING, 60_000));

    assertThat(ledger().of(front, new InteractionId(uuid("call_1")))).isEmpty();
    assertThat(totals(bakery, ALWAYS)).containsExactly("VOICE VOICE_SECONDS 60", "VOICE CALLS 1");
  }

  @Test
  default void aCallThatMovesAfterwardsIsTakenBackAndBilledOnce() {
    SubscriberId front = SubscribersContract.stored(subscribers(), aFront()).id();
    SubscriberId bakery = baker();
    atTheFront("a", ended(MONDAY_MORNING, 60_000));
    record(
        interactions(), anEvent("call_1", "b"), about(SHARED_NUMBER).askedFor(bakery), cost("2"));
    atTheFront("c", ended(MONDAY_MORNING, 60_000));

    List<UsageEntry> back = ledger().of(front, new InteractionId(uuid("call_1")));
    assertThat(back)
        .extracting(line -> line.quantity().toPlainString())
        .containsExactly("60", "1", "-60", "-1");
    assertThat(back.getLast().corrects()).contains(back.get(1).id());
    assertThat(back.getLast().evidence().orElseThrow().bodySha256())
        .isEqualTo(anEvent("call_1", "b").bodySha256());
    assertThat(totals(front, ALWAYS)).containsExactly("VOICE VOICE_SECONDS 0", "VOICE CALLS 0");
    assertThat(interactions().find(front, new InteractionId(uuid("call_1"))).orElseThrow().status())
        .isEqualTo(InteractionStatus.MOVED);
    assertThat(totals(bakery, ALWAYS))
        .containsExactly("VOICE VOICE_SECONDS 60", "VOICE CALLS 1", "VOICE PROVIDER_COST 2 USD");
  }

  private void atTheFront(String body, Report report) {
    record(interactions(), anEvent("call_1", body), about(SHARED_NUMBER), report);
  }

  @Test
  default void aProvidersChatCountsTheMessagesThatWereToldBeforeItsEnd() {
    SubscriberId dentist = dentist();
    record(
        interactions(),
        anEvent("chat_1", "a"),
        about(DENTAL_NUMBER),
        new Report(Details.none(), Optional.of(aTranscript(Stage.UPDATED, "Hi", "Hello", "Bye"))),
        ChannelKind.CHAT);
    record(
        interactions(),
        anEvent("chat_1", "b"),
        about(DENTAL_NUMBER),
        ended(MONDAY_MORNING, 1),
        ChannelKind.CHAT);

    assertThat(totals(dentist, ALWAYS))
        .containsExactly("CHAT CHAT_CONVERSATIONS 1", "CHAT CHAT_MESSAGES 3");
  }

  @Test
  default void aThreadOfTextsCountsTheSegmentsThatWereToldBeforeItsEnd() {
    SubscriberId dentist = dentist();
    record(
        interactions(),
        anEvent("chat_1", "a"),
        about(DENTAL_NUMBER),
        new Report(
            Details.none(),
            Optional.of(
                Transcript.of(
                    Stage.UPDATED,
                    List.of(
                        InteractionMessage.said(1, Speaker.VISITOR, "Hi", Optional.empty()),
                        InteractionMessage.said(
                            2, Speaker.AGENT, "a".repeat(161), Optional.empty()))))),
        ChannelKind.SMS);
    record(
        interactions(),
        anEvent("chat_1", "b"),
        about(DENTAL_NUMBER),
        ended(MONDAY_MORNING, 1),
        ChannelKind.SMS);

    assertThat(totals(dentist, ALWAYS))
        .containsExactly("SMS TEXT_SEGMENTS_IN 1", "SMS TEXT_SEGMENTS_OUT 2");
  }

  @Test
  default void aChatOverOurWidgetCountsWhenItHasEnded() {
    SubscriberId bakery = baker();
    InteractionId talk = new InteractionId(uuid("talk"));
    conversations().begin(ConversationsContract.aBeginning(bakery, talk));
    conversations()
        .changeOnce(
            bakery, talk, "first", now -> Optional.of(now.say("Hello?", MONDAY_MORNING, LEASE)));
    conversations()
        .change(
            bakery,
            talk,
            now ->
                now.answer(
                    1, 1, List.of("Hello."), Optional.empty(), false, MONDAY_MORNING, LEASE));
    assertThat(totals(bakery, ALWAYS)).isEmpty();

    for (int repeat = 0; repeat < 2; repeat++) {
      conversations()
          .change(
              bakery,
              talk,
              now -> Optional.of(now.endUnlessSaidSince(MONDAY_MORNING.plusSeconds(60))));
    }

    assertThat(totals(bakery, ALWAYS))
        .containsExactly("CHAT CHAT_CONVERSATIONS 1", "CHAT CHAT_MESSAGES 2");
    assertThat(ledger().of(bakery, talk)).allSatisfy(line -> assertThat(line.evidence()).isEmpty());
  }

  private void leave(SubscriberId bakery, InteractionId talk, String name, Matter matter) {
    TakenMessage message =
        new TakenMessage(bakery, new TakenMessageId(uuid(name)), talk, MONDAY_MORNING, matter);
    conversations().change(bakery, talk, now -> Optional.of(now.leave(message)));
  }

  @Test
  default void aMessageThatWasNotWholeBecomesWhatItIsToldAgainAsAndCountsOnce() {
    SubscriberId bakery = baker();
    InteractionId talk = new InteractionId(uuid("talk"));
    conversations().begin(ConversationsContract.aBeginning(bakery, talk));
    Matter whole = new Matter("Ann", "204 555 0199", "Bread", Urgency.HIGH);
    Matter other = new Matter("Bob", "204 555 0188", "Bread", Urgency.LOW);

    leave(bakery, talk, "one", new Matter(Matter.NO_NAME, "none", "Bread", Urgency.LOW, false));
    leave(bakery, talk, "two", new Matter("Ann", "204 555 019", "Bread", Urgency.LOW, false));
    leave(bakery, talk, "three", whole);
    leave(bakery, talk, "four", new Matter("Ann", "later", "Bread", Urgency.LOW, false));
    leave(bakery, talk, "five", whole);
    leave(bakery, talk, "six", other);

    assertThat(conversations().taken(bakery, talk)).isEqualTo(2);
    assertThat(totals(bakery, ALWAYS)).containsExactly("CHAT TAKEN_MESSAGES 2");
    assertThat(ledger().of(bakery, talk))
        .extracting(line -> line.source().id())
        .containsExactlyInAnyOrder(uuid("one"), uuid("six"));
  }

  @Test
  default void aTakenMessageCountsOnceHoweverOftenItIsLeft() {
    SubscriberId bakery = baker();
    InteractionId talk = new InteractionId(uuid("talk"));
    conversations().begin(ConversationsContract.aBeginning(bakery, talk));
    Matter bread = new Matter("Ann", "204 555 0199", "Bread", Urgency.LOW);
    leave(bakery, talk, "one", bread);
    leave(bakery, talk, "again", bread);

    assertThat(totals(bakery, ALWAYS)).containsExactly("CHAT TAKEN_MESSAGES 1");
    assertThat(ledger().of(bakery, talk))
        .singleElement()
        .satisfies(line -> assertThat(line.source().id()).isEqualTo(uuid("one")));
  }

  @Test
  default void whatAProviderToldOfAChatBeforeItWasOursComesAlongOnce() {
    SubscriberId bakery = baker();
    InteractionId talk = new InteractionId(uuid("talk"));
    conversations().begin(ConversationsContract.aBeginning(bakery, talk));
    conversations()
        .changeOnce(
            bakery, talk, "first", now -> Optional.of(now.say("Hello?", MONDAY_MORNING, LEASE)));
    record(
        interactions(),
        anEvent("chat_1", "early"),
        new Clues(Optional.empty(), Optional.of(bakery), Optional.empty(), Optional.empty()),
        cost("4"),
        ChannelKind.CHAT);
    conversations()
        .change(
            bakery, talk, now -> now.begunAs(1, new ProviderReference(Provider.RETELL, "chat_1")));

    assertThat(totals(bakery, ALWAYS)).containsExactly("CHAT PROVIDER_COST 4 USD");
    assertThat(ledger().of(bakery, talk)).hasSize(1);
  }

  @Test
  default void linesComeNewestDayFirstAndPagesStayWhereTheyAre() {
    SubscriberId dentist = dentist();
    for (int call = 0; call < 4; call++) {
      tell("call_" + call, "a", ended(MONDAY_MORNING.plus(Duration.ofDays(call / 2)), 1000));
    }

    List<UsageEntry> first = ledger().page(dentist, ALWAYS, ALL, 3, Optional.empty());
    tell("call_9", "a", ended(MONDAY_MORNING.plus(Duration.ofDays(9)), 1000));
    List<UsageEntry> rest =
        ledger()
            .page(
                dentist,
                ALWAYS,
                ALL,
                10,
                Optional.of(new Cursor(first.getLast().localDay(), first.getLast().id())));

    List<UsageEntry> seen = new ArrayList<>(first);
    seen.addAll(rest);
    assertThat(seen).hasSize(8).doesNotHaveDuplicates();
    assertThat(seen)
        .extracting(UsageEntry::localDay)
        .isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(ledger().page(dentist, day(MONDAY), ALL, 10, Optional.empty())).hasSize(4);
    assertThat(ledger().page(dentist, ALWAYS, EnumSet.of(Meter.CALLS), 10, Optional.empty()))
        .hasSize(5)
        .allSatisfy(line -> assertThat(line.measure().meter()).isEqualTo(Meter.CALLS));
  }

  @Test
  default void atTheSameTimeEachCallIsCountedOnceAndEveryLineRolledUp() {
    SubscriberId dentist = dentist();
    int calls = 6;
    Together.run(
        12,
        thread -> {
          List<Integer> order = new ArrayList<>();
          for (int event = 0; event < calls * 3; event++) {
            order.add(event);
          }
          Collections.shuffle(order, new Random(thread));
          for (int event : order) {
            Report report =
                switch (event % 3) {
                  case 0 -> ended(MONDAY_MORNING, 1000);
                  case 1 -> cost("7");
                  default -> new Report(Details.none(), Optional.empty());
                };
            tell("call_" + event / 3, "event " + event % 3, report);
            if (event % 5 == 0) {
              ledger().rollUp();
            }
          }
        });
    List<String> right =
        List.of("VOICE VOICE_SECONDS 6", "VOICE CALLS 6", "VOICE PROVIDER_COST 42 USD");

    assertThat(totals(dentist, ALWAYS)).isEqualTo(right);
    assertThat(ledger().page(dentist, ALWAYS, ALL, 100, Optional.empty())).hasSize(18);
    ledger().rollUp();
    assertThat(totals(dentist, ALWAYS)).isEqualTo(right);
  }
}
