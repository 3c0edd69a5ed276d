package ca.rocketreception.http;

import ca.rocketreception.domain.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpException;

/** Reads request bodies, counting what really comes, whatever the headers say. */
final class Body {

  static final int MOST_OF_WEBHOOKS = 8 << 20;
  static final int MOST = 1 << 20;

  /** The attribute of the servlet's context that says how long a body may take to come. */
  static final String PATIENCE = "rocket.patience";

  private static final int FIRST_GUESS = 64 << 10;
  private static final byte[] NONE = new byte[0];
  private static final int CHUNK = 16 << 10;

  private Body() {}

  /** There was more than we take. */
  static final class TooLarge extends RuntimeException {
    private final int most;

    TooLarge(int most) {
      this.most = most;
    }

    int most() {
      return most;
    }
  }

  /** What was announced did not come in time. */
  static final class TooSlow extends RuntimeException {
    TooSlow() {
      super(null, null, false, false);
    }
  }

  static byte[] read(HttpServletRequest request, int most) {
    long said = request.getContentLengthLong();
    if (said == 0) {
      return NONE;
    }
    try (InputStream in = request.getInputStream()) {
      byte[] body = said > most ? NONE : patiently(request, in, said < 0 ? most + 1 : (int) said);
      if (said > most || body.length > most) {
        drain(request, in, most);
        throw new TooLarge(most);
      }
      return body;
    } catch (IOException | HttpException.RuntimeException e) {
      throw incomplete(e);
    }
  }

  /** Reads so many bytes, or all there are, as long as they come in time. */
  private static byte[] patiently(HttpServletRequest request, InputStream in, int most)
      throws IOException {
    long deadline = deadline(request);
    byte[] body = new byte[Math.min(most, FIRST_GUESS)];
    int length = 0;
    int read;
    while (length < most && (read = in.read(body, length, body.length - length)) >= 0) {
      length += read;
      if (length == body.length && length < most) {
        body = Arrays.copyOf(body, (int) Math.min(most, 2L * length));
      }
      if (length < most && System.nanoTime() - deadline > 0) {
        throw new TooSlow();
      }
    }
    return length == body.length ? body : Arrays.copyOf(body, length);
  }

  private static long deadline(HttpServletRequest request) {
    Duration patience = (Duration) request.getServletContext().getAttribute(PATIENCE);
    return System.nanoTime() + patience.toNanos();
  }

  /** For routes that take no body: reads past a small one, refuses a large one. */
  static void discard(HttpServletRequest request) {
    if (request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null) {
      try (InputStream in = request.getInputStream()) {
        if (request.getContentLengthLong() > MOST || drain(request, in, MOST + 1) > MOST) {
          throw new TooLarge(MOST);
        }
      } catch (IOException | HttpException.RuntimeException e) {
        throw incomplete(e);
      }
    }
  }

  /** Reads on for a while, because one who is still writing would not see the answer. */
  private static int drain(HttpServletRequest request, InputStream in, int most)
      throws IOException {
    long deadline = deadline(request);
    byte[] chunk = new byte[CHUNK];
    int count = 0;
    int read;
    while (count < most && (read = in.read(chunk)) >= 0) {
      count += read;
      if (System.nanoTime() - deadline > 0) {
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
