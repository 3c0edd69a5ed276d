package ca.rocketreception.ports.driving.business;

import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Line;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.domain.agent.Agent;
import ca.rocketreception.domain.agent.AgentRole;
import ca.rocketreception.domain.business.AiProvider;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.ChannelId;
import ca.rocketreception.domain.business.Fact;
import ca.rocketreception.domain.business.OwnedNumber;
import ca.rocketreception.domain.business.Subscriber;
import ca.rocketreception.domain.business.SubscriberChannel;
import ca.rocketreception.domain.business.TransportProvider;
import ca.rocketreception.domain.routing.DialingRules;
import ca.rocketreception.ports.driven.access.Creations.Answer;
import ca.rocketreception.ports.driven.access.InMemoryApiKeys;
import ca.rocketreception.ports.driven.access.InMemoryCreations;
import ca.rocketreception.ports.driven.business.InMemorySubscribers;
import ca.rocketreception.ports.driving.access.Asked;
import ca.rocketreception.ports.driving.access.CreatingOnce;
import ca.rocketreception.ports.driving.access.ManagingKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Who may change what, whatever door they come through. */
class ManagingTest {

  private static final Slug DENTIST = new Slug("prairie-dental");
  private static final OwnedNumber NUMBER = new OwnedNumber(new PhoneNumber("+15005550006"), false);

  private final InMemorySubscribers subscribers =
      InMemorySubscribers.with(Samples.aDentist(), Samples.aBusinessBehindTheFront("bakery"));
  private final InMemoryApiKeys stored = new InMemoryApiKeys();
  private final Iterator<UUID> ids =
      Stream.iterate(1L, id -> id + 1).map(id -> new UUID(0, id)).iterator();
  private Instant now = MONDAY_MORNING;
  private final ManagingSubscribers managing =
      new ManagingSubscribers(subscribers, DialingRules.unlimited(), () -> now);
  private final ArrangingReception arranging =
      new ArrangingReception(subscribers, DialingRules.unlimited(), () -> now);
  private final CreatingOnce creating =
      new CreatingOnce(new InMemoryCreations(), () -> now, ids::next);
  private final ManagingKeys keys =
      new ManagingKeys(
          stored,
          subscribers,
          Optional.of("the operator's own key"),
          () -> now,
          ids::next,
          () -> "secret " + ids.next());

  private final ApiKey operator = keys.recognise("the operator's own key");
  private final ApiKey own = keys.recognise(keys.createFor(DENTIST, "own", "test"));
  private final ApiKey reading =
      keys.recognise(keys.createFor(DENTIST, "reading", ApiKey.Scope.READ, "test"));
  private final ApiKey others = keys.recognise(keys.createFor(new Slug("bakery"), "o", "test"));

  @Test
  void aBusinessArrangesItsOwnReceptionAndNobodyElses() {
    Fact fact = new Fact("wifi", "Ask.");

    assertThat(arranging.fact(asked(own), fact).facts()).contains(fact);
    assertThat(arranging.fact(asked(operator), fact).facts()).contains(fact);
    forbidden(() -> arranging.fact(asked(reading), fact));
    assertThatExceptionOfType(Refusal.NotFound.class)
        .isThrownBy(() -> arranging.fact(asked(others), fact));
    assertThat(subscribers.entries()).hasSize(1);
  }

  @Test
  void onlyTheOperatorSignsUpSuspendsAndGivesNumbers() {
    Subscriber newcomer = Samples.aSubscriber("newcomer");

    forbidden(() -> managing.signUp(asked(own), newcomer));
    forbidden(() -> managing.suspend(asked(own)));
    forbidden(() -> managing.resume(asked(own)));
    forbidden(() -> managing.giveNumber(asked(own), NUMBER));
    forbidden(() -> managing.releaseNumber(asked(own), Samples.DENTAL_NUMBER));
    assertThat(managing.giveNumber(asked(operator), NUMBER).numbers()).contains(NUMBER);
    assertThat(managing.releaseNumber(asked(operator), NUMBER.number()).numbers())
        .doesNotContain(NUMBER);
    assertThat(subscribers.find(new Slug("newcomer"))).isEmpty();
  }

  @Test
  void whoIsBehindASharedNumberIsTheOperatorsToSay() {
    SubscriberChannel own = Samples.aVoiceChannel("prairie-dental", Samples.DENTAL_NUMBER);
    SubscriberChannel shared = Samples.aVoiceChannel("prairie-dental", Samples.SHARED_NUMBER);

    forbidden(() -> arranging.channel(asked(this.own), shared, false));
    assertThat(arranging.channel(asked(this.own), own.enabled(false), false).channels())
        .containsExactly(own.enabled(false));
    assertThat(arranging.channel(asked(operator), shared, false).channels())
        .containsExactly(shared);
    assertThat(arranging.channel(asked(this.own), shared.enabled(false), false).channels())
        .as("what stands may stay")
        .containsExactly(shared.enabled(false));
  }

