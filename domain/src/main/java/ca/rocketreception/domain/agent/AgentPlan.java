package ca.rocketreception.domain.agent;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.ChannelKind;
import java.util.List;
import java.util.Optional;

/**
 * What publishing an agent would change at its AI provider.
 *
 * @param bound the version that answers now; empty: none that was published from here
 * @param changes what is there and what it would become, by field
 * @param drift what somebody changed at the provider by other ways: as published, and as it is now;
 *     publishing heals it
 * @param missing whether the agent that was published is not there any more
 * @param warnings what a person should know before publishing
 */
public record AgentPlan(
    AgentRole role,
    ChannelKind channel,
    Optional<AgentVersion> bound,
    List<AgentSettings.Change> changes,
    List<AgentSettings.Change> drift,
    boolean missing,
    List<String> warnings) {

  public AgentPlan {
    requireNonNull(role, "role");
    requireNonNull(channel, "channel");
    requireNonNull(bound, "bound");
    changes = List.copyOf(changes);
    drift = List.copyOf(drift);
    warnings = List.copyOf(warnings);
  }

  /** Whether all is there as it shall be. */
  public boolean isDone() {
    return bound.isPresent() && changes.isEmpty() && drift.isEmpty() && !missing;
  }

  /**
   * @param published the newest that was published from here
   * @param wanted what it shall be
   * @param found the newest that is there; what differs from both, somebody else changed
   */
  public static List<AgentSettings.Change> drift(
      AgentSettings published, AgentSettings wanted, AgentSettings found) {
    return published.changesTo(found).stream()
        .filter(change ->
            !change.becomes().equals(Optional.ofNullable(wanted.fields().get(change.field()))))
        .toList();
  }
}
