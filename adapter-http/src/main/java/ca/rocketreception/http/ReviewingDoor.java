package ca.rocketreception.http;

import ca.rocketreception.domain.Business;
import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.InteractionId;
import ca.rocketreception.domain.InteractionStatus;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.ports.driven.InteractionFilter;
import ca.rocketreception.ports.driven.InteractionPage;
import ca.rocketreception.ports.driving.ReviewingActivity;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** Reading what happened, under /v1/subscribers. */
final class ReviewingDoor {

  private final ReviewingActivity reviewing;

  ReviewingDoor(ReviewingActivity reviewing) {
    this.reviewing = reviewing;
  }

  void subscribers(Context request) {
    Query query = Query.of(request, "limit", "cursor");
    int limit = query.limit(InteractionFilter.GREATEST_LIMIT, InteractionFilter.DEFAULT_LIMIT);
    List<Business> all = reviewing.businesses(Identity.key(request));
    int from = query.text("cursor").map(cursor -> placeAfter(cursor, all)).orElse(0);
    int to = Math.min(all.size(), from + limit);
    request.json(
        new Shown.Page<>(
            all.subList(from, to).stream().map(Shown.Subscriber::of).toList(),
            to < all.size()
                ? Optional.of(Cursors.writeText(slug(all.get(to - 1))))
                : Optional.empty()));
  }

  void subscriber(Context request) {
    Query.of(request);
    Tags.show(
        request, Shown.Subscriber.of(reviewing.business(Identity.key(request), slug(request))));
  }

  void interactions(Context request) {
    InteractionFilter filter = filter(request);
    Business business = reviewing.business(Identity.key(request), slug(request));
    InteractionPage page = reviewing.interactions(Identity.key(request), slug(request), filter);
    request.json(
        new Shown.Page<>(
            page.interactions().stream().map(one -> Shown.Interaction.of(one, business)).toList(),
            page.next().map(Cursors::write)));
  }

  void interaction(Context request) {
    Query.of(request);
    InteractionId id = id(request);
    Business business = reviewing.business(Identity.key(request), slug(request));
    request.json(
        Shown.withMessages(
            reviewing.interaction(Identity.key(request), slug(request), id), business));
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

  private static String slug(Business business) {
    return business.subscriber().slug().value();
  }

  static InteractionId id(Context request) {
    return new InteractionId(Places.id(request, "an interaction"));
  }

  private static int placeAfter(String cursor, List<Business> all) {
    String last = Cursors.readText(cursor);
    for (int place = 0; place < all.size(); place++) {
      if (slug(all.get(place)).equals(last)) {
        return place + 1;
      }
    }
    throw Cursors.junk(cursor);
  }
}