  @Test
  void aNameByWhichCallersAskIsTheOperatorsToChangeAndNobodyElses() {
    Asked bakery = new Asked(others, new Slug("bakery"), "request-1", business -> {});

    forbidden(() -> managing.describe(bakery, named("The prairie-dental company")));
    assertThat(managing.describe(bakery, named("THE BAKERY COMPANY")).subscriber().name())
        .as("said alike")
        .isEqualTo("THE BAKERY COMPANY");
    assertThat(managing.describe(asked(own), named("Another")).subscriber().name())
        .as("who has a number of its own is asked for by it")
        .isEqualTo("Another");
    arranging.channel(
        asked(operator), Samples.aVoiceChannel("prairie-dental", Samples.SHARED_NUMBER), false);
    for (String alike :
        List.of("the bakery company", "The B\u0430kery Company!", "THE-BAKERY\u200b-COMPANY")) {
      assertThatExceptionOfType(Refusal.Conflict.class)
          .as(alike)
          .isThrownBy(() -> managing.describe(asked(operator), named(alike)));
    }
    assertThat(managing.describe(asked(operator), named("A bakery")).subscriber().name())
        .isEqualTo("A bakery");
  }

  @Test
  void whichAgentsOfAProviderAreABusinessesIsTheOperatorsToSayAndOneBusinesses() {
    Agent receptionist = Samples.anAgent("prairie-dental", AgentRole.RECEPTIONIST);
    SubscriberChannel chat =
        new SubscriberChannel(
            new ChannelId(Samples.uuid("chat")),
            ChannelKind.CHAT,
            true,
            TransportProvider.OTHER,
            AiProvider.RETELL,
            Optional.empty(),
            Optional.of("agent_bakery_receptionist"),
            Optional.empty(),
            Optional.empty());
    Optional<String> another = Optional.of("agent_of_nobody");

    forbidden(
        () -> arranging.agent(asked(own), receptionist.boundTo(another, Optional.empty()), true));
    forbidden(() ->
        arranging.agent(
            asked(own),
            receptionist.boundTo(receptionist.providerAgentId(), Optional.of(1)),
            true));
    forbidden(() -> arranging.channel(asked(own), chat, true));
    assertThatExceptionOfType(Refusal.Conflict.class)
        .as("another business's, also where only a channel names it")
        .isThrownBy(() -> arranging.channel(asked(operator), chat, true));
    arranging.channel(asked(operator), chat.boundTo(another, Optional.empty()), true);
    assertThatExceptionOfType(Refusal.Conflict.class)
        .isThrownBy(() ->
            arranging.agent(
                new Asked(operator, new Slug("bakery"), "request-1", business -> {}),
                receptionist.boundTo(another, Optional.empty()),
                true));
    assertThat(
            arranging
                .agent(asked(own), receptionist.boundTo(Optional.empty(), Optional.empty()), true)
                .agent(AgentRole.RECEPTIONIST)
                .flatMap(Agent::providerAgentId))
        .as("it may be taken away")
        .isEmpty();
  }

  @Test
  void callsAreOnlySentToPhonesThatTheOperatorsRulesAllow() {
    PhoneNumber costly = new PhoneNumber("+19005550123");
    PhoneNumber other = new PhoneNumber("+12045550144");
    DialingRules rules =
        new DialingRules(
            Set.of("CA"),
            number ->
                new Line(
                    number.equals(costly) ? Line.Kind.COSTLY : Line.Kind.ORDINARY,
                    Optional.of("CA")));
    ManagingSubscribers strict = new ManagingSubscribers(subscribers, rules, () -> now);

    for (ApiKey key : List.of(own, operator)) {
      assertThatExceptionOfType(Refusal.Invalid.class)
          .isThrownBy(() -> strict.describe(asked(key), transfersTo(costly), Optional.of(costly)))
          .withMessageContaining("cost anything");
    }
    Subscriber newcomer = transfersTo(costly).apply(Samples.aSubscriber("newcomer"));
    assertThatExceptionOfType(Refusal.Invalid.class)
        .isThrownBy(() ->
            strict.signUp(
                new Asked(operator, newcomer.slug(), "request-1", business -> {}), newcomer));
    assertThat(strict.describe(asked(operator), transfersTo(other)).subscriber().transferNumber())
        .hasValue(other);
  }

  @Test
  void anOwnerSaysTheNumberOfAnotherPhoneTwice() {
    PhoneNumber other = new PhoneNumber("+12045550144");
    PhoneNumber typo = new PhoneNumber("+12045550145");

    for (Optional<PhoneNumber> confirmed :
        List.of(Optional.<PhoneNumber>empty(), Optional.of(typo))) {
      assertThatExceptionOfType(Refusal.Invalid.class)
          .isThrownBy(() -> managing.describe(asked(own), transfersTo(other), confirmed))
          .satisfies(refusal -> assertThat(refusal.field()).isEqualTo("confirmTransferNumber"));
    }
    assertThat(
            managing
                .describe(asked(own), transfersTo(other), Optional.of(other))
                .subscriber()
                .transferNumber())
        .hasValue(other);
    assertThat(
            managing
                .describe(
                    asked(own),
                    one -> one.described("New", one.zone(), one.language(), one.transferNumber()))
                .subscriber()
                .name())
        .isEqualTo("New");
  }

