package ca.rocketreception.postgres;

import ca.rocketreception.domain.AuditEntry;
import org.jdbi.v3.core.Handle;

/** Who changed what, written in the transaction that changed it. */
final class AuditTrail {

  private AuditTrail() {}

  static void write(Handle handle, AuditEntry entry) {
    handle
        .createUpdate(
            """
            insert into audit_entry (subscriber_id, id, at, actor, action, subject)
            values (:subscriber, :id, :at, :actor, :action, :subject)
            """)
        .bind("subscriber", entry.subscriber().value())
        .bind("id", Ids.next())
        .bind("at", Binder.stored(entry.at()))
        .bind("actor", entry.actor())
        .bind("action", entry.action())
        .bind("subject", entry.subject())
        .execute();
  }
}
