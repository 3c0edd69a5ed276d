package ca.rocketreception.postgres.sql;

import java.time.Instant;

/**
 * Deletes some of what is old. May take longer than what somebody waits for, and has an end all the
 * same, so that a large one fails plainly and alone.
 */
public final class Batch {

  private static final String LONGEST = "set local statement_timeout = '30s'";
  private static final int LONGEST_SILENCE_MS = 35_000;

  private Batch() {}

  /**
   * Says how many rows went.
   *
   * @param sql deletes at most {@code :most} rows from before {@code :moment}
   */
  public static int delete(Transactions transactions, String sql, Instant moment, int most) {
    return transactions.asOperator(handle -> {
      // the pool puts it back
      handle.getConnection().setNetworkTimeout(Runnable::run, LONGEST_SILENCE_MS);
      handle.execute(LONGEST);
      return handle
          .createUpdate(sql)
          .bind("moment", Binder.stored(moment))
          .bind("most", most)
          .execute();
    });
  }
}
