package ca.rocketreception.workshop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** A network that is not to be trusted: passes bytes on, and cuts or holds them when told. */
final class CuttingProxy implements AutoCloseable {

  private static final int CONNECT_MS = 2_000;

  private final ServerSocket listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final int target;
  private volatile long heldUntil = System.nanoTime();

  CuttingProxy(int target) throws IOException {
    this.target = target;
    Thread.ofPlatform().daemon().name("proxy").start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Breaks every connection there is. */
  void cut() {
    open.forEach(CuttingProxy::close);
  }

  /** Lets nothing through for a while; what comes meanwhile goes on afterwards. */
  void hold(Duration time) {
    heldUntil = System.nanoTime() + time.toNanos();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket near = listening.accept();
        Thread.startVirtualThread(() -> join(near));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void join(Socket near) {
    Socket far = new Socket();
    open.add(near);
    open.add(far);
    try {
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MS);
      Thread back = Thread.startVirtualThread(() -> pass(far, near));
      pass(near, far);
      back.join();
    } catch (IOException gone) {
      close(near);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      close(near);
      close(far);
      open.remove(near);
      open.remove(far);
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] bytes = new byte[16_384];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int count;
      while ((count = in.read(bytes)) >= 0) {
        for (long left = left(); left > 0; left = left()) {
          LockSupport.parkNanos(left);
        }
        out.write(bytes, 0, count);
      }
    } catch (IOException gone) {
      // the other direction ends with it
    } finally {
      close(from);
      close(to);
    }
  }

  private long left() {
    return heldUntil - System.nanoTime();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException gone) {
      // it is what was wanted
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    cut();
  }
}
