package ca.rocketreception.domain.routing;

import static ca.rocketreception.domain.Samples.CALLER;
import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.MONDAY_NIGHT;
import static ca.rocketreception.domain.Samples.SHARED_NUMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.rocketreception.domain.Line;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.agent.Agent;
import ca.rocketreception.domain.agent.AgentRole;
import ca.rocketreception.domain.business.BlockedCaller;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.OpeningHours;
import ca.rocketreception.domain.business.SpokenName;
import ca.rocketreception.domain.business.Subscriber;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RoutingTableTest {

  private final Business dentist = Samples.aDentist();
  private final Business front = Samples.aFront();
  private final Business cafe =
      named(Samples.aBusinessBehindTheFront("cafe"), "Café du Coin & Fils");
  private final Business bar = named(Samples.aBusinessBehindTheFront("bar"), "Bar du Coin");
  private final RoutingTable table = RoutingTable.of(List.of(dentist, front, cafe, bar));

  @Test
  void theReceptionistAnswersWhileTheBusinessIsOpenAndTheAfterHoursAgentAtNight() {
    assertThat(answer(table, DENTAL_NUMBER, MONDAY_MORNING).role())
        .isEqualTo(AgentRole.RECEPTIONIST);
    assertThat(answer(table, DENTAL_NUMBER, MONDAY_NIGHT).role()).isEqualTo(AgentRole.AFTER_HOURS);
  }

  @Test
  void withoutAnAfterHoursAgentTheReceptionistAnswersAtNightToo() {
    RoutingTable without = table.with(withAgents(dentist, List.of(dentist.agents().getFirst())));

    RoutingDecision.Answer answer = answer(without, DENTAL_NUMBER, MONDAY_NIGHT);

    assertThat(answer.role()).isEqualTo(AgentRole.RECEPTIONIST);
    assertThat(answer.variables()).containsEntry("is_open", "false");
  }

  @Test
  void aMissingAgentNeverRejectsACall() {
    RoutingDecision.Answer answer =
        answer(table.with(withAgents(dentist, List.of())), DENTAL_NUMBER, MONDAY_MORNING);

    assertThat(answer.agent()).isEmpty();
    assertThat(answer.providerAgentId()).isEmpty();
  }

  @Test
  void aBusinessThatIsSwitchedOffIsAnsweredByItsForwarder() {
    Business off =
        new Business(
            dentist.subscriber(),
            List.of(dentist.channels().getFirst().enabled(false)),
            dentist.agents(),
            dentist.hours(),
            List.of(),
            List.of(),
            List.of(),
            dentist.numbers());

    assertThat(answer(table.with(off), DENTAL_NUMBER, MONDAY_MORNING).role())
        .isEqualTo(AgentRole.FORWARDER);
  }

  @Test
  void aBusinessThatCameToItsHardCapIsAnsweredByItsForwarderUntilItsMonthEnds() {
    RoutingTable full = table.withFull(Map.of(dentist.id(), YearMonth.of(2026, 11)));

    assertThat(answer(full, DENTAL_NUMBER, Instant.parse("2026-12-01T04:59:59Z")).role())
        .isEqualTo(AgentRole.FORWARDER);
    assertThat(answer(full, DENTAL_NUMBER, Instant.parse("2026-12-01T05:00:00Z")).role())
        .isNotEqualTo(AgentRole.FORWARDER);
    assertThat(answer(full.with(dentist), DENTAL_NUMBER, MONDAY_MORNING).role())
        .isEqualTo(AgentRole.FORWARDER);
  }

  @Test
  void aSuspendedBusinessAndABlockedCallerAreRejected() {
    Business blocking =
        new Business(
            dentist.subscriber(),
            dentist.channels(),
            dentist.agents(),
            dentist.hours(),
            List.of(),
            List.of(new BlockedCaller(CALLER, "spam")),
            List.of(),
            dentist.numbers());

    assertThat(
            decide(
                table.with(dentist.with(dentist.subscriber().suspend())),
                DENTAL_NUMBER,
                MONDAY_MORNING))
        .isEqualTo(new RoutingDecision.Reject(RoutingDecision.Reason.SUBSCRIBER_SUSPENDED));
    assertThat(decide(table.with(blocking), DENTAL_NUMBER, MONDAY_MORNING))
        .isEqualTo(new RoutingDecision.Reject(RoutingDecision.Reason.CALLER_BLOCKED));
    assertThat(
            table
                .with(blocking)
                .decide(new InboundCall(DENTAL_NUMBER, Optional.empty()), MONDAY_MORNING))
        .isInstanceOf(RoutingDecision.Answer.class);
  }

  @Test
  void aSharedNumberIsAnsweredByItsGatekeeperAtAnyHour() {
    assertThat(answer(table, SHARED_NUMBER, MONDAY_MORNING).role()).isEqualTo(AgentRole.GATEKEEPER);
    assertThat(answer(table, SHARED_NUMBER, MONDAY_NIGHT).business()).isEqualTo(front);
  }

  @Test
  void aNumberThatIsNotThereIsUnknownAndNotRejected() {
    PhoneNumber nobodys = new PhoneNumber("+15005550006");

    assertThat(decide(table, nobodys, MONDAY_MORNING))
        .isEqualTo(new RoutingDecision.UnknownNumber(nobodys));
  }

  @Test
  void theVariablesAreAlwaysTheSameOnesAndNeverNull() {
    RoutingDecision.Answer rich = answer(table, DENTAL_NUMBER, MONDAY_MORNING);
    RoutingDecision.Answer poor =
        answer(table.with(withAgents(front, List.of())), SHARED_NUMBER, MONDAY_NIGHT);

    assertThat(rich.variables())
        .containsOnlyKeys(
            "business_name",
            "greeting",
            "is_open",
            "hours_today",
            "next_opening",
            "transfer_number",
            "timezone",
            "language");
    assertThat(poor.variables().keySet()).isEqualTo(rich.variables().keySet());
    assertThat(poor.variables().values()).doesNotContainNull();
  }

  @Test
  void aBusinessIsReachedBySlugNameOrAPartThatOnlyItHas() {
    for (String asked :
        List.of(
            "cafe",
            "Café du Coin & Fils",
            "cafe du coin and fils",
            "  CAFÉ DU COIN, ET... ".replace("ET...", "& fils"),
            "I want café du coin and fils please",
            "café")) {
      assertThat(meant(table, asked)).as(asked).isEqualTo(new Meant.One(cafe));
    }
  }

  @Test
  void whatNoneIsCalledReachesNobody() {
    for (String asked :
        List.of("bakery", "", "prairie-dental", "***", "a", "du", "c", "et", "the")) {
      assertThat(meant(table, asked)).as(asked).isEqualTo(new Meant.Nobody());
    }
    assertThat(table.meant(new InboundCall(DENTAL_NUMBER, Optional.of(CALLER)), "cafe"))
        .isEqualTo(new Meant.Nobody());
    assertThat(meant(table.with(cafe.with(cafe.subscriber().suspend())), "cafe"))
        .isEqualTo(new Meant.Nobody());
    assertThat(meant(table.with(cafe.blocking(new BlockedCaller(CALLER, "spam"))), "cafe"))
        .isEqualTo(new Meant.Nobody());
  }

  @Test
  void aPartThatSeveralHaveIsAskedBack() {
    Meant either = new Meant.Unclear(List.of("Bar du Coin", "Café du Coin & Fils"));

    assertThat(meant(table, "du coin")).isEqualTo(either);
    assertThat(meant(table, "the one at the coin please")).isEqualTo(either);
    assertThat(meant(table, "Bar du Coin or Café du Coin et Fils")).isEqualTo(either);
  }

  @Test
  void aNameThatSaysNothingOrIsPartOfASentenceTakesNobodysCallers() {
    RoutingTable hostile =
        table
            .with(named(Samples.aBusinessBehindTheFront("dental"), "Prairie Smile Dental"))
            .with(named(Samples.aBusinessBehindTheFront("stars"), "***"))
            .with(named(Samples.aBusinessBehindTheFront("letter"), "e"))
            .with(named(Samples.aBusinessBehindTheFront("dentist"), "Dentist"));

    assertThat(meant(hostile, "***")).isEqualTo(new Meant.Nobody());
    assertThat(meant(hostile, "\u200b")).isEqualTo(new Meant.Nobody());
    assertThat(meant(hostile, "e")).isEqualTo(new Meant.Nobody());
    assertThat(meant(hostile, "the Prairie Smile dentist, please"))
        .isEqualTo(new Meant.Unclear(List.of("Dentist", "Prairie Smile Dental")));
    assertThat(meant(hostile, "I need a dentist")).isEqualTo(new Meant.Unclear(List.of("Dentist")));
    assertThat(name(meant(hostile, "PRAIRIE SMILE DENTAL!"))).isEqualTo("Prairie Smile Dental");
    assertThat(name(meant(hostile, "stars"))).isEqualTo("***");
  }

  @Test
  void twoOfTheSameNameAreAskedBackUntilTheOperatorMendsIt() {
    RoutingTable twice =
        table.with(
            named(Samples.aBusinessBehindTheFront("copy"), "CAFE\u0301-du-C\u043ein  and Fils"));

    assertThat(meant(twice, "Café du Coin & Fils")).isInstanceOf(Meant.Unclear.class);
    assertThat(name(meant(twice, "cafe"))).isEqualTo("Café du Coin & Fils");
  }

  @Test
  void namesThatSoundAlikeAreRefusedBehindOneNumberAndAskedBackWhereTheyStand() {
    for (List<String> pair :
        List.of(
            List.of("St. James Dental", "Saint James Dental"),
            List.of("Clinique Ste-Anne", "Clinique Sainte Anne"),
            List.of("Mt. Royal Pizza", "Mount Royal Pizza"),
            List.of("Dr. Roy", "Docteur Roy"),
            List.of("Garden Centre", "Garden Center"),
            List.of("Pain & Vin", "Pain et Vin"),
            List.of("Smith and Sons", "Smith & Sons"),
            List.of("4 Seasons", "Four Seasons"),
            List.of("Les 3 Brasseurs", "Les Trois Brasseurs"),
            List.of("Studio 1", "Studio One"),
            List.of("Studio 1", "Studio l"))) {
      String one = pair.getFirst();
      String other = pair.getLast();
      Business first = named(Samples.aBusinessBehindTheFront("first"), one);
      Business second = named(Samples.aBusinessBehindTheFront("second"), other);

      assertThatExceptionOfType(Refusal.Conflict.class)
          .as(other)
          .isThrownBy(() -> second.requireNameUnlike(List.of(one)));
      assertThat(name(meant(table.with(first), other))).isEqualTo(one);
      assertThat(meant(table.with(first).with(second), other))
          .as(other)
          .isEqualTo(new Meant.Unclear(pair.stream().sorted().toList()));
    }
  }

  @Test
  void onlyWholeWordsStandForOneAnother() {
    assertThat(SpokenName.of("Stone Drive, 24 Etta L'Atelier").words())
        .containsExactly("stone", "drive", "24", "etta", "l", "atelier");
    Business drive = named(Samples.aBusinessBehindTheFront("drive"), "Stone Drive 24");
    drive.requireNameUnlike(List.of("Saint One Doctor Ive 24", "Stone Drive Two Four"));
  }

  @Test
  void aSlugDoesNotStandAboveAnothersName() {
    RoutingTable lights =
        table
            .with(named(Samples.aBusinessBehindTheFront("lumen"), "Lumen Dental"))
            .with(named(Samples.aBusinessBehindTheFront("lights"), "Lumen"));
    RoutingTable renamed =
        table
            .with(named(Samples.aBusinessBehindTheFront("harbour"), "Prairie Light"))
            .with(named(Samples.aBusinessBehindTheFront("diner"), "Harbour Diner"));

    assertThat(name(meant(lights, "lumen"))).isEqualTo("Lumen");
    assertThat(name(meant(lights, "Lumen"))).isEqualTo("Lumen");
    assertThat(name(meant(lights, "lights"))).isEqualTo("Lumen");
    assertThat(name(meant(lights, "Lumen Dental"))).isEqualTo("Lumen Dental");
    assertThat(meant(renamed, "harbour"))
        .isEqualTo(new Meant.Unclear(List.of("Harbour Diner", "Prairie Light")));
    assertThat(name(meant(renamed, "diner"))).isEqualTo("Harbour Diner");
  }

  @Test
  void moreThanCanBeSaidAreNotNamed() {
    RoutingTable many = table;
    for (int number = 0; number < 5; number++) {
      many =
          many.with(named(Samples.aBusinessBehindTheFront("b" + number), "Coin Bakery " + number));
    }

    assertThat(meant(many, "coin bakery")).isEqualTo(new Meant.Unclear(List.of()));
  }

  @Property(tries = 300)
  void whateverIsAskedBreaksNothing(@ForAll String asked) {
    assertThat(meant(table, asked)).isNotNull();
  }

  @Test
  void whoIsAskedForOnASharedNumberIsAnsweredAsOnANumberOfItsOwn() {
    Business reached =
        cafe.with(Samples.anAgent("cafe", AgentRole.FORWARDER))
            .blocking(new BlockedCaller(new PhoneNumber("+12045550188"), "spam"));
    InboundCall call = new InboundCall(SHARED_NUMBER, Optional.of(CALLER));
    RoutingTable off =
        table
            .with(reached)
            .with(
                reached.id(),
                new ReceptionSwitch(ReceptionSwitch.Mode.OFF, Optional.empty(), List.of()));
    RoutingTable full = table.with(reached).withFull(Map.of(reached.id(), YearMonth.of(2026, 11)));
    RoutingTable channelOff =
        table.with(reached.with(reached.channels().getFirst().enabled(false)));

    assertThat(role(table.decide(reached, call, MONDAY_MORNING, false)))
        .isEqualTo(AgentRole.RECEPTIONIST);
    for (RoutingTable forwarding : List.of(off, full, channelOff)) {
      Business now = forwarding.business(reached.id()).orElseThrow();
      assertThat(meant(forwarding, "cafe")).isEqualTo(new Meant.One(now));
      assertThat(role(forwarding.decide(now, call, MONDAY_MORNING, false)))
          .isEqualTo(AgentRole.FORWARDER);
      assertThat(role(forwarding.decide(now, call, MONDAY_MORNING, true)))
          .isEqualTo(AgentRole.RECEPTIONIST);
      assertThat(
              role(
                  forwarding.decide(
                      now,
                      new InboundCall(SHARED_NUMBER, now.subscriber().transferNumber()),
                      MONDAY_MORNING,
                      false)))
          .as("the phone that calls is not called")
          .isEqualTo(AgentRole.RECEPTIONIST);
    }
    assertThat(
            off.decide(reached.with(reached.subscriber().suspend()), call, MONDAY_MORNING, false))
        .isEqualTo(new RoutingDecision.Reject(RoutingDecision.Reason.SUBSCRIBER_SUSPENDED));
  }

  @Test
  void aPhoneThatMayNotBeDialledIsNeitherForwardedToNorTold() {
    DialingRules none =
        new DialingRules(
            java.util.Set.of("CA"), _ -> new Line(Line.Kind.COSTLY, Optional.of("CA")));
    RoutingTable strict =
        table.withRules(none).withFull(Map.of(dentist.id(), YearMonth.of(2026, 11)));
    InboundCall call = new InboundCall(DENTAL_NUMBER, Optional.of(CALLER));

    RoutingDecision.Answer answer = answer(strict.with(dentist), DENTAL_NUMBER, MONDAY_MORNING);
    assertThat(answer.role()).isEqualTo(AgentRole.RECEPTIONIST);
    assertThat(answer.variables()).containsEntry("transfer_number", "");
    assertThat(strict.forwardingNumber(DENTAL_NUMBER)).isEmpty();
    assertThat(strict.fallback(call, Optional.empty(), false))
        .isInstanceOf(Fallback.Voicemail.class);
  }

  private static Meant meant(RoutingTable table, String asked) {
    return table.meant(new InboundCall(SHARED_NUMBER, Optional.of(CALLER)), asked);
  }

  private static String name(Meant meant) {
    return ((Meant.One) meant).business().subscriber().name();
  }

  @Test
  void aForwardGoesToTheBusinessesPhoneButNeverToANumberOfOurs() {
    assertThat(table.forwardingNumber(DENTAL_NUMBER)).hasValue(new PhoneNumber("+12045550133"));
    Subscriber looping =
        new Subscriber(
            dentist.id(),
            dentist.subscriber().slug(),
            "Loop",
            Subscriber.Status.ACTIVE,
            dentist.subscriber().zone(),
            dentist.subscriber().language(),
            Optional.of(SHARED_NUMBER));
    assertThat(table.with(dentist.with(looping)).forwardingNumber(DENTAL_NUMBER)).isEmpty();
  }

  private static RoutingDecision.Answer answer(RoutingTable table, PhoneNumber number, Instant at) {
    return (RoutingDecision.Answer) decide(table, number, at);
  }

  private static RoutingDecision decide(RoutingTable table, PhoneNumber number, Instant at) {
    return table.decide(new InboundCall(number, Optional.of(CALLER)), at);
  }

  private static Business withAgents(Business business, List<Agent> agents) {
    return new Business(
        business.subscriber(),
        business.channels(),
        agents,
        business.hours(),
        List.of(),
        List.of(),
        List.of(),
        business.numbers());
  }

  private static Business named(Business business, String name) {
    Subscriber old = business.subscriber();
    return business.with(
        new Subscriber(
            old.id(),
            old.slug(),
            name,
            old.status(),
            old.zone(),
            old.language(),
            old.transferNumber()));
  }

  @Test
  void aBusinessThatIsSwitchedOffForwardsUntilItIsOnAgain() {
    Business dentist = Samples.aDentist();
    Instant end = Samples.MONDAY_MORNING.plusSeconds(60);
    RoutingTable table =
        RoutingTable.of(List.of(dentist))
            .with(
                dentist.id(),
                new ReceptionSwitch(ReceptionSwitch.Mode.OFF, Optional.of(end), List.of()));
    InboundCall call = new InboundCall(Samples.DENTAL_NUMBER, Optional.empty());

    assertThat(table.decide(call, end.minusSeconds(1)))
        .isInstanceOfSatisfying(
            RoutingDecision.Answer.class,
            answer -> assertThat(answer.role()).isEqualTo(AgentRole.FORWARDER));
    assertThat(table.with(dentist).decide(call, end))
        .isInstanceOfSatisfying(
            RoutingDecision.Answer.class,
            answer -> assertThat(answer.role()).isEqualTo(AgentRole.RECEPTIONIST));
  }

  @Test
  void aScheduleFollowsTheClockWhereTheBusinessIsAlsoWhenItChanges() {
    ReceptionSwitch nights =
        new ReceptionSwitch(
            ReceptionSwitch.Mode.SCHEDULE,
            Optional.empty(),
            List.of(new OpeningHours(DayOfWeek.SUNDAY, LocalTime.of(1, 0), LocalTime.of(4, 0))));
    ZoneId toronto = ZoneId.of("America/Toronto");

    // on 8 March 2026 the clock goes from 2:00 to 3:00: 4:00 comes an hour sooner
    assertThat(nights.answers(Instant.parse("2026-03-08T06:00:00Z"), toronto)).isTrue();
    assertThat(nights.answers(Instant.parse("2026-03-08T07:59:59Z"), toronto)).isTrue();
    assertThat(nights.answers(Instant.parse("2026-03-08T08:00:00Z"), toronto)).isFalse();
  }

  @Test
  void whoCameBackFromTheBusinessesPhoneIsNotSentThereAgain() {
    Business dentist = Samples.aDentist();
    RoutingTable off =
        RoutingTable.of(List.of(dentist))
            .with(
                dentist.id(),
                new ReceptionSwitch(ReceptionSwitch.Mode.OFF, Optional.empty(), List.of()));
    InboundCall call = new InboundCall(Samples.DENTAL_NUMBER, Optional.of(Samples.CALLER));

    assertThat(role(off.decide(call, Samples.MONDAY_MORNING, false)))
        .isEqualTo(AgentRole.FORWARDER);
    assertThat(role(off.decide(call, Samples.MONDAY_MORNING, true)))
        .isEqualTo(AgentRole.RECEPTIONIST);
  }

  @Test
  void aBusinessWhosePhoneIsANumberOfOursIsNotForwarded() {
    Subscriber subscriber = Samples.aDentist().subscriber();
    Business looping =
        Samples.aDentist()
            .with(
                new Subscriber(
                    subscriber.id(),
                    subscriber.slug(),
                    subscriber.name(),
                    subscriber.status(),
                    subscriber.zone(),
                    subscriber.language(),
                    Optional.of(Samples.DENTAL_NUMBER)));
    RoutingTable off =
        RoutingTable.of(List.of(looping))
            .with(
                looping.id(),
                new ReceptionSwitch(ReceptionSwitch.Mode.OFF, Optional.empty(), List.of()));

    assertThat(
            role(
                off.decide(
                    new InboundCall(Samples.DENTAL_NUMBER, Optional.empty()),
                    Samples.MONDAY_MORNING)))
        .isEqualTo(AgentRole.RECEPTIONIST);
  }

  private static AgentRole role(RoutingDecision decision) {
    return ((RoutingDecision.Answer) decision).role();
  }
}
