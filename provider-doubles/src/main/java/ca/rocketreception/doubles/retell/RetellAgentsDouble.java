package ca.rocketreception.doubles.retell;

import ca.rocketreception.doubles.retell.RetellDouble.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The agents, LLMs and voices of one workspace of the double: versions are drafts until they are
 * published, and never change after that.
 */
final class RetellAgentsDouble {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final List<String> VOICES =
      List.of("retell-Cimo", "11labs-Adrian", "openai-Nova", "cartesia-Amelie");
  private static final long NOW = 1_790_000_000_000L;

  /** A thing with versions: the place in the list is the number. */
  private record Kept(boolean chat, List<ObjectNode> versions) {
    ObjectNode newest() {
      return versions.getLast();
    }
  }

  private final Map<String, Kept> llms = new LinkedHashMap<>();
  private final Map<String, Kept> agents = new LinkedHashMap<>();
  private final Consumer<String> violation;
  private final String ids;
  private int createdLlms;
  private int createdAgents;

  /**
   * @param ids what the ids here begin with, so that no two workspaces share one
   */
  RetellAgentsDouble(String ids, Consumer<String> violation) {
    this.ids = ids;
    this.violation = violation;
  }

  Optional<Answer> answer(String method, String path, Map<String, String> query, JsonNode body) {
    String id = path.substring(path.lastIndexOf('/') + 1);
    Optional<Integer> version = Optional.ofNullable(query.get("version")).map(Integer::valueOf);
    return Optional.ofNullable(
        switch (method + " " + path.replaceFirst("^(/[a-z0-9-]+)/[^/]+$", "$1/")) {
          case "POST /create-retell-llm" -> createLlm(body);
          case "GET /get-retell-llm/" -> get(llms.get(id), version);
          case "PATCH /update-retell-llm/" -> update(llms.get(id), version, body, RetellWords.LLM);
          case "POST /create-agent" -> createAgent(body, false);
          case "POST /create-chat-agent" -> createAgent(body, true);
          case "GET /get-agent/" -> get(agentOf(id, false), version);
          case "GET /get-chat-agent/" -> get(agentOf(id, true), version);
          case "PATCH /update-agent/" ->
              update(agentOf(id, false), version, body, RetellWords.VOICE_AGENT);
          case "PATCH /update-chat-agent/" ->
              update(agentOf(id, true), version, body, RetellWords.CHAT_AGENT);
          case "POST /create-agent-version/" -> newVersion(agents.get(id), body);
          case "POST /publish-agent-version/" -> publish(agents.get(id), body);
          case "GET /get-voice/" ->
              VOICES.contains(id)
                  ? new Answer(200, voice(id))
                  : RetellDouble.problem(404, "Item " + id + " not found from voice");
          case "GET /list-voices" ->
              new Answer(200, VOICES.stream().map(RetellAgentsDouble::voice).toList());
          default -> list(method, path, query, body);
        });
  }

  private Answer list(String method, String path, Map<String, String> query, JsonNode body) {
    return switch (method + " " + path) {
      case "GET /v2/list-retell-llms" ->
          page(llms.values().stream().map(Kept::newest).toList(), "llm_id", query);
      case "POST /v2/list-agents" -> page(found(body), "agent_id", query);
      default -> null;
    };
  }

  private List<ObjectNode> found(JsonNode body) {
    JsonNode filter = body.path("filter_criteria");
    String channel = filter.path("channel").path("value").asString("");
    String words = filter.path("query").asString("");
    return agents.values().stream()
        .filter(kept -> channel.isEmpty() || channel.equals(kept.chat() ? "chat" : "voice"))
        .filter(kept -> kept.newest().path("agent_name").asString("").contains(words))
        .map(kept -> {
          ObjectNode item = JSON.createObjectNode();
          item.set("agent_id", kept.newest().get("agent_id"));
          item.set("agent_name", kept.newest().path("agent_name"));
          item.put("channel", kept.chat() ? "chat" : "voice");
          item.put("user_modified_timestamp", NOW);
          item.putArray("tags");
          return item;
        })
        .toList();
  }

  private static Answer page(List<ObjectNode> all, String key, Map<String, String> query) {
    int limit = Integer.parseInt(query.getOrDefault("limit", "50"));
    String after = query.getOrDefault("pagination_key", "");
    int from = 0;
    for (int place = 0; place < all.size(); place++) {
      if (all.get(place).path(key).asString("").equals(after)) {
        from = place + 1;
      }
    }
    int to = Math.min(all.size(), from + limit);
    ObjectNode page = JSON.createObjectNode();
    ArrayNode items = page.putArray("items");
    all.subList(from, to).forEach(items::add);
    page.put("has_more", to < all.size());
    if (to < all.size()) {
      page.put("pagination_key", all.get(to - 1).path(key).asString());
    }
    return new Answer(200, page);
  }

  private Answer createLlm(JsonNode body) {
    return refused(RetellWords.wrong(body, RetellWords.LLM, "start_speaker"))
        .orElseGet(() -> {
          ObjectNode llm = body.deepCopy().asObject();
          String id = "llm_" + ids + ++createdLlms;
          llms.put(id, new Kept(false, new ArrayList<>(List.of(draft(llm, "llm_id", id, 0)))));
          return new Answer(201, llm);
        });
  }

