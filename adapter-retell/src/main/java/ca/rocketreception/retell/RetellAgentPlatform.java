package ca.rocketreception.retell;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.agent.Agent;
import ca.rocketreception.domain.agent.AgentSettings;
import ca.rocketreception.domain.business.AiProvider;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.ports.driven.agent.AgentPlatform;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * Agents at Retell: a Retell LLM and, on top of it, a voice agent or a chat agent. A published
 * version never changes there; a change is a new draft, which is published in its place.
 */
public final class RetellAgentPlatform implements AgentPlatform {

  private final RetellApi api;
  private final Optional<URI> publicUrl;

  /**
   * @param publicUrl where Retell reaches us; without it no agent can be published
   */
  public RetellAgentPlatform(RetellApi api, Optional<URI> publicUrl) {
    this.api = api;
    this.publicUrl = publicUrl;
  }

  @Override
  public AiProvider provider() {
    return AiProvider.RETELL;
  }

  @Override
  public Wanted wanted(Business business, Agent agent, ChannelKind channel) {
    AgentDraft draft = draft(business, agent, channel);
    return new Wanted(OwnedFields.of(draft.llm(), draft.agent()), draft.warnings());
  }

  @Override
  public void require(Business business, Agent agent, ChannelKind channel) {
    AgentDraft draft = draft(business, agent, channel);
    RetellAgents agents = new RetellAgents(api, channel);
    draft
        .voice()
        .filter(voice -> !told("look at voice " + voice, () -> agents.knowsVoice(voice)))
        .ifPresent(voice -> {
          throw new Refusal.Invalid(
              "voice",
              "Retell has no voice '" + voice + "'",
              "Take a voice_id from Retell's list of voices.");
        });
  }

  private AgentDraft draft(Business business, Agent agent, ChannelKind channel) {
    String address =
        publicUrl
            .orElseThrow(() ->
                new Refusal.Conflict(
                    "Nobody knows where the AI provider reaches this installation",
                    "Set PUBLIC_URL to its public https address."))
            .toString()
            .replaceAll("/+$", "");
    return AgentDraft.of(business, agent, channel, address);
  }

  @Override
  public Optional<Found> find(
      ChannelKind channel, String providerAgentId, Optional<Integer> version) {
    RetellAgents agents = new RetellAgents(api, channel);
    return told(
        "look at agent " + providerAgentId,
        () ->
            agents
                .agent(providerAgentId, version)
                .flatMap(agent ->
                    agents.engineOf(agent).map(llm -> found(providerAgentId, llm, agent))));
  }

  private static Found found(String id, ObjectNode llm, ObjectNode agent) {
    return new Found(
        id,
        RetellAgents.version(agent),
        agent.path("is_published").asBoolean(false),
        OwnedFields.of(llm, agent));
  }

  @Override
  public Found publish(Order order, Consumer<Made> progress) {
    return told(
        "publish " + order.agent().role() + " in " + order.channel(),
        () -> new Publishing(order, progress).run());
  }

  /** One run of publishing. Whatever an earlier run did is found and not done again. */
  private final class Publishing {
    private final Order order;
    private final Consumer<Made> progress;
    private final RetellAgents agents;
    private final AgentDraft draft;
    private final AgentSettings wanted;
    private Made made;

    Publishing(Order order, Consumer<Made> progress) {
      this.order = order;
      this.progress = progress;
      this.agents = new RetellAgents(api, order.channel());
      this.draft = draft(order.business(), order.agent(), order.channel());
      this.wanted = OwnedFields.of(draft.llm(), draft.agent());
      this.made = order.made();
      draft.llm().withObject("default_dynamic_variables").put(OwnedFields.MARK, order.mark());
      draft
          .agent()
          .put(
              "agent_name",
              draft.agent().path("agent_name").asString() + " [" + order.mark() + "]");
    }

