package ca.rocketreception.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The form of one of Twilio's requests. New parameters come without notice; all are kept. */
record TwilioForm(Map<String, List<String>> parameters) {

  static TwilioForm read(byte[] body) {
    Map<String, List<String>> form = new LinkedHashMap<>();
    for (String pair : new String(body, UTF_8).split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        form.computeIfAbsent(decoded(name), key -> new ArrayList<>()).add(decoded(value));
      }
    }
    return new TwilioForm(form);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Refusal.Invalid(
          "body",
          "The form is not percent-encoded as it must be",
          "Send application/x-www-form-urlencoded.");
    }
  }

  Optional<String> text(String name) {
    return parameters.getOrDefault(name, List.of()).stream()
        .findFirst()
        .filter(text -> !text.isEmpty());
  }

  Optional<PhoneNumber> number(String name) {
    return text(name).flatMap(PhoneNumber::parse);
  }

  /** The number of ours that was called. */
  Optional<PhoneNumber> called() {
    return number("To").or(() -> number("Called"));
  }

  /** Empty when he withholds his number. */
  Optional<PhoneNumber> caller() {
    return number("From").or(() -> number("Caller"));
  }

  /** The phone that sent the call on to us, as carriers tell it. */
  Optional<PhoneNumber> forwardedFrom() {
    return number("ForwardedFrom")
        .or(() ->
            text("SipHeader_Diversion")
                .or(() -> text("SipHeader_X-Diversion"))
                .map(header -> header.replaceFirst(".*?sips?:(\\+?[0-9]+)[@;>].*", "$1"))
                .flatMap(PhoneNumber::parse));
  }

  /** Whether somebody took the call that was forwarded. */
  boolean wasForwarded() {
    return text("DialCallStatus").filter(List.of("completed", "answered")::contains).isPresent();
  }

  Optional<Duration> seconds(String name) {
    return text(name)
        .filter(text -> text.matches("\\d{1,9}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }
}
