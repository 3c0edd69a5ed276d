package ca.rocketreception.retell;

import ca.rocketreception.domain.ChannelKind;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Retell's agents of one kind, voice or chat, and the LLMs they think with. Creating looks first
 * whether there is one with the mark, and looks again when the answer was lost.
 */
final class RetellAgents {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int PAGE = 100;
  private static final int MOST_PAGES = 1000;

  private final RetellApi api;
  private final boolean chat;

  RetellAgents(RetellApi api, ChannelKind channel) {
    this.api = api;
    this.chat = channel == ChannelKind.CHAT;
  }

  /** An agent in a version, or the newest; empty when this key's workspace has none. */
  Optional<ObjectNode> agent(String id, Optional<Integer> version) {
    return there(() ->
            object(
                api.read(
                    (chat ? "/get-chat-agent/" : "/get-agent/")
                        + RetellApi.encoded(id)
                        + version.map(number -> "?version=" + number).orElse(""))))
        .map(agent -> same("agent_id", id, agent));
  }

  /** The LLM that an agent thinks with, in that version's version; empty when it is no LLM. */
  Optional<ObjectNode> engineOf(ObjectNode agent) {
    JsonNode engine = agent.path("response_engine");
    String id = engine.path("llm_id").asString("");
    if (id.isEmpty()) {
      return Optional.empty();
    }
    JsonNode version = engine.path("version");
    return there(() ->
            object(
                api.read(
                    "/get-retell-llm/"
                        + RetellApi.encoded(id)
                        + (version.isNumber() ? "?version=" + version.asInt() : ""))))
        .map(llm -> same("llm_id", id, llm));
  }

  boolean knowsVoice(String id) {
    return there(() -> object(api.read("/get-voice/" + RetellApi.encoded(id)))).isPresent();
  }

  /** Creates an LLM unless there is one of this mark, and returns its id. */
  String createEngine(ObjectNode llm, String mark) {
    return foundOr(
        () -> markedEngine(mark),
        () -> id("llm_id", object(api.create("/create-retell-llm", llm))));
  }

  /** Creates an agent unless there is one of this mark, and returns its id. */
  String create(ObjectNode agent, String mark) {
    return foundOr(
        () -> markedAgent(mark),
        () ->
            id(
                "agent_id",
                object(api.create(chat ? "/create-chat-agent" : "/create-agent", agent))));
  }

  private static String foundOr(Supplier<Optional<String>> search, Supplier<String> creation) {
    Optional<String> there = search.get();
    if (there.isPresent()) {
      return there.get();
    }
    try {
      return creation.get();
    } catch (RetellFailure failure) {
      if (!failure.mayHaveHappened()) {
        throw failure;
      }
      return search.get().orElseThrow(() -> failure);
    }
  }

  private Optional<String> markedEngine(String mark) {
    String next = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      ObjectNode list = object(api.read("/v2/list-retell-llms?limit=" + PAGE + next));
      for (JsonNode llm : list.path("items")) {
        String there = llm.path("default_dynamic_variables").path(OwnedFields.MARK).asString("");
        if (there.equals(mark)) {
          return Optional.of(id("llm_id", llm));
        }
      }
      Optional<String> key = nextPage(list);
      if (key.isEmpty()) {
        return Optional.empty();
      }
      next = "&pagination_key=" + RetellApi.encoded(key.get());
    }
    throw new RetellFailure.Unclear("Retell's list of LLMs does not end", null);
  }

  private Optional<String> markedAgent(String mark) {
    Map<String, ?> filter =
        Map.of(
            "filter_criteria",
            Map.of(
                "channel",
                Map.of("type", "string", "op", "eq", "value", chat ? "chat" : "voice"),
                "query",
                mark));
    String next = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      ObjectNode list = object(api.search("/v2/list-agents?limit=" + PAGE + next, filter));
      for (JsonNode agent : list.path("items")) {
        if (agent.path("agent_name").asString("").endsWith("[" + mark + "]")) {
          return Optional.of(id("agent_id", agent));
        }
      }
      Optional<String> key = nextPage(list);
      if (key.isEmpty()) {
        return Optional.empty();
      }
      next = "&pagination_key=" + RetellApi.encoded(key.get());
    }
    throw new RetellFailure.Unclear("Retell's list of agents does not end", null);
  }

  private static Optional<String> nextPage(ObjectNode list) {
    return list.path("has_more").asBoolean(false)
        ? list.path("pagination_key").asStringOpt().filter(key -> !key.isEmpty())
        : Optional.empty();
  }

  /** Opens a draft on top of a published version; a draft that is open already will do. */
  void newVersion(String id, int base) {
    try {
      api.create("/create-agent-version/" + RetellApi.encoded(id), Map.of("base_version", base));
    } catch (RetellFailure failure) {
      boolean isOpen =
          failure.mayHaveHappened()
              && agent(id, Optional.empty())
                  .filter(newest -> !newest.path("is_published").asBoolean(true))
                  .isPresent();
      if (!isOpen) {
        throw failure;
      }
    }
  }

  void changeEngine(String id, int version, ObjectNode llm) {
    same(
        "llm_id",
        id,
        object(
            api.change(
                "/update-retell-llm/" + RetellApi.encoded(id) + "?version=" + version, llm)));
  }

  void change(String id, int version, ObjectNode agent) {
    same(
        "agent_id",
        id,
        object(
            api.change(
                (chat ? "/update-chat-agent/" : "/update-agent/")
                    + RetellApi.encoded(id)
                    + "?version="
                    + version,
                agent)));
  }

  /** Publishes a draft with the LLM that it names. */
  void publish(String id, int version) {
    try {
      api.create("/publish-agent-version/" + RetellApi.encoded(id), Map.of("version", version));
    } catch (RetellFailure failure) {
      boolean isDone =
          failure.mayHaveHappened()
              && agent(id, Optional.of(version))
                  .filter(draft -> draft.path("is_published").asBoolean(false))
                  .isPresent();
      if (!isDone) {
        throw failure;
      }
    }
  }

  static int version(ObjectNode thing) {
    JsonNode version = thing.path("version");
    if (!version.isIntegralNumber()) {
      throw new RetellFailure.Unclear("Retell's answer has no version", null);
    }
    return version.asInt();
  }

  /** An answer about something else than what was asked for is believed by nobody. */
  private static ObjectNode same(String name, String asked, ObjectNode answer) {
    String there = id(name, answer);
    if (!there.equals(asked)) {
      throw new RetellFailure.Unclear(
          "Retell answered about " + there + " when asked about " + asked, null);
    }
    return answer;
  }

  private static String id(String name, JsonNode answer) {
    return answer
        .path(name)
        .asStringOpt()
        .filter(id -> !id.isBlank())
        .orElseThrow(() -> new RetellFailure.Unclear("Retell's answer has no " + name, null));
  }

  private static <T> Optional<T> there(Supplier<T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (RetellFailure.NotHere _) {
      return Optional.empty();
    }
  }

  private static ObjectNode object(String json) {
    try {
      if (JSON.readTree(json) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException _) {
      // junk, said below
    }
    throw new RetellFailure.Unclear("Retell's answer is no JSON object", null);
  }
}
