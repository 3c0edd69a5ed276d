package ca.rocketreception.http.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.conversation.ConversationState;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.Speaker;
import ca.rocketreception.http.json.Json;
import ca.rocketreception.http.limit.TokenBuckets;
import ca.rocketreception.ports.driven.conversation.Conversations.Heard;
import ca.rocketreception.ports.driven.conversation.Conversations.Line;
import ca.rocketreception.ports.driven.conversation.Conversations.Pass;
import ca.rocketreception.ports.driven.conversation.Conversations.Place;
import ca.rocketreception.ports.driven.interaction.Activity;
import ca.rocketreception.ports.driving.conversation.ChattingWithVisitors;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Conversations as server-sent events. A stream holds a virtual thread and its place; what it has
 * not told yet stays in the store and is read page by page as its reader takes it, so that a slow
 * reader costs nothing and a lost notice costs no more than a heartbeat. A reader that takes
 * nothing at all is disconnected by the server's idle time-out. With the talk's end it ends, too.
 */
public final class ConversationStreams implements AutoCloseable {

  private static final int BUFFER = 1024;
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

  private final ConversationReads reads;
  private final WidgetLimits limits;
  private final int most;
  private final AtomicInteger all = new AtomicInteger();
  private final Duration heartbeat;
  private final Map<InteractionId, Set<Stream>> open = new ConcurrentHashMap<>();
  private final Map<String, Integer> ofAddress = new ConcurrentHashMap<>();
  private final Map<SubscriberId, Integer> ofBusiness = new ConcurrentHashMap<>();
  private final Activity.Subscription news;
  private volatile boolean closed;

  /**
   * @param most how many there may be in all
   */
  public ConversationStreams(
      ChattingWithVisitors chatting, WidgetLimits limits, int most, Duration heartbeat) {
    this.reads = new ConversationReads(chatting);
    this.limits = limits;
    this.most = most;
    this.heartbeat = heartbeat;
    this.news =
        chatting.follow(
            told -> open.getOrDefault(told.interaction(), Set.of()).forEach(Stream::wake));
  }

  /**
   * @param asAtFirst asks again whether the visitor may listen, and throws when not
   */
  void stream(Context request, Pass pass, String address, Runnable asAtFirst)
      throws IOException, InterruptedException {
    Stream stream = new Stream(new Place(pass.subscriber(), pass.id(), after(request)), asAtFirst);
    enter(stream, address);
    try {
      if (closed) {
        throw new Refusal.Unavailable("The server is stopping", null);
      }
      Heard first =
          stream
              .read()
              .orElseThrow(() ->
                  new Refusal.NotFound(
                      "This conversation is no longer there", "Start another conversation."));
      HttpServletResponse response = request.res();
      response.setContentType("text/event-stream");
      response.setCharacterEncoding("utf-8");
      // Tells proxies in front of us not to collect what must arrive at once.
      response.setHeader("X-Accel-Buffering", "no");
      response.setBufferSize(BUFFER);
      stream.run(response.getOutputStream(), first);
    } finally {
      leave(stream, address);
    }
  }

  private static int after(Context request) {
    String last = request.req().getHeader("Last-Event-ID");
    return last != null && last.matches("[0-9]{1,9}") ? Integer.parseInt(last) : 0;
  }

  private void enter(Stream stream, String address) {
    int fromThere = ofAddress.merge(address, 1, Integer::sum);
    Set<Stream> same =
        open.compute(
            stream.place.id(),
            (id, streams) -> {
              Set<Stream> all = streams == null ? ConcurrentHashMap.newKeySet() : streams;
              all.add(stream);
              return all;
            });
    int ofBusiness = this.ofBusiness.merge(stream.place.subscriber(), 1, Integer::sum);
    if (all.incrementAndGet() > most
        || same.size() > limits.streams()
        || fromThere > limits.streamsOfAnAddress()
        || ofBusiness > limits.streamsOfABusiness()) {
      leave(stream, address);
      throw new TokenBuckets.TooMany(heartbeat);
    }
  }

