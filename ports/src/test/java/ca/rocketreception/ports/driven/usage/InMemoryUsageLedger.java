package ca.rocketreception.ports.driven.usage;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Days;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.interaction.Evidence;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.usage.Measure;
import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.domain.usage.Usage;
import ca.rocketreception.domain.usage.UsageEntry;
import ca.rocketreception.ports.driven.business.Subscribers;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** The ledger without a database; it adds up its lines at each question. */
public final class InMemoryUsageLedger implements UsageLedger {

  private static final Comparator<UsageEntry> NEWEST_FIRST =
      Comparator.comparing(UsageEntry::localDay)
          .thenComparing(line -> line.id().toString())
          .reversed();

  private record Day(SubscriberId subscriber, LocalDate day) {}

  private record Key(ChannelKind channel, Measure measure) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      return Comparator.comparing(Key::channel).thenComparing(Key::measure).compare(this, other);
    }
  }

  private final Subscribers subscribers;
  private final List<UsageEntry> lines = new ArrayList<>();
  private final Set<Day> dirty = new HashSet<>();
  private long given;

  public InMemoryUsageLedger(Subscribers subscribers) {
    this.subscribers = subscribers;
  }

  /** For the fakes of what is used: appends what the ledger lacks. */
  public synchronized void append(Usage usage, Optional<Evidence> evidence) {
    List<UsageEntry> known =
        of(usage.subscriber()).filter(line -> line.source().equals(usage.source())).toList();
    List<UsageEntry> lacking =
        usage.lacking(
            known,
            subscribers.find(usage.subscriber()).orElseThrow().subscriber().zone(),
            evidence,
            this::nextId);
    lines.addAll(lacking);
    lacking.forEach(line -> dirty.add(new Day(line.subscriber(), line.localDay())));
  }

  private UUID nextId() {
    return new UUID(0x7000, ++given);
  }

  @Override
  public synchronized List<Total> totals(SubscriberId subscriber, Days days) {
    Map<Key, BigDecimal> sums = new TreeMap<>();
    of(subscriber)
        .filter(line -> days.contain(line.localDay()))
        .forEach(line ->
            sums.merge(new Key(line.channel(), line.measure()), line.quantity(), BigDecimal::add));
    return sums.entrySet().stream()
        .map(sum ->
            new Total(
                sum.getKey().channel(), sum.getKey().measure(), UsageEntry.plain(sum.getValue())))
        .toList();
  }

  @Override
  public synchronized List<UsageEntry> of(SubscriberId subscriber, InteractionId interaction) {
    return of(subscriber)
        .filter(line -> line.source().interaction().equals(Optional.of(interaction)))
        .toList();
  }

  @Override
  public synchronized List<UsageEntry> page(
      SubscriberId subscriber, Days days, Set<Meter> meters, int limit, Optional<Cursor> after) {
    return of(subscriber)
        .filter(line -> days.contain(line.localDay()))
        .filter(line -> meters.contains(line.measure().meter()))
        .filter(line -> after.filter(last -> !comesAfter(line, last)).isEmpty())
        .sorted(NEWEST_FIRST)
        .limit(limit)
        .toList();
  }

  private static boolean comesAfter(UsageEntry line, Cursor last) {
    int order = line.localDay().compareTo(last.localDay());
    return order < 0 || order == 0 && line.id().toString().compareTo(last.id().toString()) < 0;
  }

  @Override
  public synchronized long countNumbers(Instant now) {
    int before = lines.size();
    for (Business business : subscribers.all()) {
      business.numbers().stream()
          .filter(owned -> !owned.shared())
          .map(owned -> Usage.of(business.id(), owned.number(), now, business.subscriber().zone()))
          .filter(usage ->
              lines.stream()
                  .noneMatch(line ->
                      line.subscriber().equals(usage.subscriber())
                          && line.source().equals(usage.source())))
          .forEach(usage -> append(usage, Optional.empty()));
    }
    return lines.size() - before;
  }

  @Override
  public synchronized RolledUp rollUp() {
    int days = dirty.size();
    dirty.clear();
    return new RolledUp(days, false);
  }

  /** A subscriber's lines as they were written. */
  public synchronized List<UsageEntry> inOrder(SubscriberId subscriber) {
    return of(subscriber).toList();
  }

  private Stream<UsageEntry> of(SubscriberId subscriber) {
    return lines.stream().filter(line -> line.subscriber().equals(subscriber));
  }
}
