package ca.rocketreception.http;

import io.javalin.security.RouteRole;

/** Who may come through a route. */
enum Access implements RouteRole {
  /** A provider; its own adapter checks the signature. */
  PROVIDER,
  /** Whoever has an API key. */
  KEY,
  /** A visitor of a business's page; what it may is settled by its token. */
  VISITOR,
  /** Said beside another: the handler reads the body itself. */
  BODY,
  /** Everybody: health, and the page, which has no data in it. */
  EVERYBODY
}
