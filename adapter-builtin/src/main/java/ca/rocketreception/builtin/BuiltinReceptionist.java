package ca.rocketreception.builtin;

import ca.rocketreception.domain.Business;
import ca.rocketreception.ports.driven.ChatResponder;
import ca.rocketreception.ports.driven.Facts;
import java.util.Optional;

/**
 * A receptionist of rules: it needs no account, answers every business, and keeps nothing of a
 * talk. The same talk gives the same reply, so a turn may be repeated. It tells the hours, the
 * business's phone number and the facts that match, says when it knows no answer, and takes
 * messages. Only a search of facts can fail, when the store cannot be reached.
 */
public final class BuiltinReceptionist implements ChatResponder {

  private final Facts facts;

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
    return new Turn(talk, facts).reply();
  }

  @Override
  public void end(Talk talk, Optional<String> providerChatId) {
    // nothing is kept that could be told to end
  }
}
