package ca.rocketreception.http.interaction;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.http.request.Access;
import ca.rocketreception.http.request.Cursors;
import ca.rocketreception.http.request.Identity;
import ca.rocketreception.http.request.Places;
import ca.rocketreception.http.request.Query;
import ca.rocketreception.http.request.Routes;
import ca.rocketreception.http.request.Trace;
import ca.rocketreception.http.shown.Shown;
import ca.rocketreception.ports.driven.interaction.KeptEvent;
import ca.rocketreception.ports.driving.interaction.RetryingEvents;
import ca.rocketreception.ports.driving.interaction.ReviewingEvents;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** What the providers sent and what became of it. */
public final class EventsDoor {

  private static final int MOST = 200;
  private static final int USUAL = 50;

  private final ReviewingEvents reviewing;
  private final RetryingEvents retrying;

  public EventsDoor(ReviewingEvents reviewing, RetryingEvents retrying) {
    this.reviewing = reviewing;
    this.retrying = retrying;
  }

  public void open(Routes routes) {
    routes
        .read("/v1/subscribers/{slug}/events", Access.KEY, this::applied)
        .read("/v1/events", Access.OPERATOR, this::notApplied)
        .read("/v1/events/{event}", Access.OPERATOR, this::event)
        .post("/v1/events/{event}/retry", Access.OPERATOR_CHANGE, this::retry);
  }

  private void applied(Context request) {
    Query query = Query.of(request, "limit", "cursor");
    int limit = query.limit(MOST, USUAL);
    show(
        request,
        limit,
        reviewing.of(Identity.key(request), Places.slug(request), limit + 1, cursor(query)));
  }

  private void notApplied(Context request) {
    Query query = Query.of(request, "outcome", "limit", "cursor");
    Optional<KeptEvent.Outcome> outcome = query.oneOf("outcome", KeptEvent.Outcome.class);
    if (outcome.equals(Optional.of(KeptEvent.Outcome.APPLIED))) {
      throw new Refusal.Invalid(
          "outcome",
          "Events that were applied are listed with their subscriber",
          "Use /v1/subscribers/{slug}/events, or the outcome WAITING or IGNORED.");
    }
    int limit = query.limit(MOST, USUAL);
    show(
        request,
        limit,
        reviewing.notApplied(Identity.key(request), outcome, limit + 1, cursor(query)));
  }

  private static Optional<KeptEvent.Cursor> cursor(Query query) {
    return query.text("cursor").map(Cursors::readEvent);
  }

  /** One more was asked for than is shown, to know whether there are more. */
  private static void show(Context request, int limit, List<KeptEvent> found) {
    List<KeptEvent> page = found.subList(0, Math.min(limit, found.size()));
    request.json(
        new Shown.Page<>(
            page.stream().map(Shown.Event::of).toList(),
            found.size() > limit
                ? Optional.of(Cursors.write(page.getLast().cursor()))
                : Optional.empty()));
  }

  private void event(Context request) {
    Query.of(request);
    ReviewingEvents.Evidence evidence = reviewing.event(Identity.key(request), name(request));
    request.json(Shown.withBody(evidence.kept(), evidence.event().body()));
  }

  private void retry(Context request) {
    request.json(
        Shown.Event.of(retrying.retry(Identity.key(request), Trace.id(request), name(request))));
  }

  private static KeptEvent.Name name(Context request) {
    try {
      return Cursors.readName(request.pathParam("event"));
    } catch (Refusal.Invalid junk) {
      throw new Refusal.Invalid(
          "event", "This is no id of an event", "Take an id from the list of events.");
    }
  }
}
