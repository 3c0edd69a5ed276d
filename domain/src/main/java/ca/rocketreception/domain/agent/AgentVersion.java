package ca.rocketreception.domain.agent;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Text;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An agent as it was published at its AI provider. Versions are never changed; going back is
 * binding an earlier one.
 *
 * @param channel VOICE or CHAT: a provider may keep the two as different agents
 * @param number ours, counted from 1 for each agent and channel
 * @param providerVersion which version of it that is there
 * @param settings what was read back after publishing
 * @param publishedBy who published it, in words
 */
public record AgentVersion(
    AgentId agent,
    ChannelKind channel,
    int number,
    String providerAgentId,
    int providerVersion,
    AgentSettings settings,
    Instant publishedAt,
    String publishedBy) {

  public AgentVersion {
    requireNonNull(agent, "agent");
    requireNonNull(channel, "channel");
    requireNonNull(settings, "settings");
    requireNonNull(publishedAt, "publishedAt");
    providerAgentId = Text.kept("providerAgentId", providerAgentId, 200);
    publishedBy = Text.kept("publishedBy", publishedBy, 300);
  }

  /** The same with the number that it got. */
  public AgentVersion numbered(int next) {
    return new AgentVersion(
        agent, channel, next, providerAgentId, providerVersion, settings, publishedAt, publishedBy);
  }

  /** Whether it is what the provider calls so. */
  public boolean is(ProviderAgent other) {
    return new ProviderAgent(providerAgentId, Optional.of(providerVersion)).equals(other);
  }

  /** The refusal when the provider has it no longer as it was published. */
  public Refusal gone() {
    return new Refusal.Conflict(
        "The AI provider does not have agent "
            + providerAgentId
            + " version "
            + providerVersion
            + " as it was published",
        "Check that the provider's key is of the workspace where it was published. If it was deleted"
            + " there, publish anew, which makes a new agent.");
  }

  /**
   * The version to go back to.
   *
   * @param versions all, newest first
   * @param bound the one that answers now
   * @param number which; empty: the one before the one that answers
   */
  public static AgentVersion earlier(
      List<AgentVersion> versions, Optional<ProviderAgent> bound, Optional<Integer> number) {
    if (number.isPresent()) {
      return versions.stream()
          .filter(version -> version.number == number.get())
          .findFirst()
          .orElseThrow(() ->
              new Refusal.NotFound(
                  "There is no version " + number.get() + " of this agent",
                  "Take one of " + versions.stream().map(AgentVersion::number).toList() + "."));
    }
    int now =
        versions.stream()
            .filter(version -> bound.filter(version::is).isPresent())
            .mapToInt(AgentVersion::number)
            .findFirst()
            .orElse(Integer.MAX_VALUE);
    return versions.stream()
        .filter(version -> version.number < now)
        .findFirst()
        .orElseThrow(() ->
            new Refusal.NotFound(
                "There is no earlier version of this agent", "Publish it a second time first."));
  }
}
