package ca.rocketreception.http;

import ca.rocketreception.ports.driven.AuditTrails;
import ca.rocketreception.ports.driving.ReviewingChanges;
import io.javalin.http.Context;

/** The audit trail: who changed what, and whether the trail is whole. */
final class ChangesDoor {

  private static final int MOST = 200;
  private static final int USUAL = 50;

  private final ReviewingChanges reviewing;

  ChangesDoor(ReviewingChanges reviewing) {
    this.reviewing = reviewing;
  }

  void open(Routes routes) {
    routes.read("/v1/subscribers/{slug}/audit", Access.KEY, this::changes);
  }

  private void changes(Context request) {
    Query query = Query.of(request, "limit", "cursor");
    ReviewingChanges.Page page =
        reviewing.changes(
            Identity.key(request),
            Places.slug(request),
            query.limit(MOST, USUAL),
            query.text("cursor").map(ChangesDoor::seq));
    AuditTrails.Verified verified = page.verified();
    request.json(
        new Shown.Changes(
            page.entries().stream().map(Shown.Changed::of).toList(),
            page.next().map(seq -> Cursors.writeText(seq.toString())),
            new Shown.Chain(verified.holds(), verified.entries(), verified.brokenAt())));
  }

  private static long seq(String cursor) {
    String text = Cursors.readText(cursor);
    if (!text.matches("[1-9][0-9]{0,17}")) {
      throw Cursors.junk(cursor);
    }
    return Long.parseLong(text);
  }
}
