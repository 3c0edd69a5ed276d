package ca.rocketreception.ports.driven.agent;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.agent.AgentId;
import ca.rocketreception.domain.agent.AgentVersion;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What was published of each agent, version by version, and who is publishing it now. Every method
 * throws {@link ca.rocketreception.domain.Refusal.Unavailable} when the store cannot be reached.
 */
public interface AgentPublications {

  /** An agent in one channel: what is published as one. */
  record Target(SubscriberId subscriber, AgentId agent, ChannelKind channel) {
    public Target {
      requireNonNull(subscriber, "subscriber");
      requireNonNull(agent, "agent");
      requireNonNull(channel, "channel");
    }
  }

  /**
   * Somebody who publishes a target, alone for a while.
   *
   * @param generation which making of it: 1, and one more each time it is made anew
   * @param made what exists of it at the provider
   */
  record Claim(UUID id, Target target, int generation, AgentPlatform.Made made) {
    public Claim {
      requireNonNull(id, "id");
      requireNonNull(target, "target");
      requireNonNull(made, "made");
    }
  }

  /**
   * Takes a target to publish it. A claim that ran out is taken over.
   *
   * @param anew forgets what exists of it, so that it is created again
   * @param now the claims that ended before it have run out
   * @throws ca.rocketreception.domain.Refusal.Conflict while somebody else has it
   */
  Claim claim(Target target, UUID id, boolean anew, Instant now, Instant until);

  /**
   * Keeps what exists by now, and the claim until a later time.
   *
   * @throws ca.rocketreception.domain.Refusal.Conflict when somebody else took it over
   */
  void keep(Claim claim, AgentPlatform.Made made, Instant until);

  /** Gives it back. Does nothing when somebody else took it over. */
  void release(Claim claim);

  /**
   * Adds a version, which gets the next number. Idempotent: the same version of the provider's
   * agent is added once, and its first entry returned.
   *
   * @param version its number does not matter
   */
  AgentVersion add(SubscriberId subscriber, AgentVersion version);

  /** The refusal while somebody else publishes. */
  static Refusal taken() {
    return new Refusal.Conflict(
        "This agent is being published by somebody else",
        "Repeat it in 15 seconds; who stopped in the middle is taken over then.");
  }

  /** The newest versions, a hundred at most, newest first. */
  List<AgentVersion> versions(Target target);
}
