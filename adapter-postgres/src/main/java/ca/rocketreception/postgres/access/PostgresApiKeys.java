package ca.rocketreception.postgres.access;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.domain.access.ApiKeyId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.ports.driven.access.ApiKeys;
import ca.rocketreception.postgres.sql.AuditTrail;
import ca.rocketreception.postgres.sql.Binder;
import ca.rocketreception.postgres.sql.Rows;
import ca.rocketreception.postgres.sql.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Keys in PostgreSQL; whose a key is, is known only after it is found, so the operator looks. */
public final class PostgresApiKeys implements ApiKeys {

  private final Transactions transactions;
  private final KeyUse use;

  public PostgresApiKeys(Transactions transactions, KeyUse use) {
    this.transactions = transactions;
    this.use = use;
  }

  @Override
  public void add(ApiKey key, String sha256, Optional<AuditEntry> entry) {
    transactions.asOperator(handle -> {
      ApiKey.requireRoom(live(handle, key.subscriber()));
      handle
          .createUpdate(
              """
              insert into api_key (key_sha256, id, subscriber_id, name, scope, created_at)
              values (:sha256, :id, :subscriber, :name, :scope, :createdAt)
              """)
          .bind("sha256", sha256)
          .bind("id", key.id().value())
          .bindByType(
              "subscriber", key.subscriber().map(SubscriberId::value).orElse(null), UUID.class)
          .bind("name", key.name())
          .bind("scope", key.scope().name())
          .bind("createdAt", Binder.stored(key.createdAt()))
          .execute();
      entry.ifPresent(known -> AuditTrail.write(handle, known));
      return key;
    });
  }

  /** How many there are; until the transaction ends nobody else adds one of the same owner. */
  private static int live(Handle handle, Optional<SubscriberId> subscriber) {
    handle
        .createQuery("select pg_advisory_xact_lock(hashtextextended('keys of ' || :owner, 0))")
        .bind("owner", subscriber.map(SubscriberId::toString).orElse("the operator"))
        .mapToMap()
        .list();
    return handle
        .createQuery(
            "select count(*) from api_key where %s and revoked_at is null"
                .formatted(owned(subscriber)))
        .bindByType("subscriber", subscriber.map(SubscriberId::value).orElse(null), UUID.class)
        .mapTo(Integer.class)
        .one();
  }

  @Override
  public Optional<ApiKey> find(String sha256) {
    return transactions.asOperator(handle ->
        handle
            .createQuery(
                """
                select id, subscriber_id, name, scope, created_at, last_used_at
                  from api_key
                 where key_sha256 = :sha256 and revoked_at is null
                """)
            .bind("sha256", sha256)
            .map((row, context) -> key(row))
            .findOne());
  }

  @Override
  public Set<ApiKeyId> valid(Set<ApiKeyId> ids) {
    return transactions.asOperator(handle ->
        handle
            .createQuery("select id from api_key where id = any(:ids) and revoked_at is null")
            .bindArray("ids", UUID.class, ids.stream().map(ApiKeyId::value).toList())
            .map((row, context) -> new ApiKeyId(row.getObject("id", UUID.class)))
            .set());
  }

  @Override
  public List<ApiKey> of(Optional<SubscriberId> subscriber) {
    return transactions.asOperator(handle ->
        handle
            .createQuery(
                """
                select id, subscriber_id, name, scope, created_at, last_used_at
                  from api_key
                 where %s and revoked_at is null
                 order by created_at, id
                """
                    .formatted(owned(subscriber)))
            .bindByType("subscriber", subscriber.map(SubscriberId::value).orElse(null), UUID.class)
            .map((row, context) -> key(row))
            .list());
  }

  @Override
  public boolean revoke(
      Optional<SubscriberId> subscriber, ApiKeyId id, Instant at, Optional<AuditEntry> entry) {
    return transactions.asOperator(handle -> {
      int revoked =
          handle
              .createUpdate(
                  """
                  update api_key
                     set revoked_at = :at
                   where %s and id = :id and revoked_at is null
                  """
                      .formatted(owned(subscriber)))
              .bindByType(
                  "subscriber", subscriber.map(SubscriberId::value).orElse(null), UUID.class)
              .bind("id", id.value())
              .bind("at", Binder.stored(at))
              .execute();
      if (revoked > 0) {
        entry.ifPresent(known -> AuditTrail.write(handle, known));
      }
      return revoked > 0;
    });
  }

  /** The operator's keys have no subscriber, which an equals sign does not find. */
  private static String owned(Optional<SubscriberId> subscriber) {
    return subscriber.isPresent()
        ? "subscriber_id = :subscriber"
        : "subscriber_id is null and :subscriber::uuid is null";
  }

  @Override
  public void used(ApiKeyId id, Instant at) {
    use.note(id, at);
  }

  private static ApiKey key(ResultSet row) throws SQLException {
    return new ApiKey(
        new ApiKeyId(row.getObject("id", UUID.class)),
        Optional.ofNullable(row.getObject("subscriber_id", UUID.class)).map(SubscriberId::new),
        row.getString("name"),
        ApiKey.Scope.valueOf(row.getString("scope")),
        Rows.instant(row, "created_at"),
        Optional.ofNullable(Rows.instant(row, "last_used_at")));
  }
}
