package ca.rocketreception.ports.driving;

/** The door of a provider: its requests, without the words of any web library. */
@FunctionalInterface
public interface Webhook {

  /** Answers a request; throws a {@link ca.rocketreception.domain.Refusal} for a problem answer. */
  WebhookAnswer receive(WebhookRequest request);
}
