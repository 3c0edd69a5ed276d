package ca.rocketreception.domain.number;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.PhoneNumber;
import java.util.List;
import java.util.Optional;

/**
 * A number as the voice AI knows it.
 *
 * @param own whether it rents it out itself
 * @param terminationUri through which trunk it calls out; empty of its own numbers
 * @param user as whom it calls out
 * @param agents who answers when we do not say
 * @param webhook whom it asks who answers
 */
public record VoiceNumber(
    PhoneNumber number,
    boolean own,
    Optional<String> terminationUri,
    Optional<String> user,
    List<Bound> agents,
    Optional<String> webhook) {

  /**
   * @param version empty: the latest
   */
  public record Bound(String agentId, Optional<String> version) {
    public Bound {
      requireNonNull(agentId, "agentId");
      requireNonNull(version, "version");
    }
  }

  public VoiceNumber {
    requireNonNull(number, "number");
    requireNonNull(terminationUri, "terminationUri");
    requireNonNull(user, "user");
    agents = List.copyOf(agents);
    requireNonNull(webhook, "webhook");
  }
}
