package ca.rocketreception.app;

import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.number.NumberLink;
import ca.rocketreception.ports.driven.interaction.Interactions;
import ca.rocketreception.ports.driving.interaction.Webhook;
import ca.rocketreception.postgres.Database;
import ca.rocketreception.zones.ZoneData;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * What a node tells about itself. The use cases know nothing of it: what they are given is wrapped
 * here. Labels are words of ours, never anything that came from outside.
 */
final class NodeMeters {

  private static final Duration[] ROUTING_STEPS = {
    Duration.ofNanos(100_000),
    Duration.ofNanos(300_000),
    Duration.ofMillis(1),
    Duration.ofMillis(3),
    Duration.ofMillis(10),
    Duration.ofMillis(100),
    Duration.ofSeconds(1)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final EventMeters received = new EventMeters(registry, "webhook");
  private final EventMeters triedAgain = new EventMeters(registry, "retry");
  private final Timer routing =
      Timer.builder("rocket.routing")
          .description("How long the question took who answers a ringing call")
          .serviceLevelObjectives(ROUTING_STEPS)
          .register(registry);

  NodeMeters(Database database, InstantSource clock) {
    connections("active", database, use -> use.active());
    connections("idle", database, use -> use.idle());
    connections("awaited", database, use -> use.waiting());
    TimeGauge.builder(
            "rocket.routing.snapshot.age",
            database,
            TimeUnit.SECONDS,
            from ->
                from.routingTables()
                    .lastLoaded()
                    .map(at -> secondsBetween(at, clock.instant()))
                    .orElse(Double.NaN))
        .description("Since when the routing table is unread; NaN before it was read at all")
        .register(registry);
    Gauge.builder("rocket.routing.incomplete", database, from -> from.routingTables().incomplete())
        .description(
            "Businesses that are answered otherwise than their rows say, because these are too"
                + " many or cannot be read; the log names them")
        .register(registry);
    SlowCount waiting = new SlowCount(() -> database.providerEvents().waiting(), clock);
    Gauge.builder("rocket.events.waiting", waiting, SlowCount::last)
        .description("Events that belong to nobody we know yet; NaN while it cannot be known")
        .strongReference(true)
        .register(registry);
    zones(ZoneData.current(), clock);
    links(NumberLink.State.BROKEN, database, clock);
    links(NumberLink.State.UNKNOWN, database, clock);
    new JvmMemoryMetrics().bindTo(registry);
  }

  private void zones(ZoneData zones, InstantSource clock) {
    Gauge.builder("rocket.zone.data.info", () -> 1)
        .description("Which release of the zone rules is in use, and whose it is; always 1")
        .tag("version", zones.version())
        .tag("source", zones.kind())
        .register(registry);
    TimeGauge.builder(
            "rocket.zone.data.age",
            () -> Duration.between(zones.madeAt(), clock.instant()).toSeconds(),
            TimeUnit.SECONDS)
        .description("Since when the zone rules are as they are; renew them every six months")
        .register(registry);
  }

  private void links(NumberLink.State state, Database database, InstantSource clock) {
    SlowCount count =
        new SlowCount(
            () ->
                database.numberConnections().chains().stream()
                    .flatMap(chain -> chain.links().stream())
                    .filter(link -> link.state() == state)
                    .count(),
            clock);
    Gauge.builder("rocket.number.links", count, SlowCount::last)
        .description(
            "Links of numbers' chains that were broken, or could not be looked at, when"
                + " they were checked last; NaN while it cannot be known")
        .tag("state", state.name().toLowerCase(Locale.ROOT))
        .strongReference(true)
        .register(registry);
  }

  PrometheusMeterRegistry registry() {
    return registry;
  }

  Webhook measured(Provider provider, Webhook webhook) {
    return new MeasuredWebhook(provider, webhook, received, routing);
  }

  Interactions measured(Interactions interactions) {
    return new MeasuredInteractions(interactions, received);
  }

  Interactions measuredWhenTriedAgain(Interactions interactions) {
    return new MeasuredInteractions(interactions, triedAgain);
  }

  void jobDone(String job, Duration took, boolean succeeded) {
    registry
        .timer("rocket.jobs", "job", job, "outcome", succeeded ? "done" : "failed")
        .record(took);
  }

  private void connections(
      String state, Database database, ToDoubleFunction<Database.PoolUse> count) {
    Gauge.builder(
            "rocket.database.connections", database, from -> count.applyAsDouble(from.poolUse()))
        .description("The pool's connections; awaited: requests that wait for one")
        .tag("state", state)
        .register(registry);
  }

  private static double secondsBetween(Instant one, Instant other) {
    return Math.max(0, Duration.between(one, other).toMillis() / 1000.0);
  }
}
