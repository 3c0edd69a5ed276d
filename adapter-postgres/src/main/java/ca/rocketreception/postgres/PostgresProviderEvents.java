package ca.rocketreception.postgres;

import ca.rocketreception.domain.Provider;
import ca.rocketreception.ports.driven.ProviderEvent;
import ca.rocketreception.ports.driven.ProviderEvents;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** The evidence, across subscribers: what waits belongs to nobody yet. */
final class PostgresProviderEvents implements ProviderEvents {

  private final Transactions transactions;

  PostgresProviderEvents(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public List<ProviderEvent> takeWaiting(int limit, Instant now) {
    return transactions.asOperator(handle ->
        handle
            .createQuery(
                """
                with taken as (
                  select provider, provider_id, event, body_sha256, tried_at
                    from provider_event
                   where outcome = 'WAITING'
                   order by tried_at
                   limit :limit
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
            .bind("now", Binder.stored(now))
            .map((row, context) -> event(row))
            .list());
  }

  private static ProviderEvent event(ResultSet row) throws SQLException {
    return new ProviderEvent(
        Provider.valueOf(row.getString("provider")),
        row.getString("event"),
        row.getString("provider_id"),
        InteractionColumns.instantIn(row, "received_at"),
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
  public int forgetBefore(Instant moment) {
    return transactions.asOperator(handle ->
        handle
            .createUpdate("delete from provider_event where received_at < :moment")
            .bind("moment", Binder.stored(moment))
            .execute());
  }
}