  private static UnaryOperator<Subscriber> transfersTo(PhoneNumber phone) {
    return one -> one.described(one.name(), one.zone(), one.language(), Optional.of(phone));
  }

  private static UnaryOperator<Subscriber> named(String name) {
    return one -> one.described(name, one.zone(), one.language(), one.transferNumber());
  }

  @Test
  void aBusinessIsSignedUpOnceUnderAnId() {
    Subscriber newcomer = Samples.aSubscriber("newcomer");
    Asked asked = new Asked(operator, newcomer.slug(), "request-1", business -> {});

    Business first = managing.signUp(asked, newcomer);

    assertThat(managing.signUp(asked, newcomer)).isEqualTo(first);
    assertThat(subscribers.entries()).hasSize(1);
    assertThatExceptionOfType(Refusal.Conflict.class)
        .isThrownBy(() ->
            managing.signUp(asked, newcomer.under(new SubscriberId(Samples.uuid("another")))));
  }

  @Test
  void whatIsNotAsExpectedIsNotChanged() {
    Consumer<Business> refusing =
        business -> {
          throw new Refusal.Stale("no", "Read again.");
        };

    assertThatExceptionOfType(Refusal.Stale.class)
        .isThrownBy(
            () -> arranging.hours(new Asked(own, DENTIST, "request-1", refusing), List.of()));

    assertThat(subscribers.find(DENTIST).orElseThrow().hours()).isNotEmpty();
  }

  @Test
  void keysAreMadeListedAndRevokedByWhoeverTheyOpen() {
    ManagingKeys.Created made =
        keys.create(asked(own), Samples.uuid("key"), "till", ApiKey.Scope.READ);

    assertThat(keys.recognise(made.secret()).scope()).isEqualTo(ApiKey.Scope.READ);
    assertThat(keys.of(own, DENTIST)).extracting(ApiKey::name).contains("till");
    forbidden(() -> keys.revoke(asked(reading), made.key().id(), key -> {}));
    forbidden(() -> keys.ofOperator(own));
    forbidden(() -> keys.revokeOperators(own, "request-1", made.key().id(), key -> {}));
    assertThatExceptionOfType(Refusal.NotFound.class)
        .isThrownBy(() -> keys.revoke(asked(others), made.key().id(), key -> {}));
    keys.revoke(asked(own), made.key().id(), key -> {});
    assertThatExceptionOfType(Refusal.Unauthenticated.class)
        .isThrownBy(() -> keys.recognise(made.secret()));
    assertThat(stored.entries().getLast().before()).startsWith("key till, READ, ");
  }

  @Test
  void aCreationThatBrokeOffIsTakenUpUnderTheSameId() {
    List<UUID> tried = new ArrayList<>();
    CreatingOnce.Creation breaking =
        id -> {
          tried.add(id);
          throw new Refusal.Unavailable("away", null);
        };
    assertThatExceptionOfType(Refusal.Unavailable.class)
        .isThrownBy(() -> creating.create(operator, Optional.of("once"), "hash", breaking));

    Answer answer = creating.create(operator, Optional.of("once"), "hash", made(tried));
    Answer again = creating.create(operator, Optional.of("once"), "hash", made(tried));

    assertThat(tried).hasSize(2).containsOnly(tried.getFirst());
    assertThat(answer).isEqualTo(new Answer(201, "shown once"));
    assertThat(again).isEqualTo(new Answer(201, "kept"));
  }

  @Test
  void aNameIsGoodForOneRequestOfOneKeyAndForADay() {
    List<UUID> tried = new ArrayList<>();
    creating.create(operator, Optional.of("once"), "hash", made(tried));

    assertThatExceptionOfType(Refusal.Reused.class)
        .isThrownBy(() -> creating.create(operator, Optional.of("once"), "other", made(tried)));
    creating.create(own, Optional.of("once"), "other", made(tried));
    creating.create(operator, Optional.empty(), "hash", made(tried));
    assertThat(tried).hasSize(3);
    now = now.plus(Duration.ofHours(23));
    assertThat(creating.forgetOld()).isZero();
    now = now.plus(Duration.ofHours(2));
    assertThat(creating.forgetOld()).isEqualTo(2);
    creating.create(operator, Optional.of("once"), "other", made(tried));
    assertThat(tried).hasSize(4).doesNotHaveDuplicates();
  }

  private static CreatingOnce.Creation made(List<UUID> tried) {
    return id -> {
      tried.add(id);
      return new CreatingOnce.Made(new Answer(201, "shown once"), new Answer(201, "kept"));
    };
  }

  private static Asked asked(ApiKey key) {
    return new Asked(key, DENTIST, "request-1", business -> {});
  }

  private static void forbidden(ThrowingCallable change) {
    assertThatExceptionOfType(Refusal.Forbidden.class).isThrownBy(change);
  }
}
