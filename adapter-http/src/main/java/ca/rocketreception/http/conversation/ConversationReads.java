package ca.rocketreception.http.conversation;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.ports.driven.conversation.Conversations.Heard;
import ca.rocketreception.ports.driven.conversation.Conversations.Place;
import ca.rocketreception.ports.driving.conversation.ChattingWithVisitors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Reads for all streams together: whatever was asked for while one read was under way is one read
 * more. So thousands of streams cost the store no more than a few, and hold none of its
 * connections.
 */
final class ConversationReads implements AutoCloseable {

  private static final int AT_ONCE = 100;
  private static final int READERS = 2;

  private final ChattingWithVisitors chatting;
  private final BlockingQueue<Wanted> queue = new LinkedBlockingQueue<>();
  private final List<Thread> readers = new ArrayList<>();

  private volatile boolean closed;

  private record Wanted(Place place, CompletableFuture<Optional<Heard>> heard) {}

  ConversationReads(ChattingWithVisitors chatting) {
    this.chatting = chatting;
    for (int i = 0; i < READERS; i++) {
      readers.add(Thread.ofPlatform().daemon().name("chat-reads-" + i).start(this::read));
    }
  }

  /** What was said after a place; empty when there is no such conversation. */
  Optional<Heard> since(Place place) {
    Wanted wanted = new Wanted(place, new CompletableFuture<>());
    queue.add(wanted);
    if (closed) {
      refuseAll();
    }
    try {
      return wanted.heard().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof Refusal refusal
          ? refusal
          : new IllegalStateException("Reading for a stream failed", e.getCause());
    }
  }

  private void read() {
    try {
      while (true) {
        List<Wanted> wanted = new ArrayList<>();
        wanted.add(queue.take());
        queue.drainTo(wanted, AT_ONCE - 1);
        read(wanted);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(List<Wanted> wanted) {
    try {
      Map<Place, Heard> heard = new HashMap<>();
      chatting
          .since(wanted.stream().map(Wanted::place).distinct().toList())
          .forEach(one -> heard.put(one.place(), one));
      wanted.forEach(one -> one.heard().complete(Optional.ofNullable(heard.get(one.place()))));
    } catch (RuntimeException failure) {
      wanted.forEach(one -> one.heard().completeExceptionally(failure));
    }
  }

  @Override
  public void close() {
    closed = true;
    readers.forEach(Thread::interrupt);
    refuseAll();
  }

  private void refuseAll() {
    List<Wanted> left = new ArrayList<>();
    queue.drainTo(left);
    left.forEach(one ->
        one.heard().completeExceptionally(new Refusal.Unavailable("The server is stopping", null)));
  }
}
