package ca.rocketreception.postgres.access;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.Actor;
import ca.rocketreception.domain.access.ApiKeyId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.access.ChainedEntry;
import ca.rocketreception.ports.driven.access.AuditTrails;
import ca.rocketreception.postgres.sql.Rows;
import ca.rocketreception.postgres.sql.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Audit trails in PostgreSQL. */
public final class PostgresAuditTrails implements AuditTrails {

  private static final int AT_A_TIME = 1000;

  private final Transactions transactions;

  public PostgresAuditTrails(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public List<ChainedEntry> page(SubscriberId subscriber, int limit, Optional<Long> before) {
    return transactions.forSubscriber(
        subscriber, handle -> page(handle, subscriber, limit, before));
  }

  private static List<ChainedEntry> page(
      Handle handle, SubscriberId subscriber, int limit, Optional<Long> before) {
    return handle
        .createQuery(
            """
            select subscriber_id, seq, at, actor, key_id, request_id, action, subject, before,
                   after, previous_hash, hash
              from audit_entry
             where subscriber_id = :subscriber and seq < :before
             order by seq desc
             limit :limit
            """)
        .bind("subscriber", subscriber.value())
        .bind("before", before.orElse(Long.MAX_VALUE))
        .bind("limit", limit)
        .map((row, context) -> entry(row))
        .list();
  }

  @Override
  public Verified verify(SubscriberId subscriber) {
    return transactions.forSubscriberAtOneMoment(
        subscriber,
        handle ->
            notEmptied(
                handle,
                subscriber,
                verified(
                    ChainedEntry.End.OF_NOTHING,
                    entries(handle, subscriber),
                    Optional.of(end(handle, subscriber)))));
  }

  @Override
  public Verified verify(SubscriberId subscriber, Optional<Long> before, int most) {
    return transactions.forSubscriberAtOneMoment(
        subscriber,
        handle -> {
          List<ChainedEntry> entries = page(handle, subscriber, most, before).reversed();
          ChainedEntry.End begins =
              entries.size() < most ? ChainedEntry.End.OF_NOTHING : entries.getFirst().previous();
          Verified verified =
              verified(
                  begins,
                  entries.iterator(),
                  before.isEmpty() ? Optional.of(end(handle, subscriber)) : Optional.empty());
          return before.isEmpty() ? notEmptied(handle, subscriber, verified) : verified;
        });
  }

  /** Nobody is there of whom no entry tells, for the first is of how it came to be there. */
  private static Verified notEmptied(Handle handle, SubscriberId subscriber, Verified verified) {
    return verified.entries() == 0 && isThere(handle, subscriber)
        ? new Verified(0, Optional.of(1L))
        : verified;
  }

  private static boolean isThere(Handle handle, SubscriberId subscriber) {
    return handle
        .createQuery("select exists (select from subscriber where subscriber_id = :subscriber)")
        .bind("subscriber", subscriber.value())
        .mapTo(Boolean.class)
        .one();
  }

  @Override
  public List<ChainEnd> ends(int limit, Optional<SubscriberId> after) {
    return transactions.asOperator(handle ->
        handle
            .createQuery(
                """
                select subscriber_id, seq, hash
                  from audit_end
                 where cast(:after as uuid) is null or subscriber_id > :after
                 order by subscriber_id
                 limit :limit
                """)
            .bind("limit", limit)
            .bindByType("after", after.map(SubscriberId::value).orElse(null), UUID.class)
            .map((row, context) ->
                new ChainEnd(
                    new SubscriberId(row.getObject("subscriber_id", UUID.class)),
                    new ChainedEntry.End(row.getLong("seq"), row.getString("hash"))))
            .list());
  }

  private static Iterator<ChainedEntry> entries(Handle handle, SubscriberId subscriber) {
    return handle
        .createQuery(
            """
            select subscriber_id, seq, at, actor, key_id, request_id, action, subject, before,
                   after, previous_hash, hash
              from audit_entry
             where subscriber_id = :subscriber
             order by seq
            """)
        .bind("subscriber", subscriber.value())
        .setFetchSize(AT_A_TIME)
        .map((row, context) -> entry(row))
        .iterator();
  }

  private static ChainedEntry.End end(Handle handle, SubscriberId subscriber) {
    return handle
        .createQuery("select seq, hash from audit_end where subscriber_id = :subscriber")
        .bind("subscriber", subscriber.value())
        .map((row, context) -> new ChainedEntry.End(row.getLong("seq"), row.getString("hash")))
        .findOne()
        .orElse(ChainedEntry.End.OF_NOTHING);
  }

  /**
   * @param known the end of the whole trail, where the entries lead to it
   */
  private static Verified verified(
      ChainedEntry.End begins, Iterator<ChainedEntry> entries, Optional<ChainedEntry.End> known) {
    ChainedEntry.End end = begins;
    Optional<Long> brokenAt = Optional.empty();
    long read = 0;
    while (entries.hasNext()) {
      ChainedEntry next = entries.next();
      read++;
      if (brokenAt.isEmpty() && !end.leadsTo(next)) {
        brokenAt = Optional.of(end.seq() + 1);
      }
      end = next.end();
    }
    boolean cut = known.isPresent() && !known.get().equals(end);
    return new Verified(read, brokenAt.isEmpty() && cut ? Optional.of(end.seq() + 1) : brokenAt);
  }

  private static ChainedEntry entry(ResultSet row) throws SQLException {
    return new ChainedEntry(
        new AuditEntry(
            new SubscriberId(row.getObject("subscriber_id", UUID.class)),
            Rows.instant(row, "at"),
            new Actor(
                row.getString("actor"),
                Optional.ofNullable(row.getObject("key_id", UUID.class)).map(ApiKeyId::new),
                Optional.ofNullable(row.getString("request_id"))),
            row.getString("action"),
            row.getString("subject"),
            row.getString("before"),
            row.getString("after")),
        row.getLong("seq"),
        row.getString("previous_hash"),
        row.getString("hash"));
  }
}
