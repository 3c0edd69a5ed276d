package ca.rocketreception.ports.driven.conversation;

import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.Speaker;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** An AI that says what a test wants; it fails a test that calls it while a transaction is open. */
public final class ScriptedResponder implements ChatResponder {

  private final List<Talk> asked = new CopyOnWriteArrayList<>();
  private final List<InteractionId> ended = new CopyOnWriteArrayList<>();
  private final List<InteractionId> begun = new CopyOnWriteArrayList<>();
  private final List<Optional<String>> chats = new CopyOnWriteArrayList<>();

  private volatile Function<Talk, Reply> script = ScriptedResponder::echo;
  private volatile Function<Talk, Optional<String>> beginning = talk -> Optional.empty();
  private volatile boolean can = true;

  /** Repeats what the visitor said since the last reply, all of it, each message once. */
  public static Reply echo(Talk talk) {
    return Reply.saying("You said: " + unanswered(talk));
  }

  /** What the visitor said since anybody answered. */
  public static String unanswered(Talk talk) {
    StringBuilder words = new StringBuilder();
    talk.messages()
        .forEach(message -> {
          if (message.speaker() == Speaker.VISITOR) {
            words.append(words.isEmpty() ? "" : " / ").append(message.text());
          } else {
            words.setLength(0);
          }
        });
    return words.toString();
  }

  public ScriptedResponder answering(Function<Talk, Reply> next) {
    script = next;
    return this;
  }

  public ScriptedResponder beginning(Function<Talk, Optional<String>> next) {
    beginning = next;
    return this;
  }

  public ScriptedResponder able(boolean now) {
    can = now;
    return this;
  }

  public List<Talk> asked() {
    return List.copyOf(asked);
  }

  public List<InteractionId> ended() {
    return List.copyOf(ended);
  }

  public List<InteractionId> begun() {
    return List.copyOf(begun);
  }

  /** What the provider's id of the talk was at each reply. */
  public List<Optional<String>> chats() {
    return List.copyOf(chats);
  }

  @Override
  public boolean canAnswer(Business business) {
    return can;
  }

  @Override
  public Optional<String> begin(Talk talk) {
    InMemoryConversations.assertNothingIsHeld();
    begun.add(talk.id());
    return beginning.apply(talk);
  }

  @Override
  public Reply reply(Talk talk, Optional<String> providerChatId) {
    InMemoryConversations.assertNothingIsHeld();
    asked.add(talk);
    chats.add(providerChatId);
    return script.apply(talk);
  }

  @Override
  public void end(Talk talk, Optional<String> providerChatId) {
    InMemoryConversations.assertNothingIsHeld();
    ended.add(talk.id());
  }
}
