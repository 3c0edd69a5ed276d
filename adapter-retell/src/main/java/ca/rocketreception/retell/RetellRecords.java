package ca.rocketreception.retell;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Sha256;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.reconciliation.HeldRecord;
import ca.rocketreception.ports.driven.interaction.ProviderEvent;
import ca.rocketreception.ports.driven.reconciliation.InteractionRecords;
import ca.rocketreception.ports.driven.reconciliation.ProviderRecords;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Retell's own records: its lists of calls and chats (POST /v3/list-calls, /v3/list-chats), a
 * thousand at a time, the oldest first, which leave out what was said; and each by itself (GET
 * /v2/get-call, /get-chat).
 */
public final class RetellRecords implements ProviderRecords, InteractionRecords {

  private static final int PAGE = 1000;
  private static final Set<String> FINISHED = Set.of("ended", "error", "not_connected");

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
    Map<String, Object> ended = new LinkedHashMap<>();
    ended.put("call_status", among("ended"));
    ended.put("call_type", among("phone_call"));
    ended.put("start_timestamp", between(from, to));
    pages("/v3/list-calls", ended, page -> page.forEach(call -> told.accept(charged(call))));
  }

  @Override
  public void list(Instant from, Instant to, Consumer<List<HeldRecord.Listed>> told) {
    Map<String, Object> began = Map.of("start_timestamp", between(from, to));
    pages("/v3/list-calls", began, page -> told.accept(listed(page, "call", ChannelKind.VOICE)));
    pages("/v3/list-chats", began, page -> told.accept(listed(page, "chat", ChannelKind.CHAT)));
  }

  /** Without those whose id is none: one strange row must not hide all others. */
  private static List<HeldRecord.Listed> listed(JsonNode page, String name, ChannelKind channel) {
    return page.valueStream()
        .flatMap(one ->
            ProviderReference.of(Provider.RETELL, one.path(name + "_id").asString(""))
                .map(reference -> listed(reference, one, name, channel))
                .stream())
        .toList();
  }

  private static HeldRecord.Listed listed(
      ProviderReference reference, JsonNode one, String name, ChannelKind channel) {
    JsonNode duration = one.path("duration_ms");
    return new HeldRecord.Listed(
        reference,
        channel,
        endedAt(one, one.path(name + "_status").asString("")),
        channel == ChannelKind.VOICE && isLong(duration)
            ? Optional.of(duration.asLong())
            : Optional.empty(),
        cents(one.at("/" + name + "_cost/combined_cost")));
  }

  private static boolean isLong(JsonNode number) {
    return number.isIntegralNumber() && number.canConvertToLong();
  }

  /** What never connected may have no end: then its beginning is as good. */
  private static Optional<Instant> endedAt(JsonNode one, String status) {
    return FINISHED.contains(status)
        ? moment(one.path("end_timestamp")).or(() -> moment(one.path("start_timestamp")))
        : Optional.empty();
  }

  private static Optional<Instant> moment(JsonNode millis) {
    return isLong(millis) ? Optional.of(Instant.ofEpochMilli(millis.asLong())) : Optional.empty();
  }

  @Override
  public Optional<Found> read(HeldRecord.Listed listed, Instant now) {
    boolean call = listed.channel() == ChannelKind.VOICE;
    String id = RetellApi.encoded(listed.reference().id());
    try {
      String text = api.read((call ? "/v2/get-call/" : "/get-chat/") + id);
      String event = call ? RetellEvents.CALL_REREAD : RetellEvents.CHAT_REREAD;
      String body =
          JsonBody.withoutSecrets(
              "{\"event\":\"%s\",\"%s\":%s}".formatted(event, call ? "call" : "chat", text));
      return Optional.of(
          new Found(
              new ProviderEvent(
                  Provider.RETELL, event, listed.reference().id(), now, Sha256.hex(body), body),
              RetellEvents.read(event, JsonBody.object(body))));
    } catch (RetellFailure.NotHere gone) {
      return Optional.empty();
    } catch (RetellFailure failure) {
      throw failed("read Retell's record of " + listed.reference().id(), failure);
    }
  }

  /** A page that leads to one that was read already would lead on for ever. */
  private void pages(String path, Map<String, Object> filter, Consumer<JsonNode> told) {
    Set<String> followed = new HashSet<>();
    Optional<String> next = Optional.empty();
    do {
      JsonNode page = page(path, asked(filter, next));
      told.accept(page.path("items"));
      next =
          page.path("has_more").asBoolean(false)
              ? page.path("pagination_key").asStringOpt().filter(key -> !key.isEmpty())
              : Optional.empty();
      if (next.isPresent() && !followed.add(next.get())) {
        throw new Refusal.ProviderFailed(
            "Retell's list leads in a circle", "Repeat it later.", true, null);
      }
    } while (next.isPresent());
  }

  private JsonNode page(String path, Map<String, Object> asked) {
    try {
      return EXACT.readTree(api.search(path, asked));
    } catch (RetellFailure failure) {
      throw failed("list Retell's records", failure);
    }
  }

  private static Refusal failed(String what, RetellFailure failure) {
    return new Refusal.ProviderFailed(
        "Could not " + what + ": " + failure.getMessage(),
        failure.cure(),
        failure.passes(),
        failure);
  }

  private static Map<String, Object> among(String value) {
    return Map.of("type", "enum", "op", "in", "value", List.of(value));
  }

  /** Both ends of a range are meant. */
  private static Map<String, Object> between(Instant from, Instant to) {
    return Map.of(
        "type", "range", "op", "bt", "value", List.of(from.toEpochMilli(), to.toEpochMilli() - 1));
  }

  private static Map<String, Object> asked(Map<String, Object> filter, Optional<String> next) {
    Map<String, Object> asked = new LinkedHashMap<>();
    asked.put("filter_criteria", filter);
    asked.put("sort_order", "ascending");
    asked.put("limit", PAGE);
    next.ifPresent(key -> asked.put("pagination_key", key));
    return asked;
  }

  private static Charged charged(JsonNode call) {
    return new Charged(
        call.path("call_id").asString(""), cents(call.at("/call_cost/combined_cost")));
  }

  private static Optional<BigDecimal> cents(JsonNode cost) {
    return cost.isNumber() ? Optional.of(cost.decimalValue()) : Optional.empty();
  }
}
