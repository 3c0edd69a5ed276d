package ca.rocketreception.domain.business;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Limits;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.agent.Agent;
import ca.rocketreception.domain.agent.AgentId;
import ca.rocketreception.domain.agent.AgentRole;
import ca.rocketreception.domain.agent.AgentVersion;
import ca.rocketreception.domain.agent.ProviderAgent;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * Everything a receptionist needs to know of one subscriber: its channels, agents, hours, dated
 * exceptions, blocked callers, facts and numbers. Each list holds one entry of a kind: channels by
 * kind, agents by role, holidays by day, blocked callers by number, facts by topic. None, nor all
 * of it together, is more than {@link Limits} say.
 */
public record Business(
    Subscriber subscriber,
    List<SubscriberChannel> channels,
    List<Agent> agents,
    List<OpeningHours> hours,
    List<Holiday> holidays,
    List<BlockedCaller> blockedCallers,
    List<Fact> facts,
    List<OwnedNumber> numbers) {

  public Business {
    requireNonNull(subscriber, "subscriber");
    channels = List.copyOf(channels);
    agents = List.copyOf(agents);
    hours = hours.stream().sorted().distinct().toList();
    holidays = holidays.stream().sorted().toList();
    blockedCallers = List.copyOf(blockedCallers);
    facts = List.copyOf(facts);
    numbers = List.copyOf(numbers);
    Limits.check("channels", channels, ChannelKind.values().length);
    Limits.check("agents", agents, AgentRole.values().length);
    Limits.check("week", hours, Limits.MAX_HOURS);
    Limits.check("holidays", holidays, Limits.MAX_HOLIDAYS);
    Limits.check("blocked callers", blockedCallers, Limits.MAX_BLOCKED_CALLERS);
    Limits.check("facts", facts, Limits.MAX_FACTS);
    Limits.check("numbers", numbers, Limits.MAX_NUMBERS);
    int size =
        sum(channels, Business::sizeOf)
            + sum(agents, Business::sizeOf)
            + sum(hours, Business::sizeOf)
            + sum(holidays, Business::sizeOf)
            + sum(blockedCallers, Business::sizeOf)
            + sum(facts, Business::sizeOf)
            + sum(numbers, Business::sizeOf);
    if (size > Limits.MAX_BUSINESS_SIZE) {
      throw new Refusal.Invalid(
          "business",
          "All that is kept of " + subscriber.slug() + " would be " + size + " characters",
          "Keep it to "
              + Limits.MAX_BUSINESS_SIZE
              + ": shorten facts and instructions, or take some away.");
    }
  }

  /**
   * As much of a business as may be kept, for whoever reads it from where more was written: of each
   * kind the first ones, and of all together as much as fits.
   */
  public static Business fitting(
      Subscriber subscriber,
      List<SubscriberChannel> channels,
      List<Agent> agents,
      List<OpeningHours> hours,
      List<Holiday> holidays,
      List<BlockedCaller> blockedCallers,
      List<Fact> facts,
      List<OwnedNumber> numbers) {
    Room room = new Room(Limits.MAX_BUSINESS_SIZE);
    // what routing cannot do without comes first
    List<OwnedNumber> owned = room.take(numbers, Limits.MAX_NUMBERS, Business::sizeOf);
    return new Business(
        subscriber,
        room.take(channels, ChannelKind.values().length, Business::sizeOf),
        room.take(agents, AgentRole.values().length, Business::sizeOf),
        room.take(hours, Limits.MAX_HOURS, Business::sizeOf),
        room.take(holidays, Limits.MAX_HOLIDAYS, Business::sizeOf),
        room.take(blockedCallers, Limits.MAX_BLOCKED_CALLERS, Business::sizeOf),
        room.take(facts, Limits.MAX_FACTS, Business::sizeOf),
        owned);
  }

  /** What is still left of the room that all of a business may take. */
  private static final class Room {
    private int left;

    Room(int left) {
      this.left = left;
    }

    <T> List<T> take(List<T> things, int most, ToIntFunction<T> sizeOf) {
      List<T> taken = new ArrayList<>();
      for (T thing : things) {
        int size = sizeOf.applyAsInt(thing);
        if (taken.size() == most || size > left) {
          break;
        }
        left -= size;
        taken.add(thing);
      }
      return taken;
    }
  }

  private static <T> int sum(List<T> things, ToIntFunction<T> sizeOf) {
    return things.stream().mapToInt(sizeOf).sum();
  }

  private static int sizeOf(SubscriberChannel channel) {
    return Limits.ROW + channel.inWords().length();
  }

  private static int sizeOf(Agent agent) {
    return Limits.ROW + agent.inWords().length();
  }

  private static int sizeOf(OpeningHours open) {
    return Limits.ROW;
  }

  private static int sizeOf(Holiday holiday) {
    return Limits.ROW * (1 + holiday.hours().size()) + holiday.name().length();
  }

  private static int sizeOf(BlockedCaller blocked) {
    return Limits.ROW + blocked.reason().length();
  }

  private static int sizeOf(Fact fact) {
    return Limits.ROW + fact.topic().length() + fact.text().length();
  }

  private static int sizeOf(OwnedNumber owned) {
    return Limits.ROW;
  }

  /** A business of which nothing but itself is known yet. */
  public static Business of(Subscriber subscriber) {
    return new Business(
        subscriber, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
  }

  /** The refusal for a slug that no business has. */
  public static Refusal unknown(Slug slug) {
    return new Refusal.NotFound(
        "There is no subscriber '" + slug + "'", "Take a slug from the list of subscribers.");
  }

  /** Refuses another subscriber of the same slug. */
  public void requireSame(Subscriber wanted) {
    if (!wanted.id().equals(id())) {
      throw new Refusal.Conflict(
          "There is a subscriber '" + wanted.slug() + "' already", "Take another slug.");
    }
  }

  public SubscriberId id() {
    return subscriber.id();
  }

  public Schedule schedule() {
    return Schedule.of(subscriber.zone(), hours, holidays);
  }

  public Optional<SubscriberChannel> channel(ChannelKind kind) {
    return channels.stream().filter(channel -> channel.kind() == kind).findFirst();
  }

  public Optional<Agent> agent(AgentRole role) {
    return agents.stream().filter(agent -> agent.role() == role).findFirst();
  }

  public Optional<Agent> agentCalled(String providerAgentId) {
    return Agent.called(providerAgentId, agents);
  }

  public boolean blocks(PhoneNumber caller) {
    return blockedCallers.stream().anyMatch(blocked -> blocked.number().equals(caller));
  }

  public Business with(Subscriber next) {
    return new Business(next, channels, agents, hours, holidays, blockedCallers, facts, numbers);
  }

  /** Whether visitors of its page may chat: it is active, and its chat channel is switched on. */
  public boolean chats() {
    return subscriber.isActive()
        && channel(ChannelKind.CHAT).filter(SubscriberChannel::enabled).isPresent();
  }

  /**
   * @throws Refusal.Conflict when it is suspended
   */
  public void requireActive() {
    if (!subscriber.isActive()) {
      throw new Refusal.Conflict(
          subscriber.slug() + " is suspended", "Ask the operator to resume it.");
    }
  }

  /** The agent of somebody who says nothing of its binding, bound as ours of its role is. */
  public Agent bound(Agent wanted) {
    return agent(wanted.role())
        .map(known -> wanted.boundTo(known.providerAgentId(), known.providerAgentVersion()))
        .orElse(wanted);
  }

  /** The channel of somebody who says nothing of its binding, bound as ours of its kind is. */
  public SubscriberChannel bound(SubscriberChannel wanted) {
    return channel(wanted.kind())
        .map(known -> wanted.boundTo(known.providerAgentId(), known.providerAgentVersion()))
        .orElse(wanted);
  }

  /** With this channel in the place of the one of its kind, whose id it keeps. */
  public Business with(SubscriberChannel wanted) {
    SubscriberChannel next =
        channel(wanted.kind()).map(known -> wanted.known(known.id())).orElse(wanted);
    return new Business(
        subscriber,
        put(channels, next, SubscriberChannel::kind),
        agents,
        hours,
        holidays,
        blockedCallers,
        facts,
        numbers);
  }

  /** With this agent in the place of the one of its role, whose id it keeps. */
  public Business with(Agent wanted) {
    Agent next = agent(wanted.role()).map(known -> wanted.known(known.id())).orElse(wanted);
    return new Business(
        subscriber,
        channels,
        put(agents, next, Agent::role),
        hours,
        holidays,
        blockedCallers,
        facts,
        numbers);
  }

  /** An agent, and one of the channels for which an AI provider keeps it. */
  public record Receptionist(Agent agent, ChannelKind channel) {}

  /**
   * Which agents an AI provider keeps for this business, and for which channel: all of them for its
   * calls, the receptionist for its chats. A FORWARDER that has nobody to forward to is left out,
   * unless it is asked for.
   *
   * @param role only the agent of this role
   * @throws Refusal.NotFound when there is none
   */
  public List<Receptionist> receptionistsAt(AiProvider provider, Optional<AgentRole> role) {
    List<Receptionist> all =
        Stream.concat(
                answeredBy(provider, ChannelKind.VOICE)
                    .flatMap(_ -> agents.stream())
                    .map(agent -> new Receptionist(agent, ChannelKind.VOICE)),
                answeredBy(provider, ChannelKind.CHAT)
                    .flatMap(_ -> agent(AgentRole.RECEPTIONIST).stream())
                    .map(agent -> new Receptionist(agent, ChannelKind.CHAT)))
            .filter(one ->
                role.map(wanted -> wanted == one.agent().role())
                    .orElseGet(() -> one.agent().role() != AgentRole.FORWARDER || canForward()))
            .toList();
    if (all.isEmpty()) {
      throw new Refusal.NotFound(
          "Subscriber '"
              + subscriber.slug()
              + "' has no "
              + role.map(one -> "agent " + one).orElse("agent")
              + " on a channel that "
              + provider
              + " answers",
          "Set the agent, and a channel VOICE or CHAT with aiProvider " + provider + ".");
    }
    return all;
  }

  /**
   * Refuses a change that is the operator's to make, and not the owner's: by which number that is
   * not its own it is reached, and under which name there; which of a provider's agents and inboxes
   * are its. By these, calls and events find whose they are, so nobody names another's. What stands
   * may stay, and may be taken away.
   */
  public void requireOwners(Business next) {
    for (SubscriberChannel wanted : next.channels) {
      Optional<SubscriberChannel> now = channel(wanted.kind());
      String channel = "channel " + wanted.kind();
      requireOwners(
          now.flatMap(SubscriberChannel::providerNumber),
          wanted.providerNumber().filter(number -> !isOwn(number)),
          "providerNumberE164 of " + channel + " is no number of the subscriber's own",
          "Give a number from its list of numbers; behind a shared one the operator puts it.");
      requireOwners(
          now.flatMap(SubscriberChannel::providerInboxId),
          wanted.providerInboxId(),
          "providerInboxId of " + channel + " is the operator's to set",
          "Leave it as it is, or ask the operator.");
      requireOwnersAgent(
          now.flatMap(SubscriberChannel::providerAgentId),
          now.flatMap(SubscriberChannel::providerAgentVersion),
          wanted.providerAgentId(),
          wanted.providerAgentVersion(),
          channel);
    }
    for (Agent wanted : next.agents) {
      Optional<Agent> now = agent(wanted.role());
      requireOwnersAgent(
          now.flatMap(Agent::providerAgentId),
          now.flatMap(Agent::providerAgentVersion),
          wanted.providerAgentId(),
          wanted.providerAgentVersion(),
          "agent " + wanted.role());
    }
    boolean renamed =
        !SpokenName.of(subscriber.name())
            .folded()
            .equals(SpokenName.of(next.subscriber.name()).folded());
    if (renamed && sharedWithOthers().isPresent()) {
      throw new Refusal.Forbidden(
          "The name of a business that is reached through a shared number is the operator's to"
              + " change: callers ask for it by that name",
          "Ask the operator.");
    }
  }

  private static void requireOwnersAgent(
      Optional<String> id,
      Optional<Integer> version,
      Optional<String> wantedId,
      Optional<Integer> wantedVersion,
      String whose) {
    requireOwners(
        id,
        wantedId,
        "providerAgentId of " + whose + " is set by publishing, or by the operator",
        "Leave it out, and publish the agent.");
    if (wantedId.isPresent()) {
      requireOwners(
          version,
          wantedVersion,
          "providerAgentVersion of " + whose + " is set by publishing, or by the operator",
          "Leave it out, and publish the agent, or roll it back.");
    }
  }

  private static <T> void requireOwners(
      Optional<T> now, Optional<T> wanted, String message, String cure) {
    if (wanted.isPresent() && !wanted.equals(now)) {
      throw new Refusal.Forbidden(message, cure);
    }
  }

  private boolean isOwn(PhoneNumber number) {
    return numbers.contains(new OwnedNumber(number, false));
  }

  /** The number by which callers ask for this business by name; empty when it has its own. */
  public Optional<PhoneNumber> sharedWithOthers() {
    return channel(ChannelKind.VOICE)
        .flatMap(SubscriberChannel::providerNumber)
        .filter(number -> !isOwn(number));
  }

  /**
   * The provider's agents that are this business's and no other's, each with the agent to which it
   * leads: of two that share one the first, of one that only a channel names none. Calls that come
   * through a shared number are answered by the front's agent, so that a channel there claims none.
   */
  public Map<String, Optional<AgentId>> providerAgents() {
    Map<String, Optional<AgentId>> own = new LinkedHashMap<>();
    agents.forEach(agent ->
        agent.providerAgentId().ifPresent(id -> own.putIfAbsent(id, Optional.of(agent.id()))));
    channels.stream()
        .filter(channel -> channel.kind() != ChannelKind.VOICE || sharedWithOthers().isEmpty())
        .forEach(channel ->
            channel.providerAgentId().ifPresent(id -> own.putIfAbsent(id, Optional.empty())));
    return own;
  }

  /** Whether it is reached otherwise than before: through another number, or by another name. */
  public boolean isAskedForOtherwise(Optional<Business> before) {
    return sharedWithOthers().isPresent()
        && before
            .filter(known ->
                known.sharedWithOthers().equals(sharedWithOthers())
                    && known.subscriber.name().equals(subscriber.name()))
            .isEmpty();
  }

  /**
   * Refuses a name that callers of the same number cannot tell from another's.
   *
   * @param others the names of who is reached through it too
   */
  public void requireNameUnlike(List<String> others) {
    SpokenName mine = SpokenName.of(subscriber.name());
    others.stream()
        .filter(other -> SpokenName.of(other).same(mine))
        .findFirst()
        .ifPresent(other -> {
          throw new Refusal.Conflict(
              "'"
                  + Refusal.shown(other)
                  + "' is reached through the same number, and callers cannot tell the names apart",
              "Give one of them a name that sounds otherwise.");
        });
  }

  /** Whether callers can be forwarded to a phone of the business's own. */
  public boolean canForward() {
    return subscriber.transferNumber().isPresent();
  }

  /**
   * The provider's agent that is bound to a number of this business, for when nobody says who
   * answers: a shared number's gatekeeper; else who forwards without knowing anything, where there
   * is a phone to forward to, else the receptionist.
   *
   * @throws Refusal.Conflict when none of them was published
   */
  public ProviderAgent boundAgent(boolean shared) {
    Stream<AgentRole> roles =
        shared
            ? Stream.of(AgentRole.GATEKEEPER)
            : canForward()
                ? Stream.of(AgentRole.FORWARDER, AgentRole.RECEPTIONIST)
                : Stream.of(AgentRole.RECEPTIONIST);
    return roles
        .flatMap(role -> agent(role).stream())
        .flatMap(agent -> boundTo(agent, ChannelKind.VOICE).stream())
        .findFirst()
        .orElseThrow(() ->
            new Refusal.Conflict(
                "No agent of " + subscriber.slug() + " is published that could answer the number",
                "Publish its agents first: ./rocket agent publish --subscriber "
                    + subscriber.slug()));
  }

  /**
   * With a number that it answers calls at, and a channel for calls where it has none. A channel
   * that is there stays, but for the number of one that has none.
   *
   * @param channel names a channel that has to be made
   */
  public Business answeringAt(
      OwnedNumber number, TransportProvider transport, AiProvider answeredBy, ChannelId channel) {
    Optional<PhoneNumber> reached = Optional.of(number.number());
    SubscriberChannel next =
        channel(ChannelKind.VOICE)
            .map(known -> known.providerNumber().isPresent() ? known : known.reachedAt(reached))
            .orElseGet(() ->
                new SubscriberChannel(
                    channel,
                    ChannelKind.VOICE,
                    true,
                    transport,
                    answeredBy,
                    reached,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()));
    return with(number).with(next);
  }

  /** Without a number, and a channel that led there leads to none. */
  public Business withoutNumber(PhoneNumber number) {
    Business left = releasing(number);
    return left.channel(ChannelKind.VOICE)
        .filter(voice -> voice.providerNumber().equals(Optional.of(number)))
        .map(voice -> left.with(voice.reachedAt(Optional.empty())))
        .orElse(left);
  }

  private Stream<SubscriberChannel> answeredBy(AiProvider provider, ChannelKind kind) {
    return channel(kind).filter(channel -> channel.aiProvider() == provider).stream();
  }

  /** Whether it is this version of the agent of a role that answers. */
  public boolean answers(AgentRole role, AgentVersion version) {
    return agent(role)
        .flatMap(agent -> boundTo(agent, version.channel()))
        .filter(version::is)
        .isPresent();
  }

  /** Which of the provider's agents answers for an agent in a channel. */
  public Optional<ProviderAgent> boundTo(Agent agent, ChannelKind channel) {
    if (channel == ChannelKind.CHAT) {
      return channel(channel)
          .flatMap(chat ->
              chat.providerAgentId().map(id -> new ProviderAgent(id, chat.providerAgentVersion())));
    }
    return agent.providerAgentId().map(id -> new ProviderAgent(id, agent.providerAgentVersion()));
  }

  /**
   * From now on this version of the agent of a role answers in the channel it was published for.
   */
  public Business bound(AgentRole role, AgentVersion version) {
    Optional<String> id = Optional.of(version.providerAgentId());
    Optional<Integer> number = Optional.of(version.providerVersion());
    if (version.channel() == ChannelKind.CHAT) {
      return with(
          channel(ChannelKind.CHAT).orElseThrow(() -> lacks("channel CHAT")).boundTo(id, number));
    }
    return with(agent(role).orElseThrow(() -> lacks("agent " + role)).boundTo(id, number));
  }

  /** With these hours for the whole week; none at all is closed all week. */
  public Business withHours(List<OpeningHours> week) {
    return new Business(
        subscriber, channels, agents, week, holidays, blockedCallers, facts, numbers);
  }

  /** With this exception for its day. */
  public Business with(Holiday next) {
    return withHolidays(put(holidays, next, Holiday::day));
  }

  public Business withoutHoliday(LocalDate day) {
    return withHolidays(without(holidays, Holiday::day, day, "holiday on " + day));
  }

  private Business withHolidays(List<Holiday> next) {
    return new Business(subscriber, channels, agents, hours, next, blockedCallers, facts, numbers);
  }

  /** Answers this caller no more. */
  public Business blocking(BlockedCaller next) {
    return withBlockedCallers(put(blockedCallers, next, BlockedCaller::number));
  }

  /** Answers this caller again. */
  public Business unblocking(PhoneNumber caller) {
    return withBlockedCallers(
        without(blockedCallers, BlockedCaller::number, caller, "blocked caller " + caller));
  }

  private Business withBlockedCallers(List<BlockedCaller> next) {
    return new Business(subscriber, channels, agents, hours, holidays, next, facts, numbers);
  }

  /** With this fact in the place of the one on its topic. */
  public Business with(Fact next) {
    return withFacts(put(facts, next, Fact::topic));
  }

  public Business withoutFact(String topic) {
    return withFacts(
        without(facts, fact -> fact.isAbout(topic), true, "fact '" + Refusal.shown(topic) + "'"));
  }

  private Business withFacts(List<Fact> next) {
    return new Business(
        subscriber, channels, agents, hours, holidays, blockedCallers, next, numbers);
  }

  /** With this number, which no other subscriber may have. */
  public Business with(OwnedNumber next) {
    return withNumbers(put(numbers, next, OwnedNumber::number));
  }

  /** Gives a number back, so that another subscriber can have it. */
  public Business releasing(PhoneNumber number) {
    return withNumbers(without(numbers, OwnedNumber::number, number, "number " + number));
  }

  private Business withNumbers(List<OwnedNumber> next) {
    return new Business(subscriber, channels, agents, hours, holidays, blockedCallers, facts, next);
  }

  /** All there is to know of it, in words, one line a thing; equal businesses say the same. */
  public List<String> inWords() {
    return Stream.of(
            subscriber.inWords(),
            said(channels, SubscriberChannel::inWords),
            said(agents, Agent::inWords),
            said(hours, OpeningHours::inWords),
            said(holidays, Holiday::inWords),
            said(blockedCallers, BlockedCaller::inWords),
            said(facts, Fact::inWords),
            said(numbers, OwnedNumber::inWords))
        .flatMap(List::stream)
        .toList();
  }

  private static <T> List<String> said(List<T> things, Function<T, String> words) {
    return things.stream().map(words).toList();
  }

  private static <T, K> List<T> put(List<T> things, T next, Function<T, K> key) {
    List<T> all = new ArrayList<>(things);
    int place = things.stream().map(key).toList().indexOf(key.apply(next));
    if (place < 0) {
      all.add(next);
    } else {
      all.set(place, next);
    }
    return all;
  }

  private <T, K> List<T> without(List<T> things, Function<T, K> key, K gone, String words) {
    List<T> left = things.stream().filter(thing -> !key.apply(thing).equals(gone)).toList();
    if (left.size() == things.size()) {
      throw lacks(words);
    }
    return left;
  }

  /**
   * The number that everybody may know and call: one of its own, else the shared one that it is
   * reached at. Never where its people are reached, which may be somebody's own phone.
   */
  public Optional<PhoneNumber> calledNumber() {
    return numbers.stream()
        .filter(owned -> !owned.shared())
        .map(OwnedNumber::number)
        .findFirst()
        .or(() -> channel(ChannelKind.VOICE).flatMap(SubscriberChannel::providerNumber));
  }

  /** The refusal for something that this business has not got. */
  public Refusal lacks(String thing) {
    return new Refusal.NotFound(
        "Subscriber '" + subscriber.slug() + "' has no " + thing,
        "Look at the list of what it has.");
  }

  /**
   * This business and whatever of the other it lacks. What it has stays as it is, so that filling
   * in twice changes nothing and never undoes what a person changed; weekly hours count as one
   * thing.
   */
  public Business filledFrom(Business other) {
    return new Business(
        subscriber,
        union(channels, other.channels, SubscriberChannel::kind),
        union(agents, other.agents, Agent::role),
        hours.isEmpty() ? other.hours : hours,
        union(holidays, other.holidays, Holiday::day),
        union(blockedCallers, other.blockedCallers, BlockedCaller::number),
        union(facts, other.facts, Fact::topic),
        union(numbers, other.numbers, OwnedNumber::number));
  }

  /** What this business has that the earlier one had not, in words, one line a thing. */
  public List<String> additionsTo(Business earlier) {
    return Stream.of(
            added(channels, earlier.channels, channel -> "channel " + channel.kind()),
            added(agents, earlier.agents, agent -> "agent " + agent.role() + " " + agent.name()),
            added(
                hours,
                earlier.hours,
                open -> "hours " + open.day() + " " + open.opens() + "-" + open.closes()),
            added(holidays, earlier.holidays, day -> "holiday " + day.day() + " " + day.name()),
            added(
                blockedCallers,
                earlier.blockedCallers,
                caller -> "blocked caller " + caller.number()),
            added(facts, earlier.facts, fact -> "fact " + fact.topic()),
            added(numbers, earlier.numbers, number -> "number " + number.number()))
        .flatMap(List::stream)
        .toList();
  }

  private static <T, K> List<T> union(List<T> mine, List<T> others, Function<T, K> key) {
    List<K> keys = mine.stream().map(key).toList();
    List<T> all = new ArrayList<>(mine);
    others.stream().filter(other -> !keys.contains(key.apply(other))).forEach(all::add);
    return all;
  }

  private static <T> List<String> added(
      Collection<T> now, Collection<T> before, Function<T, String> words) {
    return now.stream().filter(thing -> !before.contains(thing)).map(words).toList();
  }
}
