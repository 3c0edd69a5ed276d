package ca.rocketreception.ports.driven.business;

import static ca.rocketreception.domain.Samples.CALLER;
import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.aBusinessBehindTheFront;
import static ca.rocketreception.domain.Samples.aDentist;
import static ca.rocketreception.domain.Samples.aFront;
import static ca.rocketreception.domain.Samples.aSubscriber;
import static ca.rocketreception.domain.Samples.aVoiceChannel;
import static ca.rocketreception.domain.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.agent.Agent;
import ca.rocketreception.domain.agent.AgentId;
import ca.rocketreception.domain.agent.AgentRole;
import ca.rocketreception.domain.business.AiProvider;
import ca.rocketreception.domain.business.BlockedCaller;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.ChannelId;
import ca.rocketreception.domain.business.Fact;
import ca.rocketreception.domain.business.Holiday;
import ca.rocketreception.domain.business.Interval;
import ca.rocketreception.domain.business.OpeningHours;
import ca.rocketreception.domain.business.OwnedNumber;
import ca.rocketreception.domain.business.Subscriber;
import ca.rocketreception.domain.business.SubscriberChannel;
import ca.rocketreception.domain.business.TransportProvider;
import ca.rocketreception.ports.driven.Together;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every store of businesses keeps to. */
public interface SubscribersContract {

  /** An empty store, the same one during a test. */
  Subscribers subscribers();

  static Business stored(Subscribers subscribers, Business business) {
    return subscribers.change(
        business.subscriber().slug(), now -> business, SubscribersContract::seeded);
  }

  private static AuditEntry seeded(Business business) {
    return new AuditEntry(business.id(), MONDAY_MORNING, "a test", "seeded", "everything");
  }

  /** A business with at least one, and an odd one, of everything. */
  static Business aFullBusiness() {
    Business dentist = aDentist();
    return new Business(
        dentist.subscriber(),
        List.of(
            dentist.channels().getFirst(),
            new SubscriberChannel(
                new ChannelId(uuid("chat")),
                ChannelKind.CHAT,
                false,
                TransportProvider.OTHER,
                AiProvider.BUILTIN,
                Optional.empty(),
                Optional.of("agent_chat"),
                Optional.of(7),
                Optional.of("inbox"))),
        List.of(
            dentist.agents().getFirst(),
            new Agent(
                new AgentId(uuid("unpublished")),
                AgentRole.AFTER_HOURS,
                "Zoë",
                "Bonjour, ici la clinique. 歯科です。",
                "Toujours vouvoyer.",
                Locale.CANADA_FRENCH,
                Optional.of("voice_zoe"),
                Optional.empty(),
                Optional.empty())),
        List.of(
            new OpeningHours(DayOfWeek.MONDAY, LocalTime.of(9, 0), LocalTime.of(12, 0)),
            new OpeningHours(DayOfWeek.MONDAY, LocalTime.of(13, 0), LocalTime.of(17, 30)),
            new OpeningHours(DayOfWeek.SUNDAY, LocalTime.of(22, 0), LocalTime.of(2, 0)),
            new OpeningHours(DayOfWeek.FRIDAY, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT)),
        List.of(
            new Holiday(LocalDate.of(2026, 12, 25), "Christmas", List.of()),
            new Holiday(
                LocalDate.of(2026, 12, 24),
                "Christmas Eve",
                List.of(
                    new Interval(LocalTime.of(9, 0), LocalTime.of(11, 0)),
                    new Interval(LocalTime.of(12, 0), LocalTime.of(13, 0))))),
        List.of(new BlockedCaller(CALLER, "Sells solar panels")),
        List.of(
            new Fact("parking", "Free behind the building."),
            new Fact("Sprechen Sie Deutsch?", "Ja — естественно ✓")),
        List.of(
            new OwnedNumber(DENTAL_NUMBER, false),
            new OwnedNumber(new PhoneNumber("+12045550111"), true)));
  }

  @Test
  default void businessesAreListedPageByPageWithTheNumbersTheyHave() {
    for (String slug : List.of("cafe", "bakery", "dentist")) {
      Business business = Business.of(aSubscriber(slug));
      stored(
          subscribers(),
          slug.equals("bakery")
              ? business.with(new OwnedNumber(new PhoneNumber("+12045550144"), false))
              : business);
    }

    Subscribers.Page first = subscribers().page(2, Optional.empty());
    Subscribers.Page last = subscribers().page(2, first.next());

    assertThat(first.items())
        .extracting(one -> one.subscriber().slug().value())
        .containsExactly("bakery", "cafe");
    assertThat(first.items().getFirst().numbers()).containsExactly(new PhoneNumber("+12045550144"));
    assertThat(first.items().getLast().numbers()).isEmpty();
    assertThat(first.next()).contains(new Slug("cafe"));
    assertThat(last.items())
        .extracting(one -> one.subscriber().slug().value())
        .containsExactly("dentist");
    assertThat(last.next()).isEmpty();
    assertThat(subscribers().page(3, Optional.empty()).next()).isEmpty();
  }

