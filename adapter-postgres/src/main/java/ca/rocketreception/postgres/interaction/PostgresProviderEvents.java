package ca.rocketreception.postgres.interaction;

import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.ports.driven.interaction.KeptEvent;
import ca.rocketreception.ports.driven.interaction.ProviderEvent;
import ca.rocketreception.ports.driven.interaction.ProviderEvents;
import ca.rocketreception.postgres.sql.AuditTrail;
import ca.rocketreception.postgres.sql.Batch;
import ca.rocketreception.postgres.sql.Binder;
import ca.rocketreception.postgres.sql.Rows;
import ca.rocketreception.postgres.sql.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The evidence, across subscribers: what waits belongs to nobody yet. */
public final class PostgresProviderEvents implements ProviderEvents {

  private final Transactions transactions;

  public PostgresProviderEvents(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public List<ProviderEvent> takeWaiting(int limit, Instant now) {
    return transactions.asOperator(handle ->
        handle
            .createQuery(
                """
                with waiting as (
                  select provider, provider_id, event, body_sha256, tried_at,
                         octet_length(body) as octets
                    from provider_event
                   where outcome = 'WAITING'
                   order by tried_at
                   limit :limit
                ), few as (
                  select provider, provider_id, event, body_sha256,
                         sum(octets) over (order by tried_at, provider, provider_id, event,
                                                    body_sha256) - octets as before
                    from waiting
                ), taken as (
                  select provider, provider_id, event, body_sha256, tried_at
                    from provider_event
                   where outcome = 'WAITING'
                     and (provider, provider_id, event, body_sha256) in (
                           select provider, provider_id, event, body_sha256
                             from few
                            where before < :octets)
                     for update skip locked
                ), tried as (
                  update provider_event
                     set tried_at = :now
                    from taken
                   where provider_event.provider = taken.provider
                     and provider_event.provider_id = taken.provider_id
                     and provider_event.event = taken.event
                     and provider_event.body_sha256 = taken.body_sha256
                  returning provider_event.provider, provider_event.provider_id,
                            provider_event.event, provider_event.body_sha256,
                            provider_event.received_at, provider_event.body,
                            taken.tried_at as tried_before
                )
                select provider, provider_id, event, body_sha256, received_at, body
                  from tried
                 order by tried_before, received_at
                """)
            .bind("limit", limit)
            .bind("octets", MAX_OCTETS)
            .bind("now", Binder.stored(now))
            .map((row, context) -> event(row))
            .list());
  }

  @Override
  public Optional<ProviderEvent> takeWaiting(KeptEvent.Name name, Instant now, AuditEntry entry) {
    return transactions.asOperator(handle -> {
      Optional<ProviderEvent> taken =
          named(
                  handle.createQuery(
                      """
                      update provider_event
                         set tried_at = :now
                       where provider = :provider and provider_id = :providerId
                         and event = :event and body_sha256 = :sha256 and outcome = 'WAITING'
                      returning provider, provider_id, event, body_sha256, received_at, body
                      """),
                  name)
              .bind("now", Binder.stored(now))
              .map((row, context) -> event(row))
              .findOne();
      taken.ifPresent(event -> AuditTrail.write(handle, entry));
      return taken;
    });
  }

  @Override
  public List<KeptEvent> of(SubscriberId subscriber, int limit, Optional<KeptEvent.Cursor> after) {
    return transactions.forSubscriber(
        subscriber,
        handle ->
            ofQuery(handle, "", subscriber, limit, after).map((row, context) -> kept(row)).list());
  }

  static Query ofQuery(
      Handle handle,
      String prefix,
      SubscriberId subscriber,
      int limit,
      Optional<KeptEvent.Cursor> after) {
    return page(
            handle,
            prefix
                + """
                 select provider, provider_id, event, body_sha256, received_at, outcome, reason
                  from provider_event
                 where subscriber_id = :subscriber
                   %s
                 order by received_at desc, provider desc, provider_id desc, event desc,
                          body_sha256 desc
                 limit :limit
                """,
            limit,
            after)
        .bind("subscriber", subscriber.value());
  }

  @Override
  public List<KeptEvent> notApplied(
      Optional<KeptEvent.Outcome> outcome, int limit, Optional<KeptEvent.Cursor> after) {
    return transactions.asOperator(handle ->
        notAppliedQuery(handle, "", outcome, limit, after).map((row, context) -> kept(row)).list());
  }

  static Query notAppliedQuery(
      Handle handle,
      String prefix,
      Optional<KeptEvent.Outcome> outcome,
      int limit,
      Optional<KeptEvent.Cursor> after) {
    return page(
            handle,
            prefix
                + """
                 select provider, provider_id, event, body_sha256, received_at, outcome, reason
                  from provider_event
                 where outcome <> 'APPLIED'
                   and (:outcome::text is null or outcome = :outcome)
                   %s
                 order by received_at desc, provider desc, provider_id desc, event desc,
                          body_sha256 desc
                 limit :limit
                """,
            limit,
            after)
        .bind("outcome", outcome.map(Enum::name).orElse(null));
  }

  private static Query page(
      Handle handle, String sql, int limit, Optional<KeptEvent.Cursor> after) {
    Query query =
        handle
            .createQuery(
                sql.formatted(
                    after
                        .map(any ->
                            """
                            and (received_at, provider, provider_id, event, body_sha256)
                                < (:at, :provider, :providerId, :event, :sha256)
                            """)
                        .orElse("")))
            .bind("limit", limit);
    after.ifPresent(
        cursor -> named(query, cursor.name()).bind("at", Binder.stored(cursor.receivedAt())));
    return query;
  }

  @Override
  public Optional<KeptEvent> find(KeptEvent.Name name) {
    return transactions.asOperator(handle ->
        named(
                handle.createQuery(
                    """
                    select provider, provider_id, event, body_sha256, received_at, outcome, reason
                      from provider_event
                     where provider = :provider and provider_id = :providerId
                       and event = :event and body_sha256 = :sha256
                    """),
                name)
            .map((row, context) -> kept(row))
            .findOne());
  }

  @Override
  public Optional<ProviderEvent> evidence(KeptEvent.Name name) {
    return transactions.asOperator(handle ->
        named(
                handle.createQuery(
                    """
                    select provider, provider_id, event, body_sha256, received_at, body
                      from provider_event
                     where provider = :provider and provider_id = :providerId
                       and event = :event and body_sha256 = :sha256
                    """),
                name)
            .map((row, context) -> event(row))
            .findOne());
  }

  private static Query named(Query query, KeptEvent.Name name) {
    return query
        .bind("provider", name.provider().name())
        .bind("providerId", name.providerId())
        .bind("event", name.event())
        .bind("sha256", HexFormat.of().parseHex(name.bodySha256()));
  }

  private static KeptEvent kept(ResultSet row) throws SQLException {
    return new KeptEvent(
        new KeptEvent.Name(
            Provider.valueOf(row.getString("provider")),
            row.getString("provider_id"),
            row.getString("event"),
            HexFormat.of().formatHex(row.getBytes("body_sha256"))),
        Rows.instant(row, "received_at"),
        KeptEvent.Outcome.valueOf(row.getString("outcome")),
        row.getString("reason"));
  }

  public static ProviderEvent event(ResultSet row) throws SQLException {
    return new ProviderEvent(
        Provider.valueOf(row.getString("provider")),
        row.getString("event"),
        row.getString("provider_id"),
        Rows.instant(row, "received_at"),
        HexFormat.of().formatHex(row.getBytes("body_sha256")),
        row.getString("body"));
  }

  @Override
  public long waiting() {
    return transactions.asOperator(handle ->
        handle
            .createQuery("select count(*) from provider_event where outcome = 'WAITING'")
            .mapTo(Long.class)
            .one());
  }

  @Override
  public int forgetBefore(Instant moment, int most) {
    return Batch.delete(
        transactions,
        """
        delete from provider_event
         using (select provider, provider_id, event, body_sha256
                  from provider_event
                 where received_at < :moment
                 limit :most
                   for update skip locked) old
         where provider_event.provider = old.provider
           and provider_event.provider_id = old.provider_id
           and provider_event.event = old.event
           and provider_event.body_sha256 = old.body_sha256
        """,
        moment,
        most);
  }
}
