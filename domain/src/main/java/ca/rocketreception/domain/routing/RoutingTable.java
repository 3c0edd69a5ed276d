package ca.rocketreception.domain.routing;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.agent.Agent;
import ca.rocketreception.domain.agent.AgentRole;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.OwnedNumber;
import ca.rocketreception.domain.business.SpokenName;
import ca.rocketreception.domain.business.SubscriberChannel;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who answers which number, decided from what was known when the table was made. Immutable, so that
 * a node can go on answering from it whatever happens around.
 */
public final class RoutingTable {

  /** So many names can be asked back in one breath. */
  private static final int MAX_CANDIDATES = 4;

  private final Map<SubscriberId, Business> businesses;
  private final Map<SubscriberId, YearMonth> full;
  private final Map<SubscriberId, ReceptionSwitch> switches;
  private final DialingRules rules;
  private final Map<Slug, Business> slugs = new HashMap<>();
  private final Map<PhoneNumber, Business> owners = new HashMap<>();
  private final Map<PhoneNumber, OwnedNumber> numbers = new HashMap<>();

  private RoutingTable(
      Map<SubscriberId, Business> businesses,
      Map<SubscriberId, YearMonth> full,
      Map<SubscriberId, ReceptionSwitch> switches,
      DialingRules rules) {
    this.businesses = businesses;
    this.full = full;
    this.switches = switches;
    this.rules = rules;
    for (Business business : businesses.values()) {
      slugs.put(business.subscriber().slug(), business);
      for (OwnedNumber owned : business.numbers()) {
        owners.put(owned.number(), business);
        numbers.put(owned.number(), owned);
      }
    }
  }

  public static RoutingTable of(Collection<Business> businesses) {
    Map<SubscriberId, Business> byId = new HashMap<>();
    businesses.forEach(business -> byId.put(business.id(), business));
    return new RoutingTable(byId, Map.of(), Map.of(), DialingRules.unlimited());
  }

  /**
   * The same table, knowing who has come to a hard cap.
   *
   * @param months in which month, where the business is; in every other it is answered as always
   */
  public RoutingTable withFull(Map<SubscriberId, YearMonth> months) {
    return new RoutingTable(businesses, Map.copyOf(months), switches, rules);
  }

  /** The same table, knowing how receptionists are switched; who is not in it is on. */
  public RoutingTable withSwitches(Map<SubscriberId, ReceptionSwitch> set) {
    return new RoutingTable(businesses, full, Map.copyOf(set), rules);
  }

  /** The same table, putting calls through only where these rules allow it. */
  public RoutingTable withRules(DialingRules next) {
    return new RoutingTable(businesses, full, switches, next);
  }

  /** The same table with one switch as it is now. */
  public RoutingTable with(SubscriberId subscriber, ReceptionSwitch next) {
    Map<SubscriberId, ReceptionSwitch> all = new HashMap<>(switches);
    all.put(subscriber, next);
    return withSwitches(all);
  }

  /** The same table with one business as it is now. */
  public RoutingTable with(Business business) {
    Map<SubscriberId, Business> byId = new HashMap<>(businesses);
    byId.put(business.id(), business);
    return new RoutingTable(byId, full, switches, rules);
  }

  public Optional<Business> business(SubscriberId id) {
    return Optional.ofNullable(businesses.get(id));
  }

  public Optional<Business> business(Slug slug) {
    return Optional.ofNullable(slugs.get(slug));
  }

  /** The business that has a number; of a shared number, its front. */
  public Optional<Business> owner(PhoneNumber number) {
    return Optional.ofNullable(owners.get(number));
  }

  /**
   * The phone of the business that has a number, for when nothing else answers. Empty when it has
   * none that we may dial, or when that phone is a number of ours: a forward must not come back.
   */
  public Optional<PhoneNumber> forwardingNumber(PhoneNumber called) {
    return owner(called)
        .flatMap(business -> rules.transferNumber(business.subscriber()))
        .filter(phone -> owner(phone).isEmpty());
  }

