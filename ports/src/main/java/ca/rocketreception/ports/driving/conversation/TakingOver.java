package ca.rocketreception.ports.driving.conversation;

import static ca.rocketreception.ports.driving.conversation.ChattingWithVisitors.checked;

import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.conversation.Conversation;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.TakenMessage;
import ca.rocketreception.ports.driven.conversation.Conversations;
import ca.rocketreception.ports.driven.interaction.TakenMessages;
import ca.rocketreception.ports.driving.access.Asked;
import ca.rocketreception.ports.driving.interaction.ReviewingActivity;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the business's own people do in a chat: answer instead of the AI, hand back, and read the
 * messages that were taken for them. Each reaches only what the key opens.
 */
public final class TakingOver {

  /** So that a visitor's name of a message is never taken for one of the staff's. */
  static final String STAFFS = "staff:";

  private final ReviewingActivity reviewing;
  private final Conversations conversations;
  private final TakenMessages taken;
  private final AnsweringVisitors answering;
  private final InstantSource clock;

  public TakingOver(
      ReviewingActivity reviewing,
      Conversations conversations,
      TakenMessages taken,
      AnsweringVisitors answering,
      InstantSource clock) {
    this.reviewing = reviewing;
    this.conversations = conversations;
    this.taken = taken;
    this.answering = answering;
    this.clock = clock;
  }

  /** From now on a person answers and the AI is silent. Idempotent. */
  public Conversation takeOver(Asked asked, InteractionId id) {
    return tell(changed(asked, "took over chat", id, current -> Optional.of(current.takeOver())))
        .now();
  }

  /** The AI answers again, and at once what was not answered meanwhile. Idempotent. */
  public Conversation handBack(Asked asked, InteractionId id) {
    Conversations.Changed changed =
        changed(
            asked,
            "handed back chat",
            id,
            current -> Optional.of(current.handBack(clock.instant(), answering.lease())));
    answering.answer(changed);
    return tell(changed).now();
  }

  /**
   * A person of the business writes.
   *
   * @param clientMessageId where it is given, the same again is the same message
   */
  public InteractionMessage say(
      ApiKey key, Slug slug, InteractionId id, String text, Optional<String> clientMessageId) {
    SubscriberId subscriber = active(key, slug);
    Function<Conversation, Optional<Conversation.Step>> says =
        current -> Optional.of(current.staffSays(text, clock.instant()));
    Conversations.Changed changed =
        clientMessageId
            .map(name -> conversations.changeOnce(subscriber, id, STAFFS + checked(name), says))
            .orElseGet(() -> conversations.change(subscriber, id, says));
    return tell(changed).said().getFirst();
  }

  /** The messages that were taken for a business, newest first. */
  public List<TakenMessage> taken(
      ApiKey key, Slug slug, int limit, Optional<TakenMessages.Cursor> after) {
    return taken.page(of(key, slug), limit, after);
  }

  private Conversations.Changed changed(
      Asked asked,
      String action,
      InteractionId id,
      Function<Conversation, Optional<Conversation.Step>> change) {
    SubscriberId subscriber = active(asked.key(), asked.slug());
    return conversations.change(
        subscriber,
        id,
        change,
        new AuditEntry(subscriber, clock.instant(), asked.actor(), action, id.toString()));
  }

  /** Nobody answers for a business that is suspended, a person no more than the AI. */
  private SubscriberId active(ApiKey key, Slug slug) {
    Business business = reviewing.business(key, slug);
    business.requireActive();
    return business.id();
  }

  private SubscriberId of(ApiKey key, Slug slug) {
    return reviewing.subscriber(key, slug);
  }

  private Conversations.Changed tell(Conversations.Changed changed) {
    if (changed.changed()) {
      answering.tell(changed.now());
      answering.sayGoodbyeWhenEnded(changed.now());
    }
    return changed;
  }
}
