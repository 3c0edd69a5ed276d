package ca.rocketreception.postgres.usage;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toList;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Days;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.domain.usage.Usage;
import ca.rocketreception.domain.usage.UsageEntry;
import ca.rocketreception.ports.driven.usage.UsageLedger;
import ca.rocketreception.ports.driving.OneByOne;
import ca.rocketreception.postgres.sql.Ids;
import ca.rocketreception.postgres.sql.Transactions;
import ca.rocketreception.postgres.sql.Zones;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The ledger in PostgreSQL: what was rolled up, and the lines of the days that were not yet. */
public final class PostgresUsageLedger implements UsageLedger {

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

  /** A few light days, or a heavy one. */
  private static final String PICKED =
      """
      with first as (
        select subscriber_id, local_day
          from usage_dirty
         order by subscriber_id, local_day
         limit :marks
      )
      select subscriber_id, local_day, count(*) as marks
        from first
       group by subscriber_id, local_day
      """;

  /**
   * Of subscribers with the same days, and by itself: a statement without a join that changes
   * nothing is worked on by several processes.
   */
  private static final String SUMS =
      """
      select subscriber_id, local_day, channel, meter, product, currency,
             sum(quantity) as quantity
        from usage_entry
       where subscriber_id = any (:subscribers) and local_day = any (:days)
         and local_day is not null
       group by subscriber_id, local_day, channel, meter, product, currency
      """;

  /**
   * Takes away the marks of the same moment: a line written since has one of its own that stays.
   */
  private static final String ROLLED =
      """
      with unmarked as (
        delete from usage_dirty mark
         using unnest(:subscribers, :days) as picked (subscriber_id, local_day)
         where mark.subscriber_id = picked.subscriber_id and mark.local_day = picked.local_day
      )
      insert into usage_rollup (subscriber_id, local_day, channel, meter, product, currency,
                                quantity)
      select *
        from unnest(:sumSubscribers, :sumDays, :channels, :meters, :products, :currencies,
                    :quantities)
      on conflict (subscriber_id, local_day, channel, meter, product, currency) do update
         set quantity = excluded.quantity
      """;

  /**
   * One at a time, and all that follows is seen at one moment after the wait: locking a table,
   * unlike asking for an advisory lock, does not fix that moment.
   */
  private static final String ALONE =
      "set transaction isolation level repeatable read; "
          + Transactions.AS_OPERATOR
          + "; lock table usage_rollup in share row exclusive mode";

  private static final String OWN_NUMBERS =
      """
      select number.subscriber_id, business.zone, number.e164
        from phone_number number
        join subscriber business on business.subscriber_id = number.subscriber_id
       where not number.shared
       order by number.subscriber_id, number.e164
      """;

  private static final int MARKS_AT_ONCE = 2000;

  private final Transactions transactions;

