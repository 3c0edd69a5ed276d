package ca.rocketreception.postgres.routing;

import ca.rocketreception.domain.Limits;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.business.OpeningHours;
import ca.rocketreception.domain.routing.ReceptionSwitch;
import ca.rocketreception.ports.driven.routing.ReceptionSwitches;
import ca.rocketreception.postgres.business.PostgresSubscribers;
import ca.rocketreception.postgres.sql.AuditTrail;
import ca.rocketreception.postgres.sql.Binder;
import ca.rocketreception.postgres.sql.Rows;
import ca.rocketreception.postgres.sql.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether our receptionist answers, in PostgreSQL; of no schedule is read more than it may have.
 */
public final class PostgresReceptionSwitches implements ReceptionSwitches {

  private static final String SWITCHES =
      """
      select switch.subscriber_id, switch.mode, switch.until, hours.weekday, hours.opens_at,
             hours.closes_at
        from reception_switch switch
        left join (select *, row_number() over (partition by subscriber_id
                                                order by weekday, opens_at, closes_at) as place
                     from reception_switch_hours) hours
          on hours.subscriber_id = switch.subscriber_id and hours.place <= %d
      """
          .formatted(Limits.MAX_HOURS);

  private static final Logger LOG = LoggerFactory.getLogger(PostgresReceptionSwitches.class);

  private final Transactions transactions;

  public PostgresReceptionSwitches(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public ReceptionSwitch of(SubscriberId subscriber) {
    return transactions.forSubscriber(subscriber, handle -> read(handle, subscriber));
  }

  private static ReceptionSwitch read(Handle handle, SubscriberId subscriber) {
    return switches(
            handle
                .createQuery(SWITCHES + " where switch.subscriber_id = :subscriber")
                .bind("subscriber", subscriber.value()))
        .getOrDefault(subscriber, ReceptionSwitch.ON);
  }

  @Override
  public Map<SubscriberId, ReceptionSwitch> all() {
    return transactions.asOperator(handle -> switches(handle.createQuery(SWITCHES)));
  }

  private static Map<SubscriberId, ReceptionSwitch> switches(Query query) {
    record Row(
        SubscriberId subscriber,
        ReceptionSwitch.Mode mode,
        Optional<Instant> until,
        List<OpeningHours> hours) {}
    Map<SubscriberId, Row> rows = new HashMap<>();
    query
        .map((row, context) ->
            new Row(
                new SubscriberId(row.getObject("subscriber_id", UUID.class)),
                ReceptionSwitch.Mode.valueOf(row.getString("mode")),
                Optional.ofNullable(Rows.instant(row, "until")),
                hours(row)))
        .forEach(one ->
            rows.merge(
                one.subscriber(),
                one,
                (all, next) -> {
                  all.hours().addAll(next.hours());
                  return all;
                }));
    Map<SubscriberId, ReceptionSwitch> switches = new HashMap<>();
    rows.forEach((id, row) -> {
      try {
        switches.put(id, new ReceptionSwitch(row.mode(), row.until(), row.hours()));
      } catch (Refusal strange) {
        // its receptionist answers, and everybody else's switch is read all the same
        LOG.warn("The switch of {} is none: {}", id, strange.getMessage());
      }
    });
    return switches;
  }

  private static List<OpeningHours> hours(ResultSet row) throws SQLException {
    List<OpeningHours> hours = new ArrayList<>();
    if (row.getObject("weekday") != null) {
      hours.add(
          new OpeningHours(
              DayOfWeek.of(row.getInt("weekday")),
              row.getObject("opens_at", LocalTime.class),
              row.getObject("closes_at", LocalTime.class)));
    }
    return hours;
  }

  @Override
  public ReceptionSwitch change(
      SubscriberId subscriber, UnaryOperator<ReceptionSwitch> change, AuditEntry entry) {
    return transactions.forSubscriber(
        subscriber,
        handle -> {
          PostgresSubscribers.lock(handle, subscriber);
          ReceptionSwitch before = read(handle, subscriber);
          ReceptionSwitch next = change.apply(before);
          if (!next.equals(before)) {
            write(handle, subscriber, next);
            AuditTrail.write(handle, entry.comparing(before.inLines(), next.inLines()));
            PostgresSubscribers.tellEveryNode(handle, subscriber);
          }
          return next;
        });
  }

  private static void write(Handle handle, SubscriberId subscriber, ReceptionSwitch next) {
    handle
        .createUpdate("delete from reception_switch where subscriber_id = :subscriber")
        .bind("subscriber", subscriber.value())
        .execute();
    if (next.mode() != ReceptionSwitch.Mode.ON) {
      insert(handle, subscriber, next);
    }
  }

  private static void insert(Handle handle, SubscriberId subscriber, ReceptionSwitch next) {
    handle
        .createUpdate(
            """
            with switched as (
              insert into reception_switch (subscriber_id, mode, until)
              values (:subscriber, :mode, :until)
              on conflict (subscriber_id) do update
                 set mode = excluded.mode, until = excluded.until
            )
            insert into reception_switch_hours (subscriber_id, weekday, opens_at, closes_at)
            select :subscriber, told.*
              from unnest(:days::smallint[], :opens::time[], :closes::time[]) as told
            on conflict do nothing
            """)
        .bind("subscriber", subscriber.value())
        .bind("mode", next.mode().name())
        .bind("until", next.until().map(Binder::stored).orElse(null))
        .bindArray(
            "days", Integer.class, next.hours().stream().map(one -> one.day().getValue()).toList())
        .bindArray(
            "opens",
            String.class,
            next.hours().stream().map(one -> one.opens().toString()).toList())
        .bindArray(
            "closes",
            String.class,
            next.hours().stream().map(one -> one.closes().toString()).toList())
        .execute();
  }
}