  /**
   * What becomes of a call that the voice AI does not take. A forward never goes to a number of
   * ours, nor to whoever calls, nor back to where the call comes from.
   *
   * @param forwardedFrom the phone that sent the call on to us, if its carrier tells
   * @param lately whether the same caller was forwarded a moment ago: then he is back
   */
  public Fallback fallback(InboundCall call, Optional<PhoneNumber> forwardedFrom, boolean lately) {
    Business business = owners.get(call.to());
    if (business == null) {
      return new Fallback.Apologise(Locale.ENGLISH);
    }
    Locale language = business.subscriber().language();
    if (!business.subscriber().isActive()) {
      return new Fallback.Apologise(language);
    }
    if (call.from().filter(business::blocks).isPresent()) {
      return new Fallback.Reject();
    }
    return forwardingNumber(call.to())
        .filter(phone -> !lately)
        .filter(phone -> !call.from().equals(Optional.of(phone)))
        .filter(phone -> !forwardedFrom.equals(Optional.of(phone)))
        .<Fallback>map(phone -> new Fallback.Forward(phone, language))
        .orElseGet(() -> new Fallback.Voicemail(language));
  }

  public int size() {
    return businesses.size();
  }

  /**
   * Who answers, in this order: number, subscriber active, caller blocked, channel enabled, open
   * now. A business that is switched off, or has come to its hard cap, is answered by its
   * FORWARDER, so that its callers still reach a person; a missing agent never rejects a call.
   */
  public RoutingDecision decide(InboundCall call, Instant at) {
    return decide(call, at, false);
  }

  /**
   * The same of a caller who may be back: whoever was forwarded a moment ago came back from the
   * business's phone, and would be sent there for ever. The receptionist answers and can take a
   * message; also where the business's phone is a number of ours, the very one that calls, or one
   * that we may not dial.
   *
   * @param lately whether the same caller was forwarded a moment ago, or comes from that phone
   */
  public RoutingDecision decide(InboundCall call, Instant at, boolean lately) {
    Business business = owners.get(call.to());
    if (business == null) {
      return new RoutingDecision.UnknownNumber(call.to());
    }
    return decide(business, numbers.get(call.to()).shared(), call, at, lately);
  }

  /**
   * The same of a business that was asked for on a shared number: all that holds for a number of
   * its own holds there too.
   */
  public RoutingDecision decide(Business asked, InboundCall call, Instant at, boolean lately) {
    return decide(asked, false, call, at, lately);
  }

  private RoutingDecision decide(
      Business business, boolean asFront, InboundCall call, Instant at, boolean lately) {
    if (!business.subscriber().isActive()) {
      return new RoutingDecision.Reject(RoutingDecision.Reason.SUBSCRIBER_SUSPENDED);
    }
    if (call.from().filter(business::blocks).isPresent()) {
      return new RoutingDecision.Reject(RoutingDecision.Reason.CALLER_BLOCKED);
    }
    AgentRole role = role(business, asFront, at);
    boolean loops = role == AgentRole.FORWARDER && (lately || leadsNowhere(business, call));
    return answer(business, loops ? answering(business, at) : role, at);
  }

  private boolean leadsNowhere(Business business, InboundCall call) {
    return business
        .subscriber()
        .transferNumber()
        .filter(phone ->
            owner(phone).isPresent()
                || call.from().equals(Optional.of(phone))
                || !rules.allows(phone))
        .isPresent();
  }

  /** Whether a business has used up what it means to use in the month that it is there. */
  public boolean isFull(Business business, Instant at) {
    YearMonth month = full.get(business.id());
    return month != null && month.equals(YearMonth.from(at.atZone(business.subscriber().zone())));
  }

  private boolean isSwitchedOn(Business business, Instant at) {
    return switches
        .getOrDefault(business.id(), ReceptionSwitch.ON)
        .answers(at, business.subscriber().zone());
  }

  private AgentRole role(Business business, boolean asFront, Instant at) {
    if (!isSwitchedOn(business, at)) {
      return AgentRole.FORWARDER;
    }
    if (isFull(business, at) && !asFront) {
      return AgentRole.FORWARDER;
    }
    if (!business.channel(ChannelKind.VOICE).map(SubscriberChannel::enabled).orElse(false)) {
      return AgentRole.FORWARDER;
    }
    if (asFront) {
      return AgentRole.GATEKEEPER;
    }
    return answering(business, at);
  }

