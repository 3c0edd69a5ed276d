package ca.rocketreception.postgres.business;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Limits;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.Text;
import ca.rocketreception.domain.agent.Agent;
import ca.rocketreception.domain.agent.AgentId;
import ca.rocketreception.domain.agent.AgentRole;
import ca.rocketreception.domain.business.AiProvider;
import ca.rocketreception.domain.business.BlockedCaller;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.ChannelId;
import ca.rocketreception.domain.business.Fact;
import ca.rocketreception.domain.business.Holiday;
import ca.rocketreception.domain.business.Interval;
import ca.rocketreception.domain.business.OpeningHours;
import ca.rocketreception.domain.business.OwnedNumber;
import ca.rocketreception.domain.business.Subscriber;
import ca.rocketreception.domain.business.SubscriberChannel;
import ca.rocketreception.domain.business.TransportProvider;
import ca.rocketreception.ports.driven.business.Subscribers.Part;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Reads businesses: one query a table, however many they are. Of none is read more than it may
 * have, whoever wrote the rows, and one that cannot be read keeps nobody else from being read.
 */
public final class BusinessRows {

  private static final Set<Part> EVERYTHING = EnumSet.allOf(Part.class);

  private final Handle handle;
  private final Optional<SubscriberId> only;
  private final Set<Part> parts;
  private final Map<SubscriberId, String> unreadable = new HashMap<>();
  private final Map<SubscriberId, String> tooLarge = new HashMap<>();

  /**
   * @param unreadable those that are not among them, and why
   * @param tooLarge those of which something was left out, and what
   */
  public record Loaded(
      List<Business> businesses,
      Map<SubscriberId, String> unreadable,
      Map<SubscriberId, String> tooLarge) {}

  private BusinessRows(Handle handle, Optional<SubscriberId> only, Set<Part> parts) {
    this.handle = handle;
    this.only = only;
    this.parts = parts;
  }

  static Loaded all(Handle handle) {
    BusinessRows rows = new BusinessRows(handle, Optional.empty(), EVERYTHING);
    return new Loaded(rows.read(), rows.unreadable, rows.tooLarge);
  }

  /**
   * @throws Refusal.Conflict when a row of it cannot be read
   */
  static Optional<Business> one(Handle handle, SubscriberId id) {
    return one(handle, id, EVERYTHING);
  }

  /**
   * One with these parts of what it has alone.
   *
   * @throws Refusal.Conflict when a row of them cannot be read
   */
  static Optional<Business> one(Handle handle, SubscriberId id, Set<Part> parts) {
    BusinessRows rows = new BusinessRows(handle, Optional.of(id), parts);
    Optional<Business> found = rows.read().stream().findFirst();
    if (rows.unreadable.containsKey(id)) {
      throw new Refusal.Conflict(
          "The business cannot be read: " + rows.unreadable.get(id),
          "Have the operator mend its row in the database.");
    }
    return found;
  }

  static List<Agent> agents(Handle handle, SubscriberId id) {
    return new BusinessRows(handle, Optional.of(id), EVERYTHING)
        .agents()
        .getOrDefault(id.value(), List.of());
  }

  private List<Business> read() {
    List<Subscriber> subscribers = subscribers();
    Map<UUID, List<SubscriberChannel>> channels = part(Part.CHANNELS, this::channels);
    Map<UUID, List<Agent>> agents = part(Part.AGENTS, this::agents);
    Map<UUID, List<OpeningHours>> hours = part(Part.HOURS, this::hours);
    Map<UUID, List<Holiday>> holidays = part(Part.HOLIDAYS, this::holidays);
    Map<UUID, List<BlockedCaller>> blocked = part(Part.BLOCKED_CALLERS, this::blockedCallers);
    Map<UUID, List<Fact>> facts = part(Part.FACTS, this::facts);
    Map<UUID, List<OwnedNumber>> numbers = part(Part.NUMBERS, this::numbers);
    return subscribers.stream()
        .filter(subscriber -> !unreadable.containsKey(subscriber.id()))
        .map(subscriber -> {
          UUID id = subscriber.id().value();
          List<Fact> known = facts.getOrDefault(id, List.of());
          Business business =
              Business.fitting(
                  subscriber,
                  channels.getOrDefault(id, List.of()),
                  agents.getOrDefault(id, List.of()),
                  hours.getOrDefault(id, List.of()),
                  holidays.getOrDefault(id, List.of()),
                  blocked.getOrDefault(id, List.of()),
                  known,
                  numbers.getOrDefault(id, List.of()));
          if (business.facts().size() < known.size()) {
            tooLarge.putIfAbsent(
                subscriber.id(), "more than " + Limits.MAX_BUSINESS_SIZE + " characters");
          }
          return business;
        })
        .toList();
  }

  private <T> Map<UUID, List<T>> part(Part part, Supplier<Map<UUID, List<T>>> reading) {
    return parts.contains(part) ? reading.get() : Map.of();
  }

  private List<Subscriber> subscribers() {
    return rows(
            new Kind("subscriber", "subscriber_id", "slug", 1),
            "slug, name, status, zone, language, transfer_number",
            BusinessRows::subscriber)
        .map(Owned::thing)
        .sorted(Comparator.comparing(subscriber -> subscriber.slug().value()))
        .toList();
  }

