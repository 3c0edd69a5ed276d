package ca.rocketreception.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.Actor;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.agent.AgentRole;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.OwnedNumber;
import ca.rocketreception.domain.business.Subscriber;
import ca.rocketreception.domain.number.NumberChain;
import ca.rocketreception.domain.number.NumberConnection;
import ca.rocketreception.domain.number.NumberLink;
import ca.rocketreception.domain.number.NumberStep;
import ca.rocketreception.domain.number.NumberWay;
import ca.rocketreception.domain.routing.DialingRules;
import ca.rocketreception.doubles.retell.RetellDouble;
import ca.rocketreception.doubles.twilio.TwilioDouble;
import ca.rocketreception.phone.NumberingPlans;
import ca.rocketreception.ports.driven.agent.InMemoryAgentPublications;
import ca.rocketreception.ports.driven.business.InMemorySubscribers;
import ca.rocketreception.ports.driven.number.InMemoryNumberConnections;
import ca.rocketreception.ports.driven.number.NumberConnections;
import ca.rocketreception.ports.driven.routing.InMemoryRoutingTables;
import ca.rocketreception.ports.driving.agent.PublishingAgents;
import ca.rocketreception.ports.driving.number.ConnectingNumbers;
import ca.rocketreception.ports.driving.number.ConnectingNumbers.Wanted;
import ca.rocketreception.retell.RetellAgentPlatform;
import ca.rocketreception.retell.RetellApi;
import ca.rocketreception.retell.RetellNumbers;
import ca.rocketreception.twilio.TwilioApi;
import ca.rocketreception.twilio.TwilioNumbers;
import ca.rocketreception.twilio.TwilioTrunks;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A number from nothing to our answer and back, at the doubles of both providers. */
class ConnectingNumbersTest {

  private static final PhoneNumber NUMBER = new PhoneNumber("+12045550177");
  private static final DialingRules RULES =
      new DialingRules(Set.of("CA", "US"), new NumberingPlans());
  private static final Actor SOMEBODY = Actor.named("somebody");
  private static final String PUBLIC_URL = "https://reception.example";
  private static final Wanted OVER_TWILIO = new Wanted(NUMBER, NumberWay.TWILIO, false, false);
  private static final int MOST_REQUESTS = 120;

  private static final TwilioApi.Patience TWILIO_QUICK =
      new TwilioApi.Patience(
          Duration.ofSeconds(5),
          Duration.ofMillis(400),
          Duration.ofMillis(1),
          Duration.ofSeconds(1),
          Duration.ofMillis(1));

  private static final RetellApi.Patience RETELL_QUICK =
      new RetellApi.Patience(
          Duration.ofSeconds(5),
          Duration.ofMillis(400),
          Duration.ofMillis(400),
          Duration.ofMillis(1),
          Duration.ofMillis(1));

  private final TwilioDouble twilio = new TwilioDouble();
  private final RetellDouble retell = new RetellDouble();
  private final InMemorySubscribers subscribers = new InMemorySubscribers();
  private final Kept kept = new Kept();
  private Instant now = Samples.MONDAY_MORNING;
  private long ids;
  private int passwords;

  /** A store that somebody pulls the plug of: what follows is not kept, and nothing given back. */
  private static final class Kept implements NumberConnections {
    private final NumberConnections store = new InMemoryNumberConnections();
    private int until = Integer.MAX_VALUE;

    private boolean isKilled() {
      return until <= 0;
    }

    @Override
    public void claim(UUID holder, Instant at, Instant end) {
      store.claim(holder, at, end);
    }

    @Override
    public void free(UUID holder) {
      if (!isKilled()) {
        store.free(holder);
      }
    }

    @Override
    public void keep(NumberConnection connection, UUID holder, Instant end) {
      if (--until <= 0) {
        throw new Killed();
      }
      store.keep(connection, holder, end);
    }

    @Override
    public Optional<NumberConnection> find(SubscriberId subscriber, PhoneNumber number) {
      return store.find(subscriber, number);
    }

    @Override
    public List<NumberConnection> all() {
      return store.all();
    }

