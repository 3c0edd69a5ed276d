package ca.rocketreception.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.rocketreception.domain.ApiKey;
import ca.rocketreception.domain.InteractionId;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.ports.driven.Activity;
import ca.rocketreception.ports.driven.Activity.News;
import ca.rocketreception.ports.driving.ReviewingActivity;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Live news as server-sent events. A stream holds a virtual thread and a short queue; one that does
 * not keep up is ended, and its reader connects and reads again.
 */
final class NewsStreams implements AutoCloseable {

  private static final int QUEUE = 256;
  private static final News END =
      new News(new SubscriberId(new UUID(0, 0)), new InteractionId(new UUID(0, 0)));

  private final ReviewingActivity reviewing;
  private final Duration heartbeat;
  private final Set<Stream> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  NewsStreams(ReviewingActivity reviewing, Duration heartbeat) {
    this.reviewing = reviewing;
    this.heartbeat = heartbeat;
  }

  void stream(Context request) throws IOException, InterruptedException {
    Query.of(request);
    ApiKey key = Identity.key(request);
    HttpServletResponse response = request.res();
    response.setContentType("text/event-stream");
    response.setCharacterEncoding("utf-8");
    // Tells proxies in front of us not to collect what must arrive at once.
    response.setHeader("X-Accel-Buffering", "no");
    if (!request.req().getMethod().equals("HEAD")) {
      serve(key, response.getOutputStream());
    }
  }

  void serve(ApiKey key, OutputStream out) throws IOException, InterruptedException {
    Stream stream = new Stream();
    open.add(stream);
    try (Activity.Subscription _ = reviewing.follow(key, stream::offer)) {
      if (closed) {
        throw new Refusal.Unavailable("The server is stopping", null);
      }
      stream.run(out, new Slugs(key));
    } finally {
      open.remove(stream);
    }
  }

  @Override
  public void close() {
    closed = true;
    open.forEach(Stream::end);
  }

  private final class Stream {

    private final BlockingQueue<News> queue = new LinkedBlockingQueue<>(QUEUE);
    private volatile boolean ended;

    void offer(News news) {
      if (!ended && !queue.offer(news)) {
        end();
      }
    }

    void end() {
      ended = true;
      queue.clear();
      queue.offer(END);
    }

    void run(OutputStream out, Slugs slugs) throws IOException, InterruptedException {
      comment(out, "listening");
      while (!ended) {
        News news = queue.poll(heartbeat.toMillis(), TimeUnit.MILLISECONDS);
        if (news == null) {
          comment(out, "still here");
        } else if (!ended) {
          String slug = slugs.of(news.subscriber());
          if (slug != null) {
            event(out, slug, news.interaction());
          }
        }
      }
    }

    private void comment(OutputStream out, String text) throws IOException {
      out.write((": " + text + "\n\n").getBytes(UTF_8));
      out.flush();
    }

    private void event(OutputStream out, String slug, InteractionId id) throws IOException {
      // Neither a slug nor an id has anything in it that JSON would escape.
      String data = "{\"subscriber\":\"" + slug + "\",\"id\":\"" + id + "\"}";
      out.write(("event: interaction\ndata: " + data + "\n\n").getBytes(UTF_8));
      if (queue.isEmpty()) {
        out.flush();
      }
    }
  }

  /** The slugs that a key opens; read again when there is a subscriber that was not there. */
  private final class Slugs {

    private final ApiKey key;
    private final Map<SubscriberId, String> known = new HashMap<>();

    Slugs(ApiKey key) {
      this.key = key;
      read();
    }

    String of(SubscriberId id) {
      if (!known.containsKey(id)) {
        read();
      }
      return known.get(id);
    }

    private void read() {
      reviewing
          .businesses(key)
          .forEach(business -> known.put(business.id(), business.subscriber().slug().value()));
    }
  }
}
