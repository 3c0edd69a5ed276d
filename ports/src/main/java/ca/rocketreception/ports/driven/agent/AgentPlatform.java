package ca.rocketreception.ports.driven.agent;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.agent.Agent;
import ca.rocketreception.domain.agent.AgentSettings;
import ca.rocketreception.domain.business.AiProvider;
import ca.rocketreception.domain.business.Business;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An AI provider that keeps agents: makes them what our rows say. Called with no lock and no
 * connection held. Every method that asks the provider throws {@link
 * ca.rocketreception.domain.Refusal.ProviderFailed} when that did not do what was asked.
 */
public interface AgentPlatform {

  /** Whose agents these are. */
  AiProvider provider();

  /**
   * What an agent shall be there. Asks nobody; the same rows give the same.
   *
   * @throws ca.rocketreception.domain.Refusal.Invalid when the rows cannot become an agent there: a
   *     language that it does not speak, facts too long, no number to transfer to
   * @throws ca.rocketreception.domain.Refusal.Conflict when this installation lacks something that
   *     every agent needs
   */
  Wanted wanted(Business business, Agent agent, ChannelKind channel);

  /**
   * Refuses what {@link #wanted} would, and also what the provider does not have. Safe to repeat.
   *
   * @throws ca.rocketreception.domain.Refusal.Invalid for a voice that it does not have
   */
  void require(Business business, Agent agent, ChannelKind channel);

  /**
   * An agent as it is there; empty when it is not, which is also what a key of another workspace
   * sees. Safe to repeat.
   *
   * @param version empty: the newest, which may be a draft
   */
  Optional<Found> find(ChannelKind channel, String providerAgentId, Optional<Integer> version);

  /**
   * Makes it so: creates what is missing, drafts, changes, publishes and reads back. Safe to repeat
   * after any failure and after being killed at any point: it looks before it creates, and ends in
   * the same state.
   *
   * @param order what, and what of it exists already
   * @param progress told before each request to the provider what exists by then; throws when
   *     somebody else took over, which ends it
   * @return what was read back: published, and equal to what was wanted
   */
  Found publish(Order order, Consumer<Made> progress);

  /**
   * @param warnings what a person should know before publishing
   */
  record Wanted(AgentSettings settings, List<String> warnings) {
    public Wanted {
      requireNonNull(settings, "settings");
      warnings = List.copyOf(warnings);
    }
  }

  /** One version of an agent as the provider has it. */
  record Found(String providerAgentId, int version, boolean published, AgentSettings settings) {
    public Found {
      requireNonNull(providerAgentId, "providerAgentId");
      requireNonNull(settings, "settings");
    }
  }

  /**
   * What was created so far for an agent.
   *
   * @param engineId the provider's id of what the agent thinks with, where that is a thing of its
   *     own
   */
  record Made(Optional<String> engineId, Optional<String> agentId) {
    public static final Made NOTHING = new Made(Optional.empty(), Optional.empty());

    public Made {
      requireNonNull(engineId, "engineId");
      requireNonNull(agentId, "agentId");
    }
  }

  /**
   * @param mark by which it is found again at the provider after a creation whose answer was lost;
   *     no other agent has it
   */
  record Order(Business business, Agent agent, ChannelKind channel, String mark, Made made) {
    public Order {
      requireNonNull(business, "business");
      requireNonNull(agent, "agent");
      requireNonNull(channel, "channel");
      requireNonNull(mark, "mark");
      requireNonNull(made, "made");
    }
  }
}
