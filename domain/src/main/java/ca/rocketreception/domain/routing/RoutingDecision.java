package ca.rocketreception.domain.routing;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.agent.Agent;
import ca.rocketreception.domain.agent.AgentRole;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.Schedule;
import ca.rocketreception.domain.business.SpokenHours;
import ca.rocketreception.domain.business.Subscriber;
import ca.rocketreception.domain.business.SubscriberChannel;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Who answers a call that rings now, or why nobody does. */
public sealed interface RoutingDecision {

  /**
   * A business answers.
   *
   * @param role the role in which it answers
   * @param agent its agent for that; empty when it has none, then the agent bound to the number at
   *     the provider answers
   * @param providerAgentId the provider's id of the agent that answers; empty: the bound one
   */
  record Answer(
      Business business,
      AgentRole role,
      Optional<Agent> agent,
      Optional<String> providerAgentId,
      Instant at)
      implements RoutingDecision {

    public Answer {
      requireNonNull(business, "business");
      requireNonNull(role, "role");
      requireNonNull(agent, "agent");
      requireNonNull(providerAgentId, "providerAgentId");
      requireNonNull(at, "at");
    }

    /** Which version of the provider's agent answers; empty: its latest published one. */
    public Optional<Integer> providerAgentVersion() {
      return agent
          .filter(known -> known.providerAgentId().isPresent())
          .map(Agent::providerAgentVersion)
          .orElseGet(() ->
              business.channel(ChannelKind.VOICE).flatMap(SubscriberChannel::providerAgentVersion));
    }

    /**
     * What the agent's prompt may use, always all of them: a provider may speak the name of a
     * missing one aloud. Unknown is the empty text.
     */
    public Map<String, String> variables() {
      Subscriber subscriber = business.subscriber();
      Schedule schedule = business.schedule();
      SpokenHours spoken = new SpokenHours(schedule, subscriber.language());
      Map<String, String> variables = new LinkedHashMap<>();
      variables.put("business_name", subscriber.name());
      variables.put("greeting", agent.map(Agent::greeting).orElse(""));
      variables.put("is_open", String.valueOf(schedule.isOpen(at)));
      variables.put("hours_today", spoken.today(at));
      variables.put("next_opening", spoken.nextOpening(at));
      variables.put(
          "transfer_number", subscriber.transferNumber().map(PhoneNumber::e164).orElse(""));
      variables.put("timezone", subscriber.zone().getId());
      variables.put("language", subscriber.language().toLanguageTag());
      return variables;
    }
  }

  /** Nobody answers: the call is not to be taken. */
  record Reject(Reason reason) implements RoutingDecision {
    public Reject {
      requireNonNull(reason, "reason");
    }
  }

  /** This table does not have the number: whoever asked must find out whether it is nobody's. */
  record UnknownNumber(PhoneNumber number) implements RoutingDecision {
    public UnknownNumber {
      requireNonNull(number, "number");
    }
  }

  enum Reason {
    NOBODYS_NUMBER,
    SUBSCRIBER_SUSPENDED,
    CALLER_BLOCKED
  }
}
