package ca.rocketreception.ports.driving.conversation;

import static ca.rocketreception.ports.driven.conversation.ConversationsContract.LEASE;
import static ca.rocketreception.ports.driven.conversation.ConversationsContract.TALK;
import static ca.rocketreception.ports.driven.conversation.ConversationsContract.aBeginning;
import static ca.rocketreception.ports.driven.conversation.ConversationsContract.aChattingDentist;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.conversation.ChatTurn;
import ca.rocketreception.domain.conversation.Conversation;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.Speaker;
import ca.rocketreception.ports.driven.business.InMemorySubscribers;
import ca.rocketreception.ports.driven.conversation.Conversations;
import ca.rocketreception.ports.driven.conversation.InMemoryConversations;
import ca.rocketreception.ports.driven.interaction.InMemoryInteractions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * However visitors, nodes that work, nodes that die, sweeps and staff come in each other's way:
 * every message of the visitor is there once, and is answered once.
 */
class TurnsTest {

  private static final SubscriberId DENTIST = aChattingDentist().id();

  /** A node that took a turn on, and has seen what was said by then. */
  private record Worker(long turn, int seen) {}

  private final InMemoryInteractions interactions =
      new InMemoryInteractions(InMemorySubscribers.with(aChattingDentist()));
  private final InMemoryConversations conversations = new InMemoryConversations(interactions);
  private final List<Worker> workers = new ArrayList<>();
  private Instant now = Samples.MONDAY_MORNING;

  @Property(tries = 500)
  void everyMessageIsThereOnceAndAnsweredOnce(
      @ForAll @Size(max = 60) List<@IntRange(max = 99) Integer> actions) {
    TurnsTest story = new TurnsTest();
    story.conversations.begin(aBeginning(DENTIST, TALK));
    List<Integer> said = new ArrayList<>();

    actions.forEach(action -> story.act(action, said));
    story.finish();

    story.checkMessages(said);
  }

  private void act(int action, List<Integer> said) {
    int which = action % 10;
    now = now.plusMillis(action);
    switch (action / 10) {
      case 0, 1, 2, 3 -> {
        say(which);
        said.add(which);
      }
      case 4, 5 -> takeOn();
      case 6 -> answer(which);
      case 7 -> lapse();
      case 8 -> change(current -> which < 5 ? current.takeOver() : current.handBack(now, LEASE));
      default ->
          change(current ->
              current.takenOver() ? current.staffSays("I see.", now) : current.takeOver());
    }
  }

  private void say(int name) {
    conversations.changeOnce(
        DENTIST,
        TALK,
        "name " + name,
        current -> Optional.of(current.say("message " + name, now, LEASE)));
  }

  private void takeOn() {
    Conversation current = current();
    current
        .turn()
        .map(ChatTurn::number)
        .ifPresent(turn -> workers.add(new Worker(turn, current.visitorSeq())));
  }

  private void answer(int which) {
    if (!workers.isEmpty()) {
      Worker worker = workers.get(which % workers.size());
      conversations.change(
          DENTIST,
          TALK,
          current ->
              current.answer(
                  worker.turn(),
                  worker.seen(),
                  List.of("answer up to " + worker.seen()),
                  Optional.empty(),
                  false,
                  now,
                  LEASE));
    }
  }

  private void lapse() {
    now = now.plus(LEASE);
    change(current -> current.takeTurnOver(now, LEASE));
  }

  private void change(Function<Conversation, Conversation.Step> change) {
    try {
      conversations.change(DENTIST, TALK, current -> Optional.of(change.apply(current)));
    } catch (Refusal.Conflict refused) {
      assertThat(refused.cure()).isNotBlank();
    }
  }

  private Conversation current() {
    return held().conversation();
  }

  private Conversations.Held held() {
    return conversations.read(DENTIST, TALK).orElseThrow();
  }

  /** Staff hand back, and whoever holds the turn answers until there is none. */
  private void finish() {
    change(current -> current.handBack(now, LEASE));
    while (current().turn().isPresent()) {
      takeOn();
      answer(workers.size() - 1);
    }
    IntStream.range(0, workers.size()).forEach(this::answer);
  }

  private void checkMessages(List<Integer> said) {
    Conversations.Held held = held();
    List<InteractionMessage> messages = held.messages();
    assertThat(messages)
        .extracting(InteractionMessage::seq)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, messages.size()).boxed().toList());
    assertThat(of(messages, Speaker.VISITOR))
        .containsExactlyInAnyOrderElementsOf(
            said.stream().distinct().map(name -> "message " + name).toList());
    assertThat(of(messages, Speaker.AGENT)).doesNotHaveDuplicates();
    assertThat(held.conversation().answeredSeq())
        .isGreaterThanOrEqualTo(held.conversation().visitorSeq());
    assertThat(interactions.find(DENTIST, TALK).flatMap(Interaction::transcript))
        .hasValueSatisfying(words -> {
          if (!messages.isEmpty()) {
            assertThat(words.messages()).isEqualTo(messages);
          }
        });
  }

  private static List<String> of(List<InteractionMessage> messages, Speaker speaker) {
    return messages.stream()
        .filter(message -> message.speaker() == speaker)
        .map(InteractionMessage::text)
        .toList();
  }
}
