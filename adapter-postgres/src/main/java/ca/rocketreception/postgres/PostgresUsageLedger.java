package ca.rocketreception.postgres;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Days;
import ca.rocketreception.domain.InteractionId;
import ca.rocketreception.domain.Meter;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.UsageEntry;
import ca.rocketreception.ports.driven.UsageLedger;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The ledger in PostgreSQL: what was rolled up, and the lines of the days that were not yet. */
final class PostgresUsageLedger implements UsageLedger {

  /**
   * One statement, and so one snapshot: a line is in the roll-up, or its day is marked. Day by day,
   * so that no plan reads a whole month for one day that is marked.
   */
  static final String TOTALS =
      """
      with dirty as (
        select distinct local_day
          from usage_dirty
         where subscriber_id = :subscriber and local_day >= :from and local_day < :to
      )
      select channel, meter, product, currency, sum(quantity) as quantity
        from (
          select channel, meter, product, currency, quantity
            from usage_rollup
           where subscriber_id = :subscriber and local_day >= :from and local_day < :to
             and local_day not in (select local_day from dirty)
           union all
          select line.*
            from dirty
           cross join lateral (
                   select channel, meter, product, currency, sum(quantity)
                     from usage_entry
                    where subscriber_id = :subscriber and local_day = dirty.local_day
                      and local_day is not null
                    group by channel, meter, product, currency) line
        ) known
       group by channel, meter, product, currency
      """;

  /** Those of what was taken in it are found by its taken messages. */
  static final String OF_INTERACTION =
      """
      select %s
        from usage_entry line
       where line.subscriber_id = :subscriber
         and line.source_id = any (array(
               select :interaction
                union all
               select id
                 from taken_message
                where subscriber_id = :subscriber and interaction_id = :interaction))
       order by line.id
      """
          .formatted(UsageStatements.of("line"));

  /**
   * A few light days, or a heavy one. What is read, summed and taken away is seen at one moment,
   * after the wait for whoever does the same: a line written since has a mark of its own that
   * stays.
   */
  static final String ROLL_UP =
      """
      with first as materialized (
        select subscriber_id, local_day
          from usage_dirty
         order by subscriber_id, local_day
         limit :marks
      ), picked as materialized (
        select distinct subscriber_id, local_day from first
      ), unmarked as (
        delete from usage_dirty mark
         using picked
         where mark.subscriber_id = picked.subscriber_id and mark.local_day = picked.local_day
      ), summed as (
        insert into usage_rollup (subscriber_id, local_day, channel, meter, product, currency,
                                  quantity)
        select picked.subscriber_id, picked.local_day, line.*
          from picked
         cross join lateral (
                 select channel, meter, product, currency, sum(quantity)
                   from usage_entry
                  where subscriber_id = picked.subscriber_id and local_day = picked.local_day
                    and local_day is not null
                  group by channel, meter, product, currency) line
        on conflict (subscriber_id, local_day, channel, meter, product, currency) do update
           set quantity = excluded.quantity
      )
      select (select count(*) from picked) as days, (select count(*) from first) as marks
      """;

  private static final String ALONE =
      Transactions.AS_OPERATOR
          + "; select pg_advisory_xact_lock(hashtextextended('usage-rollup', 0))";
  private static final int MARKS_AT_ONCE = 2000;

  private final Transactions transactions;

  PostgresUsageLedger(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public List<Total> totals(SubscriberId subscriber, Days days) {
    return transactions.forSubscriber(
        subscriber,
        handle ->
            bound(handle.createQuery(TOTALS), subscriber, days)
                .map((row, context) ->
                    new Total(
                        ChannelKind.valueOf(row.getString("channel")),
                        UsageStatements.measure(row, ""),
                        UsageEntry.plain(row.getBigDecimal("quantity"))))
                .stream()
                .sorted(Comparator.comparing(Total::channel).thenComparing(Total::measure))
                .toList());
  }

  @Override
  public List<UsageEntry> of(SubscriberId subscriber, InteractionId interaction) {
    return transactions.forSubscriber(
        subscriber,
        handle ->
            handle
                .createQuery(OF_INTERACTION)
                .bind("subscriber", subscriber.value())
                .bind("interaction", interaction.value())
                .map((row, context) -> UsageStatements.read(row).orElseThrow())
                .list());
  }

  @Override
  public List<UsageEntry> page(
      SubscriberId subscriber, Days days, Set<Meter> meters, int limit, Optional<Cursor> after) {
    return transactions.forSubscriber(
        subscriber,
        handle ->
            pageQuery(handle, "", subscriber, days, meters, limit, after)
                .map((row, context) -> UsageStatements.read(row).orElseThrow())
                .list());
  }

  /**
   * @param before the statement: empty, or "explain"
   */
  static Query pageQuery(
      Handle handle,
      String before,
      SubscriberId subscriber,
      Days days,
      Set<Meter> meters,
      int limit,
      Optional<Cursor> after) {
    Query query =
        handle
            .createQuery(
                before
                    + """
                     select %s
                      from usage_entry line
                     where line.subscriber_id = :subscriber
                       and line.local_day >= :from and line.local_day < :to
                       and line.meter = any (:meters)
                       %s
                     order by line.local_day desc, line.seq desc
                     limit :limit
                    """
                        .formatted(
                            UsageStatements.of("line"),
                            after.isEmpty()
                                ? ""
                                : """
                                and (line.local_day, line.seq)
                                    < (:lastDay, (select last.seq from usage_entry last
                                                   where last.id = :lastId
                                                     and last.subscriber_id = :subscriber))
                                """))
            .bind("limit", limit)
            .bindArray("meters", String.class, meters.stream().map(Meter::name).toList());
    after.ifPresent(
        last -> query.bind("lastDay", last.localDay()).bind("lastId", last.id().value()));
    return bound(query, subscriber, days);
  }

  private static Query bound(Query query, SubscriberId subscriber, Days days) {
    return query
        .bind("subscriber", subscriber.value())
        .bind("from", days.from())
        .bind("to", days.to());
  }

  @Override
  public RolledUp rollUp() {
    return transactions.begin(handle -> {
      handle.execute(ALONE);
      return handle
          .createQuery(ROLL_UP)
          .bind("marks", MARKS_AT_ONCE)
          .map((row, context) ->
              new RolledUp(row.getInt("days"), row.getInt("marks") == MARKS_AT_ONCE))
          .one();
    });
  }
}
