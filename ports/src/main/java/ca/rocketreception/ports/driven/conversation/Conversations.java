package ca.rocketreception.ports.driven.conversation;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.conversation.Conversation;
import ca.rocketreception.domain.conversation.ConversationState;
import ca.rocketreception.domain.conversation.Visitor;
import ca.rocketreception.domain.conversation.Voucher;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.InteractionMessage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The chats over our own widget. Each is also an interaction with the same id, whose messages are
 * its words. Every method throws {@link ca.rocketreception.domain.Refusal.Unavailable} when the
 * store cannot be reached; then nothing was written.
 */
public interface Conversations {

  /** So many messages are told at once. */
  int PAGE = 50;

  /** So many of a talk's last messages a turn is worked out from. */
  int LAST = 60;

  /** Stores a new conversation, its interaction, and whom its token lets in. */
  void begin(Beginning beginning);

  /** Whom a token lets in, by the token's SHA-256; expired ones too, until they are forgotten. */
  Optional<Pass> find(String tokenSha256);

  /** Forgets tokens that expired before a moment, so many at most, and says how many. */
  int forgetExpired(Instant moment, int most);

  /**
   * Changes a conversation in one transaction, with its row locked: what is said is appended, a
   * taken message kept unless the same content was kept before, and when it ends, its interaction
   * is told. Durable when it returns. {@code change} may run more than once and must not do
   * anything but compute; empty leaves everything as it is.
   *
   * @throws ca.rocketreception.domain.Refusal.NotFound when there is no such conversation
   */
  Changed change(
      SubscriberId subscriber,
      InteractionId id,
      Function<Conversation, Optional<Conversation.Step>> change);

  /**
   * The same for a person of the business: with the change goes an audit entry, which tells who
   * answers the visitor before and after. What changes nothing leaves none.
   */
  Changed change(
      SubscriberId subscriber,
      InteractionId id,
      Function<Conversation, Optional<Conversation.Step>> change,
      AuditEntry entry);

  /**
   * The same, for a message that its sender may send again: the same name again changes nothing and
   * gives the message as it was stored first.
   *
   * @param clientMessageId the sender's own name of the message
   */
  Changed changeOnce(
      SubscriberId subscriber,
      InteractionId id,
      String clientMessageId,
      Function<Conversation, Optional<Conversation.Step>> change);

  /** A conversation with its last messages, {@link #LAST} at most. */
  Optional<Held> read(SubscriberId subscriber, InteractionId id);

  /**
   * What was said in each conversation after a place, {@link #PAGE} messages of each at most, and
   * how it stands; many at once, because many listen. One that is not there is left out.
   */
  List<Heard> since(List<Place> places);

  /** How many messages for the business were taken in a conversation. */
  int taken(SubscriberId subscriber, InteractionId id);

  /** Conversations whose turn's lease has run out, those first that wait longest. */
  List<Conversation> lapsed(Instant now, int limit);

  /** Conversations that have not ended and in which nothing was said since a moment. */
  List<Conversation> silentSince(Instant moment, int limit);

  /**
   * @param providerAgentId the agent that answers, as its AI provider calls it
   * @param answers to the questions asked before the first message
   * @param voucher kept with the token; there is one when there is a visitor
   */
  record Beginning(
      Conversation conversation,
      Optional<String> providerAgentId,
      String tokenSha256,
      Instant expiresAt,
      Map<String, String> answers,
      Optional<Visitor> visitor,
      Optional<Voucher> voucher) {

    public Beginning {
      requireNonNull(conversation, "conversation");
      requireNonNull(providerAgentId, "providerAgentId");
      requireNonNull(tokenSha256, "tokenSha256");
      requireNonNull(expiresAt, "expiresAt");
      answers = Map.copyOf(answers);
      requireNonNull(visitor, "visitor");
      requireNonNull(voucher, "voucher");
    }
  }

  /**
   * What a token opens, and until when.
   *
   * @param voucher of the visitor to whom it was given; empty for one whom nobody knows
   */
  record Pass(
      SubscriberId subscriber, InteractionId id, Instant expiresAt, Optional<Voucher> voucher) {
    public Pass {
      requireNonNull(voucher, "voucher");
    }
  }

  /**
   * What came of a change.
   *
   * @param now the conversation as it is
   * @param said what was added; of a repeat, what was added the first time
   * @param changed whether anything is different now
   * @param gaveTurn whether it gave out the turn that is in flight now; whoever changed it holds it
   */
  record Changed(
      Conversation now, List<InteractionMessage> said, boolean changed, boolean gaveTurn) {
    public Changed {
      requireNonNull(now, "now");
      said = List.copyOf(said);
    }

    /** Nothing is different now. */
    public static Changed nothing(Conversation now, List<InteractionMessage> said) {
      return new Changed(now, said, false, false);
    }

    /** What a step brought about. */
    public static Changed by(Conversation.Step step, Conversation before) {
      return new Changed(
          step.next(),
          step.said(),
          true,
          step.next().turn().isPresent() && step.next().turns() > before.turns());
    }
  }

  record Held(Conversation conversation, List<InteractionMessage> messages) {
    public Held {
      requireNonNull(conversation, "conversation");
      messages = List.copyOf(messages);
    }
  }

  /** After which message somebody wants to hear on. */
  record Place(SubscriberId subscriber, InteractionId id, int seq) {}

  /**
   * @param place where it was asked from
   * @param answering whether the AI is working out a reply
   * @param lastSeq how many messages there are, told or not
   */
  record Heard(
      Place place, ConversationState state, boolean answering, int lastSeq, List<Line> lines) {
    public Heard {
      lines = List.copyOf(lines);
    }
  }

  /**
   * @param clientMessageId the sender's own name of the message, where it gave one
   */
  record Line(InteractionMessage message, Optional<String> clientMessageId) {}
}