  static Subscriber subscriber(ResultSet row) throws SQLException {
    return new Subscriber(
        new SubscriberId(row.getObject("subscriber_id", UUID.class)),
        new Slug(row.getString("slug")),
        row.getString("name"),
        Subscriber.Status.valueOf(row.getString("status")),
        ZoneId.of(row.getString("zone")),
        Text.keptLanguage(row.getString("language")),
        number(row, "transfer_number"));
  }

  private Map<UUID, List<SubscriberChannel>> channels() {
    Map<UUID, List<SubscriberChannel>> found =
        bySubscriber(
            kind("subscriber_channel", "id", ChannelKind.values().length),
            """
            id, kind, enabled, transport_provider, ai_provider, provider_number_e164,
            provider_agent_id, provider_agent_version, provider_inbox_id
            """,
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
            kind("agent", "id", AgentRole.values().length),
            """
            id, role, name, greeting, instructions, language, voice, provider_agent_id,
            provider_agent_version
            """,
            row ->
                new Agent(
                    new AgentId(row.getObject("id", UUID.class)),
                    AgentRole.valueOf(row.getString("role")),
                    row.getString("name"),
                    row.getString("greeting"),
                    row.getString("instructions"),
                    Text.keptLanguage(row.getString("language")),
                    Optional.ofNullable(row.getString("voice")),
                    Optional.ofNullable(row.getString("provider_agent_id")),
                    Optional.ofNullable(row.getObject("provider_agent_version", Integer.class))));
    found.replaceAll((id, list) -> sorted(list, Agent::role));
    return found;
  }

  private Map<UUID, List<OpeningHours>> hours() {
    return bySubscriber(
        kind("opening_hours", "id", Limits.MAX_HOURS),
        "weekday, opens_at, closes_at",
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
                new Kind(
                    "holiday_hours",
                    "subscriber_id, holiday_id",
                    "opens_at, closes_at",
                    Limits.MAX_INTERVALS_A_DAY),
                "holiday_id, opens_at, closes_at",
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
        kind("holiday", "day desc", Limits.MAX_HOLIDAYS),
        "id, day, name",
        row ->
            new Holiday(
                row.getObject("day", LocalDate.class),
                row.getString("name"),
                intervals.getOrDefault(row.getObject("id", UUID.class), List.of())));
  }

  private Map<UUID, List<BlockedCaller>> blockedCallers() {
    return bySubscriber(
        kind("blocked_caller", "id", Limits.MAX_BLOCKED_CALLERS),
        "number_e164, reason",
        row ->
            new BlockedCaller(
                new PhoneNumber(row.getString("number_e164")), row.getString("reason")));
  }

  private Map<UUID, List<Fact>> facts() {
    return bySubscriber(
        kind("fact", "id", Limits.MAX_FACTS),
        "topic, text",
        row -> new Fact(row.getString("topic"), row.getString("text")));
  }

  private Map<UUID, List<OwnedNumber>> numbers() {
    return bySubscriber(
        kind("phone_number", "e164", Limits.MAX_NUMBERS),
        "e164, shared",
        row -> new OwnedNumber(new PhoneNumber(row.getString("e164")), row.getBoolean("shared")));
  }

  private static Optional<PhoneNumber> number(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column)).map(PhoneNumber::new);
  }

  private <T> Map<UUID, List<T>> bySubscriber(Kind kind, String columns, Read<T> read) {
    return rows(kind, columns, read)
        .collect(groupingBy(Owned::subscriber, mapping(Owned::thing, toList())));
  }

  private static <T, K extends Comparable<K>> List<T> sorted(List<T> list, Function<T, K> key) {
    return list.stream().sorted(Comparator.comparing(key)).toList();
  }

  private record Owned<T>(UUID subscriber, T thing) {}

  /**
   * @param whose columns that say to whom or what the rows belong that are counted together
   * @param order which of them come first
   * @param most so many are read
   */
  private record Kind(String table, String whose, String order, int most) {}

  private static Kind kind(String table, String order, int most) {
    return new Kind(table, "subscriber_id", order, most);
  }

  private <T> Stream<Owned<T>> rows(Kind kind, String columns, Read<T> read) {
    Query query =
        handle.createQuery(
            """
            select subscriber_id, there, %s
              from (select *, row_number() over (partition by %s order by %s) as place,
                           count(*) over (partition by %s) as there
                      from %s
                     %s) counted
             where place <= %d
             order by subscriber_id, place
            """
                .formatted(
                    columns,
                    kind.whose(),
                    kind.order(),
                    kind.whose(),
                    kind.table(),
                    only.map(id -> "where subscriber_id = :subscriber").orElse(""),
                    kind.most()));
    only.ifPresent(id -> query.bind("subscriber", id.value()));
    return query.map((row, context) -> one(kind, row, read)).stream().flatMap(Optional::stream);
  }

  /** Empty when it cannot be read. */
  private <T> Optional<Owned<T>> one(Kind kind, ResultSet row, Read<T> read) throws SQLException {
    SubscriberId id = new SubscriberId(row.getObject("subscriber_id", UUID.class));
    long there = row.getLong("there");
    if (there > kind.most()) {
      tooLarge.put(id, there + " rows of " + kind.table() + ", of which " + kind.most() + " count");
    }
    try {
      return Optional.of(new Owned<>(id.value(), read.from(row)));
    } catch (RuntimeException strange) {
      unreadable.put(id, "a row of " + kind.table() + ": " + strange.getMessage());
      return Optional.empty();
    }
  }

  private interface Read<T> {
    T from(ResultSet row) throws SQLException;
  }
}
