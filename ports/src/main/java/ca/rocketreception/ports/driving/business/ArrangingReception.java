package ca.rocketreception.ports.driving.business;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.agent.Agent;
import ca.rocketreception.domain.business.BlockedCaller;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.Fact;
import ca.rocketreception.domain.business.Holiday;
import ca.rocketreception.domain.business.OpeningHours;
import ca.rocketreception.domain.business.SubscriberChannel;
import ca.rocketreception.domain.routing.DialingRules;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driving.access.Asked;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a business owner does with the reception: says when and how it answers, and what it knows.
 * Each method is one transaction, returns the business as it is now, and may be repeated; what
 * changes nothing leaves no entry.
 */
public final class ArrangingReception {

  private final Subscribers subscribers;
  private final DialingRules rules;
  private final InstantSource clock;

  public ArrangingReception(Subscribers subscribers, DialingRules rules, InstantSource clock) {
    this.subscribers = subscribers;
    this.rules = rules;
    this.clock = clock;
  }

  /**
   * @param binds whether it says which of the provider's agents answers; else that stays as it is
   */
  public Business channel(Asked asked, SubscriberChannel wanted, boolean binds) {
    return change(
        asked,
        "set channel",
        wanted.kind().name(),
        business -> {
          if (!wanted.providerNumber().equals(numberOf(business, wanted))) {
            wanted
                .providerNumber()
                .ifPresent(number -> rules.requireRinging("providerNumberE164", number));
          }
          return business.with(binds ? wanted : business.bound(wanted));
        });
  }

  private static Optional<PhoneNumber> numberOf(Business business, SubscriberChannel wanted) {
    return business.channel(wanted.kind()).flatMap(SubscriberChannel::providerNumber);
  }

  /**
   * @param binds whether it says which of the provider's agents it is; else that stays as it is
   */
  public Business agent(Asked asked, Agent wanted, boolean binds) {
    return change(
        asked,
        "set agent",
        wanted.role().name(),
        business -> business.with(binds ? wanted : business.bound(wanted)));
  }

  /** Sets the hours of the whole week. */
  public Business hours(Asked asked, List<OpeningHours> week) {
    return change(asked, "set hours", "the week", business -> business.withHours(week));
  }

  public Business holiday(Asked asked, Holiday wanted) {
    return change(asked, "set holiday", wanted.day().toString(), business -> business.with(wanted));
  }

  public Business noHoliday(Asked asked, LocalDate day) {
    return change(
        asked, "removed holiday", day.toString(), business -> business.withoutHoliday(day));
  }

  public Business block(Asked asked, BlockedCaller caller) {
    rules.requirePossible("number", caller.number());
    return change(asked, "blocked", caller.number().e164(), business -> business.blocking(caller));
  }

  public Business unblock(Asked asked, PhoneNumber caller) {
    return change(asked, "unblocked", caller.e164(), business -> business.unblocking(caller));
  }

  public Business fact(Asked asked, Fact wanted) {
    return change(asked, "set fact", wanted.topic(), business -> business.with(wanted));
  }

  public Business noFact(Asked asked, String topic) {
    return change(asked, "removed fact", topic, business -> business.withoutFact(topic));
  }

  private Business change(
      Asked asked, String action, String subject, UnaryOperator<Business> change) {
    asked.admitted(subscribers);
    return subscribers.change(
        asked.slug(),
        current -> {
          Business now = asked.allowed(current);
          return asked.settled(now, change.apply(now));
        },
        now -> new AuditEntry(now.id(), clock.instant(), asked.actor(), action, subject));
  }
}
