package ca.rocketreception.ports.driving;

import ca.rocketreception.domain.AuditEntry;
import ca.rocketreception.domain.Business;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.ports.driven.Subscribers;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an operator does with businesses: sign up, fill in, suspend, resume. */
public final class ManagingSubscribers {

  private final Subscribers subscribers;
  private final InstantSource clock;

  public ManagingSubscribers(Subscribers subscribers, InstantSource clock) {
    this.subscribers = subscribers;
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
      additions.add("subscriber " + slug);
    }
    additions.addAll(after.additionsTo(before.orElseGet(() -> Business.of(after.subscriber()))));
    if (!additions.isEmpty() && !dryRun) {
      subscribers.change(
          slug,
          current -> filled(current, wanted),
          now -> entry(now, actor, "filled in", String.join(", ", additions)));
    }
    return additions;
  }

  public Business suspend(Slug slug, String actor) {
    return change(slug, actor, "suspended", true);
  }

  public Business resume(Slug slug, String actor) {
    return change(slug, actor, "resumed", false);
  }

  private Business change(Slug slug, String actor, String action, boolean suspend) {
    return subscribers.change(
        slug,
        current -> {
          Business business = current.orElseThrow(() -> Business.unknown(slug));
          return business.with(
              suspend ? business.subscriber().suspend() : business.subscriber().resume());
        },
        now -> entry(now, actor, action, slug.value()));
  }

  private AuditEntry entry(Business business, String actor, String action, String subject) {
    String shown = subject.length() <= 1000 ? subject : subject.substring(0, 999) + "…";
    return new AuditEntry(business.id(), clock.instant(), actor, action, shown);
  }

  private static Business filled(Optional<Business> current, Business wanted) {
    return current.map(there -> there.filledFrom(wanted)).orElse(wanted);
  }
}
