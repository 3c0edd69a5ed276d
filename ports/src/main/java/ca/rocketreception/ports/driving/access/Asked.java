package ca.rocketreception.ports.driving.access;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.Actor;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.ports.driven.business.Subscribers;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A change asked for: by whom, of which subscriber.
 *
 * @param requestId of the request, for the record
 * @param expected refuses, with {@link Refusal.Stale}, when the business is not what the asker
 *     believes it to be; runs with the business locked and must not do anything but look
 */
public record Asked(ApiKey key, Slug slug, String requestId, Consumer<Business> expected) {

  public Asked {
    requireNonNull(key, "key");
    requireNonNull(slug, "slug");
    requireNonNull(requestId, "requestId");
    requireNonNull(expected, "expected");
  }

  public Actor actor() {
    return Actor.with(key, requestId);
  }

  /**
   * Refuses whoever may not change the business, before anything of it is read or locked; says
   * whose it is.
   */
  public SubscriberId admitted(Subscribers subscribers) {
    key.requireManaging();
    return opened(key, slug, subscribers);
  }

  /** The business as it is now, if this key opens and may change it, and it is what is expected. */
  public Business allowed(Subscribers subscribers) {
    return allowed(subscribers.find(admitted(subscribers)));
  }

  /** The same, of what was found. */
  public Business allowed(Optional<Business> current) {
    key.requireManaging();
    Business business = opened(key, slug, current);
    expected.accept(business);
    return business;
  }

  /** The business as it shall be, if whoever asks may make it so. */
  public Business settled(Business now, Business next) {
    if (!key.isOperators()) {
      now.requireOwners(next);
    }
    return next;
  }

  /**
   * Whose slug it is, which costs one look. A business that a key does not open is answered like
   * one that is not there.
   */
  public static SubscriberId opened(ApiKey key, Slug slug, Subscribers subscribers) {
    return subscribers.id(slug).filter(key::opens).orElseThrow(() -> unknown(slug));
  }

  /** The business that a key opens; of any other nothing is read. */
  public static Business read(ApiKey key, Slug slug, Subscribers subscribers) {
    return subscribers.find(opened(key, slug, subscribers)).orElseThrow(() -> unknown(slug));
  }

  private static Business opened(ApiKey key, Slug slug, Optional<Business> current) {
    return current.filter(business -> key.opens(business.id())).orElseThrow(() -> unknown(slug));
  }

  private static Refusal unknown(Slug slug) {
    return new Refusal.NotFound(
        "There is no subscriber '" + slug + "' that this key opens",
        "Check the slug, or use a key of that subscriber or of the operator.");
  }
}
