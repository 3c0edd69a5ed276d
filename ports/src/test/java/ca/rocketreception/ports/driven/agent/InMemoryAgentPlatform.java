package ca.rocketreception.ports.driven.agent;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.agent.Agent;
import ca.rocketreception.domain.agent.AgentSettings;
import ca.rocketreception.domain.business.AiProvider;
import ca.rocketreception.domain.business.Business;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** An AI provider that keeps agents in memory and can be away. For tests. */
public final class InMemoryAgentPlatform implements AgentPlatform {

  private final Map<String, List<AgentSettings>> agents = new LinkedHashMap<>();
  private volatile boolean away;

  /** From now on it does nothing of what it is asked. */
  public void goAway() {
    away = true;
  }

  @Override
  public AiProvider provider() {
    return AiProvider.RETELL;
  }

  @Override
  public Wanted wanted(Business business, Agent agent, ChannelKind channel) {
    TreeMap<String, String> fields = new TreeMap<>();
    fields.put("name", agent.name());
    fields.put("greeting", agent.greeting());
    return new Wanted(new AgentSettings(fields), List.of("This provider is make-believe."));
  }

  @Override
  public void require(Business business, Agent agent, ChannelKind channel) {
    requireThere();
  }

  @Override
  public synchronized Optional<Found> find(
      ChannelKind channel, String providerAgentId, Optional<Integer> version) {
    requireThere();
    return Optional.ofNullable(agents.get(providerAgentId))
        .map(versions -> {
          int number = version.orElse(versions.size() - 1);
          return new Found(providerAgentId, number, true, versions.get(number));
        });
  }

  @Override
  public synchronized Found publish(Order order, Consumer<Made> progress) {
    requireThere();
    String id = order.made().agentId().orElse("agent_" + (agents.size() + 1));
    progress.accept(new Made(Optional.empty(), Optional.of(id)));
    List<AgentSettings> versions = agents.computeIfAbsent(id, _ -> new ArrayList<>());
    AgentSettings wanted = wanted(order.business(), order.agent(), order.channel()).settings();
    if (versions.isEmpty() || !versions.getLast().equals(wanted)) {
      versions.add(wanted);
    }
    return new Found(id, versions.size() - 1, true, wanted);
  }

  private void requireThere() {
    if (away) {
      throw new Refusal.ProviderFailed(
          "The provider cannot be reached", "Check the network.", true, null);
    }
  }
}
