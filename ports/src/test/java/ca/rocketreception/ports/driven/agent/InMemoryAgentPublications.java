package ca.rocketreception.ports.driven.agent;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.agent.AgentVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Publications without a database, for tests. */
public final class InMemoryAgentPublications implements AgentPublications {

  private record Kept(Claim claim, boolean open, Instant until) {}

  private final Map<Target, Kept> claims = new HashMap<>();
  private final Map<Target, List<AgentVersion>> versions = new HashMap<>();

  @Override
  public synchronized Claim claim(
      Target target, UUID id, boolean anew, Instant now, Instant until) {
    Kept known = claims.get(target);
    if (known != null && known.open() && known.until().isAfter(now)) {
      throw AgentPublications.taken();
    }
    Claim claim =
        known == null
            ? new Claim(id, target, 1, AgentPlatform.Made.NOTHING)
            : new Claim(
                id,
                target,
                known.claim().generation() + (anew ? 1 : 0),
                anew ? AgentPlatform.Made.NOTHING : known.claim().made());
    claims.put(target, new Kept(claim, true, until));
    return claim;
  }

  @Override
  public synchronized void keep(Claim claim, AgentPlatform.Made made, Instant until) {
    Kept known = claims.get(claim.target());
    if (!known.open() || !known.claim().id().equals(claim.id())) {
      throw AgentPublications.taken();
    }
    claims.put(
        claim.target(),
        new Kept(new Claim(claim.id(), claim.target(), claim.generation(), made), true, until));
  }

  @Override
  public synchronized void release(Claim claim) {
    claims.computeIfPresent(
        claim.target(),
        (_, known) ->
            known.claim().id().equals(claim.id())
                ? new Kept(known.claim(), false, known.until())
                : known);
  }

  @Override
  public synchronized AgentVersion add(SubscriberId subscriber, AgentVersion version) {
    List<AgentVersion> all =
        versions.computeIfAbsent(
            new Target(subscriber, version.agent(), version.channel()), _ -> new ArrayList<>());
    return all.stream()
        .filter(one ->
            one.providerAgentId().equals(version.providerAgentId())
                && one.providerVersion() == version.providerVersion())
        .findFirst()
        .orElseGet(() -> {
          AgentVersion numbered = version.numbered(all.size() + 1);
          all.addFirst(numbered);
          return numbered;
        });
  }

  @Override
  public synchronized List<AgentVersion> versions(Target target) {
    return List.copyOf(versions.getOrDefault(target, List.of()));
  }
}
