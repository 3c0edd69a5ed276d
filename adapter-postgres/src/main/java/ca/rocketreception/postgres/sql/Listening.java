package ca.rocketreception.postgres.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears the other nodes' notices on one connection of its own, and connects again when it breaks.
 * What was said meanwhile is lost, so whoever hears is told of each new connection.
 */
public final class Listening {

  private static final Logger LOG = LoggerFactory.getLogger(Listening.class);
  private static final int HEARING_MS = 500;
  private static final int HEARINGS_BETWEEN_CHECKS = 20;
  private static final int SECONDS_TO_CHECK = 2;
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final ConnectionSource source;
  private final Hearer hearer;

  public interface Hearer {
    void connected();

    void heard(String channel, String words);
  }

  public Listening(ConnectionSource source, Hearer hearer) {
    this.source = source;
    this.hearer = hearer;
  }

  public void run(Background background) {
    Duration pause = SHORTEST_PAUSE;
    while (background.isOpen()) {
      try (Connection connection = source.open()) {
        listen(connection);
        LOG.info("Listening to the other nodes");
        pause = SHORTEST_PAUSE;
        hearer.connected();
        hear(background, connection);
      } catch (SQLException broken) {
        LOG.warn("Not listening to the other nodes, trying again: {}", broken.getSQLState());
      }
      background.pause(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
  }

  private static void listen(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("listen " + Notices.BUSINESS + "; listen " + Notices.ACTIVITY);
    }
  }

  private void hear(Background background, Connection connection) throws SQLException {
    PGConnection notices = connection.unwrap(PGConnection.class);
    int silent = 0;
    while (background.isOpen()) {
      PGNotification[] heard = notices.getNotifications(HEARING_MS);
      if (heard == null || heard.length == 0) {
        silent++;
        if (silent % HEARINGS_BETWEEN_CHECKS == 0 && !connection.isValid(SECONDS_TO_CHECK)) {
          throw new SQLException("The connection is gone", "08006");
        }
        continue;
      }
      for (PGNotification notice : heard) {
        hearer.heard(notice.getName(), notice.getParameter());
      }
    }
  }
}
