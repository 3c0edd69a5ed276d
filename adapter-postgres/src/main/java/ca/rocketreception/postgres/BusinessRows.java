package ca.rocketreception.postgres;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import ca.rocketreception.domain.Agent;
import ca.rocketreception.domain.AgentId;
import ca.rocketreception.domain.AgentRole;
import ca.rocketreception.domain.AiProvider;
import ca.rocketreception.domain.BlockedCaller;
import ca.rocketreception.domain.Business;
import ca.rocketreception.domain.ChannelId;
import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Fact;
import ca.rocketreception.domain.Holiday;
import ca.rocketreception.domain.Interval;
import ca.rocketreception.domain.OpeningHours;
import ca.rocketreception.domain.OwnedNumber;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.Subscriber;
import ca.rocketreception.domain.SubscriberChannel;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.TransportProvider;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Reads businesses: one query a table, however many they are. */
final class BusinessRows {

  private final Handle handle;
  private final Optional<SubscriberId> only;

  private BusinessRows(Handle handle, Optional<SubscriberId> only) {
    this.handle = handle;
    this.only = only;
  }

  static List<Business> all(Handle handle) {
    return new BusinessRows(handle, Optional.empty()).read();
  }

  static Optional<Business> one(Handle handle, SubscriberId id) {
    return new BusinessRows(handle, Optional.of(id)).read().stream().findFirst();
  }

  private List<Business> read() {
    List<Subscriber> subscribers = subscribers();
    Map<UUID, List<SubscriberChannel>> channels = channels();
    Map<UUID, List<Agent>> agents = agents();
    Map<UUID, List<OpeningHours>> hours = hours();
    Map<UUID, List<Holiday>> holidays = holidays();
    Map<UUID, List<BlockedCaller>> blocked = blockedCallers();
    Map<UUID, List<Fact>> facts = facts();
    Map<UUID, List<OwnedNumber>> numbers = numbers();
    return subscribers.stream()
        .map(subscriber -> {
          UUID id = subscriber.id().value();
          return new Business(
              subscriber,
              channels.getOrDefault(id, List.of()),
              agents.getOrDefault(id, List.of()),
              hours.getOrDefault(id, List.of()),
              holidays.getOrDefault(id, List.of()),
              blocked.getOrDefault(id, List.of()),
              facts.getOrDefault(id, List.of()),
              numbers.getOrDefault(id, List.of()));
        })
        .toList();
  }

  private List<Subscriber> subscribers() {
    return query(
            "select subscriber_id, slug, name, status, zone, language, transfer_number"
                + " from subscriber",
            "slug")
        .map((row, context) ->
            new Subscriber(
                new SubscriberId(row.getObject("subscriber_id", UUID.class)),
                new Slug(row.getString("slug")),
                row.getString("name"),
                Subscriber.Status.valueOf(row.getString("status")),
                ZoneId.of(row.getString("zone")),
                Locale.forLanguageTag(row.getString("language")),
                number(row, "transfer_number")))
        .list();
  }

  private Map<UUID, List<SubscriberChannel>> channels() {
    Map<UUID, List<SubscriberChannel>> found =
        bySubscriber(
            """
            select subscriber_id, id, kind, enabled, transport_provider, ai_provider,
                   provider_number_e164, provider_agent_id, provider_agent_version,
                   provider_inbox_id
              from subscriber_channel
            """,
            "id",
            row ->
                new SubscriberChannel(
                    new ChannelId(row.getObject("id", UUID.class)),
                    ChannelKind.valueOf(row.getString("kind")),
                    row.getBoolean("enabled"),
                    TransportProvider.valueOf(row.getString("transport_provider")),
                    AiProvider.valueOf(row.getString("ai_provider")),
                    number(row, "provider_number_e164"),
                    Optional.ofNullable(row.getString("provider_agent_id")),
                    Optional.ofNullable(row.getObject("provider_agent_version", Integer.class)),
                    Optional.ofNullable(row.getString("provider_inbox_id"))));
    found.replaceAll((id, list) -> sorted(list, SubscriberChannel::kind));
    return found;
  }

