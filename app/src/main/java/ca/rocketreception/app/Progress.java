package ca.rocketreception.app;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What takes longer than two seconds tells on a terminal that it goes on, in one line of stderr
 * that makes room for whatever is printed meanwhile and is gone at the end. In a pipe or a file
 * there is nothing of it. {@code ./rocket} says whether its stderr is a terminal: the JDK does not
 * know.
 */
public final class Progress implements AutoCloseable {

  private static final String TERMINAL = "rocket.terminal";
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration BETWEEN = Duration.ofMillis(500);
  private static final String ERASE = "\r\u001b[K";

  /** The one that has the line; a part of its work tells through it. */
  private static Progress current;

  private final String what;
  private final PrintStream terminal;
  private final boolean part;
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final long begun = System.nanoTime();
  private final Thread telling;
  private String where = "";
  private boolean shown;
  private boolean over;

  private Progress(String what, PrintStream terminal, boolean part) {
    this.what = what;
    this.terminal = terminal;
    this.part = part;
    this.telling = Thread.ofPlatform().daemon().name("progress").unstarted(this::run);
  }

  /**
   * @param what such as "Auditing"
   */
  public static Progress of(String what) {
    return Boolean.getBoolean(TERMINAL) ? on(System.err, what) : silent(what);
  }

  static Progress silent(String what) {
    return new Progress(what, new PrintStream(OutputStream.nullOutputStream()), true);
  }

  static synchronized Progress on(PrintStream terminal, String what) {
    Progress progress = new Progress(what, terminal, current != null);
    if (current == null) {
      current = progress;
      System.setOut(progress.makingRoom(System.out));
      System.setErr(progress.makingRoom(System.err));
      progress.telling.start();
    } else {
      progress.at("");
    }
    return progress;
  }

  /** How far it is, in words; may be said as often as one likes. */
  void at(String words) {
    Progress line = line();
    if (line != null) {
      line.tell(part && words.isEmpty() ? what : part ? what + ", " + words : words);
    }
  }

  private Progress line() {
    synchronized (Progress.class) {
      return current;
    }
  }

  private synchronized void tell(String words) {
    where = words;
  }

  private PrintStream makingRoom(PrintStream stream) {
    return new PrintStream(
        new FilterOutputStream(stream) {
          @Override
          public void write(byte[] bytes, int from, int length) throws IOException {
            synchronized (Progress.this) {
              erase();
              out.write(bytes, from, length);
              out.flush();
            }
          }
        },
        true,
        StandardCharsets.UTF_8);
  }

  private synchronized void erase() {
    if (shown) {
      terminal.print(ERASE);
      terminal.flush();
      shown = false;
    }
  }

  private void run() {
    try {
      Thread.sleep(PATIENCE);
      while (show()) {
        Thread.sleep(BETWEEN);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean show() {
    if (over) {
      return false;
    }
    long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
    terminal.print(
        ERASE + "%s… %d s%s".formatted(what, seconds, where.isEmpty() ? "" : ", " + where));
    terminal.flush();
    shown = true;
    return true;
  }

  @Override
  public void close() {
    if (part) {
      Progress line = line();
      if (line != null) {
        line.tell("");
      }
      return;
    }
    synchronized (this) {
      over = true;
      erase();
    }
    telling.interrupt();
    synchronized (Progress.class) {
      current = null;
      System.setOut(out);
      System.setErr(err);
    }
  }
}