    @Override
    public List<NumberConnection> longestUnchecked(int limit) {
      return store.longestUnchecked(limit);
    }

    @Override
    public void keep(NumberChain chain) {
      store.keep(chain);
    }

    @Override
    public Optional<NumberChain> chain(SubscriberId subscriber, PhoneNumber number) {
      return store.chain(subscriber, number);
    }

    @Override
    public List<NumberChain> chains() {
      return store.chains();
    }
  }

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  @BeforeEach
  void aPublishedBusinessWithoutNumber() {
    Business bakery =
        Samples.aBusinessBehindTheFront("bakery")
            .with(Samples.anAgent("bakery", AgentRole.FORWARDER));
    Business fresh =
        new Business(
            bakery.subscriber(),
            bakery.channels(),
            bakery.agents().stream()
                .map(one -> one.boundTo(Optional.empty(), Optional.empty()))
                .toList(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    put(fresh);
    new PublishingAgents(
            subscribers,
            new InMemoryAgentPublications(),
            Optional.of(new RetellAgentPlatform(retellApi(), Optional.of(URI.create(PUBLIC_URL)))),
            DialingRules.unlimited(),
            () -> now,
            this::newId)
        .publish(business(), SOMEBODY, Optional.empty(), false);
    twilio.sell(NUMBER.e164(), "+12045550178");
  }

  @AfterEach
  void everyRequestWasAsTheProvidersDescribe() {
    twilio.close();
    retell.close();
    assertThat(twilio.violations()).isEmpty();
    assertThat(retell.violations()).isEmpty();
  }

  private void put(Business business) {
    subscribers.change(
        business.subscriber().slug(),
        before -> business,
        after -> new AuditEntry(after.id(), now, SOMEBODY, "put", "it"));
  }

  private RetellApi retellApi() {
    return new RetellApi(retell.address(), RetellDouble.KEY, RETELL_QUICK);
  }

  private UUID newId() {
    return new UUID(0x7000, ++ids);
  }

  private Business business() {
    return subscribers.find(new Slug("bakery")).orElseThrow();
  }

  private ConnectingNumbers connecting() {
    TwilioApi api =
        new TwilioApi(
            new TwilioApi.Addresses(twilio.address(), twilio.address(), twilio.address()),
            new TwilioApi.Access(
                TwilioDouble.ACCOUNT_SID, TwilioDouble.KEY_SID, TwilioDouble.KEY_SECRET),
            TWILIO_QUICK);
    return connecting(
        new ConnectingNumbers.Means(
            Optional.of(new TwilioNumbers(api)),
            Optional.of(new TwilioTrunks(api)),
            Optional.of(new RetellNumbers(retellApi())),
            Optional.of(PUBLIC_URL),
            this::newId,
            () -> "Correct-Horse-" + ++passwords));
  }

  private ConnectingNumbers connecting(ConnectingNumbers.Means means) {
    return new ConnectingNumbers(
        subscribers, kept, new InMemoryRoutingTables(subscribers), RULES, means, () -> now);
  }

  private NumberConnection connect(Wanted wanted) {
    return connecting().connect(business(), SOMEBODY, wanted, progress -> {});
  }

  private NumberConnection release(boolean giveBack) {
    return connecting().release(business(), SOMEBODY, NUMBER, giveBack, progress -> {});
  }

  private NumberChain check() {
    return connecting().check(business(), NUMBER);
  }

  private String trunk() {
    return twilio.sids("TK").getFirst();
  }

  private void theClaimRunsOut() {
    now = now.plus(Duration.ofMinutes(5));
  }

  @Test
  void aNumberThatCannotRingIsNotBought() {
    Wanted tooShort = new Wanted(new PhoneNumber("+1204555017"), NumberWay.TWILIO, false, false);

    assertThatThrownBy(() -> connect(tooShort))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("+1204555017 is too short or too long");

    assertThat(twilio.purchases()).isEmpty();
    assertThat(kept.find(business().id(), tooShort.number())).isEmpty();
  }

  @Test
  void aFreshBusinessIsConnectedFromNothingToOurAnswer() {
    List<String> told = new ArrayList<>();

    NumberConnection connection =
        connecting()
            .connect(
                business(),
                SOMEBODY,
                OVER_TWILIO,
                progress ->
                    progress
                        .done()
                        .forEach((step, taken) -> told.add(step + " " + taken.progress())));

    assertThat(connection.state()).isEqualTo(NumberConnection.State.CONNECTED);
    assertThat(told)
        .containsSubsequence(
            Stream.of(NumberStep.values())
                .flatMap(step -> Stream.of(step + " BEGUN", step + " DONE"))
                .toArray(String[]::new));
    assertThat(twilio.purchases()).containsExactly(NUMBER.e164());
    assertThat(twilio.read(trunk()))
        .containsEntry("disaster_recovery_url", PUBLIC_URL + "/webhooks/twilio/voice-fallback")
        .containsEntry("transfer_mode", "enable-all");
    assertThat(business().numbers()).containsExactly(new OwnedNumber(NUMBER, false));
    assertThat(check().links())
        .allSatisfy(link -> assertThat(link.state()).isEqualTo(NumberLink.State.HOLDS))
        .extracting(NumberLink::kind)
        .containsExactly(NumberLink.Kind.values());
    assertThat(
            retell.numbers(RetellDouble.KEY).getFirst().at("/inbound_agents/0/agent_id").asString())
        .isEqualTo(
            business().agent(AgentRole.FORWARDER).orElseThrow().providerAgentId().orElseThrow());
  }

  @Test
  void connectedAgainNothingIsAskedForThatIsThere() {
    connect(OVER_TWILIO);
    int before = twilio.requests().size();
    int atRetell = retell.requests().size();

    connect(OVER_TWILIO);

    assertThat(twilio.requests().stream().skip(before)).allMatch(one -> one.startsWith("GET "));
    assertThat(retell.requests().stream().skip(atRetell)).allMatch(one -> one.startsWith("GET "));
  }

  @Test
  void anOwnedNumberIsTakenAndASecondNumberIsOnTheSameTrunk() {
    twilio.own("+12045550188");
    connect(OVER_TWILIO);
    connect(new Wanted(new PhoneNumber("+12045550188"), NumberWay.TWILIO, false, false));

    assertThat(twilio.purchases()).containsExactly(NUMBER.e164());
    assertThat(twilio.sids("TK")).hasSize(1);
    assertThat(twilio.sids("CL")).hasSize(1);
    assertThat(twilio.sids("CR")).hasSize(2);
    assertThat(business().numbers()).hasSize(2);
  }

  @Test
  void aTrunkOfItsOwnIsAnotherAndGoesWithItsLastNumber() {
    connect(new Wanted(new PhoneNumber("+12045550178"), NumberWay.TWILIO, false, false));
    connect(new Wanted(NUMBER, NumberWay.TWILIO, true, false));
    assertThat(twilio.sids("TK")).hasSize(2);
    assertThat(check().holds()).isTrue();

    release(true);

    assertThat(twilio.sids("TK")).hasSize(1);
    assertThat(twilio.sids("CL")).hasSize(1);
  }

  @Test
  void aSharedNumberStaysSharedWhenItIsConnectedAgain() {
    put(business().with(Samples.anAgent("bakery", AgentRole.GATEKEEPER)));
    put(
        business()
            .with(
                business()
                    .agent(AgentRole.GATEKEEPER)
                    .orElseThrow()
                    .boundTo(
                        business().agent(AgentRole.RECEPTIONIST).orElseThrow().providerAgentId(),
                        Optional.of(0))));
    connect(new Wanted(NUMBER, NumberWay.TWILIO, false, true));

    connect(OVER_TWILIO);

    assertThat(business().numbers()).containsExactly(new OwnedNumber(NUMBER, true));
  }

  @Test
  void aDomainThatIsTakenIsFollowedByTheNext() {
    twilio.takeDomain("rocket-reception-00d0b1e0.pstn.twilio.com");

    connect(OVER_TWILIO);

    assertThat(twilio.read(trunk()))
        .containsEntry("domain_name", "rocket-reception-00d0b1e0-2.pstn.twilio.com");
  }

  /** Without those that wait long and end as another does. */
  static Stream<TwilioDouble.Fault> faultsOfTwilio() {
    return Stream.of(TwilioDouble.Fault.values())
        .filter(fault ->
            !List.of(
                    TwilioDouble.Fault.CIRCLE,
                    TwilioDouble.Fault.BUSY_FOR_A_SECOND,
                    TwilioDouble.Fault.HANG,
                    TwilioDouble.Fault.HALF)
                .contains(fault));
  }

  @ParameterizedTest
  @MethodSource("faultsOfTwilio")
  void whateverGoesWrongAtTwilioItIsConnectedInTheEndAndNothingIsMadeTwice(
      TwilioDouble.Fault fault) {
    for (int nth = 1; ; nth++) {
      int before = twilio.requests().size();
      twilio.failAt(nth, fault);
      untilDone(() -> connect(OVER_TWILIO));
      boolean reached = twilio.requests().size() - before >= nth;
      twilio.heal();
      isThereOnce();
      untilDone(() -> release(true));
      isGone();
      if (!reached) {
        assertThat(nth).isBetween(15, MOST_REQUESTS);
        return;
      }
      twilio.sell(NUMBER.e164());
      forgetTrunks();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whateverGoesWrongAtRetellItIsConnectedInTheEndAndNothingIsMadeTwice(
      RetellDouble.Fault fault) {
    for (int nth = 0; ; nth++) {
      int before = retell.requests().size();
      retell.failAt(nth, fault);
      untilDone(() -> connect(OVER_TWILIO));
      boolean reached = retell.requests().size() - before > nth;
      retell.forgetFaults();
      isThereOnce();
      untilDone(() -> release(true));
      isGone();
      if (!reached) {
        assertThat(nth).isBetween(4, MOST_REQUESTS);
        return;
      }
      twilio.sell(NUMBER.e164());
    }
  }

  @ParameterizedTest
  @MethodSource("faultsOfTwilio")
  void whateverGoesWrongAtTwilioItIsReleasedInTheEnd(TwilioDouble.Fault fault) {
    for (int nth = 1; ; nth++) {
      untilDone(() -> connect(new Wanted(NUMBER, NumberWay.TWILIO, true, false)));
      int before = twilio.requests().size();
      twilio.failAt(nth, fault);
      untilDone(() -> release(true));
      boolean reached = twilio.requests().size() - before >= nth;
      twilio.heal();
      isGone();
      assertThat(twilio.sids("TK")).isEmpty();
      assertThat(twilio.sids("CL")).isEmpty();
      if (!reached) {
        assertThat(nth).isBetween(8, MOST_REQUESTS);
        return;
      }
      twilio.sell(NUMBER.e164());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whateverGoesWrongAtRetellItIsReleasedInTheEnd(RetellDouble.Fault fault) {
    for (int nth = 0; ; nth++) {
      untilDone(() -> connect(OVER_TWILIO));
      int before = retell.requests().size();
      retell.failAt(nth, fault);
      untilDone(() -> release(true));
      boolean reached = retell.requests().size() - before > nth;
      retell.forgetFaults();
      isGone();
      if (!reached) {
        assertThat(nth).isBetween(3, MOST_REQUESTS);
        return;
      }
      twilio.sell(NUMBER.e164());
    }
  }

  @Test
  void killedAfterAnyStepItIsConnectedAndReleasedInTheEnd() {
    for (int steps = 1; ; steps++) {
      kept.until = steps;
      boolean killed = isKilled(() -> connect(OVER_TWILIO));
      kept.until = Integer.MAX_VALUE;
      theClaimRunsOut();
      connect(OVER_TWILIO);
      isThereOnce();
      kept.until = steps;
      boolean killedReleasing = isKilled(() -> release(true));
      kept.until = Integer.MAX_VALUE;
      theClaimRunsOut();
      if (killedReleasing) {
        untilReleased();
      }
      isGone();
      if (!killed && !killedReleasing) {
        assertThat(steps).isGreaterThan(16);
        return;
      }
      twilio.sell(NUMBER.e164());
      forgetTrunks();
    }
  }

  private void untilReleased() {
    if (kept.find(business().id(), NUMBER).isPresent()) {
      release(true);
    }
  }

  private static boolean isKilled(Runnable work) {
    try {
      work.run();
      return false;
    } catch (Killed killed) {
      return true;
    }
  }

  /** Repeated by a person, who does not give up at once. */
  private static void untilDone(Runnable work) {
    for (int attempt = 0; ; attempt++) {
      try {
        work.run();
        return;
      } catch (Refusal failure) {
        assertThat(failure).isInstanceOf(Refusal.ProviderFailed.class);
        assertThat(attempt).as(failure.getMessage()).isLessThan(3);
      }
    }
  }

  private void isThereOnce() {
    assertThat(twilio.sids("PN")).hasSize(1);
    assertThat(twilio.sids("TK")).hasSize(1);
    assertThat(twilio.sids("OU")).hasSize(1);
    assertThat(twilio.sids("CL")).hasSize(1);
    assertThat(twilio.sids("CR")).hasSize(1);
    assertThat(retell.numbers(RetellDouble.KEY)).hasSize(1);
    assertThat(check().holds()).as(check().links().toString()).isTrue();
    assertThat(kept.find(business().id(), NUMBER).orElseThrow().madeHere(NumberStep.BUY)).isTrue();
  }

  /** The shared trunk stays. */
  private void isGone() {
    assertThat(kept.find(business().id(), NUMBER)).isEmpty();
    assertThat(twilio.sids("PN")).isEmpty();
    assertThat(twilio.sids("CR")).isEmpty();
    assertThat(retell.numbers(RetellDouble.KEY)).isEmpty();
    assertThat(business().numbers()).isEmpty();
  }

  /** So that the next is made from nothing again. */
  private void forgetTrunks() {
    for (String kind : List.of("TK", "CL")) {
      List.copyOf(twilio.sids(kind)).forEach(twilio::remove);
    }
  }

  @Test
  void aNumberIsKeptUnlessItIsToBeGivenBack() {
    connect(OVER_TWILIO);
    NumberConnection released = release(false);

    assertThat(released.taken(NumberStep.BUY).orElseThrow().progress())
        .isEqualTo(NumberConnection.Progress.LEFT);
    assertThat(twilio.sids("PN")).hasSize(1);
    connect(OVER_TWILIO);
    release(true);
    assertThat(twilio.sids("PN")).isEmpty();
    assertThat(twilio.purchases()).hasSize(1);
  }

  @Test
  void ofANumberWhosePurchaseFailedNothingIsSaidToStay() {
    PhoneNumber unsold = new PhoneNumber("+12045550179");
    assertThatExceptionOfType(Refusal.ProviderFailed.class)
        .isThrownBy(() -> connect(new Wanted(unsold, NumberWay.TWILIO, false, false)));

    NumberConnection released =
        connecting().release(business(), SOMEBODY, unsold, false, progress -> {});

    assertThat(released.taken(NumberStep.BUY).orElseThrow().progress())
        .isEqualTo(NumberConnection.Progress.UNDONE);
  }

  @Test
  void inAnotherWorkspaceNothingIsBought() {
    retell.deleteAgent(
        business().agent(AgentRole.FORWARDER).orElseThrow().providerAgentId().orElseThrow());

    assertThatExceptionOfType(Refusal.ProviderFailed.class)
        .isThrownBy(() -> connect(OVER_TWILIO))
        .withMessageContaining("not in this workspace");
    assertThat(twilio.requests()).isEmpty();
    assertThat(business().numbers()).isEmpty();
  }

  @Test
  void aNumberOfRetellsOwnIsBoughtOnceAndGivenBackOnlyWhenAsked() {
    Wanted wanted = new Wanted(NUMBER, NumberWay.RETELL, false, false);
    retell.failNext(RetellDouble.Fault.BUSY, RetellDouble.Fault.FAIL_AFTER_ACTING);
    untilDone(() -> connect(wanted));
    assertThat(retell.numbers(RetellDouble.KEY)).hasSize(1);
    assertThat(check().holds()).as(check().links().toString()).isTrue();

    release(false);
    assertThat(retell.numbers(RetellDouble.KEY)).hasSize(1);
    assertThat(retell.numbers(RetellDouble.KEY).getFirst().path("inbound_agents").isEmpty())
        .isTrue();
    assertThat(twilio.requests()).isEmpty();
  }

  @Test
  void aNumberThatIsAtRetellAlreadyIsBoundAndStaysThere() {
    Wanted imported = new Wanted(NUMBER, NumberWay.IMPORTED, false, false);
    assertThatExceptionOfType(Refusal.NotFound.class).isThrownBy(() -> connect(imported));
    new RetellNumbers(retellApi())
        .importFrom(NUMBER, "by hand", "sip.carrier.example", "somebody", "secret");

    connect(imported);

    assertThat(check().holds()).as(check().links().toString()).isTrue();
    release(true);
    assertThat(retell.numbers(RetellDouble.KEY)).hasSize(1);
  }

  private static Map<NumberLink.Kind, Consumer<ConnectingNumbersTest>> breaks() {
    return Map.ofEntries(
        Map.entry(
            NumberLink.Kind.CARRIER_NUMBER,
            test -> test.twilio.remove(test.twilio.sids("PN").getFirst())),
        Map.entry(
            NumberLink.Kind.ON_TRUNK,
            test -> test.twilio.edit(test.twilio.sids("PN").getFirst(), "trunk_sid", null)),
        Map.entry(
            NumberLink.Kind.RECOVERY,
            test -> test.twilio.edit(test.trunk(), "disaster_recovery_url", null)),
        Map.entry(
            NumberLink.Kind.TRANSFERS,
            test -> test.twilio.edit(test.trunk(), "transfer_mode", "disable-all")),
        Map.entry(
            NumberLink.Kind.ORIGINATION,
            test -> test.twilio.edit(test.twilio.sids("OU").getFirst(), "enabled", false)),
        Map.entry(
            NumberLink.Kind.CREDENTIAL,
            test -> test.twilio.remove(test.twilio.sids("CR").getFirst())),
        Map.entry(NumberLink.Kind.VOICE_NUMBER, test -> test.retell.deleteNumber(NUMBER.e164())),
        Map.entry(
            NumberLink.Kind.TERMINATION,
            test ->
                test.retell.editNumber(
                    NUMBER.e164(),
                    "sip_outbound_trunk_config",
                    Map.of("termination_uri", "elsewhere.pstn.twilio.com"))),
        Map.entry(
            NumberLink.Kind.BOUND_AGENT,
            test -> test.retell.editNumber(NUMBER.e164(), "inbound_agents", List.of())),
        Map.entry(
            NumberLink.Kind.WEBHOOK,
            test ->
                test.retell.editNumber(
                    NUMBER.e164(), "inbound_webhook_url", "https://elsewhere.example/")),
        Map.entry(NumberLink.Kind.OWNER, test -> test.put(test.business().releasing(NUMBER))),
        Map.entry(
            NumberLink.Kind.ANSWER,
            test -> test.put(test.business().with(suspended(test.business())))));
  }

  private static Subscriber suspended(Business business) {
    return business.subscriber().suspend();
  }

  @ParameterizedTest
  @EnumSource
  void whicheverLinkIsBrokenByHandIsNamedWithItsCure(NumberLink.Kind kind) {
    connect(OVER_TWILIO);
    breaks().get(kind).accept(this);

    NumberChain chain = check();

    assertThat(chain.broken()).extracting(NumberLink::kind).contains(kind);
    assertThat(chain.broken()).allSatisfy(link -> assertThat(link.cure()).isNotEmpty());
    assertThat(kept.chain(business().id(), NUMBER)).contains(chain);
  }

  @ParameterizedTest
  @CsvSource({
    "ON_TRUNK",
    "RECOVERY",
    "TRANSFERS",
    "ORIGINATION",
    "CREDENTIAL",
    "VOICE_NUMBER",
    "TERMINATION",
    "BOUND_AGENT",
    "WEBHOOK",
    "OWNER"
  })
  void connectingAgainMendsWhatIsBroken(NumberLink.Kind kind) {
    connect(OVER_TWILIO);
    breaks().get(kind).accept(this);

    connect(OVER_TWILIO);

    assertThat(check().holds()).as(check().links().toString()).isTrue();
    assertThat(twilio.sids("OU")).hasSize(1);
  }

  @Test
  void theCureIsTheCommandAsItIsToBeSaid() {
    connect(new Wanted(NUMBER, NumberWay.TWILIO, true, false));
    twilio.edit(trunk(), "transfer_mode", "disable-all");

    assertThat(check().broken())
        .singleElement()
        .satisfies(link ->
            assertThat(link.cure())
                .endsWith(
                    ": ./rocket number connect --subscriber bakery --number +12045550177 --own-trunk"));
  }

  @Test
  void anAgentThatWasDeletedIsABrokenLink() {
    connect(OVER_TWILIO);
    retell.deleteAgent(
        business().agent(AgentRole.FORWARDER).orElseThrow().providerAgentId().orElseThrow());

    assertThat(check().broken()).extracting(NumberLink::kind).contains(NumberLink.Kind.BOUND_AGENT);
  }

  @Test
  void aProviderThatCannotBeAskedLeavesItsLinksUnknown() {
    connect(OVER_TWILIO);
    retell.close();

    assertThat(check().links())
        .filteredOn(link -> link.state() == NumberLink.State.UNKNOWN)
        .extracting(NumberLink::kind)
        .containsExactly(
            NumberLink.Kind.VOICE_NUMBER,
            NumberLink.Kind.TERMINATION,
            NumberLink.Kind.BOUND_AGENT,
            NumberLink.Kind.WEBHOOK);
  }

  @Test
  void whatCannotBeConnectedIsRefusedBeforeAnythingIsDone() {
    long asked = changesAsked();
    put(Samples.aDentist());

    assertThatThrownBy(
            () -> connect(new Wanted(Samples.DENTAL_NUMBER, NumberWay.TWILIO, false, false)))
        .isInstanceOf(Refusal.Conflict.class);
    assertThatThrownBy(() ->
            connecting()
                .connect(
                    Business.of(Samples.aSubscriber("bakery")),
                    SOMEBODY,
                    OVER_TWILIO,
                    progress -> {}))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("No agent of bakery");
    assertThatThrownBy(() ->
            connecting(
                    new ConnectingNumbers.Means(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new RetellNumbers(retellApi())),
                        Optional.of(PUBLIC_URL),
                        this::newId,
                        () -> ""))
                .connect(business(), SOMEBODY, OVER_TWILIO, progress -> {}))
        .hasMessageContaining("Twilio");
    assertThatExceptionOfType(Refusal.NotFound.class).isThrownBy(() -> release(true));

    assertThat(changesAsked()).isEqualTo(asked);
  }

  private long changesAsked() {
    return Stream.concat(twilio.requests().stream(), retell.requests().stream())
        .filter(request -> !request.startsWith("GET "))
        .count();
  }

  @Test
  void aNumberThatSomebodyElseBoughtIsRefusedAndSaysWhatToDo() {
    PhoneNumber gone = new PhoneNumber("+12045550100");

    assertThatExceptionOfType(Refusal.ProviderFailed.class)
        .isThrownBy(() -> connect(new Wanted(gone, NumberWay.TWILIO, false, false)))
        .satisfies(failure -> {
          assertThat(failure.getMessage()).contains("BUY of +12045550100");
          assertThat(failure.cure()).contains("another number");
        });
    assertThat(twilio.purchases()).isEmpty();
  }

  @Test
  void oneConnectsAtATime() {
    kept.claim(newId(), now, now.plusSeconds(60));

    assertThatExceptionOfType(Refusal.Conflict.class)
        .isThrownBy(() -> connect(OVER_TWILIO))
        .withMessageContaining("Somebody else");
  }

  @Test
  void numbersThatCanBeBoughtAreSearched() {
    assertThat(connecting().search("CA", OptionalInt.of(204), 1))
        .extracting(found -> found.number().e164())
        .containsExactly(NUMBER.e164());
  }
}
