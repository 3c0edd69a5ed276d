package ca.rocketreception.ports.driven.business;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.agent.Agent;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.OwnedNumber;
import ca.rocketreception.domain.business.Subscriber;
import ca.rocketreception.domain.business.SubscriberChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Subscribers without a database. */
public final class InMemorySubscribers implements Subscribers {

  private final Map<Slug, Business> businesses = new ConcurrentHashMap<>();
  private final List<AuditEntry> entries = new ArrayList<>();
  private final List<Slug> read = new CopyOnWriteArrayList<>();
  private boolean refusing;

  public static InMemorySubscribers with(Business... businesses) {
    InMemorySubscribers subscribers = new InMemorySubscribers();
    for (Business business : businesses) {
      subscribers.businesses.put(business.subscriber().slug(), business);
    }
    return subscribers;
  }

  @Override
  public List<Business> all() {
    return businesses.values().stream()
        .sorted(Comparator.comparing(business -> business.subscriber().slug().value()))
        .toList();
  }

  @Override
  public Page page(int limit, Optional<Slug> after) {
    List<Business> rest =
        all().stream()
            .filter(one ->
                after
                    .filter(last -> one.subscriber().slug().value().compareTo(last.value()) <= 0)
                    .isEmpty())
            .toList();
    List<Business> shown = rest.stream().limit(limit).toList();
    return new Page(
        shown.stream().map(Listed::of).toList(),
        rest.size() > limit ? Optional.of(shown.getLast().subscriber().slug()) : Optional.empty());
  }

  @Override
  public Optional<SubscriberId> id(Slug slug) {
    return Optional.ofNullable(businesses.get(slug)).map(Business::id);
  }

  @Override
  public Optional<Slug> slug(SubscriberId id) {
    return withId(id).map(business -> business.subscriber().slug());
  }

  @Override
  public Optional<Subscriber> subscriber(SubscriberId id) {
    return withId(id).map(Business::subscriber);
  }

  @Override
  public List<Agent> agents(SubscriberId id) {
    return withId(id).map(Business::agents).orElse(List.of());
  }

  @Override
  public Optional<Business> find(SubscriberId id, Part part) {
    return withId(id).map(all -> only(part, all));
  }

  /** A business with one part of what it has. */
  static Business only(Part part, Business all) {
    return new Business(
        all.subscriber(),
        part == Part.CHANNELS ? all.channels() : List.of(),
        part == Part.AGENTS ? all.agents() : List.of(),
        part == Part.HOURS ? all.hours() : List.of(),
        part == Part.HOLIDAYS ? all.holidays() : List.of(),
        part == Part.BLOCKED_CALLERS ? all.blockedCallers() : List.of(),
        part == Part.FACTS ? all.facts() : List.of(),
        part == Part.NUMBERS ? all.numbers() : List.of());
  }

  private Optional<Business> withId(SubscriberId id) {
    return all().stream().filter(business -> business.id().equals(id)).findFirst();
  }

  @Override
  public Optional<Business> find(Slug slug) {
    read.add(slug);
    return Optional.ofNullable(businesses.get(slug));
  }

  @Override
  public Optional<Business> find(SubscriberId id) {
    Optional<Business> found = withId(id);
    found.ifPresent(business -> read.add(business.subscriber().slug()));
    return found;
  }

  @Override
  public Optional<SubscriberId> owner(PhoneNumber number) {
    return all().stream().filter(business -> has(business, number)).map(Business::id).findFirst();
  }

  @Override
  public synchronized Business change(
      Slug slug,
      Function<Optional<Business>, Business> change,
      Function<Business, AuditEntry> entry) {
    Business next = change.apply(find(slug));
    for (OwnedNumber owned : next.numbers()) {
      owner(owned.number())
          .filter(other -> !other.equals(next.id()))
          .ifPresent(other -> {
            throw new Refusal.Conflict(
                "The number " + owned.number() + " is another subscriber's",
                "Release it there first.");
          });
    }
    requireOwnAgents(next);
    if (next.isAskedForOtherwise(find(slug))) {
      next.requireNameUnlike(
          all().stream()
              .filter(other -> !other.id().equals(next.id()))
              .filter(other ->
                  other
                      .channel(ChannelKind.VOICE)
                      .flatMap(SubscriberChannel::providerNumber)
                      .equals(next.sharedWithOthers()))
              .map(other -> other.subscriber().name())
              .toList());
    }
    if (!Optional.of(next).equals(find(slug))) {
      note(entry.apply(next).comparing(find(slug), next));
      businesses.put(slug, next);
    }
    return next;
  }

  private void requireOwnAgents(Business next) {
    Set<String> wanted = next.providerAgents().keySet();
    all().stream()
        .filter(other -> !other.id().equals(next.id()))
        .filter(other -> !Collections.disjoint(other.providerAgents().keySet(), wanted))
        .findFirst()
        .ifPresent(other -> {
          throw new Refusal.Conflict(
              "Another subscriber has one of these provider's agents", "Release it there first.");
        });
  }

  /** Keeps an entry that another store makes of a change. */
  public synchronized void note(AuditEntry entry) {
    if (refusing) {
      throw new IllegalStateException("No entry can be kept");
    }
    entries.add(entry);
  }

  /** For tests: whose business was read whole, since the beginning. */
  public List<Slug> read() {
    return List.copyOf(read);
  }

  /** Whether from now on no entry can be kept. */
  public synchronized void refuseEntries(boolean refuse) {
    refusing = refuse;
  }

  /** For tests: the audit entries made. */
  public List<AuditEntry> entries() {
    return List.copyOf(entries);
  }

  private static boolean has(Business business, PhoneNumber number) {
    return business.numbers().stream().anyMatch(owned -> owned.number().equals(number));
  }
}
