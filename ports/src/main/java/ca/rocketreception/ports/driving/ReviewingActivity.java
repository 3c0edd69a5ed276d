package ca.rocketreception.ports.driving;

import ca.rocketreception.domain.ApiKey;
import ca.rocketreception.domain.Business;
import ca.rocketreception.domain.Interaction;
import ca.rocketreception.domain.InteractionId;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.ports.driven.Activity;
import ca.rocketreception.ports.driven.InteractionFilter;
import ca.rocketreception.ports.driven.InteractionPage;
import ca.rocketreception.ports.driven.Interactions;
import ca.rocketreception.ports.driven.Subscribers;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a business owner or operator does with what happened: read it. Each sees only what the key
 * opens.
 */
public final class ReviewingActivity {

  private final Subscribers subscribers;
  private final Interactions interactions;
  private final Activity activity;

  public ReviewingActivity(Subscribers subscribers, Interactions interactions, Activity activity) {
    this.subscribers = subscribers;
    this.interactions = interactions;
    this.activity = activity;
  }

  /** The businesses that the key opens, by slug. */
  public List<Business> businesses(ApiKey key) {
    return key.subscriber()
        .map(own -> subscribers.find(own).stream().toList())
        .orElseGet(subscribers::all);
  }

  /**
   * A business by its slug. One that the key does not open is answered like one that is not there.
   */
  public Business business(ApiKey key, Slug slug) {
    return Asked.opened(key, slug, subscribers.find(slug));
  }

  public InteractionPage interactions(ApiKey key, Slug slug, InteractionFilter filter) {
    return interactions.page(business(key, slug).id(), filter);
  }

  /** One interaction with its messages. */
  public Interaction interaction(ApiKey key, Slug slug, InteractionId id) {
    return interactions
        .find(business(key, slug).id(), id)
        .orElseThrow(() ->
            new Refusal.NotFound(
                "Subscriber '" + slug + "' has no interaction " + id,
                "Take an id from the list of its interactions."));
  }

  /** Calls the listener on each change of an interaction that the key opens, until closed. */
  public Activity.Subscription follow(ApiKey key, Consumer<Activity.News> listener) {
    return activity.listen(news -> {
      if (key.opens(news.subscriber())) {
        listener.accept(news);
      }
    });
  }
}
