package ca.rocketreception.ports.driving;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Actor;
import ca.rocketreception.domain.ApiKey;
import ca.rocketreception.domain.Business;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Slug;
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

  Actor actor() {
    return Actor.with(key, requestId);
  }

  /** The business, if it is there, this key opens and may change it, and it is what is expected. */
  Business allowed(Optional<Business> current) {
    key.requireManaging();
    Business business = opened(key, slug, current);
    expected.accept(business);
    return business;
  }

  /** The business as it shall be, if whoever asks may make it so. */
  Business settled(Business now, Business next) {
    if (!key.isOperators()) {
      now.requireOwners(next);
    }
    return next;
  }

  /** A business that a key does not open is answered like one that is not there. */
  static Business opened(ApiKey key, Slug slug, Optional<Business> current) {
    return current
        .filter(business -> key.opens(business.id()))
        .orElseThrow(() ->
            new Refusal.NotFound(
                "There is no subscriber '" + slug + "' that this key opens",
                "Check the slug, or use a key of that subscriber or of the operator."));
  }
}