  @Test
  default void aSlugLeadsToItsSubscriberAndThatToWhatIsAskedOfIt() {
    Business full = stored(subscribers(), aFullBusiness());

    assertThat(subscribers().id(full.subscriber().slug())).contains(full.id());
    assertThat(subscribers().id(new Slug("nobody"))).isEmpty();
    assertThat(subscribers().subscriber(full.id())).contains(full.subscriber());
    assertThat(subscribers().subscriber(new SubscriberId(uuid("nobody")))).isEmpty();
    assertThat(subscribers().slug(full.id())).contains(full.subscriber().slug());
    assertThat(subscribers().slug(new SubscriberId(uuid("nobody")))).isEmpty();
    for (Subscribers.Part part : Subscribers.Part.values()) {
      assertThat(subscribers().find(new SubscriberId(uuid("nobody")), part)).isEmpty();
      assertThat(subscribers().find(full.id(), part))
          .contains(InMemorySubscribers.only(part, full));
    }
    assertThat(subscribers().agents(full.id())).containsExactlyElementsOf(full.agents());
    assertThat(subscribers().agents(new SubscriberId(uuid("nobody")))).isEmpty();
  }

  @Test
  default void aBusinessComesBackAsItWasStored() {
    Business business = aFullBusiness();
    Business returned = stored(subscribers(), business);

    assertSame(returned, business);
    assertSame(subscribers().find(business.subscriber().slug()).orElseThrow(), business);
    assertSame(subscribers().find(business.id()).orElseThrow(), business);
    assertThat(subscribers().owner(DENTAL_NUMBER)).contains(business.id());
    assertThat(subscribers().all()).singleElement().satisfies(one -> assertSame(one, business));
  }

  @Test
  default void whatNobodyHasIsEmpty() {
    stored(subscribers(), aDentist());

    assertThat(subscribers().find(new Slug("nobody"))).isEmpty();
    assertThat(subscribers().find(new SubscriberId(uuid("nobody")))).isEmpty();
    assertThat(subscribers().owner(CALLER)).isEmpty();
  }

  @Test
  default void everybodyComesBySlugEachWithItsOwnThings() {
    stored(subscribers(), aDentist());
    stored(subscribers(), aFront());
    stored(subscribers(), aBusinessBehindTheFront("bakery"));

    List<Business> all = subscribers().all();

    assertThat(all)
        .extracting(business -> business.subscriber().slug().value())
        .containsExactly("bakery", "front", "prairie-dental");
    assertSame(all.get(0), aBusinessBehindTheFront("bakery"));
    assertSame(all.get(1), aFront());
    assertSame(all.get(2), aDentist());
  }

  @Test
  default void aChangeTakesAwayWhatIsGoneAndAddsWhatIsNew() {
    Business full = stored(subscribers(), aFullBusiness());
    Business changed =
        new Business(
            full.subscriber().suspend(),
            List.of(full.channels().getFirst().enabled(false)),
            List.of(full.agents().getFirst()),
            List.of(
                full.hours().getFirst(),
                new OpeningHours(DayOfWeek.TUESDAY, LocalTime.NOON, LocalTime.of(23, 59))),
            List.of(
                new Holiday(
                    LocalDate.of(2026, 12, 25),
                    "Christmas",
                    List.of(new Interval(LocalTime.of(10, 0), LocalTime.of(11, 0))))),
            List.of(new BlockedCaller(CALLER, "Still sells solar panels")),
            List.of(new Fact("parking", "In front."), new Fact("wifi", "Ask us.")),
            List.of(new OwnedNumber(DENTAL_NUMBER, true)));

    stored(subscribers(), changed);

    assertSame(subscribers().find(full.id()).orElseThrow(), changed);
    assertThat(subscribers().owner(new PhoneNumber("+12045550111"))).isEmpty();
  }

  @Test
  default void everythingButTheSubscriberItselfCanGo() {
    Business full = stored(subscribers(), aFullBusiness());
    Business bare = Business.of(full.subscriber());

    stored(subscribers(), bare);

    assertThat(subscribers().find(full.id())).contains(bare);
  }

  @Test
  default void theSameAgainChangesNothingAndMakesNoEntry() {
    stored(subscribers(), aFullBusiness());
    AtomicInteger entries = new AtomicInteger();

    subscribers()
        .change(
            aFullBusiness().subscriber().slug(),
            Optional::orElseThrow,
            business -> {
              entries.incrementAndGet();
              return seeded(business);
            });

    assertThat(entries).hasValue(0);
    assertSame(subscribers().find(aFullBusiness().id()).orElseThrow(), aFullBusiness());
  }

  @Test
  default void aNumberOfAnotherSubscriberIsRefusedAndNothingIsWritten() {
    stored(subscribers(), aDentist());
    Business thief =
        new Business(
            aSubscriber("thief"),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(new OwnedNumber(DENTAL_NUMBER, false)));

    assertThatThrownBy(() -> stored(subscribers(), thief)).isInstanceOf(Refusal.Conflict.class);

    assertThat(subscribers().find(thief.id())).isEmpty();
    assertThat(subscribers().owner(DENTAL_NUMBER)).contains(aDentist().id());
  }

