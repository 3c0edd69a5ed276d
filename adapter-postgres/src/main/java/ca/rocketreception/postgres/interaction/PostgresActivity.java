package ca.rocketreception.postgres.interaction;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.ports.driven.interaction.Activity;
import ca.rocketreception.ports.driving.Wordless;
import ca.rocketreception.postgres.sql.Background;
import ca.rocketreception.postgres.sql.ConnectionSource;
import ca.rocketreception.postgres.sql.Notices;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * News: to this node's listeners at once, to the other nodes' in one notice every few milliseconds,
 * on a connection of its own, so that no transaction that records waits for it. What does not fit
 * in the queue is lost.
 */
public final class PostgresActivity implements Activity {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresActivity.class);
  private static final int MOST_WAITING = 10_000;

  /** A notice holds 8000 bytes; a pair of ids has 74 with its comma. */
  private static final int PAIRS_IN_A_NOTICE = 100;

  private static final Duration COLLECTING = Duration.ofMillis(25);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

  private final String node = UUID.randomUUID().toString();
  private final List<Consumer<News>> listeners = new CopyOnWriteArrayList<>();
  private final BlockingQueue<News> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final ConnectionSource source;

  public PostgresActivity(ConnectionSource source) {
    this.source = source;
  }

  @Override
  public void tell(News news) {
    wake(news);
    waiting.offer(news);
  }

  @Override
  public Subscription listen(Consumer<News> listener) {
    // one of its own for each subscription, also when the same listener comes twice
    Consumer<News> mine = listener::accept;
    listeners.add(mine);
    return () -> listeners.remove(mine);
  }

  private void wake(News news) {
    for (Consumer<News> listener : listeners) {
      try {
        listener.accept(news);
      } catch (RuntimeException failure) {
        LOG.warn("A listener failed at news", Wordless.of(failure));
      }
    }
  }

  /** A notice of any node; this one's own listeners know already. */
  public void heard(String words) {
    int space = words.indexOf(' ');
    if (space < 0 || words.startsWith(node)) {
      return;
    }
    for (String pair : words.substring(space + 1).split(",")) {
      try {
        int colon = pair.indexOf(':');
        wake(
            new News(
                new SubscriberId(UUID.fromString(pair.substring(0, colon))),
                new InteractionId(UUID.fromString(pair.substring(colon + 1)))));
      } catch (IllegalArgumentException | IndexOutOfBoundsException strange) {
        LOG.warn("A notice is none of ours");
      }
    }
  }

  public void sendToOtherNodes(Background background) {
    while (background.isOpen()) {
      try (Connection connection = connection()) {
        while (background.isOpen()) {
          send(connection, collected(background));
        }
      } catch (SQLException failure) {
        LOG.warn("News did not reach the other nodes: {}", failure.getSQLState());
        background.pause(PAUSE_AFTER_FAILURE);
      } catch (InterruptedException closed) {
        return;
      }
    }
  }

  /** Connects when there is something to tell, so that a quiet node holds nothing. */
  private Connection connection() throws SQLException, InterruptedException {
    News first = waiting.take();
    waiting.offer(first);
    return source.open();
  }

  private Set<News> collected(Background background) throws InterruptedException {
    Set<News> news = new LinkedHashSet<>();
    news.add(waiting.take());
    background.pause(COLLECTING);
    waiting.drainTo(news);
    return news;
  }

  private void send(Connection connection, Set<News> news) throws SQLException {
    List<String> pairs =
        news.stream()
            .map(one -> one.subscriber().value() + ":" + one.interaction().value())
            .toList();
    try (PreparedStatement statement = connection.prepareStatement("select pg_notify(?, ?)")) {
      for (String notice : notices(pairs)) {
        statement.setString(1, Notices.ACTIVITY);
        statement.setString(2, notice);
        statement.execute();
      }
    }
  }

  private List<String> notices(List<String> pairs) {
    List<String> notices = new ArrayList<>();
    for (int from = 0; from < pairs.size(); from += PAIRS_IN_A_NOTICE) {
      int to = Math.min(from + PAIRS_IN_A_NOTICE, pairs.size());
      notices.add(node + " " + String.join(",", pairs.subList(from, to)));
    }
    return notices;
  }
}
