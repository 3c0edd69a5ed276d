package ca.rocketreception.app;

import ca.rocketreception.domain.Provider;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counters of the providers' events; all of them stand there, at zero, from the start. */
final class EventMeters {

  enum Outcome {
    APPLIED,
    IGNORED,
    WAITING,
    REPEAT,
    REFUSED_SIGNATURE
  }

  private final Map<Provider, Map<Outcome, Counter>> counters = new EnumMap<>(Provider.class);

  /**
   * @param source whether the events come from outside or are tried again
   */
  EventMeters(MeterRegistry registry, String source) {
    for (Provider provider : Provider.values()) {
      Map<Outcome, Counter> ofProvider = new EnumMap<>(Outcome.class);
      for (Outcome outcome : Outcome.values()) {
        ofProvider.put(
            outcome,
            Counter.builder("rocket.events")
                .description("Providers' events by what became of them")
                .tag("provider", provider.name().toLowerCase(Locale.ROOT))
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .tag("source", source)
                .register(registry));
      }
      counters.put(provider, ofProvider);
    }
  }

  void count(Provider provider, Outcome outcome) {
    counters.get(provider).get(outcome).increment();
  }
}
