package ca.rocketreception.ports.driven.reconciliation;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Sha256;
import ca.rocketreception.domain.interaction.Clues;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.InteractionStatus;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.interaction.Report;
import ca.rocketreception.domain.interaction.Stage;
import ca.rocketreception.ports.driven.interaction.EventReader;
import ca.rocketreception.ports.driven.interaction.ProviderEvent;
import ca.rocketreception.ports.driven.interaction.Reading;
import java.time.Instant;
import java.util.Optional;

/**
 * A call whose end nobody told, and that cannot last any more.
 *
 * @param began when it began, and the last that is known of it
 */
public record LostCall(ProviderReference reference, Instant began) {

  private static final String EVENT = "rocket_lost";

  /** That it is lost, as evidence of our own. */
  public ProviderEvent event(Instant now) {
    String body = began.toString();
    return new ProviderEvent(
        reference.provider(), EVENT, reference.id(), now, Sha256.hex(body), body);
  }

  /**
   * That it is over. Nobody is charged, for nobody knows how long it was; whatever a provider tells
   * of its end, sooner or later, counts more.
   */
  public Reading.About reading() {
    return new Reading.About(
        reference,
        ChannelKind.VOICE,
        Clues.none(),
        new Report(
            Details.none()
                .tell(Detail.STATUS, InteractionStatus.ERROR, Stage.UPDATED)
                .tell(Detail.ENDED_AT, began, Stage.UPDATED)
                .tell(Detail.DISCONNECTION_REASON, "not heard of again", Stage.UPDATED),
            Optional.empty()),
        "");
  }

  /** Reads such events as they were, and all others as somebody else does. */
  public static EventReader readingBefore(EventReader others) {
    return event ->
        event.event().equals(EVENT)
            ? new LostCall(
                    new ProviderReference(event.provider(), event.providerId()),
                    Instant.parse(event.body()))
                .reading()
            : others.read(event);
  }
}
