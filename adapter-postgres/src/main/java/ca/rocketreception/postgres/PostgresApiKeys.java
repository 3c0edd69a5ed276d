package ca.rocketreception.postgres;

import ca.rocketreception.domain.ApiKey;
import ca.rocketreception.domain.ApiKeyId;
import ca.rocketreception.domain.AuditEntry;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.ports.driven.ApiKeys;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** Keys in PostgreSQL; whose a key is, is known only after it is found, so the operator looks. */
final class PostgresApiKeys implements ApiKeys {

  private final Transactions transactions;

  PostgresApiKeys(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void add(ApiKey key, String sha256, Optional<AuditEntry> entry) {
    transactions.asOperator(handle -> {
      handle
          .createUpdate(
              """
              insert into api_key (key_sha256, id, subscriber_id, name, created_at)
              values (:sha256, :id, :subscriber, :name, :createdAt)
              """)
          .bind("sha256", sha256)
          .bind("id", key.id().value())
          .bindByType(
              "subscriber", key.subscriber().map(SubscriberId::value).orElse(null), UUID.class)
          .bind("name", key.name())
          .bind("createdAt", Binder.stored(key.createdAt()))
          .execute();
      entry.ifPresent(known -> AuditTrail.write(handle, known));
      return key;
    });
  }

  @Override
  public Optional<ApiKey> find(String sha256) {
    return transactions.asOperator(handle ->
        handle
            .createQuery(
                """
                select id, subscriber_id, name, created_at
                  from api_key
                 where key_sha256 = :sha256 and revoked_at is null
                """)
            .bind("sha256", sha256)
            .map((row, context) -> key(row))
            .findOne());
  }

  private static ApiKey key(ResultSet row) throws SQLException {
    return new ApiKey(
        new ApiKeyId(row.getObject("id", UUID.class)),
        Optional.ofNullable(row.getObject("subscriber_id", UUID.class)).map(SubscriberId::new),
        row.getString("name"),
        InteractionColumns.instantIn(row, "created_at"));
  }
}
