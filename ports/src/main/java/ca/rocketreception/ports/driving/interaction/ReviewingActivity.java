package ca.rocketreception.ports.driving.interaction;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.domain.agent.Agent;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.Subscriber;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driven.interaction.Activity;
import ca.rocketreception.ports.driven.interaction.InteractionFilter;
import ca.rocketreception.ports.driven.interaction.InteractionPage;
import ca.rocketreception.ports.driven.interaction.Interactions;
import ca.rocketreception.ports.driving.access.Asked;
import java.util.List;
import java.util.Optional;
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

  /** All businesses that the key opens, with all they have. */
  public List<Business> businesses(ApiKey key) {
    return key.subscriber()
        .map(own -> subscribers.find(own).stream().toList())
        .orElseGet(subscribers::all);
  }

  /** Some of the businesses that the key opens, by slug. */
  public Subscribers.Page businesses(ApiKey key, int limit, Optional<Slug> after) {
    return key.subscriber()
        .map(own ->
            new Subscribers.Page(
                subscribers.find(own).map(Subscribers.Listed::of).stream()
                    .filter(_ -> after.isEmpty())
                    .toList(),
                Optional.empty()))
        .orElseGet(() -> subscribers.page(limit, after));
  }

  /**
   * A business by its slug. One that the key does not open is answered like one that is not there.
   */
  public Business business(ApiKey key, Slug slug) {
    return Asked.read(key, slug, subscribers);
  }

  /** The same with one part of what it has, and nothing of the others. */
  public Business business(ApiKey key, Slug slug, Subscribers.Part part) {
    return subscribers.find(subscriber(key, slug), part).orElseThrow(() -> Business.unknown(slug));
  }

  /** Whose slug it is, without reading anything of the business. */
  public SubscriberId subscriber(ApiKey key, Slug slug) {
    return Asked.opened(key, slug, subscribers);
  }

  /** Some interactions, and the agents of the business that may have answered them. */
  public record Activities(InteractionPage page, List<Agent> agents) {}

  public Activities interactions(ApiKey key, Slug slug, InteractionFilter filter) {
    SubscriberId whose = subscriber(key, slug);
    return new Activities(interactions.page(whose, filter), subscribers.agents(whose));
  }

  /** One interaction with some of its messages, and the agents that may have answered it. */
  public record Whole(Interaction interaction, List<Agent> agents) {}

  /**
   * One interaction with so many of its messages at most.
   *
   * @param after only messages with a greater seq
   */
  public Whole interaction(ApiKey key, Slug slug, InteractionId id, int after, int limit) {
    SubscriberId whose = subscriber(key, slug);
    return interactions
        .find(whose, id, after, limit)
        .map(found -> new Whole(found, subscribers.agents(whose)))
        .orElseThrow(() ->
            new Refusal.NotFound(
                "Subscriber '" + slug + "' has no interaction " + id,
                "Take an id from the list of its interactions."));
  }

  /** The slug of a business of which there is news; empty when it is not there. */
  public Optional<Slug> slug(SubscriberId id) {
    return subscribers.subscriber(id).map(Subscriber::slug);
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
