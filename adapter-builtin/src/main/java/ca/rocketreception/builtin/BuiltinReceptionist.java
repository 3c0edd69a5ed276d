package ca.rocketreception.builtin;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.ports.driven.business.Facts;
import ca.rocketreception.ports.driven.conversation.ChatResponder;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * A receptionist of rules: it needs no account, answers every business, and keeps nothing of a
 * talk. The same talk gives the same reply, so a turn may be repeated. It tells the hours, the
 * business's phone number and the facts that match, says when it knows no answer, and takes
 * messages. Only a search of facts can fail, when the store cannot be reached.
 */
public final class BuiltinReceptionist implements ChatResponder {

  private final Facts facts;

  /**
   * Working out a reply takes as long as there are facts and words: the turns of one business stand
   * in one line, so that its visitors keep nobody else waiting for a core. There are as many lines
   * as businesses, which the operator decides.
   */
  private final Map<SubscriberId, Semaphore> lines = new ConcurrentHashMap<>();

  public BuiltinReceptionist(Facts facts) {
    this.facts = facts;
  }

  @Override
  public boolean canAnswer(Business business) {
    return true;
  }

  @Override
  public Optional<String> begin(Talk talk) {
    return Optional.empty();
  }

  @Override
  public Reply reply(Talk talk, Optional<String> providerChatId) {
    Semaphore line = lines.computeIfAbsent(talk.business().id(), _ -> new Semaphore(1, true));
    try {
      line.acquire();
    } catch (InterruptedException late) {
      Thread.currentThread().interrupt();
      throw new Refusal.Unavailable("The reply's time was up before its turn came", late);
    }
    try {
      return new Turn(talk, facts).reply();
    } finally {
      line.release();
    }
  }

  @Override
  public void end(Talk talk, Optional<String> providerChatId) {
    // nothing is kept that could be told to end
  }
}