  private Answer createAgent(JsonNode body, boolean chat) {
    Optional<String> wrong =
        chat
            ? RetellWords.wrong(body, RetellWords.CHAT_AGENT, "response_engine")
            : RetellWords.wrong(body, RetellWords.VOICE_AGENT, "response_engine", "voice_id");
    return refused(wrong.or(() -> wrongParts(body)))
        .orElseGet(() -> {
          ObjectNode agent = body.deepCopy().asObject();
          Kept llm = llms.get(engine(agent));
          agent.withObject("response_engine").put("version", llm.versions().size() - 1);
          String id = "agent_" + ids + ++createdAgents;
          agents.put(id, new Kept(chat, new ArrayList<>(List.of(draft(agent, "agent_id", id, 0)))));
          return new Answer(201, agent);
        });
  }

  private Optional<String> wrongParts(JsonNode body) {
    if (body.has("response_engine") && !llms.containsKey(engine(body))) {
      return Optional.of("Cannot find LLM " + engine(body));
    }
    return body.has("voice_id") && !VOICES.contains(body.get("voice_id").asString(""))
        ? Optional.of("Cannot find voice " + body.get("voice_id"))
        : Optional.empty();
  }

  private static String engine(JsonNode agent) {
    return agent.path("response_engine").path("llm_id").asString("");
  }

  private Answer update(
      Kept kept, Optional<Integer> version, JsonNode body, Map<String, String> known) {
    if (kept == null || version.filter(number -> number >= kept.versions().size()).isPresent()) {
      return missing();
    }
    ObjectNode there = version.map(kept.versions()::get).orElseGet(kept::newest);
    if (there.get("is_published").asBoolean()) {
      return RetellDouble.problem(400, "Cannot update a published version");
    }
    return refused(RetellWords.wrong(body, known).or(() -> wrongParts(body)))
        .orElseGet(() -> {
          body.properties().forEach(field -> there.set(field.getKey(), field.getValue()));
          return new Answer(200, there);
        });
  }

  private Answer get(Kept kept, Optional<Integer> version) {
    if (kept == null || version.filter(number -> number >= kept.versions().size()).isPresent()) {
      return missing();
    }
    return new Answer(200, version.map(kept.versions()::get).orElseGet(kept::newest).deepCopy());
  }

  /** A draft of the agent and, under it, a draft of its LLM. */
  private Answer newVersion(Kept kept, JsonNode body) {
    int base = body.path("base_version").asInt(-1);
    if (kept == null || base < 0 || base >= kept.versions().size()) {
      return missing();
    }
    ObjectNode agent = kept.versions().get(base).deepCopy();
    Kept llm = llms.get(engine(agent));
    ObjectNode engine =
        llm.versions().get(agent.path("response_engine").path("version").asInt()).deepCopy();
    llm.versions()
        .add(draft(engine, "llm_id", engine.get("llm_id").asString(), llm.versions().size()));
    agent.withObject("response_engine").put("version", llm.versions().size() - 1);
    kept.versions()
        .add(draft(agent, "agent_id", agent.get("agent_id").asString(), kept.versions().size()));
    return new Answer(201, agent);
  }

  private Answer publish(Kept kept, JsonNode body) {
    int version = body.path("version").asInt(-1);
    if (kept == null || version < 0 || version >= kept.versions().size()) {
      return missing();
    }
    ObjectNode agent = kept.versions().get(version);
    agent.put("is_published", true);
    llms.get(engine(agent))
        .versions()
        .get(agent.path("response_engine").path("version").asInt())
        .put("is_published", true);
    return new Answer(200, Map.of());
  }

  private Kept agentOf(String id, boolean chat) {
    Kept kept = agents.get(id);
    return kept != null && kept.chat() == chat ? kept : null;
  }

  private static ObjectNode draft(ObjectNode thing, String key, String id, int version) {
    thing.put(key, id);
    thing.put("version", version);
    thing.put("is_published", false);
    thing.put("last_modification_timestamp", NOW);
    return thing;
  }

  private Optional<Answer> refused(Optional<String> wrong) {
    wrong.ifPresent(violation);
    return wrong.map(words -> RetellDouble.problem(400, words));
  }

  private static Answer missing() {
    return RetellDouble.problem(422, "Cannot find requested asset under given api key.");
  }

  private static Map<String, Object> voice(String id) {
    return Map.of(
        "voice_id",
        id,
        "voice_name",
        id.substring(id.indexOf('-') + 1),
        "provider",
        "retell",
        "gender",
        "female",
        "accent",
        "American",
        "age",
        "Young");
  }

  /**
   * Changes an agent as somebody would in the dashboard: in a draft, opened where there is none.
   */
  void edit(String agentId, String field, JsonNode value) {
    openDraft(agentId).set(field, value);
  }

  /** The same of the LLM that it thinks with. */
  void editLlm(String agentId, String field, JsonNode value) {
    ObjectNode agent = openDraft(agentId);
    llms.get(engine(agent))
        .versions()
        .get(agent.path("response_engine").path("version").asInt())
        .set(field, value);
  }

  private ObjectNode openDraft(String agentId) {
    Kept kept = agents.get(agentId);
    if (kept.newest().get("is_published").asBoolean()) {
      newVersion(kept, JSON.createObjectNode().put("base_version", kept.versions().size() - 1));
    }
    return kept.newest();
  }

  void delete(String agentId) {
    agents.remove(agentId);
  }

  /** How many versions an agent has; 0 if there is no such agent. */
  int versions(String id, boolean chat) {
    Kept kept = agentOf(id, chat);
    return kept == null ? 0 : kept.versions().size();
  }

  List<ObjectNode> agents() {
    return agents.values().stream().map(Kept::newest).map(ObjectNode::deepCopy).toList();
  }

  int llms() {
    return llms.size();
  }
}
