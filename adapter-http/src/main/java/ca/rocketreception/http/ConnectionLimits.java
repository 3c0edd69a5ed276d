package ca.rocketreception.http;

import ca.rocketreception.http.request.Visitors;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.IdleTimeout;

/**
 * So many connections to a node, and from one address unless that is a proxy's. When the node has
 * as many as it bears, the one that was idle longest makes room; when none is idle, or an address
 * has all of its own, the new one is closed.
 */
final class ConnectionLimits implements Connection.Listener {

  private static final long IDLE_MS = 1000;

  private final int most;
  private final int mostOfAnAddress;
  private final Map<Connection, String> open = new ConcurrentHashMap<>();
  private final Map<String, Integer> ofAddress = new ConcurrentHashMap<>();

  ConnectionLimits(int most, int mostOfAnAddress) {
    this.most = most;
    this.mostOfAnAddress = mostOfAnAddress;
  }

  @Override
  public void onOpened(Connection connection) {
    String address = address(connection);
    open.put(connection, address);
    int there = ofAddress.merge(address, 1, Integer::sum);
    if (there > mostOfAnAddress) {
      connection.getEndPoint().close();
    } else if (open.size() > most) {
      longestIdle().orElse(connection).getEndPoint().close();
    }
  }

  @Override
  public void onClosed(Connection connection) {
    String address = open.remove(connection);
    if (address != null) {
      ofAddress.computeIfPresent(address, (_, count) -> count > 1 ? count - 1 : null);
    }
  }

  /** No request is under way on it. */
  private Optional<Connection> longestIdle() {
    Connection found = null;
    long longest = IDLE_MS;
    for (Connection connection : open.keySet()) {
      long idle =
          connection.getEndPoint() instanceof IdleTimeout watched ? watched.getIdleFor() : 0;
      if (idle > longest && connection.getMessagesIn() == connection.getMessagesOut()) {
        longest = idle;
        found = connection;
      }
    }
    return Optional.ofNullable(found);
  }

  private static String address(Connection connection) {
    return connection.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress remote
        ? Visitors.counted(remote.getAddress().getHostAddress()).orElse("")
        : "";
  }
}
