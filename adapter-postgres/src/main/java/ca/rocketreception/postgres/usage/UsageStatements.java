package ca.rocketreception.postgres.usage;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.interaction.Evidence;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.usage.Measure;
import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.domain.usage.Usage;
import ca.rocketreception.domain.usage.UsageEntry;
import ca.rocketreception.domain.usage.UsageEntryId;
import ca.rocketreception.domain.usage.UsageSource;
import ca.rocketreception.postgres.sql.Binder;
import ca.rocketreception.postgres.sql.Ids;
import ca.rocketreception.postgres.sql.Rows;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** How lines of the ledger are read and appended, within others' transactions. */
public final class UsageStatements {

  private static final List<String> COLUMNS =
      List.of(
          "subscriber_id",
          "source",
          "source_id",
          "interaction_id",
          "channel",
          "event_provider",
          "event_provider_id",
          "event",
          "event_sha256",
          "zone",
          "id",
          "meter",
          "product",
          "currency",
          "quantity",
          "occurred_at",
          "local_day",
          "revision",
          "corrects");

  /**
   * Lines of one source. Behind whoever finalises a statement of the subscriber: what is appended
   * later is late, and belongs to the next.
   */
  private static final String LINES =
      """
      insert into usage_entry (%s)
      select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, line.*
        from (select pg_advisory_xact_lock_shared(hashtextextended(?, 0))) as behind,
             unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::numeric[], ?::timestamptz[],
                    ?::date[], ?::integer[], ?::uuid[]) as line
      returning subscriber_id, local_day, id
      """
          .formatted(String.join(", ", COLUMNS));

  private static final String MARKS =
      """
      insert into usage_dirty (subscriber_id, local_day, entry_id)
      select distinct on (local_day) subscriber_id, local_day, id
        from ledger
       order by local_day, id
      """;

  /** Lines of many sources of one subscriber; what is there already stays as it is. */
  private static final String LINES_OF_MANY =
      """
      insert into usage_entry (%s)
      select cast(? as uuid), source, source_id, interaction_id, channel, null, null, null, null,
             zone, id, meter, product, currency, quantity, occurred_at, local_day, revision,
             corrects
        from (select pg_advisory_xact_lock_shared(hashtextextended(?, 0))) as behind,
             unnest(?::text[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::uuid[], ?::text[],
                    ?::text[], ?::text[], ?::numeric[], ?::timestamptz[], ?::date[], ?::integer[],
                    ?::uuid[])
               as line (source, source_id, interaction_id, channel, zone, id, meter, product,
                        currency, quantity, occurred_at, local_day, revision, corrects)
      on conflict (subscriber_id, source_id, meter, product, revision) do nothing
      returning subscriber_id, local_day, id
      """
          .formatted(String.join(", ", COLUMNS));

  /** For a statement that begins with others' parts; {@link #bind} binds it. */
  public static final String PARTS = "ledger as (" + LINES + "), marked as (" + MARKS + ")";

  private static final String APPEND = "with ledger as (" + LINES + ") " + MARKS;

  private static final String APPEND_MANY =
      "with ledger as ("
          + LINES_OF_MANY
          + "), marked as ("
          + MARKS
          + ") select count(*) from ledger";

  private static final String LEDGER =
      """
      select business.zone as business_zone, %s
        from subscriber business
        left join usage_entry line
          on line.subscriber_id = business.subscriber_id and line.source_id = ?
       where business.subscriber_id = ?
      """
          .formatted(of("line"));

  private UsageStatements() {}

  /** The columns, each said to be of a table, and called after it. */
  public static String of(String table) {
    return String.join(
        ", ", COLUMNS.stream().map(column -> table + "." + column + " as line_" + column).toList());
  }

  /** Names the lock that finalising a statement takes alone, and appending shares. */
  public static String lockOf(SubscriberId subscriber) {
    return "usage:" + subscriber;
  }

