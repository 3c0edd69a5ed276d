package ca.rocketreception.http.usage;

import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.domain.usage.UsageEntry;
import ca.rocketreception.http.interaction.ReviewingDoor;
import ca.rocketreception.http.request.Access;
import ca.rocketreception.http.request.Cursors;
import ca.rocketreception.http.request.Identity;
import ca.rocketreception.http.request.Places;
import ca.rocketreception.http.request.Query;
import ca.rocketreception.http.request.Routes;
import ca.rocketreception.http.shown.Shown;
import ca.rocketreception.ports.driven.usage.UsageLedger;
import ca.rocketreception.ports.driving.usage.ReviewingUsage;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** What was used: sums, and the lines of the ledger that they are of. */
public final class UsageDoor {

  private static final int MOST = 200;
  private static final int USUAL = 50;

  private final ReviewingUsage reviewing;

  public UsageDoor(ReviewingUsage reviewing) {
    this.reviewing = reviewing;
  }

  public void open(Routes routes) {
    routes
        .read("/v1/subscribers/{slug}/usage", Access.KEY, this::used)
        .read("/v1/subscribers/{slug}/usage/entries", Access.KEY, this::lines)
        .read("/v1/subscribers/{slug}/interactions/{id}/usage", Access.KEY, this::ofInteraction);
  }

  private void used(Context request) {
    request.json(
        ShownUsage.Used.of(reviewing.used(asking(request, Query.of(request, "from", "to")))));
  }

  /** One more is asked for than is shown, to know whether there are more. */
  private void lines(Context request) {
    Query query = Query.of(request, "from", "to", "meter", "limit", "cursor");
    int limit = query.limit(MOST, USUAL);
    List<UsageEntry> found =
        reviewing.lines(
            asking(request, query),
            query.oneOf("meter", Meter.class),
            limit + 1,
            query.text("cursor").map(Cursors::readLine));
    List<UsageEntry> page = found.subList(0, Math.min(limit, found.size()));
    request.json(
        new Shown.Page<>(
            page.stream().map(ShownUsage.Line::of).toList(),
            found.size() > limit
                ? Optional.of(Cursors.write(cursor(page.getLast())))
                : Optional.empty()));
  }

  private void ofInteraction(Context request) {
    Query.of(request);
    InteractionId id = ReviewingDoor.id(request);
    request.json(
        new Shown.Page<>(
            reviewing.of(Identity.key(request), Places.slug(request), id).stream()
                .map(ShownUsage.Line::of)
                .toList(),
            Optional.empty()));
  }

  public static UsageLedger.Cursor cursor(UsageEntry line) {
    return new UsageLedger.Cursor(line.localDay(), line.id());
  }

  private static ReviewingUsage.Asking asking(Context request, Query query) {
    return new ReviewingUsage.Asking(
        Identity.key(request), Places.slug(request), query.date("from"), query.date("to"));
  }
}