    Found run() {
      String llm = engine();
      String id = agent(llm);
      ObjectNode newest = newest(id);
      if (newest.path("is_published").asBoolean(false)) {
        Optional<Found> same =
            agents.engineOf(newest).map(engine -> found(id, engine, newest)).filter(this::isWanted);
        if (same.isPresent()) {
          return same.get();
        }
        step();
        agents.newVersion(id, RetellAgents.version(newest));
      }
      ObjectNode open = newest.path("is_published").asBoolean(false) ? newest(id) : newest;
      change(llm, id, open);
      int version = RetellAgents.version(open);
      step();
      agents.publish(id, version);
      return readBack(id, version);
    }

    private String engine() {
      String id =
          made.engineId()
              .orElseGet(() -> {
                step();
                return agents.createEngine(draft.llm(), order.mark());
              });
      made = new Made(Optional.of(id), made.agentId());
      return id;
    }

    private String agent(String llm) {
      String id =
          made.agentId()
              .orElseGet(() -> {
                step();
                ObjectNode wished = draft.agent().deepCopy();
                wished.putObject("response_engine").put("type", "retell-llm").put("llm_id", llm);
                return agents.create(wished, order.mark());
              });
      made = new Made(made.engineId(), Optional.of(id));
      return id;
    }

    private ObjectNode newest(String id) {
      step();
      return agents.agent(id, Optional.empty()).orElseThrow(() -> gone("agent " + id));
    }

    /** Changes the draft where it differs, and nothing else. */
    private void change(String llm, String id, ObjectNode open) {
      requireEngine(llm, id, open);
      ObjectNode engine = agents.engineOf(open).orElseThrow(() -> gone("LLM " + llm));
      if (!differing(OwnedFields.of(engine, open), "llm.").isEmpty()) {
        step();
        agents.changeEngine(llm, RetellAgents.version(engine), draft.llm());
      }
      if (!differing(OwnedFields.of(engine, open), "agent.").isEmpty()) {
        step();
        agents.change(id, RetellAgents.version(open), draft.agent());
      }
    }

    /** An engine that is not ours may be somebody else's too: it is not touched. */
    private void requireEngine(String llm, String id, ObjectNode open) {
      String there = open.path("response_engine").path("llm_id").asString("none");
      if (!there.equals(llm)) {
        throw new Refusal.Conflict(
            "Agent " + id + " at Retell thinks with " + there + ", not with " + llm + " any more",
            "Set its response engine back in Retell's dashboard, or publish anew.");
      }
    }

    private List<AgentSettings.Change> differing(AgentSettings there, String prefix) {
      return there.changesTo(wanted).stream()
          .filter(change -> change.field().startsWith(prefix))
          .toList();
    }

    private Found readBack(String id, int version) {
      step();
      Found found =
          find(order.channel(), id, Optional.of(version)).orElseThrow(() -> gone("agent " + id));
      if (!found.published() || !isWanted(found)) {
        String fields =
            String.join(
                ", ",
                found.settings().changesTo(wanted).stream()
                    .map(AgentSettings.Change::field)
                    .toList());
        throw new Refusal.ProviderFailed(
            "Retell says that version "
                + version
                + " of agent "
                + id
                + (found.published() ? " has other values: " + fields : " is not published"),
            "Publish again; if it stays so, compare the fields with Retell's API description.",
            true,
            null);
      }
      return found;
    }

    private boolean isWanted(Found found) {
      return found.settings().equals(wanted);
    }

    private Refusal gone(String what) {
      return new Refusal.Conflict(
          "Retell has no " + what + " any more",
          "Check that RETELL_API_KEY opens the workspace where it was published, or publish anew.");
    }

    private void step() {
      progress.accept(made);
    }
  }

  private static <T> T told(String what, Supplier<T> work) {
    try {
      return work.get();
    } catch (RetellFailure failure) {
      throw new Refusal.ProviderFailed(
          "Could not "
              + what
              + ": "
              + failure.getMessage()
              + (failure.told().isEmpty() ? "" : " (\"" + failure.told() + "\")"),
          failure.cure(),
          failure.passes(),
          failure);
    }
  }
}
