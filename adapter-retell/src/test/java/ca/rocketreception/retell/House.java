package ca.rocketreception.retell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.ports.driven.business.InMemorySubscribers;
import ca.rocketreception.ports.driven.interaction.InMemoryActivity;
import ca.rocketreception.ports.driven.interaction.InMemoryInteractions;
import ca.rocketreception.ports.driven.interaction.Interactions;
import ca.rocketreception.ports.driven.routing.InMemoryRoutingTables;
import ca.rocketreception.ports.driving.interaction.WebhookAnswer;
import ca.rocketreception.ports.driving.interaction.WebhookRequest;
import ca.rocketreception.ports.driving.routing.ReceivingCalls;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A dentist with a number of its own, two businesses behind a shared one, and Retell at the door.
 */
final class House {

  static final String KEY = "key_rocket_test_secret";
  static final Instant NOW = Samples.MONDAY_MORNING;

  private static final InstantSource CLOCK = InstantSource.fixed(NOW);

  private final InMemorySubscribers subscribers =
      InMemorySubscribers.with(
          Samples.aDentist(),
          Samples.aFront(),
          Samples.aBusinessBehindTheFront("corner-bakery"),
          Samples.aBusinessBehindTheFront("city-garage"));
  private final AtomicLong ids = new AtomicLong();

  final InMemoryInteractions interactions = new InMemoryInteractions(subscribers);
  final InMemoryRoutingTables routing = new InMemoryRoutingTables(subscribers);
  final RetellWebhook webhook = keepingIn(interactions);

  /** The same house, which keeps what it is told somewhere else. */
  RetellWebhook keepingIn(Interactions kept) {
    return new RetellWebhook(
        List.of(KEY),
        new ReceivingCalls(
            routing, kept, new InMemoryActivity(), CLOCK, () -> new UUID(7, ids.incrementAndGet())),
        CLOCK);
  }

  WebhookAnswer event(String body) {
    return post("", body.getBytes(UTF_8));
  }

  /** What a door below the events' answers. */
  String ask(String door, String body) {
    return new String(post(door, body.getBytes(UTF_8)).body(), UTF_8);
  }

  WebhookAnswer post(String door, byte[] body) {
    return webhook.receive(signed(door, body));
  }

  static WebhookRequest signed(String door, byte[] body) {
    return new WebhookRequest(
        "POST",
        "/webhooks/retell" + door,
        Map.of(RetellSignature.HEADER, RetellSignature.sign(KEY, body, NOW.toEpochMilli())),
        body);
  }

  Interaction theOnly() {
    assertThat(interactions.all()).hasSize(1);
    return interactions.all().getFirst();
  }
}
