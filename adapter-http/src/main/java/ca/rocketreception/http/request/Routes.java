package ca.rocketreception.http.request;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.security.RouteRole;
import java.util.Arrays;

/** Adds routes, each saying who may come through. */
public record Routes(RoutesConfig config) {

  /** Of the routes of one thing, whose present state a change may name as its condition. */
  enum Condition implements RouteRole {
    HELD
  }

  /** HEAD is what GET is, so that it is refused where GET would be. */
  public Routes read(String path, Access access, Handler handler) {
    return on(HandlerType.GET, path, access, handler).on(HandlerType.HEAD, path, access, handler);
  }

  public Routes post(String path, Access access, Handler handler) {
    return on(HandlerType.POST, path, access, handler);
  }

  /** Does something with the thing whose address the path goes on from. */
  public Routes act(String path, Access access, Handler handler) {
    return on(HandlerType.POST, path, access, handler, Condition.HELD);
  }

  public Routes put(String path, Access access, Handler handler) {
    return on(HandlerType.PUT, path, access, handler, Condition.HELD);
  }

  public Routes patch(String path, Access access, Handler handler) {
    return on(HandlerType.PATCH, path, access, handler, Condition.HELD);
  }

  public Routes delete(String path, Access access, Handler handler) {
    return on(HandlerType.DELETE, path, access, handler, Condition.HELD);
  }

  /** The pattern of the route that a request took, fit for logs: it has nobody's name in it. */
  public static String taken(Context request) {
    var matched = request.endpoints().matchedHttpEndpoint();
    return matched == null ? "unmatched" : matched.path;
  }

  private Routes on(
      HandlerType method, String path, Access access, Handler handler, RouteRole... more) {
    RouteRole[] roles = Arrays.copyOf(more, more.length + 1);
    roles[more.length] = access;
    config.addHttpHandler(method, path, handler, roles);
    return this;
  }
}
