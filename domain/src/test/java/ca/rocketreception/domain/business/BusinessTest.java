package ca.rocketreception.domain.business;

import static ca.rocketreception.domain.Samples.CALLER;
import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.aDentist;
import static ca.rocketreception.domain.Samples.anAgent;
import static ca.rocketreception.domain.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Limits;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.domain.access.ApiKeyId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.access.ChainedEntry;
import ca.rocketreception.domain.agent.Agent;
import ca.rocketreception.domain.agent.AgentRole;
import ca.rocketreception.domain.routing.ReceptionSwitch;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class BusinessTest {

  private static final LocalDate CHRISTMAS = LocalDate.of(2026, 12, 25);

  private final Business dentist = aDentist();

  @Test
  void aChannelTakesThePlaceOfTheOneOfItsKindAndKeepsItsId() {
    SubscriberChannel wanted = channel("new id", ChannelKind.VOICE, false);

    Business changed = dentist.with(wanted);

    assertThat(changed.channels()).hasSize(1);
    assertThat(changed.channel(ChannelKind.VOICE).orElseThrow().id())
        .isEqualTo(dentist.channels().getFirst().id());
    assertThat(changed.channel(ChannelKind.VOICE).orElseThrow().enabled()).isFalse();
    assertThat(dentist.with(channel("chat", ChannelKind.CHAT, true)).channels()).hasSize(2);
  }

  private static SubscriberChannel channel(String id, ChannelKind kind, boolean enabled) {
    return new SubscriberChannel(
        new ChannelId(uuid(id)),
        kind,
        enabled,
        TransportProvider.OTHER,
        AiProvider.BUILTIN,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void anAgentTakesThePlaceOfTheOneOfItsRoleAndKeepsItsId() {
    Agent wanted = anAgent("other", AgentRole.RECEPTIONIST);

    Agent changed = dentist.with(wanted).agent(AgentRole.RECEPTIONIST).orElseThrow();

    assertThat(changed.id())
        .isEqualTo(dentist.agent(AgentRole.RECEPTIONIST).orElseThrow().id())
        .isNotEqualTo(wanted.id());
    assertThat(changed.greeting()).isEqualTo(wanted.greeting());
    assertThat(dentist.with(anAgent("other", AgentRole.GATEKEEPER)).agents()).hasSize(4);
  }

  @Test
  void hoursAreSetForTheWholeWeek() {
    List<OpeningHours> week =
        List.of(new OpeningHours(DayOfWeek.SUNDAY, LocalTime.of(10, 0), LocalTime.of(11, 0)));

    assertThat(dentist.withHours(week).hours()).isEqualTo(week);
    assertThat(dentist.withHours(List.of()).hours()).isEmpty();
  }

  @Test
  void aHolidayTakesThePlaceOfTheOneOfItsDayAndCanGo() {
    Business closed = dentist.with(new Holiday(CHRISTMAS, "Christmas", List.of()));
    Business renamed = closed.with(new Holiday(CHRISTMAS, "Noël", List.of()));

    assertThat(renamed.holidays()).extracting(Holiday::name).containsExactly("Noël");
    assertThat(renamed.withoutHoliday(CHRISTMAS)).isEqualTo(dentist);
    notThere(() -> dentist.withoutHoliday(CHRISTMAS));
  }

  @Test
  void aCallerIsBlockedAndAnsweredAgain() {
    Business blocking = dentist.blocking(new BlockedCaller(CALLER, "Spam"));

    assertThat(blocking.blocks(CALLER)).isTrue();
    assertThat(blocking.unblocking(CALLER)).isEqualTo(dentist);
    notThere(() -> dentist.unblocking(CALLER));
  }

  @Test
  void aFactTakesThePlaceOfTheOneOnItsTopicAndCanGo() {
    assertThat(dentist.with(new Fact("parking", "In front.")).facts())
        .containsExactly(new Fact("parking", "In front."));
    assertThat(dentist.with(new Fact("wifi", "Ask.")).withoutFact("wifi")).isEqualTo(dentist);
    notThere(() -> dentist.withoutFact("wifi"));
  }

  @Test
  void aNumberIsGivenSharedAndReleased() {
    assertThat(dentist.with(new OwnedNumber(DENTAL_NUMBER, true)).numbers())
        .containsExactly(new OwnedNumber(DENTAL_NUMBER, true));
    assertThat(dentist.releasing(DENTAL_NUMBER).numbers()).isEmpty();
    notThere(() -> dentist.releasing(CALLER));
  }

  @Test
  void nothingGrowsWithoutEnd() {
    tooMany(() -> dentist.withHours(hours(Limits.MAX_HOURS + 1)), "169", "168");
    tooMany(() -> new Holiday(CHRISTMAS, "Christmas", intervals(25)), "25", "24");
    tooMany(
        () ->
            new ReceptionSwitch(
                ReceptionSwitch.Mode.SCHEDULE, Optional.empty(), hours(Limits.MAX_HOURS + 1)),
        "169",
        "168");
    tooMany(
        () ->
            with(
                501,
                (business, i) ->
                    business.with(new Holiday(CHRISTMAS.plusDays(i), "Closed", List.of()))),
        "501",
        "500");
    tooMany(
        () -> with(2001, (business, i) -> business.blocking(new BlockedCaller(number(i), "Sells"))),
        "2001",
        "2000");
    tooMany(
        () -> with(500, (business, i) -> business.with(new OwnedNumber(number(i), false))),
        "501",
        "500");

    assertThat(dentist.withHours(hours(Limits.MAX_HOURS)).hours()).hasSize(Limits.MAX_HOURS);
    assertThat(new Holiday(CHRISTMAS, "Christmas", intervals(24)).hours()).hasSize(24);
  }

  @Test
  void noTextsWithinTheirLimitsMakeABusinessLargerThanANodeMayKeepOfIt() {
    Business large = with(123, (business, i) -> business.with(longFact(i)));

    tooMany(() -> large.with(longFact(124)), "501770", "500000");
    assertThat(large.withoutFact("topic 1").with(longFact(124)).facts())
        .hasSize(123 + dentist.facts().size());
  }

  @Test
  void ofWhatIsStoredBeyondTheLimitsAsMuchIsReadAsMayBeKept() {
    List<Fact> facts = IntStream.range(0, 300).mapToObj(BusinessTest::longFact).toList();

    Business read =
        Business.fitting(
            dentist.subscriber(),
            dentist.channels(),
            dentist.agents(),
            hours(1000),
            IntStream.range(0, 600)
                .mapToObj(i -> new Holiday(CHRISTMAS.plusDays(i), "Closed", List.of()))
                .toList(),
            dentist.blockedCallers(),
            facts,
            dentist.numbers());

    assertThat(read.agents()).isEqualTo(dentist.agents());
    assertThat(read.numbers()).isEqualTo(dentist.numbers());
    assertThat(read.hours()).hasSize(Limits.MAX_HOURS);
    assertThat(read.holidays()).hasSize(Limits.MAX_HOLIDAYS);
    assertThat(read.facts())
        .isEqualTo(facts.subList(0, read.facts().size()))
        .hasSizeBetween(100, 124);
  }

  @Test
  void aLanguageIsATagOfItsUsualLength() {
    Locale endless = Locale.forLanguageTag("en" + "-x" + "-aaaaaaaa".repeat(100));

    tooMany(
        () -> dentist.subscriber().described("New", ZoneId.of("UTC"), endless, Optional.empty()),
        "904",
        "35");
  }

  private static void tooMany(ThrowingCallable change, String is, String most) {
    assertThatExceptionOfType(Refusal.Invalid.class)
        .isThrownBy(change)
        .withMessageContaining(is)
        .satisfies(refusal -> assertThat(refusal.cure()).contains(most));
  }

  private Business with(int times, BiFunction<Business, Integer, Business> change) {
    Business business = dentist;
    for (int i = 1; i <= times; i++) {
      business = change.apply(business, i);
    }
    return business;
  }

  private static Fact longFact(int i) {
    return new Fact("topic " + i, "x".repeat(4000));
  }

  private static PhoneNumber number(int i) {
    return new PhoneNumber("+1204%07d".formatted(i));
  }

  private static List<OpeningHours> hours(int many) {
    return IntStream.range(0, many)
        .mapToObj(i ->
            new OpeningHours(
                DayOfWeek.MONDAY, LocalTime.of(i / 60 % 24, i % 60), LocalTime.MIDNIGHT))
        .toList();
  }

  private static List<Interval> intervals(int many) {
    return hours(many).stream().map(OpeningHours::interval).toList();
  }

  @Test
  void aSubscriberIsDescribedAnewAndStaysItself() {
    Subscriber was = dentist.subscriber().suspend();

    Subscriber is = was.described("New", ZoneId.of("UTC"), Locale.CANADA_FRENCH, Optional.empty());

    assertThat(is.id()).isEqualTo(was.id());
    assertThat(is.isActive()).isFalse();
    assertThat(is.name()).isEqualTo("New");
    assertThat(is.transferNumber()).isEmpty();
  }

  @Test
  void anEntryTellsOnlyWhatBecameOther() {
    AuditEntry entry =
        new AuditEntry(dentist.id(), MONDAY_MORNING, "a test", "did", "it")
            .comparing(
                Optional.of(dentist),
                dentist
                    .with(dentist.subscriber().suspend())
                    .with(new Holiday(CHRISTMAS, "Christmas", List.of()))
                    .withoutFact("parking"));

    assertThat(entry.before().lines())
        .containsExactly("status ACTIVE", "fact parking: Free behind the building.");
    assertThat(entry.after().lines())
        .containsExactly("status SUSPENDED", "holiday 2026-12-25 Christmas: closed");
  }

  @Test
  void aFirstEntryTellsAllThereIs() {
    AuditEntry entry =
        new AuditEntry(dentist.id(), MONDAY_MORNING, "a test", "did", "it")
            .comparing(Optional.empty(), dentist);

    assertThat(entry.before()).isEmpty();
    assertThat(entry.after().lines())
        .contains(
            "time zone America/Winnipeg",
            "transfers to +12045550133",
            "hours MONDAY 09:00-17:00",
            "number +12045550110",
            "channel VOICE on, carried by RETELL, answered by RETELL, number +12045550110");
  }

  @Test
  void tooLongWordsAreCutAndNeverInTheMiddleOfACharacter() {
    Business wordy =
        IntStream.range(0, 6)
            .boxed()
            .reduce(
                dentist,
                (business, i) -> business.with(new Fact("topic " + i, "x" + "😀".repeat(1990))),
                (one, other) -> other);

    String after =
        new AuditEntry(dentist.id(), MONDAY_MORNING, "a test", "did", "it")
            .comparing(Optional.of(dentist), wordy)
            .after();

    assertThat(after).hasSizeLessThanOrEqualTo(20_000).endsWith("😀…");
  }

  @Test
  void aChainLeadsFromEntryToEntryAndNoOtherWay() {
    AuditEntry first = new AuditEntry(dentist.id(), MONDAY_MORNING, "a test", "did", "it");
    ChainedEntry one = ChainedEntry.End.OF_NOTHING.append(first);
    ChainedEntry two = one.end().append(first);

    assertThat(one.end().leadsTo(two)).isTrue();
    assertThat(two.hash()).isNotEqualTo(one.hash()).matches("[0-9a-f]{64}");
    assertThat(ChainedEntry.End.OF_NOTHING.leadsTo(two)).isFalse();
    assertThat(
            one.end()
                .leadsTo(
                    new ChainedEntry(
                        new AuditEntry(dentist.id(), MONDAY_MORNING, "a testd", "id", "it"),
                        two.seq(),
                        two.previousHash(),
                        two.hash())))
        .isFalse();
  }

  @Test
  void aKeyForReadingChangesNothingAndASubscribersIsNoOperators() {
    ApiKey own =
        new ApiKey(
            new ApiKeyId(uuid("key")),
            Optional.of(dentist.id()),
            "own",
            ApiKey.Scope.READ,
            MONDAY_MORNING,
            Optional.empty());

    assertThatExceptionOfType(Refusal.Forbidden.class).isThrownBy(own::requireManaging);
    assertThatExceptionOfType(Refusal.Forbidden.class).isThrownBy(own::requireOperator);
  }

  private static void notThere(ThrowingCallable change) {
    assertThatExceptionOfType(Refusal.NotFound.class).isThrownBy(change);
  }
}
