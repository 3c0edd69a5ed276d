package ca.rocketreception.http.access;

import ca.rocketreception.http.request.Access;
import ca.rocketreception.http.request.Cursors;
import ca.rocketreception.http.request.Identity;
import ca.rocketreception.http.request.Places;
import ca.rocketreception.http.request.Query;
import ca.rocketreception.http.request.Routes;
import ca.rocketreception.http.shown.Shown;
import ca.rocketreception.ports.driven.access.AuditTrails;
import ca.rocketreception.ports.driving.access.ReviewingChanges;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.function.BiFunction;

/** The audit trail: who changed what, and whether the trail is whole. */
public final class ChangesDoor {

  private static final int MOST = 200;
  private static final int USUAL = 50;

  private final ReviewingChanges reviewing;

  public ChangesDoor(ReviewingChanges reviewing) {
    this.reviewing = reviewing;
  }

  public void open(Routes routes) {
    routes
        .read("/v1/subscribers/{slug}/audit", Access.KEY, this::changes)
        .read("/v1/audit", Access.OPERATOR, this::operatorsChanges);
  }

  private void changes(Context request) {
    show(
        request,
        (limit, before) ->
            reviewing.changes(Identity.key(request), Places.slug(request), limit, before));
  }

  private void operatorsChanges(Context request) {
    show(
        request,
        (limit, before) -> reviewing.operatorsChanges(Identity.key(request), limit, before));
  }

  private static void show(
      Context request, BiFunction<Integer, Optional<Long>, ReviewingChanges.Page> read) {
    Query query = Query.of(request, "limit", "cursor");
    ReviewingChanges.Page page =
        read.apply(query.limit(MOST, USUAL), query.text("cursor").map(ChangesDoor::seq));
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
