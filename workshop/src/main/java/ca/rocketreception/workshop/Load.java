package ca.rocketreception.workshop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes load as cheaply as Java can, so that on a small machine the measured side gets the cores: a
 * plain thread and a plain socket a connection, requests that are ready-made bytes, one after the
 * other. Each connection goes through its own share of the tasks.
 */
final class Load {

  /** One worker's way of doing a task; returns its outcome in a word. */
  interface Worker extends AutoCloseable {
    String work(int task) throws Exception;

    @Override
    void close() throws IOException, SQLException;
  }

  interface Workers {
    Worker open() throws Exception;
  }

  /** Gives the ready-made bytes of a whole HTTP request. */
  interface Requests {
    byte[] request(int task);
  }

  private Load() {}

  /**
   * Runs tasks 0 to {@code tasks}, shared out evenly among the workers in whole runs of {@code
   * together}.
   */
  static Figures run(int workers, int tasks, int together, Workers opener)
      throws InterruptedException {
    return run(workers, tasks, together, 0, opener);
  }

  /**
   * Runs tasks at a rate, whether or not the answers keep up: a task's time counts from when it was
   * due, so that one slow answer shows in all that had to wait for it.
   */
  static Figures paced(int workers, int tasks, int perSecond, Workers opener)
      throws InterruptedException {
    return run(workers, tasks, 1, TimeUnit.SECONDS.toNanos(1) / perSecond, opener);
  }

  private static Figures run(
      int workers, int tasks, int together, long nanosBetween, Workers opener)
      throws InterruptedException {
    long[] nanos = new long[tasks];
    Map<String, Long> answers = new ConcurrentHashMap<>();
    CountDownLatch ready = new CountDownLatch(workers);
    CountDownLatch go = new CountDownLatch(1);
    AtomicLong started = new AtomicLong();
    Thread[] threads = new Thread[workers];
    for (int w = 0; w < workers; w++) {
      int first = w;
      threads[w] =
          Thread.ofPlatform()
              .start(() -> {
                Map<String, Long> mine = new TreeMap<>();
                try (Worker worker = opener.open()) {
                  ready.countDown();
                  go.await();
                  for (int group = first; group * together < tasks; group += workers) {
                    int end = Math.min(tasks, (group + 1) * together);
                    for (int task = group * together; task < end; task++) {
                      long begin = due(started, task, nanosBetween);
                      String answer = worker.work(task);
                      nanos[task] = System.nanoTime() - begin;
                      mine.merge(answer, 1L, Long::sum);
                    }
                  }
                } catch (Exception e) {
                  mine.merge(e.toString(), 1L, Long::sum);
                  ready.countDown();
                }
                mine.forEach((answer, count) -> answers.merge(answer, count, Long::sum));
              });
    }
    ready.await();
    long begin = System.nanoTime();
    started.set(begin);
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    return new Figures((System.nanoTime() - begin) / 1e9, nanos, new TreeMap<>(answers));
  }

  /** Waits until a task is due, and says when that was; without a pace it is due now. */
  private static long due(AtomicLong started, int task, long nanosBetween) {
    if (nanosBetween == 0) {
      return System.nanoTime();
    }
    long due = started.get() + task * nanosBetween;
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    return due;
  }

  /** Workers that send requests over one kept connection each and answer with the status. */
  static Workers http(int port, Requests requests) {
    return () -> new HttpWorker(port, requests);
  }

  private static final class HttpWorker implements Worker {

    private static final int PATIENCE_MS = 30_000;

    private final Socket socket = new Socket();
    private final OutputStream out;
    private final InputStream in;
    private final Requests requests;
    private final StringBuilder line = new StringBuilder(128);

    HttpWorker(int port, Requests requests) throws IOException {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MS);
      socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MS);
      this.out = socket.getOutputStream();
      this.in = new BufferedInputStream(socket.getInputStream(), 8192);
      this.requests = requests;
    }

    @Override
    public String work(int task) throws IOException {
      out.write(requests.request(task));
      String status = readLine().substring(9, 12);
      int length = 0;
      for (String header = readLine(); !header.isEmpty(); header = readLine()) {
        if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
          length = Integer.parseInt(header.substring(15).strip());
        }
      }
      in.skipNBytes(length);
      return status;
    }

    private String readLine() throws IOException {
      line.setLength(0);
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new EOFException("the server closed the connection");
        }
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /** The bytes of a POST over a kept connection. */
  static byte[] post(String path, Map<String, String> headers, byte[] body) {
    StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: localhost\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Type: application/json\r\nContent-Length: ")
        .append(body.length)
        .append("\r\n\r\n");
    byte[] start = head.toString().getBytes(ISO_8859_1);
    byte[] request = new byte[start.length + body.length];
    System.arraycopy(start, 0, request, 0, start.length);
    System.arraycopy(body, 0, request, start.length, body.length);
    return request;
  }
}
