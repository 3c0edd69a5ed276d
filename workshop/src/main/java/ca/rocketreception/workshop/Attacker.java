package ca.rocketreception.workshop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** One way of attacking a server, from an address of its own, and what came back. */
final class Attacker {

  private static final int PATIENCE_MS = 40_000;
  private static final int PIECE = 64 << 10;

  private final String name;
  private final int port;
  private final String address;
  private final Throttle throttle;
  private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();

  /** So many bytes a second, of all attackers together. */
  static final class Throttle {

    private final double nanosAByte;
    private long free = System.nanoTime();

    Throttle(int megabytesASecond) {
      nanosAByte = 1e9 / (megabytesASecond * (double) (1 << 20));
    }

    void pass(int bytes) throws InterruptedException {
      long wait;
      synchronized (this) {
        long now = System.nanoTime();
        free = Math.max(free, now - 100_000_000) + (long) (bytes * nanosAByte);
        wait = free - now;
      }
      if (wait > 1_000_000) {
        Thread.sleep(wait / 1_000_000);
      }
    }
  }

  /** What it does again and again on a fresh connection; may count answers of its own. */
  interface Deed {
    void on(Attacker attacker, Socket socket) throws IOException, InterruptedException;
  }

  Attacker(String name, int port, int number, Throttle throttle) {
    this.name = name;
    this.port = port;
    this.address = "127.0.1." + number;
    this.throttle = throttle;
  }

  String name() {
    return name;
  }

  Map<String, Long> answers() {
    Map<String, Long> counted = new TreeMap<>();
    answers.forEach((answer, count) -> counted.put(answer, count.sum()));
    return counted;
  }

  void count(String answer) {
    answers.computeIfAbsent(answer, _ -> new LongAdder()).increment();
  }

  /** Does it once on a connection of its own. */
  void attack(Deed deed) throws InterruptedException {
    try (Socket socket = connect()) {
      deed.on(this, socket);
    } catch (SocketTimeoutException silent) {
      count("silence");
    } catch (IOException hungUp) {
      count("hung up");
    }
  }

  Socket connect() throws IOException {
    Socket socket = new Socket();
    try {
      // only Linux answers at all of 127.0.0.0/8
      socket.bind(new InetSocketAddress(address, 0));
    } catch (IOException notHere) {
      socket.close();
      socket = new Socket();
    }
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MS);
    socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MS);
    return socket;
  }

  /**
   * Sends a head that announces a body, then as much of the body as is taken; counts the answer.
   */
  void send(Socket socket, String head, byte[] piece, long length)
      throws IOException, InterruptedException {
    socket
        .getOutputStream()
        .write(
            (head + "Host: localhost\r\nContent-Length: " + length + "\r\n\r\n")
                .getBytes(ISO_8859_1));
    try {
      for (long sent = 0; sent < length; ) {
        int some = (int) Math.min(Math.min(PIECE, piece.length), length - sent);
        int from = piece.length <= PIECE ? 0 : (int) (sent % piece.length);
        some = Math.min(some, piece.length - from);
        throttle.pass(some);
        socket.getOutputStream().write(piece, from, some);
        sent += some;
      }
    } catch (IOException refusedEarlier) {
      // the answer may be there all the same
    }
    count(status(socket));
  }

  /** The same of one who means it, and has the line for it. */
  void sendAtOnce(Socket socket, String head, byte[] body) throws IOException {
    socket
        .getOutputStream()
        .write(
            (head + "Host: localhost\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(ISO_8859_1));
    socket.getOutputStream().write(body);
    count(status(socket));
  }

  /** The status of an answer; the rest of it is left. */
  static String status(Socket socket) throws IOException {
    InputStream in = new BufferedInputStream(socket.getInputStream(), 256);
    byte[] line = in.readNBytes(12);
    if (line.length < 12) {
      throw new EOFException("hung up");
    }
    return new String(line, 9, 3, ISO_8859_1);
  }
}
