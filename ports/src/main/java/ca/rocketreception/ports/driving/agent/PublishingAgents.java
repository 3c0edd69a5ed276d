package ca.rocketreception.ports.driving.agent;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.access.Actor;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.agent.Agent;
import ca.rocketreception.domain.agent.AgentPlan;
import ca.rocketreception.domain.agent.AgentRole;
import ca.rocketreception.domain.agent.AgentSettings;
import ca.rocketreception.domain.agent.AgentVersion;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.routing.DialingRules;
import ca.rocketreception.ports.driven.agent.AgentPlatform;
import ca.rocketreception.ports.driven.agent.AgentPublications;
import ca.rocketreception.ports.driven.agent.AgentPublications.Claim;
import ca.rocketreception.ports.driven.agent.AgentPublications.Target;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driving.access.Asked;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Makes a business's agents at the AI provider what our rows say: shows first what would change,
 * publishes, goes back to an earlier version. Each may be repeated after any failure.
 */
public final class PublishingAgents {

  /** Longer than any one request to a provider with its repeats takes. */
  private static final Duration CLAIM = Duration.ofSeconds(15);

  private final Subscribers subscribers;
  private final AgentPublications publications;
  private final Optional<AgentPlatform> platform;
  private final DialingRules rules;
  private final InstantSource clock;
  private final Supplier<UUID> ids;

