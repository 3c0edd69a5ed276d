package ca.rocketreception.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.agent.Agent;
import ca.rocketreception.domain.agent.AgentId;
import ca.rocketreception.domain.agent.AgentRole;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.Holiday;
import ca.rocketreception.domain.business.Schedule;
import ca.rocketreception.domain.business.SubscriberChannel;
import ca.rocketreception.domain.business.TransportProvider;
import ca.rocketreception.domain.routing.DialingRules;
import ca.rocketreception.ports.driven.business.InMemorySubscribers;
import ca.rocketreception.ports.driving.business.ManagingSubscribers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SeedsTest {

  private final InMemorySubscribers subscribers = new InMemorySubscribers();
  private final ManagingSubscribers managing =
      new ManagingSubscribers(subscribers, DialingRules.unlimited(), () -> Instant.EPOCH);

  @Test
  void plantedTwiceTheyChangeNothing() {
    assertThat(plantAll()).isNotEmpty();
    List<Business> before = subscribers.all();

    assertThat(plantAll()).isEmpty();
    assertThat(subscribers.all()).isEqualTo(before);
  }

  @Test
  void everySubscriberHasAVoiceAndAChatChannelAndAgents() {
    plantAll();

    assertThat(subscribers.all())
        .hasSize(7)
        .allSatisfy(business -> {
          assertThat(business.channel(ChannelKind.VOICE)).isPresent();
          assertThat(business.channel(ChannelKind.CHAT)).isPresent();
          assertThat(business.agents()).hasSizeGreaterThanOrEqualTo(3);
        });
  }

  @Test
  void demoBusinessesAreReachedThroughTheGatekeeperOfTheSharedNumber() {
    plantAll();

    SubscriberChannel voice =
        business("prairie-smile-dental").channel(ChannelKind.VOICE).orElseThrow();
    assertThat(voice.transportProvider()).isEqualTo(TransportProvider.TWILIO);
    assertThat(voice.providerNumber()).hasValue(Seeds.DEMO_NUMBER);
    assertThat(business("rocketreception").agentCalled(voice.providerAgentId().orElseThrow()))
        .isPresent();
  }

  @Test
  void ourOwnBusinessHasItsOwnNumberAtRetell() {
    plantAll();

    SubscriberChannel voice =
        business("rocketsciencedesigns").channel(ChannelKind.VOICE).orElseThrow();
    assertThat(voice.transportProvider()).isEqualTo(TransportProvider.RETELL);
    assertThat(voice.providerNumber()).hasValue(Seeds.OWN_NUMBER);
  }

  @Test
  void everyDemoBusinessHasHoursAndFacts() {
    plantAll();

    assertThat(SeedBusinesses.demo(() -> new SubscriberId(Application.newId())))
        .hasSizeGreaterThanOrEqualTo(4)
        .allSatisfy(business -> {
          assertThat(business.hours()).isNotEmpty();
          assertThat(business.facts()).hasSizeGreaterThanOrEqualTo(6);
          assertThat(business.subscriber().transferNumber().orElseThrow().e164())
              .as("a number that is nobody's")
              .matches("\\+1\\d{3}55501\\d{2}");
          assertThat(business.holidays())
              .extracting(Holiday::day)
              .contains(LocalDate.of(2026, 12, 25), LocalDate.of(2027, 7, 1));
        });
  }

  @Test
  void theTaproomIsOpenPastMidnightAndNotOnTheMorningOfChristmasEve() {
    plantAll();
    Schedule schedule = business("exchange-taproom").schedule();

    assertThat(schedule.isOpen(winnipeg("2026-11-28T01:30"))).isTrue();
    assertThat(schedule.isOpen(winnipeg("2026-11-28T02:00"))).isFalse();
    assertThat(schedule.isOpen(winnipeg("2026-12-24T10:00"))).isFalse();
    assertThat(schedule.isOpen(winnipeg("2026-12-24T17:00"))).isTrue();
  }

  @Test
  void thePlumberComesOnChristmasNightAndTheDentistDoesNotOnChristmasDay() {
    plantAll();

    assertThat(business("red-river-plumbing").schedule().isOpen(winnipeg("2026-12-25T03:00")))
        .isTrue();
    assertThat(business("prairie-smile-dental").schedule().isOpen(winnipeg("2026-12-25T10:00")))
        .isFalse();
  }

  @Test
  void aBusinessThatSpeaksFrenchIsFrenchThroughout() {
    plantAll();
    Business bakery = business("boulangerie-saint-boniface");

    assertThat(bakery.holidays()).extracting(Holiday::name).contains("Noël", "Fête du Canada");
    assertThat(bakery.agent(AgentRole.RECEPTIONIST).orElseThrow().greeting()).startsWith("Bonjour");
  }

  @Test
  void channelsLeadToTheGatekeeperThatTheFrontHasNow() {
    plant(Seeds.Part.CORE);
    subscribers.change(
        new Slug("rocketreception"),
        current -> withGatekeeper(current.orElseThrow(), "agent_real_gatekeeper"),
        now -> new AuditEntry(now.id(), Instant.EPOCH, "test", "published", "gatekeeper"));
    plantAll();

    assertThat(
            business("harbour-physio").channel(ChannelKind.VOICE).orElseThrow().providerAgentId())
        .hasValue("agent_real_gatekeeper");
  }

  @Test
  void aDryRunPrintsWhatARealRunPrintsAndWritesNothing() {
    List<String> would = printed(SeedCommand.Choice.ALL, true);
    assertThat(subscribers.all()).isEmpty();

    assertThat(printed(SeedCommand.Choice.ALL, false)).isEqualTo(would).doesNotHaveDuplicates();
    assertThat(printed(SeedCommand.Choice.ALL, true)).isEmpty();
  }

  @Test
  void whatAPersonChangedIsLeftAlone() {
    printed(SeedCommand.Choice.CORE, false);
    subscribers.change(
        new Slug("rocketreception"),
        current -> withGatekeeper(current.orElseThrow(), "agent_real_gatekeeper"),
        now -> new AuditEntry(now.id(), Instant.EPOCH, "test", "published", "gatekeeper"));
    printed(SeedCommand.Choice.ALL, false);

    assertThat(
            business("rocketreception").agent(AgentRole.GATEKEEPER).orElseThrow().providerAgentId())
        .hasValue("agent_real_gatekeeper");
  }

  private Business business(String slug) {
    return subscribers.find(new Slug(slug)).orElseThrow();
  }

  private List<String> plantAll() {
    return Arrays.stream(Seeds.Part.values()).flatMap(part -> plant(part).stream()).toList();
  }

  private List<String> plant(Seeds.Part part) {
    return Seeds.wanted(part, subscribers.all(), Application::newId).stream()
        .flatMap(wanted -> managing.fillIn(wanted, "test", false).stream())
        .toList();
  }

  private List<String> printed(SeedCommand.Choice choice, boolean dryRun) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, UTF_8);
    long added = SeedCommand.plant(subscribers, choice, dryRun, out);
    List<String> lines = bytes.toString(UTF_8).lines().toList();
    assertThat(lines).hasSize((int) added);
    return lines;
  }

  private static Business withGatekeeper(Business front, String providerAgentId) {
    Agent gatekeeper =
        new Agent(
            new AgentId(Application.newId()),
            AgentRole.GATEKEEPER,
            "Ava",
            "Hello.",
            "",
            Locale.CANADA,
            Optional.empty(),
            Optional.of(providerAgentId),
            Optional.empty());
    return new Business(
        front.subscriber(),
        front.channels(),
        List.of(gatekeeper),
        front.hours(),
        front.holidays(),
        front.blockedCallers(),
        front.facts(),
        front.numbers());
  }

  private static Instant winnipeg(String wall) {
    return LocalDateTime.parse(wall).atZone(ZoneId.of("America/Winnipeg")).toInstant();
  }
}
