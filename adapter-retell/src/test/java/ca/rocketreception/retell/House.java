package ca.rocketreception.retell;

import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import ca.rocketreception.domain.Business;
import ca.rocketreception.domain.Interaction;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.ports.driven.InMemoryActivity;
import ca.rocketreception.ports.driven.InMemoryInteractions;
import ca.rocketreception.ports.driven.InMemoryRoutingTables;
import ca.rocketreception.ports.driven.InMemorySubscribers;
import ca.rocketreception.ports.driving.ReceivingCalls;
import ca.rocketreception.ports.driving.WebhookAnswer;
import ca.rocketreception.ports.driving.WebhookRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** A running house with the fakes in it, and Retell at its door. */
final class House {

  static final String KEY = "key_rocket_test_secret";
  static final Instant NOW = MONDAY_MORNING;

  final InMemorySubscribers subscribers;
  final InMemoryInteractions interactions;
  final InMemoryRoutingTables routing;
  final ReceivingCalls calls;
  final RetellWebhook webhook;

  House(Business... businesses) {
    this(InstantSource.fixed(NOW), List.of(KEY), businesses);
  }

  House(InstantSource clock, List<String> keys, Business... businesses) {
    AtomicLong ids = new AtomicLong();
    subscribers = InMemorySubscribers.with(businesses);
    interactions = new InMemoryInteractions(subscribers);
    routing = new InMemoryRoutingTables(subscribers);
    calls =
        new ReceivingCalls(
            routing,
            interactions,
            new InMemoryActivity(),
            clock,
            () -> new UUID(7, ids.incrementAndGet()));
    webhook = new RetellWebhook(keys, calls, clock);
  }

  /** A dentist with a number of its own, and two businesses behind a shared one. */
  static House withEverybody() {
    return new House(everybody());
  }

  static Business[] everybody() {
    return new Business[] {
      Samples.aDentist(),
      Samples.aFront(),
      Samples.aBusinessBehindTheFront("corner-bakery"),
      Samples.aBusinessBehindTheFront("city-garage")
    };
  }

  WebhookAnswer event(String body) {
    return post("", body.getBytes(UTF_8));
  }

  String inbound(String body) {
    return text(post("/inbound", body.getBytes(UTF_8)));
  }

  String function(String name, String body) {
    return text(post("/functions/" + name, body.getBytes(UTF_8)));
  }

  /** Signed as Retell signs. */
  WebhookAnswer post(String below, byte[] body) {
    return webhook.receive(request(below, body, Signature.of(KEY, body, House.NOW.toEpochMilli())));
  }

  static WebhookRequest request(String below, byte[] body, String signature) {
    return new WebhookRequest(
        "POST", "/webhooks/retell" + below, Map.of("x-retell-signature", signature), body);
  }

  Interaction only() {
    List<Interaction> all = interactions.all();
    if (all.size() != 1) {
      throw new AssertionError("There are " + all.size() + " interactions");
    }
    return all.getFirst();
  }

  static String text(WebhookAnswer answer) {
    return new String(answer.body(), UTF_8);
  }

  static byte[] sample(String name) {
    try (InputStream in = House.class.getResourceAsStream("/retell/" + name + ".json")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
