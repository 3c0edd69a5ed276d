package ca.rocketreception.ports.driven.conversation;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.Matter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An AI that answers visitors. Called with no lock and no connection held, on a virtual thread that
 * is interrupted when the reply's time is up. Every method throws {@link
 * ca.rocketreception.domain.Refusal.Unavailable} when there is no answer: then another responder
 * answers this turn.
 */
public interface ChatResponder {

  /** Whether it can answer for this business at all, from memory: it has its key and its agent. */
  boolean canAnswer(Business business);

  /**
   * Begins a talk at the AI provider, before its first turn, and gives the provider's id of it,
   * which is stored before anything is said; empty when this AI keeps no talks of its own. Not
   * idempotent: a repeat begins another.
   */
  Optional<String> begin(Talk talk);

  /**
   * The reply to what the visitor said since the last one. Not idempotent: after an unknown outcome
   * the adapter looks whether the provider has the words before it says them again.
   *
   * @param providerChatId what {@link #begin} gave
   */
  Reply reply(Talk talk, Optional<String> providerChatId);

  /** Tells the provider, once, that the talk is over. Idempotent; failing does no harm. */
  void end(Talk talk, Optional<String> providerChatId);

  /**
   * A talk as a responder sees it.
   *
   * @param language that the visitor reads
   * @param messages what was said last, by seq, from the beginning where that is not too long ago,
   *     except that what the visitor said and nobody answered yet stands last, also where an answer
   *     to earlier words came after it
   * @param now when the turn began
   */
  record Talk(
      Business business,
      InteractionId id,
      Locale language,
      List<InteractionMessage> messages,
      Instant now) {

    public Talk {
      requireNonNull(business, "business");
      requireNonNull(id, "id");
      requireNonNull(language, "language");
      messages = List.copyOf(messages);
      requireNonNull(now, "now");
    }

    /** Whether nothing was said before these messages. */
    public boolean isWhole() {
      return messages.isEmpty() || messages.stream().anyMatch(message -> message.seq() == 1);
    }
  }

  /**
   * What the visitor is to read.
   *
   * @param texts one or more messages, in order
   * @param taken a message for the business that this reply completes
   * @param ended whether the AI ended the talk
   */
  record Reply(List<String> texts, Optional<Matter> taken, boolean ended) {

    public Reply {
      texts = List.copyOf(texts);
      requireNonNull(taken, "taken");
    }

    public static Reply saying(String... texts) {
      return new Reply(List.of(texts), Optional.empty(), false);
    }
  }
}