  public PostgresUsageLedger(Transactions transactions) {
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

  private record Owner(SubscriberId subscriber, ZoneId zone) {}

  private record Owned(Owner owner, PhoneNumber number) {

    static Optional<Owned> of(ResultSet row) throws SQLException {
      SubscriberId subscriber = new SubscriberId(row.getObject("subscriber_id", UUID.class));
      PhoneNumber number = new PhoneNumber(row.getString("e164"));
      return Zones.read(row.getString("zone"))
          .map(zone -> new Owned(new Owner(subscriber, zone), number));
    }
  }

  @Override
  public long countNumbers(Instant now) {
    Map<Owner, List<PhoneNumber>> owned =
        transactions.asOperator(handle ->
            handle.createQuery(OWN_NUMBERS).map((row, context) -> Owned.of(row)).stream()
                .flatMap(Optional::stream)
                .collect(groupingBy(Owned::owner, mapping(Owned::number, toList()))));
    AtomicLong counted = new AtomicLong();
    new OneByOne("count the numbers of a subscriber")
        .each(
            owned.entrySet(),
            one -> one.getKey().subscriber().toString(),
            one -> counted.addAndGet(countNumbers(one.getKey(), one.getValue(), now)))
        .end();
    return counted.get();
  }

  private long countNumbers(Owner owner, List<PhoneNumber> numbers, Instant now) {
    List<Usage> usages =
        numbers.stream()
            .map(number -> Usage.of(owner.subscriber(), number, now, owner.zone()))
            .toList();
    return transactions.forSubscriber(
        owner.subscriber(),
        handle -> {
          Set<UUID> there =
              handle
                  .createQuery(
                      """
                      select source_id
                        from usage_entry
                       where subscriber_id = :subscriber and source_id = any (:ids)
                      """)
                  .bind("subscriber", owner.subscriber().value())
                  .bindArray(
                      "ids", UUID.class, usages.stream().map(one -> one.source().id()).toList())
                  .mapTo(UUID.class)
                  .set();
          return UsageStatements.writeMany(
              handle.getConnection(),
              usages.stream()
                  .filter(usage -> !there.contains(usage.source().id()))
                  .flatMap(usage ->
                      usage.lacking(List.of(), owner.zone(), Optional.empty(), Ids::next).stream())
                  .toList());
        });
  }

  private record Day(UUID subscriber, LocalDate day, int marks) {}

  private record Sum(
      UUID subscriber,
      LocalDate day,
      String channel,
      String meter,
      String product,
      String currency,
      BigDecimal quantity) {}

  @Override
  public RolledUp rollUp() {
    return transactions.begin(handle -> {
      try (Statement statement = handle.getConnection().createStatement()) {
        statement.execute(ALONE);
      }
      List<Day> picked =
          handle
              .createQuery(PICKED)
              .bind("marks", MARKS_AT_ONCE)
              .map((row, context) ->
                  new Day(
                      row.getObject("subscriber_id", UUID.class),
                      row.getObject("local_day", LocalDate.class),
                      row.getInt("marks")))
              .list();
      if (!picked.isEmpty()) {
        write(handle, picked, sums(handle, picked));
      }
      return new RolledUp(
          picked.size(), picked.stream().mapToInt(Day::marks).sum() == MARKS_AT_ONCE);
    });
  }

  /** Most have used something today and on no other day that is marked. */
  private static List<Sum> sums(Handle handle, List<Day> picked) {
    Map<UUID, Set<LocalDate>> days =
        picked.stream()
            .collect(groupingBy(Day::subscriber, mapping(Day::day, toCollection(TreeSet::new))));
    return days.entrySet().stream()
        .collect(groupingBy(Map.Entry::getValue, mapping(Map.Entry::getKey, toList())))
        .entrySet()
        .stream()
        .flatMap(same -> sums(handle, same.getValue(), same.getKey()).stream())
        .toList();
  }

  private static List<Sum> sums(Handle handle, List<UUID> subscribers, Set<LocalDate> days) {
    return handle
        .createQuery(SUMS)
        .bindArray("subscribers", UUID.class, subscribers)
        .bindArray("days", LocalDate.class, List.copyOf(days))
        .map((row, context) ->
            new Sum(
                row.getObject("subscriber_id", UUID.class),
                row.getObject("local_day", LocalDate.class),
                row.getString("channel"),
                row.getString("meter"),
                row.getString("product"),
                row.getString("currency"),
                row.getBigDecimal("quantity")))
        .list();
  }

  private static void write(Handle handle, List<Day> picked, List<Sum> sums) {
    handle
        .createUpdate(ROLLED)
        .bindArray("subscribers", UUID.class, picked.stream().map(Day::subscriber).toList())
        .bindArray("days", LocalDate.class, picked.stream().map(Day::day).toList())
        .bindArray("sumSubscribers", UUID.class, sums.stream().map(Sum::subscriber).toList())
        .bindArray("sumDays", LocalDate.class, sums.stream().map(Sum::day).toList())
        .bindArray("channels", String.class, sums.stream().map(Sum::channel).toList())
        .bindArray("meters", String.class, sums.stream().map(Sum::meter).toList())
        .bindArray("products", String.class, sums.stream().map(Sum::product).toList())
        .bindArray("currencies", String.class, sums.stream().map(Sum::currency).toList())
        .bindArray("quantities", BigDecimal.class, sums.stream().map(Sum::quantity).toList())
        .execute();
  }
}
