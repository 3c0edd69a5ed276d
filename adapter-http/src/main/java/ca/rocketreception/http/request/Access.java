package ca.rocketreception.http.request;

import io.javalin.security.RouteRole;
import java.util.Set;

/** Who may come through a route. */
public enum Access implements RouteRole {
  /** A provider; its own adapter checks the signature. */
  PROVIDER,
  /** Whoever has an API key. */
  KEY,
  /** Whoever has an API key that may change what it opens; the body is read. */
  CHANGE,
  /** Whoever has an operator's key. */
  OPERATOR,
  /** Whoever has an operator's key that may change things; the body is read. */
  OPERATOR_CHANGE,
  /** A visitor of a business's page; its door settles by its token what it may. */
  VISITOR,
  /** Everybody: health, and the page, which has no data in it. */
  EVERYBODY;

  private static final Set<Access> WITH_KEY = Set.of(KEY, CHANGE, OPERATOR, OPERATOR_CHANGE);

  boolean needsKey() {
    return WITH_KEY.contains(this);
  }

  boolean changes() {
    return this == CHANGE || this == OPERATOR_CHANGE;
  }

  boolean needsOperator() {
    return this == OPERATOR || this == OPERATOR_CHANGE;
  }

  public static boolean anyNeedsKey(Set<? extends RouteRole> roles) {
    return WITH_KEY.stream().anyMatch(roles::contains);
  }
}
