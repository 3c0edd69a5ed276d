package ca.rocketreception.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.rocketreception.domain.CarrierAddress;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The form of one of Twilio's requests. New parameters come without notice; all are kept. */
record TwilioForm(Map<String, List<String>> parameters) {

  /** Its holder may call as this caller. */
  private static final Pattern SECRET = Pattern.compile("(^|&)(CallToken=)[^&]*");

  private static final int LONGEST_ADDRESS = 2000;

  /** Twilio sends some fifty; each takes a hundred times its bytes. */
  private static final int MOST_PARAMETERS = 1000;

  static TwilioForm read(byte[] body) {
    Map<String, List<String>> form = new LinkedHashMap<>();
    String[] pairs = text(body).split("&", MOST_PARAMETERS + 1);
    if (pairs.length > MOST_PARAMETERS) {
      throw new Refusal.TooLong(
          "The form has more than " + MOST_PARAMETERS + " parameters", "Send less at once.");
    }
    for (String pair : pairs) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        form.computeIfAbsent(decoded(name), key -> new ArrayList<>()).add(decoded(value));
      }
    }
    return new TwilioForm(form);
  }

  private static String text(byte[] body) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw new Refusal.Invalid("body", "The body is not UTF-8", "Send a form in UTF-8.");
    }
  }

  /** As it is kept as evidence. */
  static String withoutSecrets(byte[] body) {
    return SECRET.matcher(text(body).replace("\0", "")).replaceAll("$1$2REDACTED");
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
    return text(name).flatMap(CarrierAddress::number);
  }

  /** The number of ours that was called. */
  Optional<PhoneNumber> called() {
    return number("To").or(() -> number("Called"));
  }

  /** Empty when he withholds his number. */
  Optional<PhoneNumber> caller() {
    Optional<PhoneNumber> ours = called();
    return Stream.of("From", "Caller")
        .flatMap(name -> text(name).stream())
        .flatMap(address -> CarrierAddress.number(address, ours).stream())
        .findFirst();
  }

  /** The phone that sent the call on to us; carriers write it in their own ways. */
  Optional<PhoneNumber> forwardedFrom() {
    return Stream.of("ForwardedFrom", "Diversion", "SipHeader_Diversion")
        .flatMap(name -> text(name).stream())
        .flatMap(address -> CarrierAddress.number(address, called()).stream())
        .findFirst();
  }

  /** Whether somebody took the call that was forwarded. */
  boolean wasForwarded() {
    return text("DialCallStatus").filter(List.of("completed", "answered")::contains).isPresent();
  }

  /** Where a voicemail is, when somebody left one. */
  Optional<String> voicemail() {
    return text("RecordingUrl")
        .filter(url -> url.length() <= LONGEST_ADDRESS && url.matches("https?://[!-~]+"))
        .filter(url -> seconds("RecordingDuration").filter(Duration::isZero).isEmpty());
  }

  Optional<Duration> seconds(String name) {
    return text(name)
        .filter(text -> text.matches("\\d{1,9}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }
}
