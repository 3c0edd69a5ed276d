package ca.rocketreception.ports.driving.routing;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.agent.AgentRole;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.interaction.Attribution;
import ca.rocketreception.domain.interaction.Clues;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.Matter;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.interaction.TakenMessage;
import ca.rocketreception.domain.interaction.TakenMessageId;
import ca.rocketreception.domain.interaction.Verdict;
import ca.rocketreception.domain.routing.Fallback;
import ca.rocketreception.domain.routing.InboundCall;
import ca.rocketreception.domain.routing.Meant;
import ca.rocketreception.domain.routing.PutThrough;
import ca.rocketreception.domain.routing.RoutingDecision;
import ca.rocketreception.domain.routing.RoutingTable;
import ca.rocketreception.ports.driven.interaction.Activity;
import ca.rocketreception.ports.driven.interaction.Interactions;
import ca.rocketreception.ports.driven.interaction.ProviderEvent;
import ca.rocketreception.ports.driven.interaction.Reading;
import ca.rocketreception.ports.driven.routing.RoutingTables;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
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
  public RoutingDecision route(InboundCall call, Optional<ProviderReference> id) {
    return route(call, id, Optional.empty());
  }

  /**
   * The same of a call that was sent on to us.
   *
   * @param forwardedFrom the phone that sent it, if its carrier tells
   */
  public RoutingDecision route(
      InboundCall call, Optional<ProviderReference> id, Optional<PhoneNumber> forwardedFrom) {
    Instant now = clock.instant();
    RoutingTable table = routing.current();
    RoutingDecision decision = table.decide(call, now);
    if (decision instanceof RoutingDecision.UnknownNumber) {
      table = routing.lookingUp(call.to());
      decision = table.decide(call, now);
    }
    Optional<Business> forwarding = forwarding(decision);
    if (forwarding.isPresent() && isBack(forwarding.get(), call, id, forwardedFrom, now)) {
      decision = table.decide(call, now, true);
    }
    return decision instanceof RoutingDecision.UnknownNumber
        ? new RoutingDecision.Reject(RoutingDecision.Reason.NOBODYS_NUMBER)
        : decision;
  }

  private static Optional<Business> forwarding(RoutingDecision decision) {
    return decision instanceof RoutingDecision.Answer answer && answer.role() == AgentRole.FORWARDER
        ? Optional.of(answer.business())
        : Optional.empty();
  }

  /** Whether a call that is to be forwarded comes from there; if not, it is forwarded now. */
  private boolean isBack(
      Business business,
      InboundCall call,
      Optional<ProviderReference> id,
      Optional<PhoneNumber> forwardedFrom,
      Instant now) {
    boolean back =
        forwarded.contains(call, business.id(), id, now)
            || forwardedFrom.isPresent()
                && forwardedFrom.equals(business.subscriber().transferNumber());
    if (!back) {
      forwarded.add(call, business.id(), id, now);
    }
    return back;
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
   * Puts a caller of a shared number through to the business asked for, and moves the call there,
   * if that business takes it. A call that is already with a business stays with it. Idempotent.
   */
  public PutThrough putThrough(ProviderEvent event, Reading.About about, String asked) {
    RoutingTable table = routing.current();
    Optional<InboundCall> call =
        about
            .clues()
            .number()
            .map(shared -> new InboundCall(shared, about.report().details().get(Detail.FROM)));
    Meant meant =
        call.map(ringing -> table.meant(ringing, asked)).orElseGet(() -> new Meant.Nobody());
    if (meant instanceof Meant.One(Business business)
        && answering(table, business, call.get(), about) instanceof RoutingDecision.Answer answer) {
      Interactions.Recorded recorded =
          record(event, about.with(about.clues().askedFor(business.id())));
      return isWith(business.id(), recorded)
          ? new PutThrough.With(answer)
          : new PutThrough.Nobody();
    }
    record(event, about);
    return meant instanceof Meant.Unclear(List<String> names)
        ? new PutThrough.Unclear(names)
        : new PutThrough.Nobody();
  }

  private RoutingDecision answering(
      RoutingTable table, Business business, InboundCall call, Reading.About about) {
    Instant now = clock.instant();
    RoutingDecision decision = table.decide(business, call, now, false);
    return forwarding(decision).isPresent()
            && isBack(business, call, Optional.of(about.reference()), Optional.empty(), now)
        ? table.decide(business, call, now, true)
        : decision;
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
      InboundCall call, Optional<ProviderReference> id, Optional<PhoneNumber> forwardedFrom) {
    Instant now = clock.instant();
    RoutingTable table = known(call.to());
    Optional<SubscriberId> owner = table.owner(call.to()).map(Business::id);
    Fallback fallback =
        table.fallback(
            call,
            forwardedFrom,
            owner.filter(business -> forwarded.contains(call, business, id, now)).isPresent());
    if (fallback instanceof Fallback.Forward) {
      owner.ifPresent(business -> forwarded.add(call, business, id, now));
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
