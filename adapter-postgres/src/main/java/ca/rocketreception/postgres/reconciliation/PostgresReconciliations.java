package ca.rocketreception.postgres.reconciliation;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.reconciliation.CarrierCall;
import ca.rocketreception.domain.reconciliation.HeldRecord;
import ca.rocketreception.domain.reconciliation.ProviderDifference;
import ca.rocketreception.ports.driven.reconciliation.LostCall;
import ca.rocketreception.ports.driven.reconciliation.Reconciliations;
import ca.rocketreception.postgres.sql.AuditTrail;
import ca.rocketreception.postgres.sql.Binder;
import ca.rocketreception.postgres.sql.Rows;
import ca.rocketreception.postgres.sql.Transactions;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Holding our records against providers', in PostgreSQL; a page at a time, each in one statement.
 */
public final class PostgresReconciliations implements Reconciliations {

  /** The first of the stages is the status's; 5 is re-read. */
  private static final String HELD =
      """
      held.subscriber_id as held_subscriber,
      held.provider = 'ROCKET' as held_own,
      held.status is not null and held.status <> 'ONGOING' as held_finished,
      held.duration_ms as held_duration_ms,
      extract(epoch from coalesce(held.transfer_ended_at, held.ended_at) - held.started_at)
        as held_seconds,
      case when held.provider_cost_currency = 'USD' then held.provider_cost * 100 end
        as held_cents,
      held.transcript_digest is not null or coalesce(held.duration_ms, 1) = 0 as held_has_words,
      held.stages[1] >= 5 as held_reread
      """;

  private static final String OF_REFERENCES =
      """
      select reference.provider_interaction_id, %s
        from interaction_reference reference
        join interaction held
          on held.subscriber_id = reference.subscriber_id
             and held.id = reference.interaction_id
       where reference.provider = :provider and reference.provider_interaction_id = any (:ids)
      """
          .formatted(HELD);

  /**
   * On a shared number the call may be with any business that is reached through it. The call that
   * names the carrier's id comes first, then the nearest in time from the same caller. Callers who
   * withhold their numbers are not known to be the same: such a call is meant only where there is
   * no other then, ours or the carrier's.
   */
  private static final String MATCH =
      """
      with told as (
        select told.*, phone_number.subscriber_id as owner,
               told.from_number is null
               and count(*) filter (where told.from_number is null)
                     over (partition by told.to_number order by told.started_at
                            range between interval '2 minutes' preceding
                                      and interval '2 minutes' following) > 1 as among_others
          from unnest(:ids::text[], :froms::text[], :tos::text[], :starts::timestamptz[],
                      :seconds::bigint[], :costs::numeric[], :currencies::text[])
                 as told (id, from_number, to_number, started_at, seconds, cost, currency)
          join phone_number on phone_number.e164 = told.to_number
      ), matched as (
        select told.*, fit.interaction_id, fit.subscriber_id as of
          from told
          left join lateral (
                 select found.interaction_id, found.subscriber_id
                   from (select 0 as rank, reference.interaction_id, reference.subscriber_id,
                                interval '0' as apart, 0 as withheld
                           from interaction_reference reference
                          where reference.provider = :provider
                            and reference.provider_interaction_id = told.id
                         union all
                         select case when one.transport_id = told.id then 1
                                     when one.from_number = told.from_number then 2
                                     else 3 end, one.id,
                                one.subscriber_id,
                                greatest(one.happened_at - told.started_at,
                                         told.started_at - one.happened_at),
                                count(*) filter (where one.transport_id is null
                                                   and one.from_number is null) over ()
                           from (select told.owner as subscriber_id
                                 union
                                 select subscriber_id
                                   from subscriber_channel
                                  where provider_number_e164 = told.to_number) candidate
                           join interaction one
                             on one.subscriber_id = candidate.subscriber_id
                                and one.happened_at between told.started_at - interval '2 minutes'
                                                        and told.started_at + interval '2 minutes'
                          where one.channel = 'VOICE' and one.to_number = told.to_number
                            and coalesce(one.status, '') <> 'MOVED'
                            and (one.transport_id = told.id
                                 or one.transport_id is null
                                    and (one.from_number = told.from_number
                                         or one.from_number is null
                                            and told.from_number is null))) found
                  where found.rank < 3 or found.withheld = 1 and not told.among_others
                  order by found.rank, found.apart
                  limit 1) fit on true
      ), kept as (
        insert into carrier_call (subscriber_id, id, provider, from_number, to_number, started_at,
                                  duration_seconds, cost, cost_currency, interaction_id)
        select coalesce(of, owner), id, :provider, from_number, to_number, started_at, seconds,
               cost, currency, interaction_id
          from matched
        on conflict do nothing
      )
      select matched.id, matched.owner, %s
        from matched
        left join interaction held
          on held.subscriber_id = matched.of and held.id = matched.interaction_id
      """
          .formatted(HELD);

