package ca.rocketreception.http.usage;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.interaction.Evidence;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.usage.Measure;
import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.domain.usage.UsageEntry;
import ca.rocketreception.domain.usage.UsageEntryId;
import ca.rocketreception.domain.usage.UsageSource;
import ca.rocketreception.http.request.Cursors;
import ca.rocketreception.ports.driven.interaction.KeptEvent;
import ca.rocketreception.ports.driven.usage.UsageLedger;
import ca.rocketreception.ports.driving.usage.ReviewingUsage;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the contract shows of use; quantities are decimal texts, in the meter's unit. */
public final class ShownUsage {

  private ShownUsage() {}

  record Used(String from, String to, String timezone, List<Total> items) {

    static Used of(ReviewingUsage.Used used) {
      return new Used(
          used.days().from().toString(),
          used.days().to().toString(),
          used.business().zone().getId(),
          used.totals().stream().map(Total::of).toList());
    }
  }

  record Total(
      ChannelKind channel,
      Meter meter,
      String unit,
      Optional<String> product,
      Optional<String> currency,
      String quantity) {

    static Total of(UsageLedger.Total total) {
      return new Total(
          total.channel(),
          total.measure().meter(),
          unitOf(total.measure()),
          productOf(total.measure()),
          currencyOf(total.measure()),
          total.quantity().toPlainString());
    }
  }

  /**
   * @param event the provider's event that led to it; null where we knew it ourselves
   */
  public record Line(
      UUID id,
      ChannelKind channel,
      Meter meter,
      String unit,
      Optional<String> product,
      Optional<String> currency,
      String quantity,
      Instant occurredAt,
      String localDay,
      String timezone,
      UsageSource.Kind source,
      UUID sourceId,
      Optional<UUID> interactionId,
      Optional<Event> event,
      int revision,
      Optional<UUID> corrects) {

    public static Line of(UsageEntry line) {
      return new Line(
          line.id().value(),
          line.channel(),
          line.measure().meter(),
          unitOf(line.measure()),
          productOf(line.measure()),
          currencyOf(line.measure()),
          line.quantity().toPlainString(),
          line.occurredAt(),
          line.localDay().toString(),
          line.zone().getId(),
          line.source().kind(),
          line.source().id(),
          line.source().interaction().map(InteractionId::value),
          line.evidence().map(Event::of),
          line.revision(),
          line.corrects().map(UsageEntryId::value));
    }
  }

  /**
   * @param id fits into the addresses of events
   */
  record Event(String id, Provider provider, String event, String providerId) {

    static Event of(Evidence evidence) {
      return new Event(
          Cursors.write(
              new KeptEvent.Name(
                  evidence.provider(),
                  evidence.providerId(),
                  evidence.event(),
                  evidence.bodySha256())),
          evidence.provider(),
          evidence.event(),
          evidence.providerId());
    }
  }

  private static String unitOf(Measure measure) {
    return measure.currency().map(currency -> currency + " cent").orElse(measure.meter().unit());
  }

  private static Optional<String> productOf(Measure measure) {
    return Optional.of(measure.product()).filter(product -> !product.isEmpty());
  }

  private static Optional<String> currencyOf(Measure measure) {
    return measure.currency().map(Currency::getCurrencyCode);
  }
}
