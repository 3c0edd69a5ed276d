package ca.rocketreception.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/** Adds routes, each saying who may come through. */
record Routes(RoutesConfig config) {

  /** HEAD is what GET is, so that it is refused where GET would be. */
  Routes read(String path, Access access, Handler handler) {
    return on(HandlerType.GET, path, access, handler).on(HandlerType.HEAD, path, access, handler);
  }

  Routes post(String path, Access access, Handler handler) {
    return on(HandlerType.POST, path, access, handler);
  }

  Routes put(String path, Access access, Handler handler) {
    return on(HandlerType.PUT, path, access, handler);
  }

  Routes patch(String path, Access access, Handler handler) {
    return on(HandlerType.PATCH, path, access, handler);
  }

  Routes delete(String path, Access access, Handler handler) {
    return on(HandlerType.DELETE, path, access, handler);
  }

  private Routes on(HandlerType method, String path, Access access, Handler handler) {
    config.addHttpHandler(method, path, handler, access);
    return this;
  }
}
