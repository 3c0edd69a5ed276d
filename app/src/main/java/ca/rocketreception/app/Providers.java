package ca.rocketreception.app;

import ca.rocketreception.retell.RetellApi;
import ca.rocketreception.twilio.TwilioApi;
import java.util.Optional;

/**
 * One client of each provider for all that asks it, so that all know when it is away, and what is
 * open is closed at the end.
 *
 * @param retell empty without its key
 * @param twilio empty without its keys
 */
record Providers(Optional<RetellApi> retell, Optional<TwilioApi> twilio) implements AutoCloseable {

  static Providers of(Config config) {
    return new Providers(
        config
            .retellApiKey()
            .map(key -> new RetellApi(config.retellApiUrl(), key, RetellApi.Patience.USUAL)),
        config
            .twilioAccess()
            .map(access ->
                new TwilioApi(config.twilioAddresses(), access, TwilioApi.Patience.USUAL)));
  }

  @Override
  public void close() {
    retell.ifPresent(RetellApi::close);
    twilio.ifPresent(TwilioApi::close);
  }
}
