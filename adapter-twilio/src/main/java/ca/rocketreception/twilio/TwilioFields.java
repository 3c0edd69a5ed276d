package ca.rocketreception.twilio;

import ca.rocketreception.domain.CarrierAddress;
import ca.rocketreception.domain.Money;
import ca.rocketreception.domain.PhoneNumber;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One resource as Twilio writes it. Numbers often come as texts, and dates in two formats; null, an
 * empty text and an absent field mean the same. What we cannot do without fails as an unclear
 * answer, which names the field and not its value.
 */
record TwilioFields(JsonNode json) {

  /** An id of the kind that the two letters say. */
  String sid(String prefix) {
    return sidOf("sid", prefix).orElseThrow(() -> lacking("sid"));
  }

  Optional<String> sidOf(String name, String prefix) {
    return text(name).filter(sid -> isSid(sid, prefix));
  }

  static boolean isSid(String text, String prefix) {
    return text.startsWith(prefix) && text.matches("[A-Z]{2}[0-9a-fA-F]{32}");
  }

  Optional<String> text(String name) {
    JsonNode value = json.path(name);
    return value.isString() || value.isNumber()
        ? Optional.of(value.asString()).filter(text -> !text.isEmpty())
        : Optional.empty();
  }

  String textOrEmpty(String name) {
    return text(name).orElse("");
  }

  boolean flag(String name) {
    return json.path(name).asString("").equals("true");
  }

  int whole(String name) {
    return text(name)
        .filter(text -> text.matches("\\d{1,9}"))
        .map(Integer::valueOf)
        .orElseThrow(() -> lacking(name));
  }

  PhoneNumber phone(String name) {
    return text(name).flatMap(CarrierAddress::number).orElseThrow(() -> lacking(name));
  }

  /** What a number can do; Twilio writes the names in lower or in upper case. */
  boolean can(String capability) {
    JsonNode capabilities = json.path("capabilities");
    return capabilities.path(capability).asString("").equals("true")
        || capabilities.path(capability.toUpperCase(Locale.ROOT)).asString("").equals("true");
  }

  /** Empty for what is no date: one row that makes no sense must not hide all others. */
  Optional<Instant> instant(String name) {
    return text(name)
        .map(text -> {
          try {
            return text.contains(",")
                ? DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from)
                : DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
          } catch (DateTimeException notOne) {
            return null;
          }
        });
  }

  Optional<Duration> seconds(String name) {
    return text(name)
        .filter(text -> text.matches("\\d{1,9}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  /** What we pay; Twilio writes it as a negative number, and only when it has worked it out. */
  Optional<Money> cost() {
    return text("price")
        .filter(price -> price.matches("-?\\d{1,12}(\\.\\d{1,12})?"))
        .flatMap(price -> currency().map(unit -> new Money(new BigDecimal(price).negate(), unit)));
  }

  private Optional<Currency> currency() {
    return text("price_unit")
        .map(unit -> unit.toUpperCase(Locale.ROOT))
        .flatMap(unit ->
            Currency.getAvailableCurrencies().stream()
                .filter(currency -> currency.getCurrencyCode().equals(unit))
                .findFirst());
  }

  /** The resources of a list; its absence is an unclear answer, not an empty list. */
  List<TwilioFields> list(String name) {
    JsonNode list = json.path(name);
    if (!list.isArray()) {
      throw lacking(name);
    }
    List<TwilioFields> fields = new ArrayList<>();
    list.forEach(each -> fields.add(new TwilioFields(each)));
    return fields;
  }

  TwilioFields part(String name) {
    return new TwilioFields(json.path(name));
  }

  static TwilioFailure.Unclear lacking(String name) {
    return new TwilioFailure.Unclear("Twilio's answer has no usable '" + name + "'", null);
  }
}
