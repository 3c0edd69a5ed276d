package ca.rocketreception.http.interaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.domain.access.ApiKeyId;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.http.limit.TokenBuckets;
import ca.rocketreception.http.request.Identity;
import ca.rocketreception.http.request.Query;
import ca.rocketreception.ports.driven.interaction.Activity;
import ca.rocketreception.ports.driven.interaction.Activity.News;
import ca.rocketreception.ports.driving.interaction.ReviewingActivity;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Live news as server-sent events. A stream holds a virtual thread and a short queue; one that does
 * not keep up is ended, and its reader connects and reads again.
 */
public final class NewsStreams implements AutoCloseable {

  private static final int QUEUE = 256;
  private static final int KEYS_OF_A_BUSINESS = 4;
  private static final int MOST_SLUGS = 10_000;
  private static final News END =
      new News(new SubscriberId(new UUID(0, 0)), new InteractionId(new UUID(0, 0)));

  private final ReviewingActivity reviewing;
  private final Duration heartbeat;
  private final int mostOfAKey;
  private final int most;
  private final Map<SubscriberId, String> slugs = new ConcurrentHashMap<>();
  private final Set<Stream> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param mostOfAKey how many one key may have open; all keys of a business four times as many
   * @param most how many there may be in all
   */
  public NewsStreams(ReviewingActivity reviewing, Duration heartbeat, int mostOfAKey, int most) {
    this.reviewing = reviewing;
    this.heartbeat = heartbeat;
    this.mostOfAKey = mostOfAKey;
    this.most = most;
  }

  public void stream(Context request) throws IOException, InterruptedException {
    Query.of(request);
    Identity.leave(request);
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
    Stream stream = new Stream(key);
    open.add(stream);
    try (Activity.Subscription _ = reviewing.follow(key, stream::offer)) {
      requireRoom(key);
      if (closed) {
        throw new Refusal.Unavailable("The server is stopping", null);
      }
      stream.run(out);
    } finally {
      open.remove(stream);
    }
  }

  private void requireRoom(ApiKey key) {
    long ofKey = open.stream().filter(stream -> stream.key.id().equals(key.id())).count();
    long ofBusiness =
        open.stream().filter(stream -> stream.key.subscriber().equals(key.subscriber())).count();
    if (open.size() > most
        || ofKey > mostOfAKey
        || ofBusiness > (long) KEYS_OF_A_BUSINESS * mostOfAKey) {
      throw new TokenBuckets.TooMany(heartbeat);
    }
  }

  /** Asks again, of all streams at once, whether the keys that opened them still do. */
  public void askAgain(Function<Set<ApiKeyId>, Set<ApiKeyId>> valid) {
    Set<ApiKeyId> opened =
        open.stream().map(stream -> stream.key.id()).collect(Collectors.toUnmodifiableSet());
    if (!opened.isEmpty()) {
      Set<ApiKeyId> still = valid.apply(opened);
      open.stream()
          .filter(stream -> opened.contains(stream.key.id()) && !still.contains(stream.key.id()))
          .forEach(Stream::end);
    }
  }

  @Override
  public void close() {
    closed = true;
    open.forEach(Stream::end);
  }

  private final class Stream {

    private final BlockingQueue<News> queue = new LinkedBlockingQueue<>(QUEUE);
    private final ApiKey key;
    private volatile boolean ended;

    Stream(ApiKey key) {
      this.key = key;
    }

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

    void run(OutputStream out) throws IOException, InterruptedException {
      comment(out, "listening");
      while (!ended) {
        News news = queue.poll(heartbeat.toMillis(), TimeUnit.MILLISECONDS);
        if (news == null) {
          comment(out, "still here");
        } else if (!ended) {
          Optional<String> slug = slug(news.subscriber());
          if (slug.isPresent()) {
            event(out, slug.get(), news.interaction());
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

  /** A business keeps its slug for ever, so that each is read once. */
  private Optional<String> slug(SubscriberId id) {
    String known = slugs.get(id);
    if (known == null) {
      known = reviewing.slug(id).map(Slug::value).orElse(null);
      if (known != null) {
        if (slugs.size() > MOST_SLUGS) {
          slugs.clear();
        }
        slugs.put(id, known);
      }
    }
    return Optional.ofNullable(known);
  }
}
