package ca.rocketreception.http.shown;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.domain.access.ApiKeyId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.access.ChainedEntry;
import ca.rocketreception.domain.agent.Agent;
import ca.rocketreception.domain.agent.AgentPlan;
import ca.rocketreception.domain.agent.AgentRole;
import ca.rocketreception.domain.agent.AgentSettings;
import ca.rocketreception.domain.agent.AgentVersion;
import ca.rocketreception.domain.business.AiProvider;
import ca.rocketreception.domain.business.BlockedCaller;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.Fact;
import ca.rocketreception.domain.business.Interval;
import ca.rocketreception.domain.business.OpeningHours;
import ca.rocketreception.domain.business.OwnedNumber;
import ca.rocketreception.domain.business.SubscriberChannel;
import ca.rocketreception.domain.business.TransportProvider;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.Direction;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.InteractionStatus;
import ca.rocketreception.domain.interaction.Sentiment;
import ca.rocketreception.domain.interaction.Speaker;
import ca.rocketreception.domain.interaction.Transcript;
import ca.rocketreception.http.json.Json;
import ca.rocketreception.http.request.Cursors;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driven.interaction.KeptEvent;
import ca.rocketreception.ports.driving.agent.PublishingAgents;
import ca.rocketreception.ports.driving.interaction.ReviewingActivity;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** What the contract shows of things; unknown is null, and every member is always there. */
public final class Shown {

  private Shown() {}

  public record Page<T>(List<T> items, Optional<String> next) {}

  public record Subscriber(
      String slug,
      String name,
      ca.rocketreception.domain.business.Subscriber.Status status,
      String timezone,
      String language,
      Optional<String> transferNumber,
      List<String> numbers) {

    public static Subscriber of(Business business) {
      return of(Subscribers.Listed.of(business));
    }

    public static Subscriber of(Subscribers.Listed listed) {
      var subscriber = listed.subscriber();
      return new Subscriber(
          subscriber.slug().value(),
          subscriber.name(),
          subscriber.status(),
          subscriber.zone().getId(),
          subscriber.language().toLanguageTag(),
          subscriber.transferNumber().map(PhoneNumber::e164),
          listed.numbers().stream().map(PhoneNumber::e164).toList());
    }
  }

  public record Channel(
      ChannelKind kind,
      boolean enabled,
      TransportProvider transportProvider,
      AiProvider aiProvider,
      Optional<String> providerNumberE164,
      Optional<String> providerAgentId,
      Optional<Integer> providerAgentVersion,
      Optional<String> providerInboxId) {

    public static Channel of(SubscriberChannel channel) {
      return new Channel(
          channel.kind(),
          channel.enabled(),
          channel.transportProvider(),
          channel.aiProvider(),
          channel.providerNumber().map(PhoneNumber::e164),
          channel.providerAgentId(),
          channel.providerAgentVersion(),
          channel.providerInboxId());
    }
  }

  /** One version of an agent at the AI provider. */
  public record Version(
      ChannelKind channel,
      int version,
      String providerAgentId,
      int providerAgentVersion,
      Instant publishedAt,
      String publishedBy,
      boolean answers) {

    public static Version of(AgentVersion version, boolean answers) {
      return new Version(
          version.channel(),
          version.number(),
          version.providerAgentId(),
          version.providerVersion(),
          version.publishedAt(),
          version.publishedBy(),
          answers);
    }
  }

  public record Publication(
      AgentRole role, Version version, boolean changed, List<String> warnings) {

    public static Publication of(PublishingAgents.Published published) {
      return new Publication(
          published.role(),
          Version.of(published.version(), true),
          published.changed(),
          published.warnings());
    }
  }

  /** What publishing would change. */
  public record Plan(
      AgentRole role,
      ChannelKind channel,
      boolean done,
      boolean missing,
      Optional<Version> answers,
      List<AgentSettings.Change> changes,
      List<AgentSettings.Change> drift,
      List<String> warnings) {

    public static Plan of(AgentPlan plan) {
      return new Plan(
          plan.role(),
          plan.channel(),
          plan.isDone(),
          plan.missing(),
          plan.bound().map(version -> Version.of(version, true)),
          plan.changes(),
          plan.drift(),
          plan.warnings());
    }
  }

  public record Receptionist(
      UUID id,
      AgentRole role,
      String name,
      String greeting,
      String instructions,
      String language,
      Optional<String> voice,
      Optional<String> providerAgentId,
      Optional<Integer> providerAgentVersion) {

    public static Receptionist of(Agent agent) {
      return new Receptionist(
          agent.id().value(),
          agent.role(),
          agent.name(),
          agent.greeting(),
          agent.instructions(),
          agent.language().toLanguageTag(),
          agent.voice(),
          agent.providerAgentId(),
          agent.providerAgentVersion());
    }
  }

  public record Week(String timezone, List<Open> week) {

    public static Week of(Business business) {
      return new Week(
          business.subscriber().zone().getId(), business.hours().stream().map(Open::of).toList());
    }
  }

  public record Open(DayOfWeek day, String opens, String closes) {

    public static Open of(OpeningHours hours) {
      return new Open(hours.day(), hours.opens().toString(), hours.closes().toString());
    }
  }

  public record Holiday(String date, String name, List<From> hours) {

    public static Holiday of(ca.rocketreception.domain.business.Holiday holiday) {
      return new Holiday(
          holiday.day().toString(),
          holiday.name(),
          holiday.hours().stream().map(From::of).toList());
    }
  }

  record From(String opens, String closes) {

    static From of(Interval interval) {
      return new From(interval.opens().toString(), interval.closes().toString());
    }
  }

