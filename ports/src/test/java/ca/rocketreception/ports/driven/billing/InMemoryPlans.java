package ca.rocketreception.ports.driven.billing;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.billing.ExchangeRate;
import ca.rocketreception.domain.billing.Issuer;
import ca.rocketreception.domain.billing.PlanVersion;
import ca.rocketreception.domain.billing.Tax;
import ca.rocketreception.ports.driven.business.InMemorySubscribers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Prices without a database. */
public final class InMemoryPlans implements Plans {

  private final List<PlanVersion> versions = new ArrayList<>();
  private final List<Tax> taxes = new ArrayList<>();
  private final List<Issuer> issuers = new ArrayList<>();
  private final List<ExchangeRate> rates = new ArrayList<>();
  private final InMemorySubscribers subscribers;
  private InMemoryStatements statements;

  public InMemoryPlans(InMemorySubscribers subscribers) {
    this.subscribers = subscribers;
  }

  void billedBy(InMemoryStatements all) {
    statements = all;
  }

  @Override
  public synchronized List<PlanVersion> versions() {
    return versions.stream()
        .sorted(
            Comparator.comparing((PlanVersion one) -> one.plan().value())
                .thenComparing(PlanVersion::from))
        .toList();
  }

  @Override
  public synchronized void add(PlanVersion version, AuditEntry entry) {
    if (versions.contains(version)) {
      return;
    }
    version.requireWithinLimits();
    for (PlanVersion one : versions) {
      if (one.plan().equals(version.plan())) {
        follow(one.from(), version.from());
        if (!one.currency().equals(version.currency())) {
          throw new Refusal.Conflict("The plan is in " + one.currency(), "Keep its currency.");
        }
      }
    }
    refuse(version.from(), all -> all.billed(version));
    subscribers.note(entry);
    versions.add(version);
  }

  private void refuse(LocalDate from, Function<InMemoryStatements, Optional<String>> billed) {
    Optional.ofNullable(statements)
        .flatMap(billed)
        .ifPresent(number -> {
          throw new Refusal.Conflict(from + " is on the final statement " + number, "Begin later.");
        });
  }

  private static void follow(LocalDate there, LocalDate next) {
    if (!there.isBefore(next)) {
      throw new Refusal.Conflict(
          "There is a version from " + there + ", which never changes", "Begin after that day.");
    }
  }

  @Override
  public synchronized List<Tax> taxes() {
    return taxes.stream()
        .sorted(Comparator.comparing((Tax one) -> one.code().value()).thenComparing(Tax::from))
        .toList();
  }

  @Override
  public synchronized void add(Tax tax, AuditEntry entry) {
    if (taxes.contains(tax)) {
      return;
    }
    taxes.stream()
        .filter(one -> one.code().equals(tax.code()))
        .forEach(one -> follow(one.from(), tax.from()));
    refuse(tax.from(), all -> all.billed(tax));
    subscribers.note(entry);
    taxes.add(tax);
  }

  @Override
  public synchronized List<Issuer> issuers() {
    return issuers.stream().sorted(Comparator.comparing(Issuer::from)).toList();
  }

  @Override
  public synchronized void add(Issuer issuer, AuditEntry entry) {
    if (issuers.contains(issuer)) {
      return;
    }
    issuers.forEach(one -> follow(one.from(), issuer.from()));
    refuse(issuer.from(), all -> all.billedFrom(issuer.from()));
    subscribers.note(entry);
    issuers.add(issuer);
  }

  @Override
  public synchronized List<ExchangeRate> exchangeRates() {
    return rates.stream()
        .sorted(
            Comparator.comparing((ExchangeRate one) -> one.currency().getCurrencyCode())
                .thenComparing(ExchangeRate::day))
        .toList();
  }

  @Override
  public synchronized void add(ExchangeRate rate, AuditEntry entry) {
    if (rates.contains(rate)) {
      return;
    }
    if (rates.stream()
        .anyMatch(one -> one.currency().equals(rate.currency()) && one.day().equals(rate.day()))) {
      throw new Refusal.Conflict("Another rate is there, which never changes", "Leave it.");
    }
    subscribers.note(entry);
    rates.add(rate);
  }
}