  private void leave(Stream stream, String address) {
    all.decrementAndGet();
    open.computeIfPresent(
        stream.place.id(),
        (id, streams) -> {
          streams.remove(stream);
          return streams.isEmpty() ? null : streams;
        });
    ofAddress.computeIfPresent(address, (same, count) -> count > 1 ? count - 1 : null);
    ofBusiness.computeIfPresent(
        stream.place.subscriber(), (same, count) -> count > 1 ? count - 1 : null);
  }

  /** Asks again of every stream whether who opened it still may; from memory, a widget at most. */
  public void askAgain() {
    open.values().forEach(streams -> streams.forEach(Stream::askAgain));
  }

  @Override
  public void close() {
    closed = true;
    news.close();
    open.values().forEach(streams -> streams.forEach(Stream::wake));
    reads.close();
  }

  private final class Stream {

    /** Something may be new: one is as good as many. */
    private final BlockingQueue<Boolean> awake = new ArrayBlockingQueue<>(1);

    private Place place;
    private final Runnable asAtFirst;
    private volatile boolean ended;
    private ConversationState toldState;
    private boolean toldTyping;

    Stream(Place place, Runnable asAtFirst) {
      this.place = place;
      this.asAtFirst = asAtFirst;
    }

    void askAgain() {
      try {
        asAtFirst.run();
      } catch (Refusal.Unavailable away) {
        // it cannot be known now
      } catch (Refusal refused) {
        ended = true;
        wake();
      }
    }

    void wake() {
      awake.offer(true);
    }

    Optional<Heard> read() {
      return reads.since(place);
    }

    void run(OutputStream out, Heard first) throws IOException, InterruptedException {
      comment(out, "listening");
      Optional<Heard> heard = Optional.of(first);
      while (!closed && !ended && heard.isPresent()) {
        boolean all = tell(out, heard.get());
        if (all && heard.get().state() == ConversationState.ENDED) {
          return; // nothing is said in it any more
        }
        if (all && awake.poll(heartbeat.toMillis(), TimeUnit.MILLISECONDS) == null) {
          comment(out, "still here");
        }
        heard = closed || ended ? heard : next(heard.get());
      }
    }

    /** While the store is away the reader keeps its stream, and what it knows. */
    private Optional<Heard> next(Heard last) throws InterruptedException {
      try {
        return read();
      } catch (Refusal.Unavailable away) {
        awake.poll(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS);
        wake();
        return Optional.of(
            new Heard(place, last.state(), last.answering(), place.seq(), List.of()));
      }
    }

    /** Whether that was all there is. */
    private boolean tell(OutputStream out, Heard heard) throws IOException {
      StringBuilder events = new StringBuilder();
      for (Line line : heard.lines()) {
        InteractionMessage message = line.message();
        if (message.speaker() != Speaker.TOOL) {
          event(events, "message", message.seq(), shown(line));
        }
        place = new Place(place.subscriber(), place.id(), message.seq());
      }
      boolean all = heard.lines().isEmpty() || place.seq() >= heard.lastSeq();
      if (all) {
        tellHowItStands(events, heard);
      }
      if (!events.isEmpty()) {
        out.write(events.toString().getBytes(UTF_8));
        out.flush();
      }
      return all;
    }

    private void tellHowItStands(StringBuilder events, Heard heard) {
      if (heard.answering() != toldTyping) {
        toldTyping = heard.answering();
        event(events, "typing", 0, Map.of("speaker", Speaker.AGENT, "on", toldTyping));
      }
      if (heard.state() != toldState) {
        toldState = heard.state();
        event(events, "state", 0, Map.of("state", toldState));
      }
    }

    private static void event(StringBuilder events, String type, int id, Object data) {
      if (id > 0) {
        events.append("id: ").append(id).append('\n');
      }
      events.append("event: ").append(type).append('\n');
      events.append("data: ").append(Json.MAPPER.writeValueAsString(data)).append("\n\n");
    }

    private static Map<String, Object> shown(Line line) {
      InteractionMessage message = line.message();
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("seq", message.seq());
      shown.put("at", message.at());
      shown.put("speaker", message.speaker());
      shown.put("text", message.text());
      line.clientMessageId().ifPresent(name -> shown.put("clientMessageId", name));
      return shown;
    }

    private void comment(OutputStream out, String text) throws IOException {
      out.write((": " + text + "\n\n").getBytes(UTF_8));
      out.flush();
    }
  }
}
