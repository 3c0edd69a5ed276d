package ca.rocketreception.domain;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Everything a receptionist needs to know of one subscriber: its channels, agents, hours, dated
 * exceptions, blocked callers, facts and numbers. Each list holds one entry of a kind: channels by
 * kind, agents by role, holidays by day, blocked callers by number, facts by topic.
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
    return agents.stream()
        .filter(agent -> agent.providerAgentId().filter(providerAgentId::equals).isPresent())
        .findFirst();
  }

  public boolean blocks(PhoneNumber caller) {
    return blockedCallers.stream().anyMatch(blocked -> blocked.number().equals(caller));
  }

  public Business with(Subscriber next) {
    return new Business(next, channels, agents, hours, holidays, blockedCallers, facts, numbers);
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