  /**
   * Appends what the ledger lacks of a source. Whoever calls it must hold what makes the source the
   * only one that is written; one that wrote at the same time all the same loses the race.
   */
  public static void append(Connection connection, Usage usage, Optional<Evidence> evidence)
      throws SQLException {
    List<UsageEntry> lines = new ArrayList<>();
    ZoneId zone = null;
    try (PreparedStatement statement = connection.prepareStatement(LEDGER)) {
      new Binder(statement).uuid(usage.source().id()).uuid(usage.subscriber().value());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          zone = ZoneId.of(row.getString("business_zone"));
          read(row).ifPresent(lines::add);
        }
      }
    }
    write(connection, usage.lacking(lines, zone, evidence, Ids::next));
  }

  /** Appends lines of one source of one subscriber; none is fine. */
  public static void write(Connection connection, List<UsageEntry> lines) throws SQLException {
    if (lines.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(APPEND)) {
      bind(new Binder(statement), lines);
      statement.executeUpdate();
    }
  }

  /**
   * Appends lines of many sources of one subscriber that no provider's event was the occasion of,
   * and says how many were not there yet. Safe to repeat.
   */
  public static long writeMany(Connection connection, List<UsageEntry> lines) throws SQLException {
    if (lines.isEmpty()) {
      return 0;
    }
    try (PreparedStatement statement = connection.prepareStatement(APPEND_MANY)) {
      SubscriberId subscriber = lines.getFirst().subscriber();
      new Binder(statement)
          .uuid(subscriber.value())
          .text(lockOf(subscriber))
          .array("text", texts(lines, line -> line.source().kind().name()))
          .array("uuid", uuids(lines, line -> line.source().id()))
          .array(
              "uuid",
              uuids(
                  lines,
                  line -> line.source().interaction().map(InteractionId::value).orElse(null)))
          .array("text", texts(lines, line -> line.channel().name()))
          .array("text", texts(lines, line -> line.zone().getId()))
          .array("uuid", uuids(lines, line -> line.id().value()))
          .array("text", texts(lines, line -> line.measure().meter().name()))
          .array("text", texts(lines, line -> line.measure().product()))
          .array("text", texts(lines, line -> currency(line.measure())))
          .array("numeric", lines.stream().map(UsageEntry::quantity).toArray(BigDecimal[]::new))
          .array("timestamptz", texts(lines, line -> Binder.moment(line.occurredAt())))
          .array("date", texts(lines, line -> Binder.day(line.localDay())))
          .array("int4", lines.stream().mapToInt(UsageEntry::revision).toArray())
          .array(
              "uuid", uuids(lines, line -> line.corrects().map(UsageEntryId::value).orElse(null)));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static UUID[] uuids(List<UsageEntry> lines, Function<UsageEntry, UUID> part) {
    return lines.stream().map(part).toArray(UUID[]::new);
  }

  /**
   * @param lines at least one, all of one source, zone and event
   */
  public static void bind(Binder to, List<UsageEntry> lines) throws SQLException {
    UsageEntry any = lines.getFirst();
    Optional<Evidence> evidence = any.evidence();
    to.uuid(any.subscriber().value())
        .text(any.source().kind().name())
        .uuid(any.source().id())
        .uuid(any.source().interaction().map(InteractionId::value).orElse(null))
        .text(any.channel().name())
        .text(evidence.map(event -> event.provider().name()).orElse(null))
        .text(evidence.map(Evidence::providerId).orElse(null))
        .text(evidence.map(Evidence::event).orElse(null))
        .bytes(evidence.map(event -> HexFormat.of().parseHex(event.bodySha256())).orElse(null))
        .text(any.zone().getId())
        .text(lockOf(any.subscriber()))
        .array("uuid", lines.stream().map(line -> line.id().value()).toArray(UUID[]::new))
        .array("text", texts(lines, line -> line.measure().meter().name()))
        .array("text", texts(lines, line -> line.measure().product()))
        .array("text", texts(lines, line -> currency(line.measure())))
        .array("numeric", lines.stream().map(UsageEntry::quantity).toArray(BigDecimal[]::new))
        .array("timestamptz", texts(lines, line -> Binder.moment(line.occurredAt())))
        .array("date", texts(lines, line -> Binder.day(line.localDay())))
        .array("int4", lines.stream().mapToInt(UsageEntry::revision).toArray())
        .array(
            "uuid",
            lines.stream()
                .map(line -> line.corrects().map(UsageEntryId::value).orElse(null))
                .toArray(UUID[]::new));
  }

  private static String[] texts(List<UsageEntry> lines, Function<UsageEntry, String> part) {
    return lines.stream().map(part).toArray(String[]::new);
  }

  private static String currency(Measure measure) {
    return measure.currency().map(Currency::getCurrencyCode).orElse("");
  }

  public static Measure measure(ResultSet row, String prefix) throws SQLException {
    String currency = row.getString(prefix + "currency");
    return new Measure(
        Meter.valueOf(row.getString(prefix + "meter")),
        row.getString(prefix + "product"),
        currency.isEmpty() ? Optional.empty() : Optional.of(Currency.getInstance(currency)));
  }

  /** The line in a row, where there is one. */
  public static Optional<UsageEntry> read(ResultSet row) throws SQLException {
    UUID id = row.getObject("line_id", UUID.class);
    return id == null ? Optional.empty() : Optional.of(line(row, id));
  }

  private static UsageEntry line(ResultSet row, UUID id) throws SQLException {
    return new UsageEntry(
        new SubscriberId(row.getObject("line_subscriber_id", UUID.class)),
        new UsageEntryId(id),
        new UsageSource(
            UsageSource.Kind.valueOf(row.getString("line_source")),
            row.getObject("line_source_id", UUID.class),
            Optional.ofNullable(row.getObject("line_interaction_id", UUID.class))
                .map(InteractionId::new)),
        ChannelKind.valueOf(row.getString("line_channel")),
        measure(row, "line_"),
        row.getBigDecimal("line_quantity"),
        evidence(row),
        Rows.instant(row, "line_occurred_at"),
        row.getObject("line_local_day", LocalDate.class),
        ZoneId.of(row.getString("line_zone")),
        row.getInt("line_revision"),
        Optional.ofNullable(row.getObject("line_corrects", UUID.class)).map(UsageEntryId::new));
  }

  private static Optional<Evidence> evidence(ResultSet row) throws SQLException {
    String provider = row.getString("line_event_provider");
    return provider == null
        ? Optional.empty()
        : Optional.of(
            new Evidence(
                Provider.valueOf(provider),
                row.getString("line_event_provider_id"),
                row.getString("line_event"),
                HexFormat.of().formatHex(row.getBytes("line_event_sha256"))));
  }
}