  private static AgentRole answering(Business business, Instant at) {
    boolean afterHours =
        !business.schedule().isOpen(at) && business.agent(AgentRole.AFTER_HOURS).isPresent();
    return afterHours ? AgentRole.AFTER_HOURS : AgentRole.RECEPTIONIST;
  }

  private RoutingDecision.Answer answer(Business whole, AgentRole role, Instant at) {
    Business business = rules.dialled(whole);
    Optional<Agent> agent = business.agent(role);
    Optional<String> providerAgentId =
        agent
            .flatMap(Agent::providerAgentId)
            .or(() ->
                business.channel(ChannelKind.VOICE).flatMap(SubscriberChannel::providerAgentId));
    return new RoutingDecision.Answer(business, role, agent, providerAgentId, at);
  }

  /**
   * The business that a caller of a shared number asks for: by its name, as {@link SpokenName}
   * hears it; by its slug, exactly, unless that is a part of another's name; by a part of the name,
   * or by a name of several words among other words, where no other can be meant. A word that
   * others have too, or a name of a single word in the middle of a sentence, is asked back and
   * never followed. Only active businesses that the operator put behind that number can be reached
   * through it, and not by whom they block.
   */
  public Meant meant(InboundCall call, String asked) {
    if (!numbers.containsKey(call.to()) || !numbers.get(call.to()).shared()) {
      return new Meant.Nobody();
    }
    List<Business> reachable =
        businesses.values().stream()
            .filter(business -> isReachedThrough(call.to(), business))
            .filter(business -> call.from().filter(business::blocks).isEmpty())
            .toList();
    SpokenName said = SpokenName.of(asked);
    List<Business> partly =
        reachable.stream().filter(business -> said.isPartOf(nameOf(business))).toList();
    return several(reachable.stream().filter(business -> nameOf(business).same(said)).toList())
        .or(() -> bySlug(reachable, asked.strip(), partly))
        .or(() -> several(partly))
        .orElseGet(() -> among(reachable, said));
  }

  /** A slug that stayed when its business was renamed may be what another is called by now. */
  private static Optional<Meant> bySlug(
      List<Business> reachable, String slug, List<Business> partly) {
    return reachable.stream()
        .filter(business -> business.subscriber().slug().value().equals(slug))
        .findFirst()
        .map(business ->
            partly.isEmpty() || partly.contains(business)
                ? new Meant.One(business)
                : unclear(Stream.concat(Stream.of(business), partly.stream()).toList()));
  }

  /** Whom a whole sentence means. */
  private static Meant among(List<Business> reachable, SpokenName said) {
    List<Business> named =
        reachable.stream().filter(business -> nameOf(business).isSaidIn(said)).toList();
    List<Business> longest =
        named.stream()
            .filter(business -> named.stream().noneMatch(other -> isWithin(business, other)))
            .toList();
    List<String> rest =
        longest.size() == 1 ? said.without(nameOf(longest.getFirst())) : said.words();
    List<Business> hinted =
        reachable.stream()
            .filter(business -> longest.contains(business) || nameOf(business).sharesAWord(rest))
            .toList();
    return hinted.isEmpty()
        ? new Meant.Nobody()
        : longest.size() == 1 && hinted.equals(longest)
            ? new Meant.One(longest.getFirst())
            : unclear(hinted);
  }

  private static boolean isWithin(Business one, Business other) {
    return !nameOf(one).same(nameOf(other)) && nameOf(one).isSaidIn(nameOf(other));
  }

  private static Optional<Meant> several(List<Business> found) {
    return switch (found.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(new Meant.One(found.getFirst()));
      default -> Optional.of(unclear(found));
    };
  }

  private static Meant unclear(List<Business> found) {
    List<String> names =
        found.stream().map(business -> business.subscriber().name()).sorted().distinct().toList();
    return new Meant.Unclear(names.size() > MAX_CANDIDATES ? List.of() : names);
  }

  private static boolean isReachedThrough(PhoneNumber shared, Business business) {
    return business.subscriber().isActive()
        && business
            .channel(ChannelKind.VOICE)
            .flatMap(SubscriberChannel::providerNumber)
            .filter(shared::equals)
            .isPresent();
  }

  private static SpokenName nameOf(Business business) {
    return SpokenName.of(business.subscriber().name());
  }
}
