package ca.rocketreception.ports.driving;

import static ca.rocketreception.domain.Samples.CALLER;
import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.SHARED_NUMBER;
import static ca.rocketreception.domain.Samples.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Limits;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.domain.agent.AgentRole;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.OwnedNumber;
import ca.rocketreception.domain.interaction.Clues;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.interaction.Report;
import ca.rocketreception.domain.interaction.Verdict;
import ca.rocketreception.domain.routing.DialingRules;
import ca.rocketreception.domain.routing.Fallback;
import ca.rocketreception.domain.routing.InboundCall;
import ca.rocketreception.domain.routing.PutThrough;
import ca.rocketreception.domain.routing.RoutingDecision;
import ca.rocketreception.ports.driven.access.InMemoryApiKeys;
import ca.rocketreception.ports.driven.business.InMemorySubscribers;
import ca.rocketreception.ports.driven.interaction.Activity;
import ca.rocketreception.ports.driven.interaction.InMemoryActivity;
import ca.rocketreception.ports.driven.interaction.InMemoryInteractions;
import ca.rocketreception.ports.driven.interaction.InteractionFilter;
import ca.rocketreception.ports.driven.interaction.ProviderEvent;
import ca.rocketreception.ports.driven.interaction.Reading;
import ca.rocketreception.ports.driven.interaction.Recordings;
import ca.rocketreception.ports.driven.routing.InMemoryRoutingTables;
import ca.rocketreception.ports.driving.access.Asked;
import ca.rocketreception.ports.driving.access.ManagingKeys;
import ca.rocketreception.ports.driving.business.ArrangingReception;
import ca.rocketreception.ports.driving.business.ManagingSubscribers;
import ca.rocketreception.ports.driving.interaction.RetryingEvents;
import ca.rocketreception.ports.driving.interaction.ReviewingActivity;
import ca.rocketreception.ports.driving.routing.ReceivingCalls;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class UseCasesTest {

  private static final PhoneNumber NEW_NUMBER = new PhoneNumber("+15005550006");

  private final Business dentist = Samples.aDentist();
  private final Business front = Samples.aFront();
  private final Business bakery = Samples.aBusinessBehindTheFront("bakery");
  private final Business bar = Samples.aBusinessBehindTheFront("bar");
  private final InMemorySubscribers subscribers =
      InMemorySubscribers.with(dentist, front, bakery, bar);
  private final InMemoryInteractions interactions = new InMemoryInteractions(subscribers);
  private final InMemoryRoutingTables routing = new InMemoryRoutingTables(subscribers);
  private final InMemoryActivity activity = new InMemoryActivity();
  private final Iterator<UUID> ids =
      Stream.iterate(1L, id -> id + 1).map(id -> new UUID(0, id)).iterator();
  private Instant now = MONDAY_MORNING;
  private final ReceivingCalls calls =
      new ReceivingCalls(routing, interactions, activity, () -> now, ids::next);
  private final ManagingSubscribers managing =
      new ManagingSubscribers(subscribers, DialingRules.unlimited(), () -> now);

  @Test
  void aNumberThatTheTableLacksIsLookedUpBeforeItIsNobodys() {
    routing.forgetAllBut(front);

    assertThat(calls.route(new InboundCall(DENTAL_NUMBER, Optional.of(CALLER))))
        .isInstanceOf(RoutingDecision.Answer.class);
    assertThat(calls.route(new InboundCall(NEW_NUMBER, Optional.of(CALLER))))
        .isEqualTo(new RoutingDecision.Reject(RoutingDecision.Reason.NOBODYS_NUMBER));
  }

  @Test
  void whileTheStoreIsAwayKnownNumbersAreAnsweredAndUnknownOnesNeverRejected() {
    routing.storeGoesAway();

    assertThat(calls.route(new InboundCall(DENTAL_NUMBER, Optional.empty())))
        .isInstanceOf(RoutingDecision.Answer.class);
    assertThatExceptionOfType(Refusal.Unavailable.class)
        .isThrownBy(() -> calls.route(new InboundCall(NEW_NUMBER, Optional.empty())));
  }

  @Test
  void whoWasToBeForwardedAndFallsToTheCarrierReachesThePersonAllTheSame() {
    routing.forgetAllBut(
        dentist.with(dentist.channel(ChannelKind.VOICE).orElseThrow().enabled(false)));
    InboundCall call = new InboundCall(DENTAL_NUMBER, Optional.of(CALLER));

    assertThat(calls.route(call, ProviderReference.of(Provider.RETELL, "call_1")))
        .isInstanceOfSatisfying(
            RoutingDecision.Answer.class,
            answer -> assertThat(answer.role()).isEqualTo(AgentRole.FORWARDER));
    assertThat(calls.fallback(call, ProviderReference.of(Provider.TWILIO, "CA1"), Optional.empty()))
        .as("the same call, that Retell could not take")
        .isInstanceOf(Fallback.Forward.class);
    assertThat(calls.fallback(call, ProviderReference.of(Provider.TWILIO, "CA2"), Optional.empty()))
        .as("another call: he is back")
        .isInstanceOf(Fallback.Voicemail.class);
  }

  @Test
  void newsAreToldOnceForAnEventHoweverOftenItComes() {
    calls.record(event("a"), about(DENTAL_NUMBER));
    calls.record(event("a"), about(DENTAL_NUMBER));

    assertThat(activity.told())
        .hasSize(1)
        .extracting(Activity.News::subscriber)
        .containsExactly(dentist.id());
  }

  @Test
  void aCallMovesToTheBusinessAskedForAndStaysThere() {
    calls.record(event("started"), about(SHARED_NUMBER));
    assertThat(theCall().subscriber()).isEqualTo(front.id());

    for (int repeat = 0; repeat < 2; repeat++) {
      assertThat(calls.putThrough(event("ask bakery"), about(SHARED_NUMBER), "bakery"))
          .isInstanceOfSatisfying(
              PutThrough.With.class,
              with -> assertThat(with.answer().business()).isEqualTo(bakery));
    }
    assertThat(calls.putThrough(event("ask bar"), about(SHARED_NUMBER), "bar"))
        .isEqualTo(new PutThrough.Nobody());

    assertThat(theCall().subscriber()).isEqualTo(bakery.id());
  }

  @Test
  void thatNobodyWasMeantIsKeptAsEvidenceToo() {
    assertThat(calls.putThrough(event("ask"), about(SHARED_NUMBER), "the moon"))
        .isEqualTo(new PutThrough.Nobody());

    assertThat(interactions.verdicts()).hasSize(1);
    assertThat(theCall().subscriber()).isEqualTo(front.id());
  }

  @Test
  void anEventThatWaitsIsAppliedOnceSomebodyHasTheNumber() {
    RetryingEvents retrying =
        new RetryingEvents(interactions, event -> about(NEW_NUMBER), calls, () -> now);
    calls.record(event("early"), about(NEW_NUMBER));
    assertThat(interactions.verdicts()).singleElement().isInstanceOf(Verdict.Waiting.class);
    assertThat(retrying.retryWaiting()).isZero();

    Business owner =
        new Business(
            Samples.aSubscriber("late"),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(new OwnedNumber(NEW_NUMBER, false)));
    managing.fillIn(owner, "test", false);

    assertThat(retrying.retryWaiting()).isEqualTo(1);
    assertThat(theCall().subscriber()).isEqualTo(owner.id());
    assertThat(retrying.retryWaiting()).isZero();
  }

  @Test
  void oldEvidenceIsForgottenAndTheCallStays() {
    calls.record(event("a"), about(DENTAL_NUMBER));
    now = now.plus(Duration.ofDays(11));

    assertThat(
            new RetryingEvents(interactions, event -> about(DENTAL_NUMBER), calls, () -> now)
                .forgetOlderThan(Duration.ofDays(10)))
        .isEqualTo(1);
    assertThat(interactions.all()).hasSize(1);
  }

  @Test
  void aKeyOpensItsSubscriberAloneAndTheOperatorsOpensAll() {
    calls.record(event("a"), about(DENTAL_NUMBER));
    ManagingKeys keys = keys();
    ApiKey own = keys.recognise(keys.createFor(new Slug("prairie-dental"), "own", "test"));
    ApiKey other = keys.recognise(keys.createFor(new Slug("bakery"), "other", "test"));
    ApiKey operator = keys.recognise("the operator's own key");
    ReviewingActivity reviewing = new ReviewingActivity(subscribers, interactions, activity);
    Slug slug = new Slug("prairie-dental");

    assertThat(
            reviewing.interactions(own, slug, InteractionFilter.everything()).page().interactions())
        .hasSize(1);
    assertThat(
            reviewing
                .interactions(operator, slug, InteractionFilter.everything())
                .page()
                .interactions())
        .hasSize(1);
    assertThatExceptionOfType(Refusal.NotFound.class)
        .isThrownBy(() -> reviewing.interactions(other, slug, InteractionFilter.everything()));
    assertThatExceptionOfType(Refusal.NotFound.class)
        .isThrownBy(() -> reviewing.interaction(other, slug, theCall().id(), 0, 10));
    assertThatExceptionOfType(Refusal.NotFound.class)
        .isThrownBy(() -> reviewing.interaction(other, new Slug("bakery"), theCall().id(), 0, 10));
    assertThat(reviewing.businesses(own)).containsExactly(dentist);
    assertThat(reviewing.businesses(operator)).hasSize(4);
  }

  @Test
  void aKeyThatAsksForAnothersSlugIsRefusedBeforeAnythingOfThatOneIsRead() {
    ManagingKeys keys = keys();
    ApiKey bakerys = keys.recognise(keys.createFor(new Slug("bakery"), "its own", "test"));
    Slug dental = new Slug("prairie-dental");
    Asked asked = new Asked(bakerys, dental, "request-1", business -> {});
    ReviewingActivity reviewing = new ReviewingActivity(subscribers, interactions, activity);
    InstantSource clock = InstantSource.fixed(MONDAY_MORNING);

    for (ThrowingCallable attempt :
        List.<ThrowingCallable>of(
            () -> reviewing.business(bakerys, dental),
            () -> reviewing.interactions(bakerys, dental, InteractionFilter.everything()),
            () ->
                new ArrangingReception(subscribers, DialingRules.unlimited(), clock)
                    .noFact(asked, "parking"),
            () ->
                new ManagingSubscribers(subscribers, DialingRules.unlimited(), clock)
                    .describe(asked, same -> same),
            () -> keys.of(bakerys, dental),
            () -> keys.create(asked, uuid("key"), "mine", ApiKey.Scope.READ))) {
      assertThatExceptionOfType(Refusal.NotFound.class).isThrownBy(attempt);
    }

    assertThat(subscribers.read()).isEmpty();
  }

  @Test
  void aSubscriberHasSoManyKeysAndNoMoreUntilOneIsRevoked() {
    ManagingKeys keys = keys();
    Slug bakery = new Slug("bakery");
    String first = keys.createFor(bakery, "first", "test");
    for (int more = 1; more < Limits.MAX_KEYS; more++) {
      keys.createFor(bakery, "one more", "test");
    }

    assertThatExceptionOfType(Refusal.Conflict.class)
        .isThrownBy(() -> keys.createFor(bakery, "too many", "test"))
        .withMessageContaining("100")
        .satisfies(refusal -> assertThat(refusal.cure()).contains("at most 100"));
    assertThat(keys.createFor(new Slug("prairie-dental"), "another's", "test")).isNotEmpty();

    ApiKey known = keys.recognise(first);
    keys.revoke(new Asked(known, bakery, "request-1", business -> {}), known.id(), same -> {});
    assertThat(keys.createFor(bakery, "in its place", "test")).isNotEmpty();
  }

  @Test
  void newsReachOnlyWhoMayReadThem() {
    ManagingKeys keys = keys();
    ApiKey other = keys.recognise(keys.createFor(new Slug("bakery"), "other", "test"));
    List<Activity.News> heard = new ArrayList<>();
    new ReviewingActivity(subscribers, interactions, activity).follow(other, heard::add);

    calls.record(event("a"), about(DENTAL_NUMBER));

    assertThat(activity.told()).hasSize(1);
    assertThat(heard).isEmpty();
  }

  @Test
  void aKeyThatIsNoneIsRefused() {
    assertThatExceptionOfType(Refusal.Unauthenticated.class)
        .isThrownBy(() -> keys().recognise("guessed"));
    assertThatExceptionOfType(Refusal.NotFound.class)
        .isThrownBy(() -> keys().createFor(new Slug("nobody"), "x", "test"));
  }

  @Test
  void fillingInSaysWhatItAddsAndADryRunWritesNothing() {
    Business late = Business.of(Samples.aSubscriber("late"));

    assertThat(managing.fillIn(late, "test", true)).containsExactly("subscriber late");
    assertThat(subscribers.find(new Slug("late"))).isEmpty();
    assertThat(managing.fillIn(late, "test", false)).containsExactly("subscriber late");
    assertThat(managing.fillIn(late, "test", false)).isEmpty();
    assertThat(subscribers.entries()).hasSize(1);
  }

  @Test
  void aSuspendedBusinessCanBeResumed() {
    assertThat(managing.suspend(asked("bakery")).subscriber().isActive()).isFalse();
    assertThat(managing.resume(asked("bakery")).subscriber().isActive()).isTrue();
    assertThatExceptionOfType(Refusal.NotFound.class)
        .isThrownBy(() -> managing.suspend(asked("nobody")));
  }

  private Asked asked(String slug) {
    return new Asked(
        keys().recognise("the operator's own key"), new Slug(slug), "request-1", business -> {});
  }

  private ManagingKeys keys() {
    return new ManagingKeys(
        new InMemoryApiKeys(),
        subscribers,
        Optional.of("the operator's own key"),
        () -> now,
        ids::next,
        () -> "secret " + ids.next());
  }

  private Interaction theCall() {
    assertThat(interactions.all()).hasSize(1);
    return interactions.all().getFirst();
  }

  private static ProviderEvent event(String body) {
    return Recordings.anEvent("call_1", body);
  }

  private static Reading.About about(PhoneNumber number) {
    return new Reading.About(
        new ProviderReference(Provider.RETELL, "call_1"),
        ChannelKind.VOICE,
        new Clues(Optional.of(number), Optional.empty(), Optional.empty(), Optional.empty()),
        new Report(Details.none(), Optional.empty()),
        "");
  }
}