  private Map<UUID, List<Agent>> agents() {
    Map<UUID, List<Agent>> found =
        bySubscriber(
            """
            select subscriber_id, id, role, name, greeting, instructions, language, voice,
                   provider_agent_id, provider_agent_version
              from agent
            """,
            "id",
            row ->
                new Agent(
                    new AgentId(row.getObject("id", UUID.class)),
                    AgentRole.valueOf(row.getString("role")),
                    row.getString("name"),
                    row.getString("greeting"),
                    row.getString("instructions"),
                    Locale.forLanguageTag(row.getString("language")),
                    Optional.ofNullable(row.getString("voice")),
                    Optional.ofNullable(row.getString("provider_agent_id")),
                    Optional.ofNullable(row.getObject("provider_agent_version", Integer.class))));
    found.replaceAll((id, list) -> sorted(list, Agent::role));
    return found;
  }

  private Map<UUID, List<OpeningHours>> hours() {
    return bySubscriber(
        "select subscriber_id, weekday, opens_at, closes_at from opening_hours",
        "id",
        row ->
            new OpeningHours(
                DayOfWeek.of(row.getInt("weekday")),
                row.getObject("opens_at", LocalTime.class),
                row.getObject("closes_at", LocalTime.class)));
  }

  private Map<UUID, List<Holiday>> holidays() {
    record Hours(UUID holiday, Interval interval) {}
    Map<UUID, List<Interval>> intervals =
        bySubscriber(
                "select subscriber_id, holiday_id, opens_at, closes_at from holiday_hours",
                "id",
                row ->
                    new Hours(
                        row.getObject("holiday_id", UUID.class),
                        new Interval(
                            row.getObject("opens_at", LocalTime.class),
                            row.getObject("closes_at", LocalTime.class))))
            .values()
            .stream()
            .flatMap(List::stream)
            .collect(groupingBy(Hours::holiday, mapping(Hours::interval, toList())));
    return bySubscriber(
        "select subscriber_id, id, day, name from holiday",
        "day",
        row ->
            new Holiday(
                row.getObject("day", LocalDate.class),
                row.getString("name"),
                intervals.getOrDefault(row.getObject("id", UUID.class), List.of())));
  }

  private Map<UUID, List<BlockedCaller>> blockedCallers() {
    return bySubscriber(
        "select subscriber_id, number_e164, reason from blocked_caller",
        "id",
        row ->
            new BlockedCaller(
                new PhoneNumber(row.getString("number_e164")), row.getString("reason")));
  }

  private Map<UUID, List<Fact>> facts() {
    return bySubscriber(
        "select subscriber_id, topic, text from fact",
        "id",
        row -> new Fact(row.getString("topic"), row.getString("text")));
  }

  private Map<UUID, List<OwnedNumber>> numbers() {
    return bySubscriber(
        "select subscriber_id, e164, shared from phone_number",
        "e164",
        row -> new OwnedNumber(new PhoneNumber(row.getString("e164")), row.getBoolean("shared")));
  }

  private static Optional<PhoneNumber> number(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column)).map(PhoneNumber::new);
  }

  private <T> Map<UUID, List<T>> bySubscriber(String select, String order, Read<T> read) {
    record Owned<T>(UUID subscriber, T thing) {}
    return query(select, order)
        .map((row, context) ->
            new Owned<>(row.getObject("subscriber_id", UUID.class), read.from(row)))
        .stream()
        .collect(groupingBy(Owned::subscriber, mapping(Owned::thing, toList())));
  }

  private static <T, K extends Comparable<K>> List<T> sorted(List<T> list, Function<T, K> key) {
    return list.stream().sorted(Comparator.comparing(key)).toList();
  }

  private Query query(String select, String order) {
    Query query =
        handle.createQuery(
            select
                + only.map(id -> " where subscriber_id = :subscriber").orElse("")
                + " order by "
                + order);
    only.ifPresent(id -> query.bind("subscriber", id.value()));
    return query;
  }

  private interface Read<T> {
    T from(ResultSet row) throws SQLException;
  }
}
