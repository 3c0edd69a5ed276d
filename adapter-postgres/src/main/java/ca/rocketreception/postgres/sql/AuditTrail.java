package ca.rocketreception.postgres.sql;

import ca.rocketreception.domain.access.ApiKeyId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.access.ChainedEntry;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Who changed what, written in the transaction that changed it, with the end of the chain locked
 * until the transaction's own, so that it has one end.
 */
public final class AuditTrail {

  private AuditTrail() {}

  public static void write(Handle handle, AuditEntry entry) {
    ChainedEntry next = lockedEnd(handle, entry.subscriber().value()).append(entry);
    handle
        .createUpdate(
            """
            with chained as (
              update audit_end
                 set seq = :seq, hash = :hash
               where subscriber_id = :subscriber
            )
            insert into audit_entry (subscriber_id, id, seq, at, actor, key_id, request_id, action,
                                     subject, before, after, previous_hash, hash)
            values (:subscriber, :id, :seq, :at, :actor, :key, :request, :action,
                    :subject, :before, :after, :previous, :hash)
            """)
        .bind("subscriber", entry.subscriber().value())
        .bind("id", Ids.next())
        .bind("seq", next.seq())
        .bind("at", Binder.stored(entry.at()))
        .bind("actor", entry.actor().name())
        .bindByType("key", entry.actor().key().map(ApiKeyId::value).orElse(null), UUID.class)
        .bind("request", entry.actor().requestId().orElse(null))
        .bind("action", entry.action())
        .bind("subject", entry.subject())
        .bind("before", entry.before())
        .bind("after", entry.after())
        .bind("previous", next.previousHash())
        .bind("hash", next.hash())
        .execute();
  }

  private static ChainedEntry.End lockedEnd(Handle handle, UUID subscriber) {
    handle
        .createUpdate(
            """
            insert into audit_end (subscriber_id, seq, hash)
            values (:subscriber, 0, '')
            on conflict (subscriber_id) do nothing
            """)
        .bind("subscriber", subscriber)
        .execute();
    return handle
        .createQuery("select seq, hash from audit_end where subscriber_id = :subscriber for update")
        .bind("subscriber", subscriber)
        .map((row, context) -> new ChainedEntry.End(row.getLong("seq"), row.getString("hash")))
        .one();
  }
}
