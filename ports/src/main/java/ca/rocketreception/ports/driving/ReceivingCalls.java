package ca.rocketreception.ports.driving;

import ca.rocketreception.domain.AgentRole;
import ca.rocketreception.domain.Attribution;
import ca.rocketreception.domain.Business;
import ca.rocketreception.domain.Clues;
import ca.rocketreception.domain.Fallback;
import ca.rocketreception.domain.InboundCall;
import ca.rocketreception.domain.Interaction;
import ca.rocketreception.domain.InteractionId;
import ca.rocketreception.domain.Matter;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.RoutingDecision;
import ca.rocketreception.domain.RoutingTable;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.TakenMessage;
import ca.rocketreception.domain.TakenMessageId;
import ca.rocketreception.domain.Verdict;
import ca.rocketreception.ports.driven.Activity;
import ca.rocketreception.ports.driven.Interactions;
import ca.rocketreception.ports.driven.ProviderEvent;
import ca.rocketreception.ports.driven.Reading;
import ca.rocketreception.ports.driven.RoutingTables;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** What a caller sets going: a call is routed, its events are recorded, it is put through. */
public final class ReceivingCalls {

  private final RoutingTables routing;
  private final Interactions interactions;
  private final Activity activity;
  private final InstantSource clock;
  private final Supplier<UUID> ids;
  private final LatelyForwarded forwarded = new LatelyForwarded();

  public ReceivingCalls(
      RoutingTables routing,
      Interactions interactions,
      Activity activity,
      InstantSource clock,
      Supplier<UUID> ids) {
    this.routing = routing;
    this.interactions = interactions;
    this.activity = activity;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * Who answers a call that rings now, decided from memory. A number that is not there is looked up
   * once; what comes back then still unknown is nobody's, and rejected.
   *
   * @throws ca.rocketreception.domain.Refusal.Unavailable when an unknown number cannot be looked
   *     up
   */
  public RoutingDecision route(InboundCall call) {
    return route(call, Optional.empty());
  }

  /**
   * The same, and whoever was forwarded is not forwarded again within a minute.
   *
   * @param id the provider's name for the call, so that its next try is no other call
   */
  public RoutingDecision route(InboundCall call, Optional<String> id) {
    Instant now = clock.instant();
    RoutingTable table = routing.current();
    RoutingDecision decision = table.decide(call, now);
    if (decision instanceof RoutingDecision.UnknownNumber) {
      table = routing.lookingUp(call.to());
      decision = table.decide(call, now);
    }
    if (decision instanceof RoutingDecision.Answer answer && answer.role() == AgentRole.FORWARDER) {
      decision = forwardedOnce(table, call, id, now, decision);
    }
    return decision instanceof RoutingDecision.UnknownNumber
        ? new RoutingDecision.Reject(RoutingDecision.Reason.NOBODYS_NUMBER)
        : decision;
  }

  private RoutingDecision forwardedOnce(
      RoutingTable table,
      InboundCall call,
      Optional<String> id,
      Instant now,
      RoutingDecision forward) {
    if (forwarded.contains(call, id, now)) {
      return table.decide(call, now, true);
    }
    forwarded.add(call, id, now);
    return forward;
  }

  /** Keeps an event and applies what it tells, in one transaction. Idempotent; may be retried. */
  public Interactions.Recorded record(ProviderEvent event, Reading reading) {
    Interactions.Recorded recorded =
        switch (reading) {
          case Reading.Nothing nothing ->
              interactions.record(
                  event, Clues.none(), (whose, current) -> new Verdict.Ignored(nothing.reason()));
          case Reading.About about ->
              interactions.record(
                  event, about.clues(), (whose, current) -> judge(about, whose, current));
        };
    recorded
        .interaction()
        .filter(interaction -> !recorded.repeat())
        .ifPresent(changed -> activity.tell(new Activity.News(changed.subscriber(), changed.id())));
    return recorded;
  }

  /**
   * Puts a caller of a shared number through to the business asked for, and moves the call there. A
   * call that is already with a business stays with it. Idempotent.
   *
   * @return the business, when the call is with it now; empty when none is meant, or the call is
   *     another's
   */
  public Optional<Business> putThrough(ProviderEvent event, Reading.About about, String asked) {
    Optional<Business> business =
        about.clues().number().flatMap(shared -> routing.current().reachedThrough(shared, asked));
    Reading.About told =
        business.map(found -> about.with(about.clues().askedFor(found.id()))).orElse(about);
    Interactions.Recorded recorded = record(event, told);
    return business.filter(found -> isWith(found.id(), recorded));
  }

  /** Whether a business's calls go on to its own phone, for it is switched off or used up. */
  public boolean forwards(Business business) {
    return routing.current().forwards(business, clock.instant());
  }

  /**
   * The business that a recorded call belongs to, from memory; else the one its number leads to.
   */
  public Optional<Business> businessOf(Interactions.Recorded recorded, Clues clues) {
    return recorded
        .interaction()
        .map(Interaction::subscriber)
        .flatMap(routing.current()::business)
        .or(() -> clues.number().flatMap(this::ownerOf));
  }

  /** The business that has a number, from memory; of a shared number, its front. */
  public Optional<Business> ownerOf(PhoneNumber number) {
    return routing.current().owner(number);
  }

  /**
   * What becomes of a call that the voice AI does not take, decided from memory. Whoever is
   * forwarded once is not forwarded again within a minute.
   *
   * @param id the provider's name for the call
   * @param forwardedFrom the phone that sent the call on to us, if its carrier tells
   */
  public Fallback fallback(
      InboundCall call, Optional<String> id, Optional<PhoneNumber> forwardedFrom) {
    Instant now = clock.instant();
    Fallback fallback =
        known(call.to()).fallback(call, forwardedFrom, forwarded.contains(call, id, now));
    if (fallback instanceof Fallback.Forward) {
      forwarded.add(call, id, now);
    }
    return fallback;
  }

  /** A number that memory does not have is looked up; while that cannot be, it is nobody's. */
  private RoutingTable known(PhoneNumber number) {
    RoutingTable table = routing.current();
    try {
      return table.owner(number).isPresent() ? table : routing.lookingUp(number);
    } catch (Refusal.Unavailable away) {
      return table;
    }
  }

  /** The business's own phone, for a call that the voice AI cannot take; answered from memory. */
  public Optional<PhoneNumber> forwardingNumber(PhoneNumber called) {
    return routing.current().forwardingNumber(called);
  }

  public Instant now() {
    return clock.instant();
  }

  private Verdict judge(Reading.About about, Attribution whose, Optional<Interaction> current) {
    return whose
        .subscriber()
        .<Verdict>map(subscriber -> {
          Interaction next =
              current
                  .map(known -> known.moveTo(subscriber))
                  .orElseGet(() -> begin(subscriber, about))
                  .apply(about.report());
          return new Verdict.Applied(next, about.note(), about.taken().map(m -> taken(next, m)));
        })
        .orElseGet(() -> new Verdict.Waiting(about.clues().whyNobody()));
  }

  private TakenMessage taken(Interaction call, Matter content) {
    return new TakenMessage(
        call.subscriber(), new TakenMessageId(ids.get()), call.id(), clock.instant(), content);
  }

  private Interaction begin(SubscriberId subscriber, Reading.About about) {
    return Interaction.begin(
        subscriber,
        new InteractionId(ids.get()),
        about.channel(),
        about.reference(),
        clock.instant());
  }

  private static boolean isWith(SubscriberId business, Interactions.Recorded recorded) {
    return recorded.interaction().filter(call -> call.subscriber().equals(business)).isPresent();
  }
}
