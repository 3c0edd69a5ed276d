package ca.rocketreception.ports.driven.interaction;

import static ca.rocketreception.domain.Samples.CALLER;
import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
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
import static ca.rocketreception.ports.driven.interaction.Recordings.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.interaction.Attribution;
import ca.rocketreception.domain.interaction.Clues;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.InteractionStatus;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.interaction.Report;
import ca.rocketreception.domain.interaction.Speaker;
import ca.rocketreception.domain.interaction.Stage;
import ca.rocketreception.domain.interaction.Transcript;
import ca.rocketreception.domain.interaction.Verdict;
import ca.rocketreception.ports.driven.Together;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import ca.rocketreception.ports.driven.interaction.InteractionFilter.Cursor;
import ca.rocketreception.ports.driven.interaction.Interactions.Recorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What every store of interactions keeps to. */
public interface InteractionsContract {

  /** An empty store of businesses, the same one during a test. */
  Subscribers subscribers();

  /** An empty store of interactions, over those businesses. */
  Interactions interactions();

  private SubscriberId dentist() {
    return SubscribersContract.stored(subscribers(), aDentist()).id();
  }

  private static Clues toTheDentist() {
    return about(DENTAL_NUMBER);
  }

  @Test
  default void allThatWasToldComesBack() {
    SubscriberId dentist = dentist();

    Recorded recorded =
        record(interactions(), anEvent("call_1", "a"), toTheDentist(), aFullReport());

    Interaction told = recorded.interaction().orElseThrow();
    Interaction found = interactions().find(dentist, told.id()).orElseThrow();
    assertThat(recorded.repeat()).isFalse();
    assertThat(found.details()).isEqualTo(aFullReport().details());
    assertThat(found.details().stages()).isEqualTo(aFullReport().details().stages());
    assertThat(found.transcript()).isEqualTo(aFullReport().transcript());
    assertThat(found.reference()).isEqualTo(new ProviderReference(Provider.RETELL, "call_1"));
    assertThat(found.channel()).isEqualTo(ChannelKind.VOICE);
    assertThat(found.firstSeenAt()).isEqualTo(MONDAY_MORNING);
    assertThat(found.subscriber()).isEqualTo(dentist);
    assertThat(told.transcript().orElseThrow().messages()).isEmpty();
    assertThat(Recordings.unread(found)).isEqualTo(told);
  }

  @Test
  default void anInteractionOfWhichNothingIsToldComesBack() {
    SubscriberId dentist = dentist();

    Recorded recorded =
        record(
            interactions(),
            anEvent("call_1", "a"),
            toTheDentist(),
            new Report(Details.none(), Optional.empty()));

    Interaction told = recorded.interaction().orElseThrow();
    assertThat(interactions().find(dentist, told.id())).contains(told);
    assertThat(told.status()).isEqualTo(InteractionStatus.ONGOING);
  }

  @Test
  default void theJudgeSeesWhatIsKnownAndNoWords() {
    SubscriberId dentist = dentist();
    record(interactions(), anEvent("call_1", "a"), toTheDentist(), aFullReport());
    AtomicReference<Attribution> whose = new AtomicReference<>();
    AtomicReference<Optional<Interaction>> current = new AtomicReference<>();

    interactions()
        .record(
            anEvent("call_1", "b"),
            new Clues(
                Optional.of(DENTAL_NUMBER),
                Optional.of(dentist),
                Optional.of("agent_prairie-dental_receptionist"),
                Optional.of(new SubscriberId(uuid("asked")))),
            (attribution, known) -> {
              whose.set(attribution);
              current.set(known);
              return new Verdict.Ignored("looking only");
            });

    assertThat(whose.get())
        .isEqualTo(
            new Attribution(
                Optional.of(dentist),
                Optional.of(dentist),
                false,
                Optional.of(new SubscriberId(uuid("asked"))),
                Optional.of(dentist),
                Optional.of(dentist)));
    assertThat(current.get().orElseThrow().details()).isEqualTo(aFullReport().details());
    assertThat(current.get().orElseThrow().transcript().orElseThrow().messages()).isEmpty();
  }