  /**
   * @param platform empty when its key is not configured
   */
  public PublishingAgents(
      Subscribers subscribers,
      AgentPublications publications,
      Optional<AgentPlatform> platform,
      DialingRules rules,
      InstantSource clock,
      Supplier<UUID> ids) {
    this.subscribers = subscribers;
    this.publications = publications;
    this.platform = platform;
    this.rules = rules;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * One agent in one channel, published.
   *
   * @param version the one that answers now
   * @param changed whether anything had to be done
   */
  public record Published(
      AgentRole role, AgentVersion version, boolean changed, List<String> warnings) {
    public Published {
      warnings = List.copyOf(warnings);
    }
  }

  /** What publishing would change. Changes nothing; refuses what publishing would refuse. */
  public List<AgentPlan> plan(Business whole, Optional<AgentRole> role) {
    Business business = rules.dialled(whole);
    return possible(business, role).stream()
        .map(unit -> plan(business, unit.agent(), unit.channel()))
        .toList();
  }

  /** Publishes for somebody who holds a key. */
  public List<Published> publish(Asked asked, Optional<AgentRole> role, boolean anew) {
    return publish(asked.allowed(subscribers), asked.actor(), role, anew);
  }

  /**
   * Makes each agent, or the one of a role, what our rows say, and binds what was published: from
   * then on that version answers. What is as it shall be stays as it is.
   *
   * @param anew creates new agents at the provider also where there are some
   * @throws Refusal.Conflict while somebody else publishes the same, or when what was published is
   *     not there any more
   */
  public List<Published> publish(
      Business whole, Actor actor, Optional<AgentRole> role, boolean anew) {
    Business business = rules.dialled(whole);
    return possible(business, role).stream()
        .map(unit -> publish(business, unit.agent(), unit.channel(), actor, anew))
        .toList();
  }

  /** Goes back for somebody who holds a key. */
  public AgentVersion rollback(
      Asked asked, AgentRole role, ChannelKind channel, Optional<Integer> number) {
    Business business = asked.allowed(subscribers);
    return rollback(business, asked.actor(), role, channel, number);
  }

  /**
   * Binds an earlier version, which answers from then on. Changes nothing at the provider.
   *
   * @param number empty: the one before the one that answers now
   * @throws Refusal.NotFound when there is no such version
   * @throws Refusal.Conflict when the provider has it no longer as it was published
   */
  public AgentVersion rollback(
      Business business,
      Actor actor,
      AgentRole role,
      ChannelKind channel,
      Optional<Integer> number) {
    Agent agent = business.agent(role).orElseThrow(() -> business.lacks("agent " + role));
    AgentVersion earlier =
        AgentVersion.earlier(
            versions(business, role, channel), business.boundTo(agent, channel), number);
    platform()
        .find(channel, earlier.providerAgentId(), Optional.of(earlier.providerVersion()))
        .filter(found -> found.published() && found.settings().equals(earlier.settings()))
        .orElseThrow(() -> earlier.gone());
    bind(business, agent, earlier, actor, "rolled back agent");
    return earlier;
  }

  /** Every version that was published of an agent in a channel, newest first. */
  public List<AgentVersion> versions(Business business, AgentRole role, ChannelKind channel) {
    Agent agent = business.agent(role).orElseThrow(() -> business.lacks("agent " + role));
    return publications.versions(new Target(business.id(), agent.id(), channel));
  }

  /** All of them can be published, so that none is when one cannot. */
  private List<Business.Receptionist> possible(Business business, Optional<AgentRole> role) {
    List<Business.Receptionist> all = business.receptionistsAt(platform().provider(), role);
    all.forEach(unit -> platform().require(business, unit.agent(), unit.channel()));
    return all;
  }

  private AgentPlan plan(Business business, Agent agent, ChannelKind channel) {
    AgentPlatform.Wanted wanted = platform().wanted(business, agent, channel);
    List<AgentVersion> versions =
        publications.versions(new Target(business.id(), agent.id(), channel));
    Optional<AgentVersion> bound =
        business
            .boundTo(agent, channel)
            .flatMap(at -> versions.stream().filter(version -> version.is(at)).findFirst());
    Optional<AgentPlatform.Found> now = bound.flatMap(version -> found(version, true));
    Optional<AgentPlatform.Found> newest = bound.flatMap(version -> found(version, false));
    AgentSettings there = now.map(AgentPlatform.Found::settings).orElseGet(AgentSettings::none);
    return new AgentPlan(
        agent.role(),
        channel,
        bound,
        there.changesTo(wanted.settings()),
        newest
            .map(found ->
                AgentPlan.drift(
                    versions.getFirst().settings(), wanted.settings(), found.settings()))
            .orElse(List.of()),
        bound.isPresent() && now.isEmpty(),
        wanted.warnings());
  }

  private Optional<AgentPlatform.Found> found(AgentVersion version, boolean itself) {
    return platform()
        .find(
            version.channel(),
            version.providerAgentId(),
            itself ? Optional.of(version.providerVersion()) : Optional.empty());
  }

  private Published publish(
      Business business, Agent agent, ChannelKind channel, Actor actor, boolean anew) {
    AgentPlan plan = plan(business, agent, channel);
    if (!anew && plan.missing()) {
      throw plan.bound().orElseThrow().gone();
    }
    if (!anew && plan.isDone()) {
      return new Published(agent.role(), plan.bound().orElseThrow(), false, plan.warnings());
    }
    Target target = new Target(business.id(), agent.id(), channel);
    Instant now = clock.instant();
    Claim claim = publications.claim(target, ids.get(), anew, now, now.plus(CLAIM));
    try {
      AgentPlatform.Found found =
          platform()
              .publish(
                  new AgentPlatform.Order(business, agent, channel, mark(claim), claim.made()),
                  made -> publications.keep(claim, made, clock.instant().plus(CLAIM)));
      AgentVersion version =
          publications.add(
              business.id(),
              new AgentVersion(
                  agent.id(),
                  channel,
                  0,
                  found.providerAgentId(),
                  found.version(),
                  found.settings(),
                  clock.instant(),
                  actor.name()));
      bind(business, agent, version, actor, "published agent");
      return new Published(agent.role(), version, true, plan.warnings());
    } finally {
      publications.release(claim);
    }
  }

  private static String mark(Claim claim) {
    return claim.target().agent() + "/" + claim.target().channel() + "/" + claim.generation();
  }

  private void bind(
      Business business, Agent agent, AgentVersion version, Actor actor, String action) {
    subscribers.change(
        business.subscriber().slug(),
        current ->
            current
                .filter(known -> known.id().equals(business.id()))
                .map(known -> known.bound(agent.role(), version))
                .orElseThrow(() -> Business.unknown(business.subscriber().slug())),
        now ->
            new AuditEntry(
                now.id(),
                clock.instant(),
                actor,
                action,
                agent.role() + " in " + version.channel() + ", version " + version.number()));
  }

  private AgentPlatform platform() {
    return platform.orElseThrow(() ->
        new Refusal.Conflict(
            "This installation has no key to the AI provider", "Set RETELL_API_KEY and restart."));
  }
}
