package ca.rocketreception.ports.driven.usage;

import ca.rocketreception.domain.Days;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.usage.Cap;
import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.ports.driven.business.InMemorySubscribers;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Caps without a database. */
public final class InMemoryCaps implements Caps {

  private final InMemorySubscribers subscribers;
  private final UsageLedger ledger;
  private final Map<SubscriberId, Map<Meter, Cap>> caps = new HashMap<>();
  private final Map<SubscriberId, List<Cap.Reached>> reached = new HashMap<>();
  private final Map<SubscriberId, Map<Meter, YearMonth>> full = new HashMap<>();

  public InMemoryCaps(InMemorySubscribers subscribers, UsageLedger ledger) {
    this.subscribers = subscribers;
    this.ledger = ledger;
  }

  @Override
  public synchronized List<Cap> of(SubscriberId subscriber) {
    return caps.getOrDefault(subscriber, Map.of()).values().stream()
        .sorted(Comparator.comparing(cap -> cap.meter().name()))
        .toList();
  }

  @Override
  public synchronized Optional<Cap> change(
      SubscriberId subscriber, Meter meter, UnaryOperator<Optional<Cap>> change, AuditEntry entry) {
    Map<Meter, Cap> own = caps.computeIfAbsent(subscriber, id -> new TreeMap<>());
    Optional<Cap> before = Optional.ofNullable(own.get(meter));
    Optional<Cap> next = change.apply(before);
    if (!next.equals(before)) {
      subscribers.note(
          entry.comparing(
              before.stream().map(Cap::inWords).toList(),
              next.stream().map(Cap::inWords).toList()));
      next.ifPresentOrElse(cap -> own.put(meter, cap), () -> own.remove(meter));
      full.getOrDefault(subscriber, new HashMap<>()).remove(meter);
    }
    return next;
  }

  @Override
  public synchronized List<Cap.Reached> reached(SubscriberId subscriber) {
    return reached.getOrDefault(subscriber, List.of()).stream()
        .sorted(
            Comparator.comparing(Cap.Reached::month)
                .reversed()
                .thenComparing(one -> one.meter().name())
                .thenComparing(Cap.Reached::quantity, Comparator.reverseOrder())
                .thenComparing(one -> -one.percent()))
        .toList();
  }

  @Override
  public synchronized int check(Instant now) {
    int found = 0;
    for (Map<Meter, Cap> own : caps.values()) {
      for (Cap cap : own.values()) {
        found += check(cap, now);
      }
    }
    return found;
  }

  private int check(Cap cap, Instant now) {
    ZoneId zone = subscribers.find(cap.subscriber()).orElseThrow().subscriber().zone();
    YearMonth month = Cap.month(now, zone);
    BigDecimal used =
        ledger
            .totals(cap.subscriber(), new Days(month.atDay(1), month.plusMonths(1).atDay(1)))
            .stream()
            .filter(total -> total.measure().meter() == cap.meter())
            .map(UsageLedger.Total::quantity)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    int found = 0;
    List<Cap.Reached> known = reached.computeIfAbsent(cap.subscriber(), id -> new ArrayList<>());
    for (int percent : new int[] {80, 100}) {
      boolean there =
          known.stream()
              .anyMatch(one ->
                  one.month().equals(month)
                      && one.meter() == cap.meter()
                      && one.percent() == percent
                      && one.quantity().compareTo(cap.quantity()) == 0);
      if (!there
          && used.movePointRight(2).compareTo(cap.quantity().multiply(BigDecimal.valueOf(percent)))
              >= 0) {
        known.add(new Cap.Reached(month, cap.meter(), percent, cap.quantity(), used, now));
        found++;
      }
    }
    Map<Meter, YearMonth> months = full.computeIfAbsent(cap.subscriber(), id -> new HashMap<>());
    if (cap.hard() && used.compareTo(cap.quantity()) >= 0) {
      months.put(cap.meter(), month);
    } else {
      months.remove(cap.meter());
    }
    return found;
  }

  @Override
  public synchronized Map<SubscriberId, YearMonth> full() {
    Map<SubscriberId, YearMonth> latest = new HashMap<>();
    full.forEach((id, months) ->
        months.values().stream().max(YearMonth::compareTo).ifPresent(m -> latest.put(id, m)));
    return latest;
  }
}