  @Test
  default void cluesThatLeadNowhereAreEmpty() {
    AtomicReference<Attribution> whose = new AtomicReference<>();

    interactions()
        .record(
            anEvent("call_1", "a"),
            new Clues(
                Optional.of(CALLER),
                Optional.of(new SubscriberId(uuid("nobody"))),
                Optional.of("agent_nobody"),
                Optional.empty()),
            (attribution, known) -> {
              whose.set(attribution);
              return new Verdict.Waiting("nobody's");
            });

    assertThat(whose.get())
        .isEqualTo(
            new Attribution(
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  default void theSameBytesAgainAreARepeatAndChangeNothing() {
    SubscriberId dentist = dentist();
    Interaction first =
        record(interactions(), anEvent("call_1", "a"), toTheDentist(), aFullReport())
            .interaction()
            .orElseThrow();

    Recorded again =
        interactions()
            .record(
                anEvent("call_1", "a"),
                toTheDentist(),
                (attribution, known) -> {
                  throw new AssertionError("a repeat is not judged");
                });

    assertThat(again).isEqualTo(new Recorded(true, Optional.of(first)));
    assertThat(interactions().page(dentist, InteractionFilter.everything()).interactions())
        .containsExactly(first);
  }

  @Test
  default void otherBytesOfTheSameEventAreAnotherEvent() {
    SubscriberId dentist = dentist();
    record(interactions(), anEvent("call_1", "a"), toTheDentist(), report(Stage.STARTED, "one"));
    record(interactions(), anEvent("call_1", "b"), toTheDentist(), report(Stage.ENDED, "two"));

    assertThat(interactions().page(dentist, InteractionFilter.everything()).interactions())
        .singleElement()
        .satisfies(one -> assertThat(one.details().get(Detail.SUMMARY)).contains("two"));
  }

  @Test
  default void anIgnoredEventIsARepeatTheSecondTimeAndLeavesNoInteraction() {
    SubscriberId dentist = dentist();
    Interactions.Judge ignores = (attribution, known) -> new Verdict.Ignored("nothing of use");

    Recorded first = interactions().record(anEvent("", "a"), Clues.none(), ignores);
    Recorded again = interactions().record(anEvent("", "a"), Clues.none(), ignores);

    assertThat(first).isEqualTo(new Recorded(false, Optional.empty()));
    assertThat(again).isEqualTo(new Recorded(true, Optional.empty()));
    assertThat(interactions().page(dentist, InteractionFilter.everything()).interactions())
        .isEmpty();
  }

  @Test
  default void aWaitingEventIsAppliedWhenItIsJudgedAgainAndThenIsARepeat() {
    Recorded before = record(interactions(), anEvent("call_1", "a"), toTheDentist(), aFullReport());
    SubscriberId dentist = dentist();

    Recorded after = record(interactions(), anEvent("call_1", "a"), toTheDentist(), aFullReport());
    Recorded again = record(interactions(), anEvent("call_1", "a"), toTheDentist(), aFullReport());

    assertThat(before).isEqualTo(new Recorded(false, Optional.empty()));
    assertThat(after.repeat()).isFalse();
    assertThat(after.interaction().orElseThrow().subscriber()).isEqualTo(dentist);
    assertThat(again).isEqualTo(new Recorded(true, after.interaction()));
  }

  @Test
  default void nobodyElseSeesAnInteraction() {
    dentist();
    SubscriberId other = SubscribersContract.stored(subscribers(), aFront()).id();
    Interaction told =
        record(interactions(), anEvent("call_1", "a"), toTheDentist(), aFullReport())
            .interaction()
            .orElseThrow();

    assertThat(interactions().find(other, told.id())).isEmpty();
    assertThat(interactions().page(other, InteractionFilter.everything()).interactions()).isEmpty();
  }

  @Test
  default void anUnknownIdIsEmpty() {
    assertThat(interactions().find(dentist(), new InteractionId(uuid("nothing")))).isEmpty();
  }

  @Test
  default void aJudgeThatThrowsLeavesNothingBehind() {
    SubscriberId dentist = dentist();

    assertThatThrownBy(() ->
            interactions()
                .record(
                    anEvent("call_1", "a"),
                    toTheDentist(),
                    (attribution, known) -> {
                      throw new IllegalStateException("undecided");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("undecided");

    assertThat(interactions().page(dentist, InteractionFilter.everything()).interactions())
        .isEmpty();
    assertThat(
            record(interactions(), anEvent("call_1", "a"), toTheDentist(), aFullReport()).repeat())
        .isFalse();
  }

  @Test
  default void aMoveTakesEverythingAlongAndLeavesOnlyAStubForTheLedger() {
    SubscriberId front = SubscribersContract.stored(subscribers(), aFront()).id();
    SubscriberId bakery =
        SubscribersContract.stored(subscribers(), aBusinessBehindTheFront("bakery")).id();
    Interaction before =
        record(interactions(), anEvent("call_1", "a"), about(SHARED_NUMBER), aFullReport())
            .interaction()
            .orElseThrow();

    Interaction moved =
        record(
                interactions(),
                anEvent("call_1", "b"),
                about(SHARED_NUMBER).askedFor(bakery),
                new Report(Details.none(), Optional.empty()))
            .interaction()
            .orElseThrow();

    assertThat(before.subscriber()).isEqualTo(front);
    assertThat(moved).isEqualTo(before.moveTo(bakery));
    assertThat(before.stub().status()).isEqualTo(InteractionStatus.MOVED);
    assertThat(before.stub().details().get(Detail.FROM)).isEmpty();
    assertThat(interactions().find(front, before.id())).contains(before.stub());
    assertThat(interactions().page(front, InteractionFilter.everything()).interactions())
        .containsExactly(before.stub());
    assertThat(interactions().find(bakery, before.id()).orElseThrow().transcript())
        .isEqualTo(aFullReport().transcript());
    assertThat(
            record(interactions(), anEvent("call_1", "c"), about(SHARED_NUMBER), aFullReport())
                .interaction())
        .map(Interaction::subscriber)
        .contains(bakery);
  }

  @Test
  default void aMoveBeforeTheLedgerHasLinesLeavesNothing() {
    SubscriberId front = SubscribersContract.stored(subscribers(), aFront()).id();
    SubscriberId bakery =
        SubscribersContract.stored(subscribers(), aBusinessBehindTheFront("bakery")).id();
    Report ringing =
        new Report(
            Details.none().tell(Detail.STATUS, InteractionStatus.ONGOING, Stage.STARTED),
            Optional.of(aTranscript(Stage.UPDATED, "The bakery, please")));
    Interaction before =
        record(interactions(), anEvent("call_1", "a"), about(SHARED_NUMBER), ringing)
            .interaction()
            .orElseThrow();

    record(
        interactions(),
        anEvent("call_1", "b"),
        about(SHARED_NUMBER).askedFor(bakery),
        new Report(Details.none(), Optional.empty()));

    assertThat(interactions().find(front, before.id())).isEmpty();
    assertThat(interactions().page(front, InteractionFilter.everything()).interactions()).isEmpty();
    assertThat(interactions().find(bakery, before.id()).orElseThrow().transcript())
        .isEqualTo(ringing.transcript());
  }

  @Test
  default void aMoveMayBringNewWords() {
    SubscriberId front = SubscribersContract.stored(subscribers(), aFront()).id();
    SubscriberId bakery =
        SubscribersContract.stored(subscribers(), aBusinessBehindTheFront("bakery")).id();
    Transcript words = aTranscript(Stage.REREAD, "only this");
    Interaction before =
        record(interactions(), anEvent("call_1", "a"), about(SHARED_NUMBER), aFullReport())
            .interaction()
            .orElseThrow();

    record(
        interactions(),
        anEvent("call_1", "b"),
        about(SHARED_NUMBER).askedFor(bakery),
        new Report(Details.none(), Optional.of(words)));

    assertThat(interactions().find(bakery, before.id()).orElseThrow().transcript()).contains(words);
    assertThat(interactions().find(front, before.id()).orElseThrow().transcript()).isEmpty();
  }

  @Test
  default void aLaterTranscriptReplacesTheWordsALongerOneOrAShorterOne() {
    SubscriberId dentist = dentist();
    List<Transcript> told =
        List.of(
            aTranscript(Stage.UPDATED, "one", "two"),
            aTranscript(Stage.ENDED, "one", "two", "three", "four"),
            aTranscript(Stage.ANALYSED, "only one"),
            Transcript.of(Stage.REREAD, List.of()));
    for (Transcript words : told) {
      Interaction recorded =
          record(
                  interactions(),
                  anEvent("call_1", words.digest()),
                  toTheDentist(),
                  new Report(Details.none(), Optional.of(words)))
              .interaction()
              .orElseThrow();

      assertThat(interactions().find(dentist, recorded.id()).orElseThrow().transcript())
          .contains(words);
    }
  }

  @Test
  default void theSameWordsToldAgainLaterAreKept() {
    SubscriberId dentist = dentist();
    Transcript first = aTranscript(Stage.ENDED, "one", "two");
    Transcript again = aTranscript(Stage.ANALYSED, "one", "two");
    record(
        interactions(),
        anEvent("call_1", "a"),
        toTheDentist(),
        new Report(Details.none(), Optional.of(first)));
    Interaction told =
        record(
                interactions(),
                anEvent("call_1", "b"),
                toTheDentist(),
                new Report(Details.none(), Optional.of(again)))
            .interaction()
            .orElseThrow();

    assertThat(interactions().find(dentist, told.id()).orElseThrow().transcript()).contains(again);
  }

  @Test
  default void longEmptyAndForeignTextsComeBack() {
    SubscriberId dentist = dentist();
    Transcript words =
        Transcript.of(
            Stage.ENDED,
            List.of(
                InteractionMessage.said(1, Speaker.AGENT, "", Optional.empty()),
                InteractionMessage.said(2, Speaker.CALLER, "x".repeat(200_000), Optional.empty()),
                InteractionMessage.said(
                    3, Speaker.CALLER, "予約したい 🙂 «Ωμέγα» \\ ' \" {} , null", Optional.empty()),
                new InteractionMessage(
                    4,
                    Speaker.TOOL,
                    "{\"a\":[1,2]}",
                    Optional.of(MONDAY_MORNING),
                    Optional.of("null"),
                    Optional.of(""))));

    Interaction told =
        record(
                interactions(),
                anEvent("call_1", "a"),
                toTheDentist(),
                new Report(
                    Details.none().tell(Detail.SUMMARY, "", Stage.ENDED), Optional.of(words)))
            .interaction()
            .orElseThrow();

    Interaction found = interactions().find(dentist, told.id()).orElseThrow();
    assertThat(found.transcript()).contains(words);
    assertThat(found.details().get(Detail.SUMMARY)).contains("");
  }

  @Test
  default void momentsFarAwayComeBack() {
    SubscriberId dentist = dentist();
    Instant farAhead = Instant.parse("+058862-03-01T12:30:15.123456Z");
    Instant longAgo = Instant.parse("1901-12-13T20:45:52Z");
    Transcript words =
        Transcript.of(
            Stage.ENDED,
            List.of(
                InteractionMessage.said(1, Speaker.AGENT, "then", Optional.of(longAgo)),
                InteractionMessage.said(2, Speaker.AGENT, "soon", Optional.of(farAhead))));

    Interaction told =
        record(
                interactions(),
                anEvent("call_1", "a"),
                toTheDentist(),
                new Report(
                    Details.none()
                        .tell(Detail.STARTED_AT, longAgo, Stage.ENDED)
                        .tell(Detail.ENDED_AT, farAhead, Stage.ENDED),
                    Optional.of(words)))
            .interaction()
            .orElseThrow();

    Interaction found = interactions().find(dentist, told.id()).orElseThrow();
    assertThat(found.details()).isEqualTo(told.details());
    assertThat(found.transcript()).contains(words);
  }

  @Test
  default void pagesStayWhereTheyAreWhileOthersArrive() {
    SubscriberId dentist = dentist();
    for (int call = 0; call < 7; call++) {
      // two at each moment, so that the id must decide
      startedAt(call, MONDAY_MORNING.plusSeconds(call / 2));
    }
    InteractionFilter threeEach = limit(3);

    InteractionPage first = interactions().page(dentist, threeEach);
    startedAt(100, MONDAY_MORNING.plusSeconds(1000));
    InteractionPage second =
        interactions().page(dentist, threeEach.after(first.next().orElseThrow()));
    startedAt(101, MONDAY_MORNING.plusSeconds(1000));
    InteractionPage third =
        interactions().page(dentist, threeEach.after(second.next().orElseThrow()));

    List<Interaction> seen = new ArrayList<>(first.interactions());
    seen.addAll(second.interactions());
    seen.addAll(third.interactions());
    assertThat(third.next()).isEmpty();
    assertThat(seen).hasSize(7).doesNotHaveDuplicates();
    assertThat(seen)
        .isSortedAccordingTo((one, other) -> {
          int order = other.happenedAt().compareTo(one.happenedAt());
          return order != 0 ? order : other.id().toString().compareTo(one.id().toString());
        });
  }

  @Test
  default void aPageThatHoldsExactlyTheLastOnesHasNoNext() {
    SubscriberId dentist = dentist();
    startedAt(1, MONDAY_MORNING);
    startedAt(2, MONDAY_MORNING);

    assertThat(interactions().page(dentist, limit(2)).next()).isEmpty();
    assertThat(interactions().page(dentist, limit(1)).next()).isPresent();
  }

  @Test
  default void eachFilterLeavesOutWhatItSays() {
    SubscriberId dentist = dentist();
    Instant noon = MONDAY_MORNING.plusSeconds(7200);
    startedAt(1, MONDAY_MORNING);
    startedAt(2, noon);
    PhoneNumber other = new PhoneNumber("+4915112345678");
    record(
        interactions(),
        anEvent("chat_3", "a"),
        toTheDentist(),
        new Report(
            Details.none()
                .tell(Detail.STARTED_AT, noon.plusSeconds(60), Stage.STARTED)
                .tell(Detail.STATUS, InteractionStatus.ENDED, Stage.ENDED)
                .tell(Detail.FROM, other, Stage.STARTED),
            Optional.empty()),
        ChannelKind.CHAT);

    assertThat(references(dentist, all -> all)).containsExactly("chat_3", "call_2", "call_1");
    assertThat(references(dentist, all -> from(all, noon))).containsExactly("chat_3", "call_2");
    assertThat(references(dentist, all -> to(all, noon))).containsExactly("call_1");
    assertThat(references(dentist, all -> channel(all, ChannelKind.CHAT)))
        .containsExactly("chat_3");
    assertThat(references(dentist, all -> channel(all, ChannelKind.SMS))).isEmpty();
    assertThat(references(dentist, all -> status(all, InteractionStatus.ONGOING)))
        .containsExactly("call_2", "call_1");
    assertThat(references(dentist, all -> status(all, InteractionStatus.ENDED)))
        .containsExactly("chat_3");
    assertThat(references(dentist, all -> caller(all, other))).containsExactly("chat_3");
    assertThat(references(dentist, all -> caller(all, CALLER))).isEmpty();
  }

  @Test
  default void repeatsAtTheSameTimeLeaveEachEffectOnce() {
    SubscriberId dentist = dentist();
    int calls = 6;
    Together.run(
        16,
        thread -> {
          List<Integer> order = new ArrayList<>();
          for (int event = 0; event < calls * 3; event++) {
            order.add(event);
          }
          Collections.shuffle(order, new Random(thread));
          for (int event : order) {
            Stage stage = Stage.of(1 + event % 3);
            record(
                interactions(),
                anEvent("call_" + event / 3, "event " + stage),
                toTheDentist(),
                new Report(
                    Details.none()
                        .tell(Detail.SUMMARY, stage.name(), stage)
                        .tell(Detail.STARTED_AT, MONDAY_MORNING, Stage.STARTED),
                    Optional.of(aTranscript(stage, "said", stage.name()))));
          }
        });

    List<Interaction> page =
        interactions().page(dentist, InteractionFilter.everything()).interactions();
    assertThat(page)
        .extracting(call -> call.reference().id())
        .containsExactlyInAnyOrder("call_0", "call_1", "call_2", "call_3", "call_4", "call_5");
    assertThat(page)
        .allSatisfy(call -> {
          Interaction found = interactions().find(dentist, call.id()).orElseThrow();
          assertThat(found.details().get(Detail.SUMMARY)).contains("ENDED");
          assertThat(found.transcript())
              .contains(aTranscript(Stage.ENDED, "said", Stage.ENDED.name()));
        });
  }

  private void startedAt(int call, Instant at) {
    record(
        interactions(),
        anEvent("call_" + call, "a"),
        toTheDentist(),
        new Report(Details.none().tell(Detail.STARTED_AT, at, Stage.STARTED), Optional.empty()));
  }

  private List<String> references(
      SubscriberId subscriber, UnaryOperator<InteractionFilter> narrowed) {
    return interactions()
        .page(subscriber, narrowed.apply(InteractionFilter.everything()))
        .interactions()
        .stream()
        .map(interaction -> interaction.reference().id())
        .toList();
  }

  private static InteractionFilter limit(int limit) {
    return new InteractionFilter(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        limit,
        Optional.<Cursor>empty());
  }

  private static InteractionFilter from(InteractionFilter all, Instant from) {
    return new InteractionFilter(
        Optional.of(from), all.to(), all.channel(), all.status(), all.caller(), 50, all.after());
  }

  private static InteractionFilter to(InteractionFilter all, Instant to) {
    return new InteractionFilter(
        all.from(), Optional.of(to), all.channel(), all.status(), all.caller(), 50, all.after());
  }

  private static InteractionFilter channel(InteractionFilter all, ChannelKind kind) {
    return new InteractionFilter(
        all.from(), all.to(), Optional.of(kind), all.status(), all.caller(), 50, all.after());
  }

  private static InteractionFilter status(InteractionFilter all, InteractionStatus status) {
    return new InteractionFilter(
        all.from(), all.to(), all.channel(), Optional.of(status), all.caller(), 50, all.after());
  }

  private static InteractionFilter caller(InteractionFilter all, PhoneNumber caller) {
    return new InteractionFilter(
        all.from(), all.to(), all.channel(), all.status(), Optional.of(caller), 50, all.after());
  }
}
