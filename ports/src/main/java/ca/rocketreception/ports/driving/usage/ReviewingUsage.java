package ca.rocketreception.ports.driving.usage;

import ca.rocketreception.domain.Days;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.Subscriber;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.domain.usage.UsageEntry;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driven.usage.UsageLedger;
import ca.rocketreception.ports.driving.access.Asked;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a business owner or operator does to know what was used: reads the ledger, in sums and line
 * by line. What the providers charge us is the operator's to know.
 */
public final class ReviewingUsage {

  private final Subscribers subscribers;
  private final UsageLedger ledger;
  private final InstantSource clock;

  public ReviewingUsage(Subscribers subscribers, UsageLedger ledger, InstantSource clock) {
    this.subscribers = subscribers;
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * Days of a subscriber that somebody asks about, in its zone.
   *
   * @param from the first; empty for the first of the month
   * @param to the first that is no longer meant; empty for tomorrow
   */
  public record Asking(ApiKey key, Slug slug, Optional<LocalDate> from, Optional<LocalDate> to) {}

  /** What was used in some days, as it is now, to the last event. */
  public record Used(Subscriber business, Days days, List<UsageLedger.Total> totals) {}

  public Used used(Asking asking) {
    Subscriber business = business(asking.key(), asking.slug());
    Days days = days(asking, business);
    Predicate<Meter> shown = meters(asking.key())::contains;
    return new Used(
        business,
        days,
        ledger.totals(business.id(), days).stream()
            .filter(total -> shown.test(total.measure().meter()))
            .toList());
  }

  /**
   * Lines of some days, the newest first.
   *
   * @param meter only lines of it
   */
  public List<UsageEntry> lines(
      Asking asking, Optional<Meter> meter, int limit, Optional<UsageLedger.Cursor> after) {
    Subscriber business = business(asking.key(), asking.slug());
    Set<Meter> wanted =
        meters(asking.key()).stream()
            .filter(known -> meter.isEmpty() || meter.get() == known)
            .collect(Collectors.toSet());
    return ledger.page(business.id(), days(asking, business), wanted, limit, after);
  }

  /**
   * What an interaction led to, in the order of its writing; nothing for one that is not there, or
   * was the subscriber's and led to nothing.
   */
  public List<UsageEntry> of(ApiKey key, Slug slug, InteractionId interaction) {
    Set<Meter> shown = meters(key);
    return ledger.of(Asked.opened(key, slug, subscribers), interaction).stream()
        .filter(line -> shown.contains(line.measure().meter()))
        .toList();
  }

  private Subscriber business(ApiKey key, Slug slug) {
    return subscribers
        .subscriber(Asked.opened(key, slug, subscribers))
        .orElseThrow(() -> Business.unknown(slug));
  }

  private Days days(Asking asking, Subscriber business) {
    Instant now = clock.instant();
    return Days.meant(asking.from(), asking.to(), LocalDate.ofInstant(now, business.zone()));
  }

  private static Set<Meter> meters(ApiKey key) {
    return Arrays.stream(Meter.values())
        .filter(meter -> key.isOperators() || meter.billable())
        .collect(Collectors.toSet());
  }
}
