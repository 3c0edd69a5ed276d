package ca.rocketreception.twilio;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.ports.driven.reconciliation.CarrierRecords;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Twilio's list of calls. It cannot be asked for those of a number or a trunk: for a call over a
 * trunk "to" is a SIP address.
 */
public final class TwilioRecords implements CarrierRecords {

  private static final int PAGE = 500;

  private final TwilioApi api;

  public TwilioRecords(TwilioApi api) {
    this.api = requireNonNull(api, "api");
  }

  @Override
  public void calls(
      Instant from,
      Instant to,
      Consumer<List<ca.rocketreception.domain.reconciliation.CarrierCall>> page) {
    TwilioNumbers.asked(
        "list Twilio's calls",
        () -> {
          api.calls(
              from,
              to,
              PAGE,
              calls -> page.accept(calls.stream().flatMap(TwilioRecords::inbound).toList()));
          return from;
        });
  }

  private static Stream<ca.rocketreception.domain.reconciliation.CarrierCall> inbound(
      CarrierCall call) {
    return call.direction().equals("trunking-originating")
            && call.to().isPresent()
            && call.startedAt().isPresent()
        ? Stream.of(
            new ca.rocketreception.domain.reconciliation.CarrierCall(
                new ProviderReference(Provider.TWILIO, call.sid()),
                call.from(),
                call.to().get(),
                call.startedAt().get(),
                call.duration(),
                call.cost()))
        : Stream.empty();
  }
}
