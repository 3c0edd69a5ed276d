package ca.rocketreception.postgres.usage;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.usage.Cap;
import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.ports.driven.usage.Caps;
import ca.rocketreception.postgres.business.PostgresSubscribers;
import ca.rocketreception.postgres.sql.AuditTrail;
import ca.rocketreception.postgres.sql.Binder;
import ca.rocketreception.postgres.sql.Rows;
import ca.rocketreception.postgres.sql.Transactions;
import ca.rocketreception.postgres.sql.Zones;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/** Caps in PostgreSQL, held against what was rolled up. */
public final class PostgresCaps implements Caps {

  /**
   * Which clocks to look at. When a month begins is worked out here and not there: PostgreSQL has
   * zone rules of its own, of another year.
   */
  private static final String ZONES =
      """
      select distinct business.zone
        from usage_cap cap
        join subscriber business on business.subscriber_id = cap.subscriber_id
      """;

  /** Set-wise, for there are few caps, and the days of a month are few rows. */
  private static final String CHECK =
      """
      with used as materialized (
        select cap.subscriber_id, cap.meter, cap.quantity, local.month,
               (select coalesce(sum(day.quantity), 0)
                  from usage_rollup day
                 where day.subscriber_id = cap.subscriber_id and day.meter = cap.meter
                   and day.local_day >= local.month
                   and day.local_day < (local.month + interval '1 month')::date) as used
          from usage_cap cap
          join subscriber business on business.subscriber_id = cap.subscriber_id
          join unnest(:zones, :months) as local (zone, month) on local.zone = business.zone
      ), marked as (
        update usage_cap cap
           set full_month = case when used.used >= used.quantity then used.month end
          from used
         where cap.subscriber_id = used.subscriber_id and cap.meter = used.meter
           and cap.full_month
               is distinct from case when used.used >= used.quantity then used.month end
      )
      insert into usage_cap_reached (subscriber_id, month, meter, percent, quantity, used,
                                     reached_at)
      select used.subscriber_id, used.month, used.meter, part.percent, used.quantity, used.used,
             :now
        from used
       cross join (values (80), (100)) part (percent)
       where used.used * 100 >= used.quantity * part.percent
      on conflict (subscriber_id, month, meter, percent, quantity) do nothing
      """;

  private final Transactions transactions;

  public PostgresCaps(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public List<Cap> of(SubscriberId subscriber) {
    return transactions.forSubscriber(subscriber, handle -> read(handle, subscriber));
  }

  private static List<Cap> read(Handle handle, SubscriberId subscriber) {
    return handle
        .createQuery(
            """
            select meter, quantity, hard
              from usage_cap
             where subscriber_id = :subscriber
             order by meter
            """)
        .bind("subscriber", subscriber.value())
        .map((row, context) ->
            new Cap(
                subscriber,
                Meter.valueOf(row.getString("meter")),
                row.getBigDecimal("quantity"),
                row.getBoolean("hard")))
        .list();
  }

  @Override
  public Optional<Cap> change(
      SubscriberId subscriber, Meter meter, UnaryOperator<Optional<Cap>> change, AuditEntry entry) {
    return transactions.forSubscriber(
        subscriber,
        handle -> {
          PostgresSubscribers.lock(handle, subscriber);
          Optional<Cap> before =
              read(handle, subscriber).stream().filter(cap -> cap.meter() == meter).findFirst();
          Optional<Cap> next = change.apply(before);
          if (!next.equals(before)) {
            next.ifPresentOrElse(cap -> put(handle, cap), () -> remove(handle, subscriber, meter));
            AuditTrail.write(
                handle,
                entry.comparing(
                    before.stream().map(Cap::inWords).toList(),
                    next.stream().map(Cap::inWords).toList()));
          }
          return next;
        });
  }

  private static void put(Handle handle, Cap cap) {
    handle
        .createUpdate(
            """
            insert into usage_cap (subscriber_id, meter, quantity, hard)
            values (:subscriber, :meter, :quantity, :hard)
            on conflict (subscriber_id, meter) do update
               set quantity = excluded.quantity, hard = excluded.hard, full_month = null
            """)
        .bind("subscriber", cap.subscriber().value())
        .bind("meter", cap.meter().name())
        .bind("quantity", cap.quantity())
        .bind("hard", cap.hard())
        .execute();
  }

  private static void remove(Handle handle, SubscriberId subscriber, Meter meter) {
    handle
        .createUpdate("delete from usage_cap where subscriber_id = :subscriber and meter = :meter")
        .bind("subscriber", subscriber.value())
        .bind("meter", meter.name())
        .execute();
  }

  @Override
  public List<Cap.Reached> reached(SubscriberId subscriber) {
    return transactions.forSubscriber(
        subscriber,
        handle ->
            handle
                .createQuery(
                    """
                    select month, meter, percent, quantity, used, reached_at
                      from usage_cap_reached
                     where subscriber_id = :subscriber
                     order by month desc, meter, quantity desc, percent desc
                    """)
                .bind("subscriber", subscriber.value())
                .map((row, context) ->
                    new Cap.Reached(
                        YearMonth.from(row.getObject("month", LocalDate.class)),
                        Meter.valueOf(row.getString("meter")),
                        row.getInt("percent"),
                        row.getBigDecimal("quantity"),
                        row.getBigDecimal("used"),
                        Rows.instant(row, "reached_at")))
                .list());
  }

  @Override
  public int check(Instant now) {
    return transactions.asOperator(handle -> {
      List<String> zones =
          handle.createQuery(ZONES).mapTo(String.class).stream()
              .filter(zone -> Zones.read(zone).isPresent())
              .toList();
      return handle
          .createUpdate(CHECK)
          .bindArray("zones", String.class, zones)
          .bindArray(
              "months",
              LocalDate.class,
              zones.stream().map(zone -> Cap.month(now, ZoneId.of(zone)).atDay(1)).toList())
          .bind("now", Binder.stored(now))
          .execute();
    });
  }

  @Override
  public Map<SubscriberId, YearMonth> full() {
    return transactions.asOperator(handle -> {
      Map<SubscriberId, YearMonth> full = new HashMap<>();
      handle
          .createQuery(
              """
              select subscriber_id, max(full_month) as month
                from usage_cap
               where hard and full_month is not null
               group by subscriber_id
              """)
          .map((row, context) ->
              full.put(
                  new SubscriberId(row.getObject("subscriber_id", UUID.class)),
                  YearMonth.from(row.getObject("month", LocalDate.class))))
          .forEach(one -> {});
      return full;
    });
  }
}
