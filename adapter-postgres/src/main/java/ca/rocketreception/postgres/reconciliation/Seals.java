package ca.rocketreception.postgres.reconciliation;

import static java.util.stream.Collectors.joining;

import ca.rocketreception.domain.Discrepancy;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Holds rows that are never changed against the seals that they were written with. */
final class Seals {

  /** The tables, and what names a row of each. */
  private static final Map<String, List<String>> KEYS =
      new TreeMap<>(
          Map.of(
              "plan_version", List.of("plan", "from_day"),
              "plan_rate", List.of("plan", "from_day", "meter"),
              "tax", List.of("code", "from_day"),
              "issuer", List.of("from_day"),
              "exchange_rate", List.of("currency", "day"),
              "subscription", List.of("from_day"),
              "subscription_rate", List.of("from_day", "meter"),
              "statement", List.of("number"),
              "statement_line", List.of("statement_id", "seq"),
              "usage_cap_reached", List.of("month", "meter", "percent")));

  private static final String BROKEN =
      KEYS.entrySet().stream()
          .map(table ->
              "select '%1$s' as changed, concat_ws(' ', %2$s) as named, %3$s as subscriber_id from %1$s where seal <> seal_of(to_jsonb(%1$s))"
                  .formatted(
                      table.getKey(), String.join(", ", table.getValue()), owner(table.getKey())))
          .collect(joining(" union all "));

  /** What the trail of changes tells that it became final, and is not there any more. */
  private static final String GONE =
      """
      select entry.subscriber_id, entry.subject
        from audit_entry entry
       where entry.action in ('finalised statement', 'issued credit note')
         and not exists (select from statement
                          where statement.subscriber_id = entry.subscriber_id
                            and statement.number = entry.subject)
       order by entry.subject
      """;

  private Seals() {}

  private static String owner(String table) {
    return List.of("plan_version", "plan_rate", "tax", "issuer", "exchange_rate").contains(table)
        ? "cast(null as uuid)"
        : "subscriber_id";
  }

  /** As the operator, who sees every subscriber's. */
  static List<Discrepancy> broken(Handle handle) {
    handle.execute("set local timezone = 'UTC'");
    return handle
        .createQuery(BROKEN)
        .map((row, context) ->
            new Discrepancy(
                Optional.ofNullable(row.getObject("subscriber_id", UUID.class))
                    .map(SubscriberId::new)
                    .orElse(AuditEntry.NOBODY),
                Discrepancy.Kind.SEAL,
                row.getString("changed") + " " + row.getString("named"),
                "row",
                Optional.of("changed"),
                Optional.of("as it was written")))
        .list();
  }

  static List<Discrepancy> gone(Handle handle) {
    return handle
        .createQuery(GONE)
        .map((row, context) ->
            new Discrepancy(
                new SubscriberId(row.getObject("subscriber_id", UUID.class)),
                Discrepancy.Kind.STATEMENT,
                "STATEMENT " + row.getString("subject"),
                "statement",
                Optional.empty(),
                Optional.of("final")))
        .list();
  }
}