  @Test
  default void aNumberThatWasReleasedCanBeTaken() {
    stored(subscribers(), aDentist());
    stored(subscribers(), Business.of(aDentist().subscriber()));
    Business next =
        new Business(
            aSubscriber("next"),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(new OwnedNumber(DENTAL_NUMBER, false)));

    stored(subscribers(), next);

    assertThat(subscribers().owner(DENTAL_NUMBER)).contains(next.id());
  }

  @Test
  default void aChangeThatThrowsLeavesNothingBehind() {
    assertThatThrownBy(() ->
            subscribers()
                .change(
                    new Slug("broken"),
                    now -> {
                      throw new IllegalStateException("no");
                    },
                    SubscribersContract::seeded))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no");

    assertThat(subscribers().all()).isEmpty();
  }

  @Test
  default void changesAtTheSameTimeAreAllKept() {
    stored(subscribers(), Business.of(aDentist().subscriber()));

    Together.run(
        16,
        place ->
            subscribers()
                .change(
                    aDentist().subscriber().slug(),
                    now -> now.orElseThrow().filledFrom(withFact("topic " + place)),
                    SubscribersContract::seeded));

    assertThat(subscribers().find(aDentist().id()).orElseThrow().facts()).hasSize(16);
  }

  @Test
  default void whoCreatesTheSameBusinessAtTheSameTimeFillsInOneOfThem() {
    Together.run(
        8,
        place ->
            subscribers()
                .change(
                    aDentist().subscriber().slug(),
                    now ->
                        now.orElseGet(() -> Business.of(aDentist().subscriber()))
                            .filledFrom(withFact("topic " + place)),
                    SubscribersContract::seeded));

    assertThat(subscribers().all()).singleElement();
    assertThat(subscribers().find(aDentist().id()).orElseThrow().facts()).hasSize(8);
  }

  private static Business withFact(String topic) {
    return new Business(
        aDentist().subscriber(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(new Fact(topic, "yes")),
        List.of());
  }

  /** The order of a business's things says nothing. */
  static void assertSame(Business found, Business expected) {
    assertThat(unordered(found)).isEqualTo(unordered(expected));
  }

  private static List<Object> unordered(Business business) {
    return List.of(
        business.subscriber(),
        new HashSet<>(business.channels()),
        new HashSet<>(business.agents()),
        business.hours(),
        business.holidays(),
        new HashSet<>(business.blockedCallers()),
        new HashSet<>(business.facts()),
        new HashSet<>(business.numbers()));
  }

  @Test
  default void aNameBehindASharedNumberIsOneBusinesses() {
    stored(subscribers(), aFront());
    stored(subscribers(), aBusinessBehindTheFront("bakery"));
    Business other = aBusinessBehindTheFront("other");
    Business alike = other.with(named(other, "THE B\u0430kery, Company"));

    assertThatThrownBy(() -> stored(subscribers(), alike))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("The bakery company");
    assertThat(subscribers().find(other.id())).isEmpty();
    stored(subscribers(), other);
    assertThatThrownBy(() -> stored(subscribers(), alike)).isInstanceOf(Refusal.Conflict.class);
    assertSame(subscribers().find(other.id()).orElseThrow(), other);
    stored(subscribers(), alike.with(aVoiceChannel("other", DENTAL_NUMBER)));
  }

  private static Subscriber named(Business business, String name) {
    Subscriber one = business.subscriber();
    return one.described(name, one.zone(), one.language(), one.transferNumber());
  }

  @Test
  default void aProvidersAgentIsOneBusinessesAlsoWhereOnlyAChannelNamesIt() {
    stored(subscribers(), aFullBusiness());
    PhoneNumber number = new PhoneNumber("+12045550177");
    Business bakery = aBusinessBehindTheFront("bakery").with(new OwnedNumber(number, false));
    SubscriberChannel voice = aVoiceChannel("bakery", number);

    for (String taken : List.of("agent_chat", "agent_prairie-dental_receptionist")) {
      assertThatThrownBy(() ->
              stored(
                  subscribers(), bakery.with(voice.boundTo(Optional.of(taken), Optional.empty()))))
          .as(taken)
          .isInstanceOf(Refusal.Conflict.class);
      assertThatThrownBy(() ->
              stored(
                  subscribers(),
                  bakery.with(
                      bakery.agents().getFirst().boundTo(Optional.of(taken), Optional.empty()))))
          .as(taken)
          .isInstanceOf(Refusal.Conflict.class);
    }
    assertThat(subscribers().find(bakery.id())).isEmpty();
    stored(subscribers(), bakery.with(voice.boundTo(Optional.of("its_own"), Optional.empty())));
    Business behind = aBusinessBehindTheFront("behind");
    stored(
        subscribers(),
        behind.with(
            behind
                .channels()
                .getFirst()
                .boundTo(Optional.of("agent_prairie-dental_receptionist"), Optional.empty())));
  }
}
