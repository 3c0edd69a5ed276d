package ca.rocketreception.app;

import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.ports.driving.interaction.Webhook;
import ca.rocketreception.ports.driving.interaction.WebhookAnswer;
import ca.rocketreception.ports.driving.interaction.WebhookRequest;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** Times the question who answers a ringing call, and counts signatures that do not hold. */
final class MeasuredWebhook implements Webhook {

  private final Provider provider;
  private final Webhook webhook;
  private final EventMeters events;
  private final Timer routing;

  MeasuredWebhook(Provider provider, Webhook webhook, EventMeters events, Timer routing) {
    this.provider = provider;
    this.webhook = webhook;
    this.events = events;
    this.routing = routing;
  }

  @Override
  public WebhookAnswer receive(WebhookRequest request) {
    long begin = System.nanoTime();
    try {
      return webhook.receive(request);
    } catch (Refusal.Unauthenticated forged) {
      events.count(provider, EventMeters.Outcome.REFUSED_SIGNATURE);
      throw forged;
    } finally {
      if (asksWhoAnswers(request.target())) {
        routing.record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
      }
    }
  }

  @Override
  public Admission admit(WebhookRequest head) {
    try {
      return new Counted(webhook.admit(head));
    } catch (Refusal.Unauthenticated forged) {
      events.count(provider, EventMeters.Outcome.REFUSED_SIGNATURE);
      throw forged;
    }
  }

  /** A great body's signature is found wrong before anybody receives it. */
  private final class Counted implements Admission {

    private final Admission admission;

    Counted(Admission admission) {
      this.admission = admission;
    }

    @Override
    public int most() {
      return admission.most();
    }

    @Override
    public void pass(byte[] piece, int length) {
      admission.pass(piece, length);
    }

    @Override
    public void passed() {
      try {
        admission.passed();
      } catch (Refusal.Unauthenticated forged) {
        events.count(provider, EventMeters.Outcome.REFUSED_SIGNATURE);
        throw forged;
      }
    }
  }

  private static boolean asksWhoAnswers(String target) {
    return target.endsWith("/inbound") || target.contains("/inbound?");
  }
}
