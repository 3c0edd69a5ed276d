package ca.rocketreception.http.interaction;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.InteractionStatus;
import ca.rocketreception.http.request.Cursors;
import ca.rocketreception.http.request.Identity;
import ca.rocketreception.http.request.Places;
import ca.rocketreception.http.request.Query;
import ca.rocketreception.http.request.Tags;
import ca.rocketreception.http.shown.Shown;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driven.interaction.InteractionFilter;
import ca.rocketreception.ports.driving.interaction.ReviewingActivity;
import io.javalin.http.Context;
import java.time.Instant;

/** Reading what happened, under /v1/subscribers. */
public final class ReviewingDoor {

  private final ReviewingActivity reviewing;

  public ReviewingDoor(ReviewingActivity reviewing) {
    this.reviewing = reviewing;
  }

  public void subscribers(Context request) {
    Query query = Query.of(request, "limit", "cursor");
    Subscribers.Page page =
        reviewing.businesses(
            Identity.key(request),
            query.limit(InteractionFilter.GREATEST_LIMIT, InteractionFilter.DEFAULT_LIMIT),
            query.text("cursor").map(ReviewingDoor::slugIn));
    request.json(
        new Shown.Page<>(
            page.items().stream().map(Shown.Subscriber::of).toList(),
            page.next().map(last -> Cursors.writeText(last.value()))));
  }

  private static Slug slugIn(String cursor) {
    try {
      return new Slug(Cursors.readText(cursor));
    } catch (Refusal.Invalid none) {
      throw Cursors.junk(cursor);
    }
  }

  public void subscriber(Context request) {
    Query.of(request);
    Tags.show(
        request, Shown.Subscriber.of(reviewing.business(Identity.key(request), slug(request))));
  }

  public void clock(Context request) {
    Query query = Query.of(request, "from", "to");
    request.json(
        ShownClock.of(
            reviewing.business(Identity.key(request), slug(request)).subscriber().zone(),
            needed(query, "from"),
            needed(query, "to")));
  }

  private static Instant needed(Query query, String name) {
    return query
        .instant(name)
        .orElseThrow(() ->
            new Refusal.Invalid(
                name, name + " is missing", "Give it, such as " + name + "=2026-11-23T16:00:00Z."));
  }

  public void interactions(Context request) {
    InteractionFilter filter = filter(request);
    ReviewingActivity.Activities found =
        reviewing.interactions(Identity.key(request), slug(request), filter);
    request.json(
        new Shown.Page<>(
            found.page().interactions().stream()
                .map(one -> Shown.Interaction.of(one, found.agents()))
                .toList(),
            found.page().next().map(Cursors::write)));
  }

  /** One message more is asked for than is shown, to know whether there are more. */
  public void interaction(Context request) {
    Query query = Query.of(request, "limit", "cursor");
    int limit = query.limit(InteractionFilter.GREATEST_LIMIT, InteractionFilter.GREATEST_LIMIT);
    int after = query.text("cursor").map(ReviewingDoor::seqIn).orElse(0);
    ReviewingActivity.Whole whole =
        reviewing.interaction(Identity.key(request), slug(request), id(request), after, limit + 1);
    request.json(Shown.withMessages(whole, limit));
  }

  private static int seqIn(String cursor) {
    String text = Cursors.readText(cursor);
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw Cursors.junk(cursor);
    }
    return Integer.parseInt(text);
  }

  private static InteractionFilter filter(Context request) {
    Query query = Query.of(request, "from", "to", "channel", "status", "caller", "limit", "cursor");
    return new InteractionFilter(
        query.instant("from"),
        query.instant("to"),
        query.oneOf("channel", ChannelKind.class),
        query.oneOf("status", InteractionStatus.class),
        query.phoneNumber("caller"),
        query.limit(InteractionFilter.GREATEST_LIMIT, InteractionFilter.DEFAULT_LIMIT),
        query.text("cursor").map(Cursors::read));
  }

  private static Slug slug(Context request) {
    return new Slug(request.pathParam("slug"));
  }

  public static InteractionId id(Context request) {
    return new InteractionId(Places.id(request, "an interaction"));
  }
}
