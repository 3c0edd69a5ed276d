package ca.rocketreception.postgres.access;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.ApiKeyId;
import ca.rocketreception.ports.driven.access.Creations;
import ca.rocketreception.postgres.sql.Batch;
import ca.rocketreception.postgres.sql.Binder;
import ca.rocketreception.postgres.sql.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Requests that create something, in PostgreSQL; an operator's belong to no subscriber. */
public final class PostgresCreations implements Creations {

  private final Transactions transactions;

  public PostgresCreations(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public Known remember(Request request) {
    return transactions.asOperator(handle -> {
      handle
          .createUpdate(
              """
              insert into idempotency_key (who, name, subscriber_id, request_sha256, id, created_at)
              values (:who, :name, :subscriber, :sha256, :id, :at)
              on conflict (who, name) do nothing
              """)
          .bind("who", request.who().value())
          .bind("name", request.name())
          .bindByType(
              "subscriber", request.subscriber().map(SubscriberId::value).orElse(null), UUID.class)
          .bind("sha256", request.sha256())
          .bind("id", request.id())
          .bind("at", Binder.stored(request.at()))
          .execute();
      return handle
          .createQuery(
              """
              select request_sha256, id, status, answer
                from idempotency_key
               where who = :who and name = :name
              """)
          .bind("who", request.who().value())
          .bind("name", request.name())
          .map((row, context) -> known(row))
          .one();
    });
  }

  private static Known known(ResultSet row) throws SQLException {
    String answer = row.getString("answer");
    return new Known(
        row.getString("request_sha256"),
        row.getObject("id", UUID.class),
        answer == null ? Optional.empty() : Optional.of(new Answer(row.getInt("status"), answer)));
  }

  @Override
  public void keep(ApiKeyId who, String name, Answer answer) {
    transactions.asOperator(handle ->
        handle
            .createUpdate(
                """
                update idempotency_key
                   set status = :status, answer = :answer
                 where who = :who and name = :name
                """)
            .bind("who", who.value())
            .bind("name", name)
            .bind("status", answer.status())
            .bind("answer", answer.body())
            .execute());
  }

  @Override
  public int forgetBefore(Instant moment, int most) {
    return Batch.delete(
        transactions,
        """
        delete from idempotency_key
         using (select who, name
                  from idempotency_key
                 where created_at < :moment
                 order by created_at
                 limit :most
                   for update skip locked) old
         where idempotency_key.who = old.who and idempotency_key.name = old.name
        """,
        moment,
        most);
  }
}
