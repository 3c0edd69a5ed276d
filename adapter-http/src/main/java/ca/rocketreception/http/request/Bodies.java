package ca.rocketreception.http.request;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.http.limit.Budget;
import ca.rocketreception.http.limit.SlowClients;
import ca.rocketreception.ports.driving.interaction.Webhook;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpException;

/**
 * Reads request bodies, counting what really comes, whatever the headers say, within what the node
 * may hold of them. What comes counts as it comes; what is whole counts as much as reading it makes
 * of it. Great ones are gathered outside the heap, where they give the collector nothing to do, and
 * enter it when they are whole and whoever looks at them while they pass has nothing against them.
 */
public final class Bodies {

  /** The most that a subscriber or operator may send at once. */
  static final int MOST = 256 << 10;

  /** Up to here a body is small. */
  static final int SMALL = 64 << 10;

  /** An estimate: so many bytes of heap become of a byte of body until it is read and stored. */
  private static final int FACTOR = 8;

  /** Not counted, for connections are: a question about a ringing call waits for nobody's bytes. */
  private static final int FIRST_GUESS = 4 << 10;

  private static final int CHUNK = 16 << 10;
  private static final int PIECE = 256 << 10;
  private static final int DRAINED = 16 << 20;
  private static final Duration DRAINING = Duration.ofSeconds(5);
  private static final Duration IN_NEED = Duration.ofSeconds(2);

  private final Duration patience;
  private final SlowClients slow;
  private final Budget arriving;
  private final Budget whole;
  private final Budget greatArriving;
  private final Budget greatWhole;

  private Bodies(
      Duration patience,
      SlowClients slow,
      long arriving,
      long whole,
      long greatArriving,
      long greatWhole) {
    this.patience = patience;
    this.slow = slow;
    this.arriving = new Budget(arriving);
    this.whole = new Budget(whole);
    this.greatArriving = new Budget(greatArriving);
    this.greatWhole = new Budget(greatWhole);
  }

  /**
   * What comes to providers' doors: nobody else's uploads make calls and events wait.
   *
   * @param patience how long a body may take to come
   * @param heap how large the heap may become
   */
  public static Bodies ofProviders(Duration patience, SlowClients slow, long heap) {
    return new Bodies(patience, slow, heap / 16, heap / 12, heap / 6, heap / 5);
  }

  /** What everybody else sends. */
  public static Bodies ofOthers(Duration patience, SlowClients slow, long heap) {
    return new Bodies(patience, slow, heap / 24, heap / 12, heap / 24, heap / 16);
  }

  /** There was more than we take. */
  public static final class TooLarge extends RuntimeException {
    private final int most;

    TooLarge(int most) {
      super(null, null, false, false);
      this.most = most;
    }

    public int most() {
      return most;
    }
  }

  /** What was announced did not come in time. */
  public static final class TooSlow extends RuntimeException {
    TooSlow() {
      super(null, null, false, false);
    }
  }

  /** A body, and its share of the budget until it is closed. */
  public record Held(byte[] bytes, Budget.Share share) implements AutoCloseable {
    @Override
    public void close() {
      share.close();
    }
  }

  public Held read(HttpServletRequest request, String address, Webhook.Admission admission) {
    int most = admission.most();
    if (request.getContentLengthLong() > most) {
      throw new TooLarge(most);
    }
    if (!hasBody(request)) {
      return new Held(new byte[0], whole.share(address));
    }
    SlowClients.Body coming =
        slow.watch(ServletContextRequest.getServletContextRequest(request), this::patience);
    try (Budget.Share part = arriving.share(address)) {
      return new Reading(request.getInputStream(), address, coming).read(request, part, admission);
    } catch (IOException | HttpException.RuntimeException e) {
      throw incomplete(e);
    } finally {
      slow.forget(coming);
    }
  }

  /** One body on its way. */
  private final class Reading {

    private final InputStream in;
    private final String address;
    private final SlowClients.Body coming;

    Reading(InputStream in, String address, SlowClients.Body coming) {
      this.in = in;
      this.address = address;
      this.coming = coming;
    }

    /** Takes room; while there is none, it is not the sender who is slow. */
    private void take(Budget.Share share, long bytes) {
      long begin = System.nanoTime();
      share.take(bytes);
      coming.waited(System.nanoTime() - begin);
    }

    Held read(HttpServletRequest request, Budget.Share part, Webhook.Admission admission)
        throws IOException {
      long said = request.getContentLengthLong();
      int small = said < 0 ? Math.min(SMALL, admission.most()) + 1 : (int) Math.min(said, SMALL);
      byte[] body = new byte[Math.min(small, FIRST_GUESS)];
      int length = 0;
      int read;
      while (length < small && (read = next(body, length)) >= 0) {
        length += read;
        if (length == body.length && length < small) {
          take(part, Math.min(small, 2L * length) - length);
          body = Arrays.copyOf(body, Math.min(small, 2 * length));
        }
      }
      if (length > admission.most()) {
        throw new TooLarge(admission.most());
      }
      if (length > SMALL || said > length) {
        return readOn(body, length, said, admission);
      }
      Budget.Share share = whole.share(address);
      share.take((long) length * FACTOR);
      byte[] gathered = body;
      int total = length;
      return given(
          share, () -> total == gathered.length ? gathered : Arrays.copyOf(gathered, total));
    }

