package ca.rocketreception.retell;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.ports.driven.ProviderRecords;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Retell's list of calls (POST /v3/list-calls), a thousand at a time, the oldest first. */
public final class RetellRecords implements ProviderRecords {

  private static final int PAGE = 1000;

  /** Cents are fractions: as they are written, never by way of a binary number. */
  private static final JsonMapper EXACT =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final RetellApi api;

  public RetellRecords(RetellApi api) {
    this.api = requireNonNull(api, "api");
  }

  @Override
  public Provider provider() {
    return Provider.RETELL;
  }

  @Override
  public void calls(Instant from, Instant to, Consumer<Charged> told) {
    Optional<String> next = Optional.empty();
    do {
      JsonNode page = page(asked(from, to, next));
      for (JsonNode call : page.path("items")) {
        told.accept(charged(call));
      }
      next =
          page.path("has_more").asBoolean(false)
              ? page.path("pagination_key").asStringOpt().filter(key -> !key.isEmpty())
              : Optional.empty();
    } while (next.isPresent());
  }

  private JsonNode page(Map<String, Object> asked) {
    try {
      return EXACT.readTree(api.search("/v3/list-calls", asked));
    } catch (RetellFailure failure) {
      throw new Refusal.ProviderFailed(
          "Could not list Retell's calls: " + failure.getMessage(),
          failure.cure(),
          failure.passes(),
          failure);
    }
  }

  /** Both ends of a range are meant. */
  private static Map<String, Object> asked(Instant from, Instant to, Optional<String> next) {
    Map<String, Object> asked = new LinkedHashMap<>();
    asked.put(
        "filter_criteria",
        Map.of(
            "call_status",
            Map.of("type", "enum", "op", "in", "value", List.of("ended")),
            "call_type",
            Map.of("type", "enum", "op", "in", "value", List.of("phone_call")),
            "start_timestamp",
            Map.of(
                "type",
                "range",
                "op",
                "bt",
                "value",
                List.of(from.toEpochMilli(), to.toEpochMilli() - 1))));
    asked.put("sort_order", "ascending");
    asked.put("limit", PAGE);
    next.ifPresent(key -> asked.put("pagination_key", key));
    return asked;
  }

  private static Charged charged(JsonNode call) {
    JsonNode cents = call.at("/call_cost/combined_cost");
    return new Charged(
        call.path("call_id").asString(""),
        cents.isNumber() ? Optional.of(cents.decimalValue()) : Optional.<BigDecimal>empty());
  }
}
