package ca.rocketreception.postgres.sql;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.SubscriberId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;

/**
 * The one place that opens transactions. Each says for whom it works, else it sees nothing; the
 * statement {@code set local}, not the function, because only that reaches the workers of a
 * distributed database. What loses a race runs once more.
 */
public final class Transactions {

  public static final String AS_OPERATOR = "set local rocket.scope = 'operator'";
  private static final String AT_ONE_MOMENT =
      "set transaction isolation level repeatable read, read only; ";

  private final Jdbi jdbi;
  private volatile BooleanSupplier refused = () -> false;

  public Transactions(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** As long as this is so, nothing is begun. */
  public void refuseWhile(BooleanSupplier condition) {
    refused = condition;
  }

  /** Sees one subscriber's rows. */
  public <T> T forSubscriber(SubscriberId subscriber, HandleCallback<T, SQLException> work) {
    return begin(said(asSubscriber(subscriber), work));
  }

  /** Sees one subscriber's rows as they are at one moment, however many statements read them. */
  public <T> T forSubscriberAtOneMoment(
      SubscriberId subscriber, HandleCallback<T, SQLException> work) {
    return begin(said(AT_ONE_MOMENT + asSubscriber(subscriber), work));
  }

  /** Sees everybody's rows. */
  public <T> T asOperator(HandleCallback<T, SQLException> work) {
    return begin(said(AS_OPERATOR, work));
  }

  /** Sees everybody's rows as they are at one moment. */
  public <T> T asOperatorAtOneMoment(HandleCallback<T, SQLException> work) {
    return begin(said(AT_ONE_MOMENT + AS_OPERATOR, work));
  }

  /** For work that says itself for whom, in the round trip of its first statement. */
  public <T> T begin(HandleCallback<T, SQLException> work) {
    try {
      return once(work);
    } catch (RuntimeException | SQLException lost) {
      if (!Failures.mayPass(lost)) {
        throw Failures.translated(lost);
      }
    }
    try {
      return once(work);
    } catch (RuntimeException | SQLException failure) {
      throw Failures.translated(failure);
    }
  }

  private <T> T once(HandleCallback<T, SQLException> work) throws SQLException {
    if (refused.getAsBoolean()) {
      throw new Refusal.Unavailable("The database's tables are not up to date yet", null);
    }
    return jdbi.inTransaction(work);
  }

  private static String asSubscriber(SubscriberId subscriber) {
    return "set local rocket.subscriber = '" + subscriber.value() + "'";
  }

  private static <T> HandleCallback<T, SQLException> said(
      String words, HandleCallback<T, SQLException> work) {
    return handle -> {
      say(handle, words);
      return work.withHandle(handle);
    };
  }

  private static void say(Handle handle, String words) throws SQLException {
    Connection connection = handle.getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute(words);
    }
  }
}