    private Held readOn(byte[] start, int length, long said, Webhook.Admission admission)
        throws IOException {
      try (Arena arena = Arena.ofConfined();
          Budget.Share part = greatArriving.share(address)) {
        // at once where it is announced: those who get a part each would wait for each other
        take(part, Math.max(said, 0));
        List<MemorySegment> pieces = new ArrayList<>();
        byte[] chunk = start;
        int total = 0;
        for (int read = length; read >= 0; read = next(chunk, 0)) {
          admission.pass(chunk, read);
          for (int done = 0; done < read; ) {
            int place = total % PIECE;
            if (place == 0) {
              take(part, said < 0 ? PIECE : 0);
              pieces.add(arena.allocate(PIECE));
            }
            int some = Math.min(read - done, PIECE - place);
            MemorySegment.copy(chunk, done, pieces.getLast(), ValueLayout.JAVA_BYTE, place, some);
            done += some;
            total += some;
          }
          if (total > admission.most()) {
            throw new TooLarge(admission.most());
          }
          chunk = chunk == start ? new byte[CHUNK] : chunk;
        }
        admission.passed();
        return held(pieces, total);
      }
    }

    private Held held(List<MemorySegment> pieces, int total) {
      Budget.Share share = greatWhole.share(address);
      share.take((long) total * FACTOR);
      return given(
          share,
          () -> {
            byte[] body = new byte[total];
            for (int piece = 0; piece < pieces.size(); piece++) {
              int at = piece * PIECE;
              MemorySegment.copy(
                  pieces.get(piece),
                  ValueLayout.JAVA_BYTE,
                  0,
                  body,
                  at,
                  Math.min(PIECE, total - at));
            }
            return body;
          });
    }

    /** More bytes, as long as they come in time: in less of it while many want room. */
    private int next(byte[] into, int from) throws IOException {
      int read = in.read(into, from, into.length - from);
      long took = System.nanoTime() - coming.since();
      if (read >= 0 && took > patience().toNanos()) {
        throw new TooSlow();
      }
      return read;
    }
  }

  /** What was taken for a body is given back also when there is no memory for it. */
  public static Held given(Budget.Share share, Supplier<byte[]> body) {
    try {
      return new Held(body.get(), share);
    } catch (RuntimeException | Error failure) {
      share.close();
      throw failure;
    }
  }

  /** How long a body may take to come just now. */
  private Duration patience() {
    boolean inNeed = arriving.isScarce() || greatArriving.isScarce();
    return inNeed && IN_NEED.compareTo(patience) < 0 ? IN_NEED : patience;
  }

  /** For routes that take no body: reads past a small one, refuses a large one. */
  void discard(HttpServletRequest request) {
    if (request.getContentLengthLong() > MOST) {
      throw new TooLarge(MOST);
    }
    if (hasBody(request)) {
      try {
        if (drain(request.getInputStream(), MOST + 1, patience) > MOST) {
          throw new TooLarge(MOST);
        }
      } catch (IOException | HttpException.RuntimeException e) {
        throw incomplete(e);
      }
    }
  }

  private static boolean hasBody(HttpServletRequest request) {
    return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
  }

  /** Whether so much is still to come that a connection is better ended than read to its end. */
  public static boolean isMuchLeft(Context context) {
    return hasBody(context.req())
        && (context.req().getContentLengthLong() < 0
            || context.req().getContentLengthLong() > SMALL);
  }

  /**
   * Reads on for a while after an answer that needed no body, and keeps nothing, because one who is
   * still writing would not see the answer.
   */
  public static void readPast(Context context) throws IOException {
    if (hasBody(context.req())) {
      context.res().flushBuffer();
      try {
        drain(context.req().getInputStream(), DRAINED, DRAINING);
      } catch (TooSlow | HttpException.RuntimeException enough) {
        // the connection is ended with the request
      }
    }
  }

  private static int drain(InputStream in, int most, Duration patience) throws IOException {
    long begin = System.nanoTime();
    byte[] chunk = new byte[4 << 10];
    int count = 0;
    int read;
    while (count < most && (read = in.read(chunk)) >= 0) {
      count += read;
      if (System.nanoTime() - begin > patience.toNanos()) {
        throw new TooSlow();
      }
    }
    return count;
  }

  private static Refusal incomplete(Exception cause) {
    Refusal refusal =
        new Refusal.Invalid(
            "body",
            "The body could not be read to its end",
            "Send as many bytes as the headers announce.");
    refusal.initCause(cause);
    return refusal;
  }
}
