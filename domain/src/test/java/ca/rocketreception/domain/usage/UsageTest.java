package ca.rocketreception.domain.usage;

import static ca.rocketreception.domain.Samples.MONDAY_NIGHT;
import static ca.rocketreception.domain.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Discrepancy;
import ca.rocketreception.domain.Money;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.conversation.Conversation;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.Evidence;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.InteractionStatus;
import ca.rocketreception.domain.interaction.Matter;
import ca.rocketreception.domain.interaction.ProductCosts;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.interaction.Report;
import ca.rocketreception.domain.interaction.Said;
import ca.rocketreception.domain.interaction.Stage;
import ca.rocketreception.domain.interaction.TakenMessage;
import ca.rocketreception.domain.interaction.TakenMessageId;
import ca.rocketreception.domain.interaction.Urgency;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class UsageTest {

  private static final SubscriberId DENTIST = new SubscriberId(uuid("dentist"));
  private static final SubscriberId FRONT = new SubscriberId(uuid("front"));
  private static final ZoneId WINNIPEG = ZoneId.of("America/Winnipeg");
  private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);
  private static final Optional<Evidence> EVENT =
      Optional.of(new Evidence(Provider.RETELL, "call_1", "call_ended", "a".repeat(64)));

  private final Supplier<UUID> ids = new Numbered();

  /** Ids in order, as the clock would give them. */
  private static final class Numbered implements Supplier<UUID> {
    private long last;

    @Override
    public UUID get() {
      return new UUID(0x7000, ++last);
    }
  }

  private static Interaction aCall(ChannelKind channel) {
    return Interaction.begin(
        DENTIST,
        new InteractionId(uuid("call")),
        channel,
        new ProviderReference(Provider.RETELL, "call_1"),
        MONDAY_NIGHT);
  }

  private static Interaction anEndedCall() {
    return aCall(ChannelKind.VOICE)
        .tell(
            Details.none()
                .tell(Detail.STATUS, InteractionStatus.ENDED, Stage.ENDED)
                .tell(Detail.STARTED_AT, MONDAY_NIGHT, Stage.STARTED)
                .tell(Detail.ENDED_AT, MONDAY_NIGHT.plusSeconds(65), Stage.ENDED)
                .tell(Detail.DURATION_MS, 64_877L, Stage.ENDED));
  }

  private List<UsageEntry> lines(Interaction interaction, List<UsageEntry> ledger) {
    return Usage.of(interaction, Said.NOTHING).lacking(ledger, WINNIPEG, EVENT, ids);
  }

  private static List<String> told(List<UsageEntry> lines) {
    return lines.stream()
        .map(line ->
            line.measure().meter()
                + " "
                + line.quantity().toPlainString()
                + line.measure().currency().map(currency -> " " + currency).orElse("")
                + " on "
                + line.localDay()
                + " #"
                + line.revision())
        .toList();
  }

  @Test
  void aLedgerThatSaysWhatTheCallAmountsToHasNoDiscrepancy() {
    assertThat(
            Usage.of(anEndedCall(), Said.NOTHING)
                .discrepancies(lines(anEndedCall(), List.of()), WINNIPEG))
        .isEmpty();
  }

  @Test
  void whatTheLedgerSaysOtherwiseIsToldWithBothValues() {
    Interaction longer =
        anEndedCall().tell(Details.none().tell(Detail.DURATION_MS, 70_000L, Stage.ANALYSED));

    assertThat(
            Usage.of(longer, Said.NOTHING).discrepancies(lines(anEndedCall(), List.of()), WINNIPEG))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.kind()).isEqualTo(Discrepancy.Kind.LEDGER);
          assertThat(found.what()).isEqualTo("VOICE_SECONDS");
          assertThat(found.is()).contains("64.877");
          assertThat(found.shouldBe()).contains("70");
          assertThat(found.place()).contains("on 2026-11-23");
        });
  }

  @Test
  void aLineThatIsMissingIsUnknownAndNotZero() {
    List<UsageEntry> withoutTheCall =
        lines(anEndedCall(), List.of()).stream()
            .filter(line -> line.measure().meter() != Meter.CALLS)
            .toList();

    assertThat(Usage.of(anEndedCall(), Said.NOTHING).discrepancies(withoutTheCall, WINNIPEG))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.is()).isEmpty();
          assertThat(found.shouldBe()).contains("1");
        });
  }

  @Test
  void aCallThatGoesOnIsNotInTheLedgerYet() {
    assertThat(lines(aCall(ChannelKind.VOICE), List.of())).isEmpty();
  }

  @Test
  void anEndedCallIsOneCallAndSoManySecondsOfTheDayWhereTheBusinessIs() {
    List<UsageEntry> lines = lines(anEndedCall(), List.of());

    assertThat(told(lines))
        .containsExactly("VOICE_SECONDS 64.877 on 2026-11-23 #0", "CALLS 1 on 2026-11-23 #0");
    assertThat(lines.getFirst())
        .isEqualTo(
            new UsageEntry(
                DENTIST,
                lines.getFirst().id(),
                new UsageSource(
                    UsageSource.Kind.INTERACTION,
                    uuid("call"),
                    Optional.of(new InteractionId(uuid("call")))),
                ChannelKind.VOICE,
                Measure.of(Meter.VOICE_SECONDS),
                new BigDecimal("64.877"),
                EVENT,
                MONDAY_NIGHT,
                MONDAY,
                WINNIPEG,
                0,
                Optional.empty()));
  }

  @Test
  void whatIsInTheLedgerAlreadyIsNotWrittenAgain() {
    assertThat(lines(anEndedCall(), lines(anEndedCall(), List.of()))).isEmpty();
  }

  @Test
  void aLengthThatTurnsOutOtherwiseIsALineOfTheDifferenceThatRefersToTheFirst() {
    List<UsageEntry> before = lines(anEndedCall(), List.of());

    List<UsageEntry> after =
        lines(
            anEndedCall().tell(Details.none().tell(Detail.DURATION_MS, 60_000L, Stage.REREAD)),
            before);

    assertThat(told(after)).containsExactly("VOICE_SECONDS -4.877 on 2026-11-23 #1");
    assertThat(after.getFirst().corrects()).contains(before.getFirst().id());
  }

  @Test
  void withoutTheProvidersMeasureItLastedFromItsStartToItsEnd() {
    Interaction unmeasured =
        aCall(ChannelKind.VOICE)
            .tell(
                Details.none()
                    .tell(Detail.STATUS, InteractionStatus.ENDED, Stage.ENDED)
                    .tell(Detail.STARTED_AT, MONDAY_NIGHT, Stage.STARTED)
                    .tell(Detail.ENDED_AT, MONDAY_NIGHT.plusMillis(1500), Stage.ENDED));

    assertThat(told(lines(unmeasured, List.of()))).contains("VOICE_SECONDS 1.5 on 2026-11-23 #0");
  }

  @Test
  void aCallOfUnknownLengthIsACallAndNoSeconds() {
    Interaction unmeasured =
        aCall(ChannelKind.VOICE)
            .tell(Details.none().tell(Detail.STATUS, InteractionStatus.ENDED, Stage.ENDED));

    assertThat(told(lines(unmeasured, List.of()))).containsExactly("CALLS 1 on 2026-11-23 #0");
  }

  @Test
  void aTransferredLegCountsFromWhereTheReceptionistLeft() {
    Interaction transferred =
        anEndedCall()
            .tell(
                Details.none()
                    .tell(Detail.TRANSFER_ENDED_AT, MONDAY_NIGHT.plusSeconds(95), Stage.REREAD));

    assertThat(told(lines(transferred, List.of())))
        .contains("TRANSFER_SECONDS 30 on 2026-11-23 #0");
  }

  @Test
  void spamAndCallsThatNeverConnectedOrFailedAreNobodysButTheirCostIsKept() {
    for (InteractionStatus status :
        List.of(InteractionStatus.NOT_CONNECTED, InteractionStatus.ERROR)) {
      Interaction call =
          anEndedCall()
              .tell(
                  Details.none()
                      .tell(Detail.STATUS, status, Stage.ANALYSED)
                      .tell(Detail.PROVIDER_COST, cents("12.5"), Stage.ANALYSED));

      assertThat(told(lines(call, List.of())))
          .containsExactly("PROVIDER_COST 12.5 USD on 2026-11-23 #0");
    }
  }

  @Test
  void aCallThatTurnsOutToHaveFailedIsTakenBack() {
    List<UsageEntry> before = lines(anEndedCall(), List.of());

    assertThat(
            told(
                lines(
                    anEndedCall()
                        .tell(
                            Details.none()
                                .tell(Detail.STATUS, InteractionStatus.ERROR, Stage.ANALYSED)),
                    before)))
        .containsExactly("VOICE_SECONDS -64.877 on 2026-11-23 #1", "CALLS -1 on 2026-11-23 #1");
  }

  @Test
  void costCountsFromTheAnalysisOnAndNothingIsNotUnknown() {
    assertThat(lines(cost("3", Stage.ENDED), List.of())).isEmpty();
    assertThat(told(lines(cost("3.125", Stage.ANALYSED), List.of())))
        .containsExactly("PROVIDER_COST 3.125 USD on 2026-11-23 #0");
    List<UsageEntry> none = lines(cost("0", Stage.ANALYSED), List.of());
    assertThat(told(none)).containsExactly("PROVIDER_COST 0 USD on 2026-11-23 #0");
    assertThat(lines(cost("0", Stage.ANALYSED), none)).isEmpty();
  }

  @Test
  void costIsKeptByProductAndAddsUpToTheWhole() {
    Interaction call =
        cost("60", Stage.ANALYSED)
            .tell(
                Details.none()
                    .tell(
                        Detail.PRODUCT_COSTS,
                        ProductCosts.of(Map.of("tts", cents("50.5"), "telephony", cents("20"))),
                        Stage.ANALYSED));

    assertThat(lines(call, List.of()))
        .extracting(line -> line.measure().product() + " " + line.quantity().toPlainString())
        .containsExactly("rest -10.5", "telephony 20", "tts 50.5");
  }

  @Test
  void productsThatAreToldLaterTakeTheSumBack() {
    List<UsageEntry> before = lines(cost("60", Stage.ANALYSED), List.of());
    Interaction reread =
        cost("60", Stage.ANALYSED)
            .tell(
                Details.none()
                    .tell(
                        Detail.PRODUCT_COSTS,
                        ProductCosts.of(Map.of("tts", cents("60"))),
                        Stage.REREAD));

    assertThat(lines(reread, before))
        .extracting(line -> line.measure().product() + " " + line.quantity().toPlainString())
        .containsExactly("all -60", "tts 60");
  }

  @Test
  void aCostInAnotherCurrencyTakesTheFirstBack() {
    List<UsageEntry> before = lines(cost("3", Stage.ANALYSED), List.of());
    Interaction reread =
        cost("3", Stage.ANALYSED)
            .tell(
                Details.none()
                    .tell(
                        Detail.PROVIDER_COST,
                        new Money(new BigDecimal("0.04"), Currency.getInstance("CAD")),
                        Stage.REREAD));

    assertThat(told(lines(reread, before)))
        .containsExactly(
            "PROVIDER_COST -3 USD on 2026-11-23 #1", "PROVIDER_COST 4 CAD on 2026-11-23 #2");
  }

  @Test
  void aCallThatBelongsToAnotherDayIsTakenBackThereAndWrittenHere() {
    List<UsageEntry> before = lines(anEndedCall(), List.of());
    Interaction earlier =
        anEndedCall()
            .tell(
                Details.none()
                    .tell(Detail.STARTED_AT, MONDAY_NIGHT.minus(Duration.ofDays(1)), Stage.ENDED));

    assertThat(told(lines(earlier, before)))
        .containsExactly(
            "VOICE_SECONDS -64.877 on 2026-11-23 #1",
            "VOICE_SECONDS 64.877 on 2026-11-22 #2",
            "CALLS -1 on 2026-11-23 #1",
            "CALLS 1 on 2026-11-22 #2");
  }

  @Test
  void theZoneOfTheFirstLineStays() {
    List<UsageEntry> before = lines(anEndedCall(), List.of());

    assertThat(
            Usage.of(cost("3", Stage.ANALYSED), Said.NOTHING)
                .lacking(before, ZoneId.of("Asia/Tokyo"), EVENT, ids))
        .allSatisfy(line -> assertThat(line.zone()).isEqualTo(WINNIPEG));
    assertThat(
            Usage.of(anEndedCall(), Said.NOTHING)
                .lacking(before, ZoneId.of("Asia/Tokyo"), EVENT, ids))
        .isEmpty();
  }

  /** Half an hour after midnight by the law of 2026, half an hour before it by the one before. */
  private static Interaction aCallAtMidnight() {
    Instant moment = Instant.parse("2026-11-24T05:30:00Z");
    return anEndedCall()
        .tell(
            Details.none()
                .tell(Detail.STARTED_AT, moment, Stage.ENDED)
                .tell(Detail.ENDED_AT, moment.plusSeconds(65), Stage.ENDED));
  }

  private static List<UsageEntry> onDay(List<UsageEntry> lines, LocalDate day) {
    return lines.stream()
        .map(line ->
            new UsageEntry(
                line.subscriber(),
                line.id(),
                line.source(),
                line.channel(),
                line.measure(),
                line.quantity(),
                line.evidence(),
                line.occurredAt(),
                day,
                line.zone(),
                line.revision(),
                line.corrects()))
        .toList();
  }

  @Test
  void aDayByAnEarlierLawOnClocksStaysAndIsNoDiscrepancy() {
    List<UsageEntry> now = lines(aCallAtMidnight(), List.of());
    List<UsageEntry> before = onDay(now, MONDAY);

    assertThat(now).allMatch(line -> line.localDay().equals(MONDAY.plusDays(1)));
    assertThat(Usage.of(aCallAtMidnight(), Said.NOTHING).discrepancies(before, WINNIPEG)).isEmpty();
  }

  @Test
  void whatIsToldLaterStandsOnTheDayByTheEarlierLaw() {
    List<UsageEntry> before = onDay(lines(aCallAtMidnight(), List.of()), MONDAY);
    Interaction longer =
        aCallAtMidnight().tell(Details.none().tell(Detail.DURATION_MS, 70_000L, Stage.ANALYSED));
    List<UsageEntry> ledger = new ArrayList<>(before);
    ledger.addAll(lines(longer, before));

    assertThat(told(lines(longer, before))).containsExactly("VOICE_SECONDS 5.123 on 2026-11-23 #1");
    assertThat(lines(longer, ledger)).isEmpty();
  }

  @Test
  void aDayThatNoLawExplainsIsADiscrepancy() {
    List<UsageEntry> wrong = onDay(lines(anEndedCall(), List.of()), MONDAY.plusDays(1));

    assertThat(Usage.of(anEndedCall(), Said.NOTHING).discrepancies(wrong, WINNIPEG)).hasSize(4);
  }

  @Test
  void anHourOfTwentyFiveHourDaysBelongsToItsDay() {
    // Winnipeg left daylight saving time at 2025-11-02T07:00Z, the last time; that day has 25 hours
    for (String moment : List.of("2025-11-02T05:00:00Z", "2025-11-03T05:59:59Z")) {
      Interaction call =
          anEndedCall()
              .tell(Details.none().tell(Detail.STARTED_AT, Instant.parse(moment), Stage.ENDED));
      assertThat(lines(call, List.of()))
          .allSatisfy(line -> assertThat(line.localDay()).isEqualTo(LocalDate.of(2025, 11, 2)));
    }
  }

  @Test
  void aCallThatMovedIsTakenBackAtTheFrontAndBilledOnceAtTheBusiness() {
    Interaction atTheFront = anEndedCall().moveTo(FRONT);
    List<UsageEntry> there = lines(atTheFront, List.of());
    Usage here = Usage.of(anEndedCall(), Said.NOTHING);

    List<UsageEntry> back = here.nothingFor(FRONT).lacking(there, WINNIPEG, EVENT, ids);

    assertThat(told(back))
        .containsExactly("VOICE_SECONDS -64.877 on 2026-11-23 #1", "CALLS -1 on 2026-11-23 #1");
    assertThat(back).allSatisfy(line -> assertThat(line.subscriber()).isEqualTo(FRONT));
    assertThat(told(here.lacking(List.of(), WINNIPEG, EVENT, ids)))
        .containsExactly("VOICE_SECONDS 64.877 on 2026-11-23 #0", "CALLS 1 on 2026-11-23 #0");
  }

  @Test
  void aProvidersChatCountsItsMessagesWhenItHasEnded() {
    Interaction chat = aCall(ChannelKind.CHAT);
    Interaction ended =
        chat.tell(Details.none().tell(Detail.STATUS, InteractionStatus.ENDED, Stage.ENDED));

    assertThat(Usage.of(chat, new Said(4, 9, 9)).quantities()).isEmpty();
    assertThat(Usage.of(ended, Said.NOTHING).quantities()).isEmpty();
    assertThat(told(Usage.of(ended, new Said(4, 9, 9)).lacking(List.of(), WINNIPEG, EVENT, ids)))
        .containsExactly(
            "CHAT_CONVERSATIONS 1 on 2026-11-23 #0", "CHAT_MESSAGES 4 on 2026-11-23 #0");
  }

  @Test
  void aThreadOfTextsCountsItsSegmentsWhenItHasEnded() {
    Interaction thread =
        Interaction.begin(
            new SubscriberId(new UUID(0, 1)),
            new InteractionId(new UUID(0, 2)),
            ChannelKind.SMS,
            new ProviderReference(Provider.RETELL, "chat_1"),
            Instant.parse("2026-11-23T15:00:00Z"));
    Interaction ended =
        thread.tell(Details.none().tell(Detail.STATUS, InteractionStatus.ENDED, Stage.ENDED));

    assertThat(Usage.of(thread, new Said(3, 1, 2)).quantities()).isEmpty();
    assertThat(told(Usage.of(ended, new Said(3, 1, 2)).lacking(List.of(), WINNIPEG, EVENT, ids)))
        .containsExactly(
            "TEXT_SEGMENTS_IN 1 on 2026-11-23 #0", "TEXT_SEGMENTS_OUT 2 on 2026-11-23 #0");
  }

  @Test
  void aChatOverOurWidgetCountsWhenItHasEndedAndTheVisitorSaidSomething() {
    Conversation silent =
        Conversation.begin(DENTIST, new InteractionId(uuid("chat")), Locale.CANADA, MONDAY_NIGHT);
    Conversation asked = silent.say("Hello?", MONDAY_NIGHT, Duration.ofSeconds(30)).next();

    assertThat(Usage.of(asked).quantities()).isEmpty();
    assertThat(Usage.of(silent.endUnlessSaidSince(MONDAY_NIGHT).next()).quantities()).isEmpty();
    assertThat(
            told(
                Usage.of(asked.endUnlessSaidSince(MONDAY_NIGHT).next())
                    .lacking(List.of(), WINNIPEG, Optional.empty(), ids)))
        .containsExactly(
            "CHAT_CONVERSATIONS 1 on 2026-11-23 #0", "CHAT_MESSAGES 1 on 2026-11-23 #0");
  }

  @Test
  void whatAProviderAddsToAChatOfOursLeavesItsCountAlone() {
    Conversation chat =
        Conversation.begin(DENTIST, new InteractionId(uuid("chat")), Locale.CANADA, MONDAY_NIGHT)
            .say("Hello?", MONDAY_NIGHT, Duration.ofSeconds(30))
            .next()
            .endUnlessSaidSince(MONDAY_NIGHT)
            .next();
    List<UsageEntry> counted = Usage.of(chat).lacking(List.of(), WINNIPEG, Optional.empty(), ids);
    Interaction analysed =
        chat.interaction(Optional.empty())
            .tell(chat.closing())
            .tell(Details.none().tell(Detail.PROVIDER_COST, cents("2"), Stage.ANALYSED));

    assertThat(told(lines(analysed, counted)))
        .containsExactly("PROVIDER_COST 2 USD on 2026-11-23 #0");
  }

  @Test
  void aTakenMessageIsOne() {
    TakenMessage message =
        new TakenMessage(
            DENTIST,
            new TakenMessageId(uuid("message")),
            new InteractionId(uuid("chat")),
            MONDAY_NIGHT,
            new Matter("Ann", "204 555 0199", "Bread", Urgency.LOW));

    List<UsageEntry> lines =
        Usage.of(message, ChannelKind.CHAT, Provider.ROCKET)
            .lacking(List.of(), WINNIPEG, Optional.empty(), ids);

    assertThat(told(lines)).containsExactly("TAKEN_MESSAGES 1 on 2026-11-23 #0");
    assertThat(lines.getFirst().source().interaction()).contains(new InteractionId(uuid("chat")));
    assertThat(
            Usage.of(message, ChannelKind.VOICE, Provider.TWILIO)
                .lacking(List.of(), WINNIPEG, Optional.empty(), ids))
        .as("a voicemail that the carrier took")
        .isEmpty();
  }

  @Test
  void onlyACostHasAProductAndACurrency() {
    assertThatThrownBy(() -> new Measure(Meter.CALLS, "tts", Optional.empty()))
        .hasMessageContaining("CALLS");
    assertThatThrownBy(() -> Measure.of(Meter.PROVIDER_COST)).hasMessageContaining("PROVIDER_COST");
  }

  @Property(tries = 500)
  void inAnyOrderWithAnyRepeatsTheLedgerAddsUpToTheSame(
      @ForAll("reports") List<Report> reports, @ForAll Random random) {
    List<Report> played = new ArrayList<>(reports);
    reports.stream().filter(report -> random.nextInt(3) == 0).forEach(played::add);
    Collections.shuffle(played, random);

    assertThat(sums(ledger(played))).isEqualTo(sums(ledger(reports)));
  }

  @Property(tries = 500)
  void whatWasAppendedBitByBitIsWhatRecomputingGives(@ForAll("reports") List<Report> reports) {
    Interaction whole = aCall(ChannelKind.VOICE);
    for (Report report : reports) {
      whole = whole.apply(report);
    }

    assertThat(sums(ledger(reports))).isEqualTo(sums(lines(whole, List.of())));
  }

  @Property(tries = 300)
  void revisionsHaveNoGapsAndCorrectionsReferBack(@ForAll("reports") List<Report> reports) {
    List<UsageEntry> ledger = ledger(reports);
    Map<String, Integer> next = new TreeMap<>();
    List<UsageEntryId> seen = new ArrayList<>();
    for (UsageEntry line : ledger) {
      String series = line.measure().meter() + line.measure().product();
      assertThat(line.revision()).isEqualTo(next.merge(series, 1, Integer::sum) - 1);
      assertThat(line.corrects().filter(id -> !seen.contains(id))).isEmpty();
      seen.add(line.id());
    }
  }

  private List<UsageEntry> ledger(List<Report> reports) {
    Interaction call = aCall(ChannelKind.VOICE);
    List<UsageEntry> ledger = new ArrayList<>();
    for (Report report : reports) {
      call = call.apply(report);
      ledger.addAll(lines(call, ledger));
    }
    return ledger;
  }

  /** By measure and day; what adds up to nothing is nothing. */
  private static Map<String, BigDecimal> sums(List<UsageEntry> lines) {
    Map<String, BigDecimal> sums = new TreeMap<>();
    lines.forEach(line ->
        sums.merge(
            line.measure() + " " + line.localDay(),
            line.quantity(),
            (one, other) -> UsageEntry.plain(one.add(other))));
    sums.values().removeIf(sum -> sum.signum() == 0);
    return sums;
  }

  @Provide
  Arbitrary<List<Report>> reports() {
    Arbitrary<Stage> stages = Arbitraries.of(Stage.class);
    Arbitrary<Optional<Long>> durations = Arbitraries.longs().between(0, 90_000).optional();
    Arbitrary<Optional<InteractionStatus>> statuses =
        Arbitraries.of(InteractionStatus.class).optional();
    Arbitrary<Optional<Instant>> moments =
        Arbitraries.integers()
            .between(0, 3)
            .map(step -> MONDAY_NIGHT.plus(Duration.ofHours(11L * step)))
            .optional();
    Arbitrary<Optional<Money>> costs =
        Arbitraries.of(
                cents("0"),
                cents("1.25"),
                cents("7"),
                new Money(BigDecimal.ONE, Currency.getInstance("CAD")))
            .optional();
    Arbitrary<Optional<ProductCosts>> products =
        Arbitraries.of(
                ProductCosts.of(Map.of()),
                ProductCosts.of(Map.of("tts", cents("1"))),
                ProductCosts.of(Map.of("tts", cents("1"), "telephony", cents("6.5"))),
                ProductCosts.of(Map.of("rest", cents("0.25"))))
            .optional();
    return Combinators.combine(
            stages, durations, statuses, moments, moments, moments, costs, products)
        .as((stage, duration, status, start, end, transfer, cost, split) ->
            new Report(
                Details.none()
                    .tell(Detail.DURATION_MS, duration, stage)
                    .tell(Detail.STATUS, status, stage)
                    .tell(Detail.STARTED_AT, start, stage)
                    .tell(Detail.ENDED_AT, end, stage)
                    .tell(Detail.TRANSFER_ENDED_AT, transfer, stage)
                    .tell(Detail.PROVIDER_COST, cost, stage)
                    .tell(Detail.PRODUCT_COSTS, split, stage),
                Optional.empty()))
        .list()
        .ofMaxSize(8);
  }

  private static Interaction cost(String cents, Stage stage) {
    return aCall(ChannelKind.VOICE)
        .tell(Details.none().tell(Detail.PROVIDER_COST, cents(cents), stage));
  }

  private static Money cents(String cents) {
    return Money.usCents(new BigDecimal(cents));
  }
}
