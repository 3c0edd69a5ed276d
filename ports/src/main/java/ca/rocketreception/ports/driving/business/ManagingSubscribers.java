package ca.rocketreception.ports.driving.business;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.access.Actor;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.OwnedNumber;
import ca.rocketreception.domain.business.Subscriber;
import ca.rocketreception.domain.routing.DialingRules;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driving.access.Asked;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What an operator does with businesses: sign up, fill in, suspend, resume. */
public final class ManagingSubscribers {

  private final Subscribers subscribers;
  private final DialingRules rules;
  private final InstantSource clock;

  public ManagingSubscribers(Subscribers subscribers, DialingRules rules, InstantSource clock) {
    this.subscribers = subscribers;
    this.rules = rules;
    this.clock = clock;
  }

  /**
   * Adds what is missing of a business and leaves what is there as it is, and says in words what
   * was added; nothing when all was there. With {@code dryRun} it only says. Idempotent.
   */
  public List<String> fillIn(Business wanted, String actor, boolean dryRun) {
    Slug slug = wanted.subscriber().slug();
    Optional<Business> before = subscribers.find(slug);
    Business after = filled(before, wanted);
    List<String> additions = new ArrayList<>();
    if (before.isEmpty()) {
      requireDiallable(wanted.subscriber());
      additions.add("subscriber " + slug);
    }
    additions.addAll(after.additionsTo(before.orElseGet(() -> Business.of(after.subscriber()))));
    if (!additions.isEmpty() && !dryRun) {
      subscribers.change(
          slug,
          current -> filled(current, wanted),
          now -> entry(now, Actor.named(actor), "filled in", String.join(", ", additions)));
    }
    return additions;
  }

  /**
   * Signs a business up, with nothing but itself. Again with the same id it changes nothing and
   * returns the business as it is now.
   *
   * @throws Refusal.Conflict when another business has the slug
   */
  public Business signUp(Asked asked, Subscriber wanted) {
    asked.key().requireOperator();
    asked.key().requireManaging();
    requireDiallable(wanted);
    return subscribers.change(
        wanted.slug(),
        current -> {
          current.ifPresent(other -> other.requireSame(wanted));
          return current.orElseGet(() -> Business.of(wanted));
        },
        now -> entry(now, asked.actor(), "signed up", wanted.slug().value()));
  }

  /** Changes what a subscriber says of itself: its name, time zone, language, own phone. */
  public Business describe(Asked asked, UnaryOperator<Subscriber> change) {
    return describe(asked, change, Optional.empty());
  }

  /**
   * The same. Where calls go on to another phone than before, the owner says its number twice: a
   * wrong digit would send every caller to a stranger.
   *
   * @param confirmed the phone's number once more
   */
  public Business describe(
      Asked asked, UnaryOperator<Subscriber> change, Optional<PhoneNumber> confirmed) {
    return change(
        asked,
        "described",
        business -> {
          Subscriber next = change.apply(business.subscriber());
          if (!next.transferNumber().equals(business.subscriber().transferNumber())) {
            requireDiallable(next);
            if (!asked.key().isOperators()) {
              business.subscriber().requireConfirmed(next, confirmed);
            }
          }
          return business.with(next);
        });
  }

  private void requireDiallable(Subscriber wanted) {
    wanted.transferNumber().ifPresent(phone -> rules.requireAllowed("transferNumber", phone));
  }

  /** Answers for it no more, until it is resumed. Idempotent. */
  public Business suspend(Asked asked) {
    asked.key().requireOperator();
    return change(asked, "suspended", business -> business.with(business.subscriber().suspend()));
  }

  /** Answers for it again. Idempotent. */
  public Business resume(Asked asked) {
    asked.key().requireOperator();
    return change(asked, "resumed", business -> business.with(business.subscriber().resume()));
  }

  /** Gives it a number, or says anew whether others share it. */
  public Business giveNumber(Asked asked, OwnedNumber number) {
    asked.key().requireOperator();
    rules.requireRinging("number", number.number());
    return change(asked, "gave number", business -> business.with(number));
  }

  /** Takes a number from it, so that another can have it. */
  public Business releaseNumber(Asked asked, PhoneNumber number) {
    asked.key().requireOperator();
    return change(asked, "released number", business -> business.releasing(number));
  }

  private Business change(Asked asked, String action, UnaryOperator<Business> change) {
    asked.admitted(subscribers);
    return subscribers.change(
        asked.slug(),
        current -> {
          Business now = asked.allowed(current);
          return asked.settled(now, change.apply(now));
        },
        now -> entry(now, asked.actor(), action, asked.slug().value()));
  }

  private AuditEntry entry(Business business, Actor actor, String action, String subject) {
    return new AuditEntry(business.id(), clock.instant(), actor, action, subject);
  }

  private static Business filled(Optional<Business> current, Business wanted) {
    return current.map(there -> there.filledFrom(wanted)).orElse(wanted);
  }
}
