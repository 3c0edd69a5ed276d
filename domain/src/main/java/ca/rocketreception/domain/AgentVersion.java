package ca.rocketreception.domain;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

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
    providerAgentId = Text.required("providerAgentId", providerAgentId, 200);
    publishedBy = Text.required("publishedBy", publishedBy, 300);
  }

  /** Whether it is this agent and version at the provider. */
  public boolean is(String otherAgentId, int otherVersion) {
    return providerAgentId.equals(otherAgentId) && providerVersion == otherVersion;
  }
}
