package ca.rocketreception.http;

import ca.rocketreception.http.request.Routes;
import io.javalin.http.Context;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Counts requests by route and outcome. A meter is made when its first request comes and then found
 * without making anything, because questions about ringing calls come tens of thousands a second.
 * Nothing that an asker writes becomes a label: routes are patterns, other methods are one.
 */
final class RequestMeters {

  private static final List<String> METHODS =
      List.of("GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final int STATUS_CLASSES = 6;
  private static final Duration[] STEPS = {
    Duration.ofMillis(1),
    Duration.ofMillis(3),
    Duration.ofMillis(10),
    Duration.ofMillis(30),
    Duration.ofMillis(100),
    Duration.ofMillis(300),
    Duration.ofSeconds(1),
    Duration.ofSeconds(3),
    Duration.ofSeconds(10)
  };

  private final PrometheusMeterRegistry registry;
  private final Map<String, AtomicReferenceArray<Timer>> byRoute = new ConcurrentHashMap<>();

  RequestMeters(PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  void count(Context request, float milliseconds) {
    String route = Routes.taken(request);
    AtomicReferenceArray<Timer> timers = byRoute.get(route);
    if (timers == null) {
      timers =
          byRoute.computeIfAbsent(
              route, _ -> new AtomicReferenceArray<>((METHODS.size() + 1) * STATUS_CLASSES));
    }
    int known = METHODS.indexOf(request.req().getMethod());
    int method = known < 0 ? METHODS.size() : known;
    int statusClass = Math.clamp(request.res().getStatus() / 100, 0, STATUS_CLASSES - 1);
    int place = method * STATUS_CLASSES + statusClass;
    Timer timer = timers.get(place);
    if (timer == null) {
      timer = timer(route, method, statusClass);
      timers.set(place, timer);
    }
    timer.record((long) (milliseconds * 1e6), TimeUnit.NANOSECONDS);
  }

  private Timer timer(String route, int method, int statusClass) {
    return Timer.builder("rocket.http.requests")
        .description("Requests by the pattern of their route and the class of their status")
        .tag("method", method < METHODS.size() ? METHODS.get(method) : "other")
        .tag("route", route)
        .tag("status", statusClass + "xx")
        .serviceLevelObjectives(STEPS)
        .register(registry);
  }

  void show(Context request) {
    request.contentType("text/plain; version=0.0.4; charset=utf-8").result(registry.scrape());
  }
}
