package ca.rocketreception.domain;

import java.text.Normalizer;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Who answers which number, decided from what was known when the table was made. Immutable, so that
 * a node can go on answering from it whatever happens around.
 */
public final class RoutingTable {

  private static final int SHORTEST_PART_OF_A_NAME = 4;

  private final Map<SubscriberId, Business> businesses;
  private final Map<SubscriberId, YearMonth> full;
  private final Map<SubscriberId, ReceptionSwitch> switches;
  private final Map<Slug, Business> slugs = new HashMap<>();
  private final Map<PhoneNumber, Business> owners = new HashMap<>();
  private final Map<PhoneNumber, OwnedNumber> numbers = new HashMap<>();

  private RoutingTable(
      Map<SubscriberId, Business> businesses,
      Map<SubscriberId, YearMonth> full,
      Map<SubscriberId, ReceptionSwitch> switches) {
    this.businesses = businesses;
    this.full = full;
    this.switches = switches;
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
    return new RoutingTable(byId, Map.of(), Map.of());
  }

  /**
   * The same table, knowing who has come to a hard cap.
   *
   * @param months in which month, where the business is; in every other it is answered as always
   */
  public RoutingTable withFull(Map<SubscriberId, YearMonth> months) {
    return new RoutingTable(businesses, Map.copyOf(months), switches);
  }

  /** The same table, knowing how receptionists are switched; who is not in it is on. */
  public RoutingTable withSwitches(Map<SubscriberId, ReceptionSwitch> set) {
    return new RoutingTable(businesses, full, Map.copyOf(set));
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
    return new RoutingTable(byId, full, switches);
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
   * none, or when that phone is a number of ours: a forward must not come back.
   */
  public Optional<PhoneNumber> forwardingNumber(PhoneNumber called) {
    return owner(called)
        .flatMap(business -> business.subscriber().transferNumber())
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
   * message; also where the business's phone is a number of ours.
   *
   * @param lately whether the same caller was forwarded a moment ago
   */
  public RoutingDecision decide(InboundCall call, Instant at, boolean lately) {
    Business business = owners.get(call.to());
    if (business == null) {
      return new RoutingDecision.UnknownNumber(call.to());
    }
    if (!business.subscriber().isActive()) {
      return new RoutingDecision.Reject(RoutingDecision.Reason.SUBSCRIBER_SUSPENDED);
    }
    if (call.from().filter(business::blocks).isPresent()) {
      return new RoutingDecision.Reject(RoutingDecision.Reason.CALLER_BLOCKED);
    }
    AgentRole role = role(business, call.to(), at);
    boolean loops = role == AgentRole.FORWARDER && (lately || leadsToUs(business));
    return answer(business, loops ? answering(business, at) : role, at);
  }

  private boolean leadsToUs(Business business) {
    return business.subscriber().transferNumber().flatMap(this::owner).isPresent();
  }

  /** Whether a business has used up what it means to use in the month that it is there. */
  public boolean isFull(Business business, Instant at) {
    YearMonth month = full.get(business.id());
    return month != null && month.equals(YearMonth.from(at.atZone(business.subscriber().zone())));
  }

  /** Whether calls go on to the business's own phone, for it is switched off or used up. */
  public boolean forwards(Business business, Instant at) {
    return isFull(business, at) || !isSwitchedOn(business, at);
  }

  private boolean isSwitchedOn(Business business, Instant at) {
    return switches
        .getOrDefault(business.id(), ReceptionSwitch.ON)
        .answers(at, business.subscriber().zone());
  }

  private AgentRole role(Business business, PhoneNumber number, Instant at) {
    if (!isSwitchedOn(business, at)) {
      return AgentRole.FORWARDER;
    }
    if (isFull(business, at) && !numbers.get(number).shared()) {
      return AgentRole.FORWARDER;
    }
    if (!business.channel(ChannelKind.VOICE).map(SubscriberChannel::enabled).orElse(false)) {
      return AgentRole.FORWARDER;
    }
    if (numbers.get(number).shared()) {
      return AgentRole.GATEKEEPER;
    }
    return answering(business, at);
  }

  private static AgentRole answering(Business business, Instant at) {
    boolean afterHours =
        !business.schedule().isOpen(at) && business.agent(AgentRole.AFTER_HOURS).isPresent();
    return afterHours ? AgentRole.AFTER_HOURS : AgentRole.RECEPTIONIST;
  }

  private static RoutingDecision.Answer answer(Business business, AgentRole role, Instant at) {
    Optional<Agent> agent = business.agent(role);
    Optional<String> providerAgentId =
        agent
            .flatMap(Agent::providerAgentId)
            .or(() ->
                business.channel(ChannelKind.VOICE).flatMap(SubscriberChannel::providerAgentId));
    return new RoutingDecision.Answer(business, role, agent, providerAgentId, at);
  }

  /**
   * The business that a caller of a shared number asks for, by slug or by name, forgiving of case,
   * accents and punctuation, and of a part of the name when only one business has it. Only active
   * businesses whose voice channel is on that number can be reached through it.
   */
  public Optional<Business> reachedThrough(PhoneNumber shared, String asked) {
    List<Business> reachable =
        businesses.values().stream()
            .filter(business -> isReachedThrough(shared, business))
            .toList();
    String words = plain(asked);
    return only(reachable, business -> business.subscriber().slug().value().equals(asked.strip()))
        .or(() -> only(reachable, business -> nameOf(business).equals(words)))
        .or(() ->
            words.length() < SHORTEST_PART_OF_A_NAME
                ? Optional.empty()
                : only(
                    reachable,
                    business ->
                        nameOf(business).contains(words) || words.contains(nameOf(business))));
  }

  private static boolean isReachedThrough(PhoneNumber shared, Business business) {
    return business.subscriber().isActive()
        && business
            .channel(ChannelKind.VOICE)
            .filter(SubscriberChannel::enabled)
            .flatMap(SubscriberChannel::providerNumber)
            .filter(shared::equals)
            .isPresent();
  }

  private static Optional<Business> only(List<Business> businesses, Predicate<Business> wanted) {
    List<Business> found = businesses.stream().filter(wanted).limit(2).toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  private static String nameOf(Business business) {
    return plain(business.subscriber().name());
  }

  private static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "")
        .toLowerCase(Locale.ROOT)
        .replace("&", " and ")
        .replaceAll("[^\\p{L}\\p{N}]+", " ")
        .strip();
  }
}
