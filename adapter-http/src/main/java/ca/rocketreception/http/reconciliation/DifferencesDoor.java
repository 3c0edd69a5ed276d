package ca.rocketreception.http.reconciliation;

import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.reconciliation.ProviderDifference;
import ca.rocketreception.http.request.Access;
import ca.rocketreception.http.request.Identity;
import ca.rocketreception.http.request.Members;
import ca.rocketreception.http.request.Query;
import ca.rocketreception.http.request.Routes;
import ca.rocketreception.http.request.Trace;
import ca.rocketreception.http.shown.Shown;
import ca.rocketreception.ports.driving.reconciliation.ReconcilingRecords;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What providers' own records say otherwise than ours: the operator's, for they are of everybody.
 */
public final class DifferencesDoor {

  private static final int MOST = 200;
  private static final int USUAL = 50;

  private final ReconcilingRecords reconciling;

  public DifferencesDoor(ReconcilingRecords reconciling) {
    this.reconciling = reconciling;
  }

  public void open(Routes routes) {
    routes
        .read("/v1/differences", Access.OPERATOR, this::differences)
        .post("/v1/differences/{id}/explain", Access.OPERATOR_CHANGE, this::explain);
  }

  /** One more is asked for than is shown, to know whether there are more. */
  private void differences(Context request) {
    Query query = Query.of(request, "state", "limit", "cursor");
    int limit = query.limit(MOST, USUAL);
    List<ProviderDifference> found =
        reconciling.differences(
            Identity.key(request),
            query.oneOf("state", ProviderDifference.State.class),
            limit + 1,
            query.text("cursor").map(cursor -> id("cursor", cursor)));
    List<ProviderDifference> page = found.subList(0, Math.min(limit, found.size()));
    request.json(
        new Shown.Page<>(
            page.stream().map(Shows::of).toList(),
            found.size() > limit ? Optional.of(page.getLast().id().toString()) : Optional.empty()));
  }

  private void explain(Context request) {
    Query.of(request);
    Members wanted = Members.of(request, "explanation");
    request.json(
        Shows.of(
            reconciling.explain(
                Identity.key(request),
                Trace.id(request),
                id("id", request.pathParam("id")),
                wanted.requiredLines("explanation"))));
  }

  private static UUID id(String field, String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new Refusal.Invalid(
          field,
          "'" + Query.shown(text) + "' names no difference",
          "Take it from the list of differences.");
    }
  }

  record Shows(
      UUID id,
      Optional<UUID> subscriberId,
      Provider provider,
      String providerInteractionId,
      ProviderDifference.Kind kind,
      Optional<String> ours,
      Optional<String> theirs,
      ProviderDifference.State state,
      Optional<String> explanation,
      Instant seenAt) {

    static Shows of(ProviderDifference one) {
      return new Shows(
          one.id(),
          Optional.of(one.subscriber())
              .filter(subscriber -> !subscriber.equals(AuditEntry.NOBODY))
              .map(subscriber -> subscriber.value()),
          one.reference().provider(),
          one.reference().id(),
          one.kind(),
          one.ours(),
          one.theirs(),
          one.state(),
          one.explanation(),
          one.seenAt());
    }
  }
}
