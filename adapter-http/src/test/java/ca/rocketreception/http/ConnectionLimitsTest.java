package ca.rocketreception.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.junit.jupiter.api.Test;

/** At the node's limit the connection that was idle longest makes room. */
final class ConnectionLimitsTest {

  private final ConnectionLimits limits = new ConnectionLimits(3, 100);
  private final List<Line> lines = new ArrayList<>();

  @Test
  void the_one_that_was_idle_longest_makes_room_for_a_new_one() {
    Line young = open(2_000, false);
    Line old = open(9_000, false);
    Line busy = open(60_000, true);

    Line next = open(0, false);

    assertThat(lines).filteredOn(line -> !line.getEndPoint().isOpen()).containsExactly(old);
    limits.onClosed(old);
    Line another = open(0, false);
    assertThat(lines).filteredOn(line -> !line.getEndPoint().isOpen()).containsExactly(young, old);
    assertThat(List.of(busy, next, another)).allMatch(line -> line.getEndPoint().isOpen());
  }

  @Test
  void where_none_is_idle_the_new_one_is_closed() {
    open(500, false);
    open(60_000, true);
    open(60_000, true);

    Line next = open(0, false);

    assertThat(lines).filteredOn(line -> !line.getEndPoint().isOpen()).containsExactly(next);
  }

  private Line open(long idle, boolean busy) {
    Line line = new Line(idle, busy);
    lines.add(line);
    limits.onOpened(line);
    return line;
  }

  /** A connection that has been idle for so long, or whose request is not answered yet. */
  private static final class Line extends AbstractConnection {
    private final boolean busy;

    Line(long idle, boolean busy) {
      super(
          new ByteArrayEndPoint() {
            @Override
            public long getIdleFor() {
              return idle;
            }
          },
          Runnable::run);
      this.busy = busy;
    }

    @Override
    public void onFillable() {
      // nothing comes
    }

    @Override
    public long getMessagesIn() {
      return busy ? 1 : 0;
    }

    @Override
    public long getMessagesOut() {
      return 0;
    }
  }
}