  public record Blocked(String number, String reason) {

    public static Blocked of(BlockedCaller caller) {
      return new Blocked(caller.number().e164(), caller.reason());
    }
  }

  public record Known(String topic, String text) {

    public static Known of(Fact fact) {
      return new Known(fact.topic(), fact.text());
    }
  }

  public record Number(String number, boolean shared) {

    public static Number of(OwnedNumber owned) {
      return new Number(owned.number().e164(), owned.shared());
    }
  }

  public record Key(
      UUID id, String name, ApiKey.Scope scope, Instant createdAt, Optional<Instant> lastUsedAt) {

    public static Key of(ApiKey key) {
      return new Key(key.id().value(), key.name(), key.scope(), key.createdAt(), key.lastUsedAt());
    }
  }

  /**
   * @param secret shown once; null to whoever repeats the request
   */
  public record NewKey(
      UUID id, String name, ApiKey.Scope scope, Instant createdAt, Optional<String> secret) {

    public static NewKey of(ApiKey key, Optional<String> secret) {
      return new NewKey(key.id().value(), key.name(), key.scope(), key.createdAt(), secret);
    }
  }

  public record Changed(
      long seq,
      Instant at,
      String actor,
      Optional<UUID> keyId,
      Optional<String> requestId,
      String action,
      String subject,
      List<String> before,
      List<String> after,
      String hash) {

    public static Changed of(ChainedEntry chained) {
      AuditEntry entry = chained.entry();
      return new Changed(
          chained.seq(),
          entry.at(),
          entry.actor().name(),
          entry.actor().key().map(ApiKeyId::value),
          entry.actor().requestId(),
          entry.action(),
          entry.subject(),
          entry.before().lines().toList(),
          entry.after().lines().toList(),
          chained.hash());
    }
  }

  /**
   * @param brokenAt the place of the first entry that is not what it was, or is gone
   */
  public record Chain(boolean holds, long entries, Optional<Long> brokenAt) {}

  public record Changes(List<Changed> items, Optional<String> next, Chain chain) {}

  public record Event(
      String id,
      Provider provider,
      String event,
      String providerId,
      Instant receivedAt,
      KeptEvent.Outcome outcome,
      String reason) {

    public static Event of(KeptEvent kept) {
      return new Event(
          Cursors.write(kept.name()),
          kept.name().provider(),
          kept.name().event(),
          kept.name().providerId(),
          kept.receivedAt(),
          kept.outcome(),
          kept.reason());
    }
  }

  public static ObjectNode withBody(KeptEvent kept, String body) {
    ObjectNode shown = Json.MAPPER.valueToTree(Event.of(kept));
    return shown.put("body", body);
  }

  record AgentOfIt(UUID id, String name, AgentRole role) {

    static AgentOfIt of(Agent agent) {
      return new AgentOfIt(agent.id().value(), agent.name(), agent.role());
    }
  }

  public record Interaction(
      UUID id,
      ChannelKind channel,
      Optional<Direction> direction,
      InteractionStatus status,
      Optional<String> from,
      Optional<String> to,
      Instant firstSeenAt,
      Optional<Instant> startedAt,
      Optional<Instant> endedAt,
      Optional<Long> durationMs,
      Optional<String> disconnectionReason,
      Optional<String> summary,
      Optional<Sentiment> sentiment,
      Optional<Boolean> successful,
      Optional<String> recordingUrl,
      String providerInteractionId,
      Optional<AgentOfIt> agent) {

    public static Interaction of(
        ca.rocketreception.domain.interaction.Interaction one, List<Agent> agents) {
      Details details = one.details();
      return new Interaction(
          one.id().value(),
          one.channel(),
          details.get(Detail.DIRECTION),
          one.status(),
          details.get(Detail.FROM).map(PhoneNumber::e164),
          details.get(Detail.TO).map(PhoneNumber::e164),
          one.firstSeenAt(),
          details.get(Detail.STARTED_AT),
          details.get(Detail.ENDED_AT),
          details.get(Detail.DURATION_MS),
          details.get(Detail.DISCONNECTION_REASON),
          details.get(Detail.SUMMARY),
          details.get(Detail.SENTIMENT),
          details.get(Detail.SUCCESSFUL),
          // Null until there is a route that authorises and audits the listening.
          Optional.empty(),
          one.reference().id(),
          details
              .get(Detail.PROVIDER_AGENT_ID)
              .flatMap(id -> Agent.called(id, agents))
              .map(AgentOfIt::of));
    }
  }

  /**
   * @param limit how many messages are shown; one more says that there are more
   */
  public static ObjectNode withMessages(ReviewingActivity.Whole whole, int limit) {
    ObjectNode shown = Json.MAPPER.valueToTree(Interaction.of(whole.interaction(), whole.agents()));
    List<InteractionMessage> found =
        whole.interaction().transcript().map(Transcript::messages).orElse(List.of());
    List<InteractionMessage> page = found.stream().limit(limit).toList();
    shown.set("messages", Json.MAPPER.valueToTree(page.stream().map(Shown::message).toList()));
    if (found.size() > limit) {
      shown.put("next", Cursors.writeText(String.valueOf(page.getLast().seq())));
    }
    return shown;
  }

  private static Map<String, Object> message(InteractionMessage message) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("seq", message.seq());
    shown.put("speaker", message.speaker());
    shown.put("text", message.text());
    shown.put("at", message.at());
    if (message.speaker() == Speaker.TOOL) {
      shown.put("toolName", message.toolName());
      shown.put("toolResult", message.toolResult());
    }
    return shown;
  }
}