  /** A subscriber's calls of that time at a time, by the index of its list. */
  private static final String UNFINISHED =
      """
      select lost.provider, lost.provider_interaction_id, lost.happened_at
        from subscriber
       cross join lateral (
               select one.provider, one.provider_interaction_id, one.happened_at
                 from interaction one
                where one.subscriber_id = subscriber.subscriber_id
                  and one.happened_at >= :from and one.happened_at < :before
                  and one.channel = 'VOICE' and coalesce(one.status, 'ONGOING') = 'ONGOING'
                order by one.happened_at
                limit :limit) lost
       order by lost.happened_at
       limit :limit
      """;

  private static final String COLUMNS =
      """
      subscriber_id, id, provider, provider_interaction_id, kind, ours, theirs, explanation,
      seen_at
      """;

  private final Transactions transactions;

  public PostgresReconciliations(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public Map<ProviderReference, HeldRecord> held(Collection<ProviderReference> references) {
    if (references.isEmpty()) {
      return Map.of();
    }
    Provider provider = references.iterator().next().provider();
    return transactions.asOperator(handle -> {
      Map<ProviderReference, HeldRecord> held = new HashMap<>();
      handle
          .createQuery(OF_REFERENCES)
          .bind("provider", provider.name())
          .bindArray("ids", String.class, references.stream().map(ProviderReference::id).toList())
          .map((row, context) ->
              Map.entry(
                  new ProviderReference(provider, row.getString("provider_interaction_id")),
                  held(row).orElseThrow()))
          .forEach(one -> held.put(one.getKey(), one.getValue()));
      return held;
    });
  }

  private static Optional<HeldRecord> held(ResultSet row) throws SQLException {
    UUID subscriber = row.getObject("held_subscriber", UUID.class);
    return subscriber == null
        ? Optional.empty()
        : Optional.of(
            new HeldRecord(
                new SubscriberId(subscriber),
                row.getBoolean("held_own"),
                row.getBoolean("held_finished"),
                Optional.ofNullable(row.getObject("held_duration_ms", Long.class)),
                Optional.ofNullable(row.getBigDecimal("held_seconds"))
                    .map(seconds -> Duration.ofMillis(seconds.movePointRight(3).longValue())),
                Optional.ofNullable(row.getBigDecimal("held_cents")),
                row.getBoolean("held_has_words"),
                row.getBoolean("held_reread")));
  }

  @Override
  public List<LostCall> unfinished(Instant from, Instant before, int limit) {
    return transactions.asOperator(handle ->
        handle
            .createQuery(UNFINISHED)
            .bind("from", from)
            .bind("before", before)
            .bind("limit", limit)
            .map((row, context) ->
                new LostCall(
                    new ProviderReference(
                        Provider.valueOf(row.getString("provider")),
                        row.getString("provider_interaction_id")),
                    row.getTimestamp("happened_at").toInstant()))
            .list());
  }

  @Override
  public List<Matched> keep(List<CarrierCall> calls) {
    Map<String, CarrierCall> byId = new HashMap<>();
    calls.forEach(call -> byId.put(call.reference().id(), call));
    List<CarrierCall> once = List.copyOf(byId.values());
    if (once.isEmpty()) {
      return List.of();
    }
    return transactions.asOperator(handle -> {
      List<String> ids = once.stream().map(call -> call.reference().id()).toList();
      handle
          .createUpdate("delete from carrier_call where id = any (:ids)")
          .bindArray("ids", String.class, ids)
          .execute();
      return handle
          .createQuery(MATCH)
          .bind("provider", once.getFirst().reference().provider().name())
          .bindArray("ids", String.class, ids)
          .bindArray("froms", String.class, texts(once, call -> call.from().map(PhoneNumber::e164)))
          .bindArray("tos", String.class, once.stream().map(call -> call.to().e164()).toList())
          .bindArray(
              "starts",
              String.class,
              once.stream().map(call -> Binder.moment(call.startedAt())).toList())
          .bindArray(
              "seconds",
              Long.class,
              once.stream()
                  .map(call -> call.duration().map(Duration::toSeconds).orElse(null))
                  .toList())
          .bindArray(
              "costs",
              BigDecimal.class,
              once.stream()
                  .map(call -> call.cost().map(cost -> cost.amount()).orElse(null))
                  .toList())
          .bindArray(
              "currencies",
              String.class,
              texts(once, call -> call.cost().map(cost -> cost.currency().getCurrencyCode())))
          .map((row, context) ->
              new Matched(
                  byId.get(row.getString("id")),
                  held(row),
                  Optional.of(new SubscriberId(row.getObject("owner", UUID.class)))))
          .list();
    });
  }

  private static List<String> texts(
      List<CarrierCall> calls, Function<CarrierCall, Optional<String>> part) {
    return calls.stream().map(call -> part.apply(call).orElse(null)).toList();
  }

  @Override
  public void keep(
      List<ProviderDifference> found, Collection<ProviderReference> looked, Instant now) {
    transactions.asOperator(handle -> {
      agree(handle, found, looked, now);
      found.forEach(one -> keep(handle, one));
      return null;
    });
  }

  private static void agree(
      Handle handle,
      List<ProviderDifference> found,
      Collection<ProviderReference> looked,
      Instant now) {
    if (looked.isEmpty()) {
      return;
    }
    handle
        .createUpdate(
            """
            update provider_difference
               set explanation = 'They agree now.', ours = theirs, seen_at = :now
             where explanation is null and provider = :provider
               and provider_interaction_id = any (:ids) and id <> all (:found)
            """)
        .bind("now", Binder.stored(now))
        .bind("provider", looked.iterator().next().provider().name())
        .bindArray("ids", String.class, looked.stream().map(ProviderReference::id).toList())
        .bindArray("found", UUID.class, found.stream().map(ProviderDifference::id).toList())
        .execute();
  }

  /** One by one, for there are few. */
  private static void keep(Handle handle, ProviderDifference one) {
    handle
        .createUpdate(
            """
            insert into provider_difference as known (%s)
            values (:subscriber, :id, :provider, :providerId, :kind, :ours, :theirs,
                    :explanation, :seenAt)
            on conflict (id) do update
               set explanation = case
                     when excluded.explanation is not null then excluded.explanation
                     when known.ours is not distinct from excluded.ours
                          and known.theirs is not distinct from excluded.theirs
                     then known.explanation end,
                   ours = excluded.ours,
                   theirs = excluded.theirs,
                   seen_at = excluded.seen_at
            """
                .formatted(COLUMNS))
        .bind("subscriber", one.subscriber().value())
        .bind("id", one.id())
        .bind("provider", one.reference().provider().name())
        .bind("providerId", one.reference().id())
        .bind("kind", one.kind().name())
        .bind("ours", one.ours().orElse(null))
        .bind("theirs", one.theirs().orElse(null))
        .bind("explanation", one.explanation().orElse(null))
        .bind("seenAt", Binder.stored(one.seenAt()))
        .execute();
  }

  @Override
  public List<ProviderDifference> differences(
      Optional<ProviderDifference.State> state, int limit, Optional<UUID> after) {
    String wanted =
        state
            .map(one ->
                one == ProviderDifference.State.OPEN
                    ? " and explanation is null"
                    : " and explanation is not null")
            .orElse("");
    return transactions.asOperator(handle ->
        handle
            .createQuery(
                """
                select %s
                  from provider_difference
                 where (seen_at, id) < (coalesce((select seen_at from provider_difference
                                                   where id = :after), 'infinity'),
                                        coalesce(cast(:after as uuid),
                                                 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
                   %s
                 order by seen_at desc, id desc
                 limit :limit
                """
                    .formatted(COLUMNS, wanted))
            .bind("after", after.orElse(null))
            .bind("limit", limit)
            .map((row, context) -> difference(row))
            .list());
  }

  private static ProviderDifference difference(ResultSet row) throws SQLException {
    return new ProviderDifference(
        new SubscriberId(row.getObject("subscriber_id", UUID.class)),
        new ProviderReference(
            Provider.valueOf(row.getString("provider")), row.getString("provider_interaction_id")),
        ProviderDifference.Kind.valueOf(row.getString("kind")),
        Optional.ofNullable(row.getString("ours")),
        Optional.ofNullable(row.getString("theirs")),
        Optional.ofNullable(row.getString("explanation")),
        Rows.instant(row, "seen_at"));
  }

  @Override
  public ProviderDifference explain(
      UUID id, String why, Function<ProviderDifference, AuditEntry> entry) {
    return transactions.asOperator(handle -> {
      ProviderDifference known =
          handle
              .createQuery(
                  "select %s from provider_difference where id = :id for update".formatted(COLUMNS))
              .bind("id", id)
              .map((row, context) -> difference(row))
              .findOne()
              .orElseThrow(() ->
                  new Refusal.NotFound(
                      "There is no difference " + id, "Take an id from the list of differences."));
      ProviderDifference explained = known.explained(why);
      if (!explained.equals(known)) {
        keep(handle, explained);
        AuditTrail.write(handle, entry.apply(explained));
      }
      return explained;
    });
  }
}
