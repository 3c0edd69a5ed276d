package ca.rocketreception.doubles.retell;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Retell's REST API over real HTTP: chats, agents with their LLMs and versions, voices, phone
 * numbers, calls. As strict as its API description, keeping state, and able to fail at any request
 * in any of the ways that a service fails. For the tests of whatever talks to Retell, and for the
 * demo.
 */
public final class RetellDouble implements AutoCloseable {

  public static final String KEY = "key_of_the_double";

  /** Opens another workspace, in which nothing of the first is seen. */
  public static final String OTHER_KEY = "key_of_another_workspace";

  /** How the next request goes wrong. */
  public enum Fault {
    /** 401. */
    REFUSE,
    /** 429 with Retry-After: 0. */
    BUSY,
    /** 429 with Retry-After: an hour. */
    BUSY_FOR_LONG,
    /** 500, and nothing was done. */
    FAIL,
    /** 500, though it was done. */
    FAIL_AFTER_ACTING,
    /** No answer, though it was done. */
    HANG_AFTER_ACTING,
    /** No answer, and nothing was done. */
    HANG,
    /** Half of the answer, then nothing. */
    HALF,
    /** Something that is no JSON. */
    JUNK
  }

  /** One chat. */
  public static final class Chat {
    private final String owner;
    private final String agentId;
    private final long begun = System.currentTimeMillis();
    private long over;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final List<Map<String, String>> messages = new ArrayList<>();
    private boolean ended;

    /**
     * @param owner the key of the workspace that it is of
     */
    Chat(String owner, String agentId) {
      this.owner = owner;
      this.agentId = agentId;
    }

    public String agentId() {
      return agentId;
    }

    public Map<String, String> metadata() {
      return metadata;
    }

    public Map<String, String> variables() {
      return variables;
    }

    public boolean ended() {
      return ended;
    }

    /** What the user said, in order. */
    public List<String> heard() {
      return messages.stream()
          .filter(message -> message.get("role").equals("user"))
          .map(message -> message.get("content"))
          .toList();
    }
  }

  record Answer(int status, Object body) {}

  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpServer server;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, Chat> chats = new LinkedHashMap<>();
  private final Deque<Fault> faults = new ArrayDeque<>();
  private final Map<Integer, Fault> faultsAt = new HashMap<>();
  private final List<String> violations = new ArrayList<>();
  private final Map<String, RetellAgentsDouble> workspaces =
      Map.of(
          KEY, new RetellAgentsDouble("", violations::add),
          OTHER_KEY, new RetellAgentsDouble("other_", violations::add));
  private final Map<String, RetellPhonesDouble> phones =
      Map.of(
          KEY, new RetellPhonesDouble(workspaces.get(KEY), violations::add),
          OTHER_KEY, new RetellPhonesDouble(workspaces.get(OTHER_KEY), violations::add));
  private final Map<String, RetellHistoryDouble> histories =
      Map.of(
          KEY, new RetellHistoryDouble("", () -> held(KEY), violations::add),
          OTHER_KEY, new RetellHistoryDouble("other_", () -> held(OTHER_KEY), violations::add));
  private boolean refusesChats;
  private Consumer<String> onRequest = request -> {};
  private final List<String> requests = new ArrayList<>();
  private Function<String, List<String>> agent = said -> List.of("You said: " + said);

  public RetellDouble() {
    this(0);
  }

  /**
   * @param port where to listen on this machine; 0 for any
   */
  public RetellDouble(int port) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException failure) {
      throw new UncheckedIOException("No double of Retell can listen on port " + port, failure);
    }
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Lets the next requests go wrong, one each. */
  public synchronized void failNext(Fault... next) {
    faults.addAll(List.of(next));
  }

  /** Lets one of the coming requests go wrong: 0 is the next. */
  public synchronized void failAt(int place, Fault fault) {
    faultsAt.put(requests.size() + place, fault);
  }

  /** Nothing goes wrong from here on. */
  public synchronized void forgetFaults() {
    faults.clear();
    faultsAt.clear();
  }

  /** Told method and path of each request before it is acted upon; runs without a lock. */
  public synchronized void onRequest(Consumer<String> listener) {
    onRequest = listener;
  }

  /** What was asked that the API's description does not allow. */
  public synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  /** Changes an agent as somebody would in the dashboard. */
  public synchronized void editAgent(String agentId, String field, Object value) {
    workspaces.get(KEY).edit(agentId, field, JSON.valueToTree(value));
  }

  /** Changes the LLM of an agent as somebody would in the dashboard. */
  public synchronized void editLlm(String agentId, String field, Object value) {
    workspaces.get(KEY).editLlm(agentId, field, JSON.valueToTree(value));
  }

  /** Deletes an agent as somebody would in the dashboard. */
  public synchronized void deleteAgent(String agentId) {
    workspaces.get(KEY).delete(agentId);
  }

  /** The agents in their newest versions. */
  public synchronized List<ObjectNode> agents() {
    return workspaces.get(KEY).agents();
  }

  /** How many LLMs there are. */
  public synchronized int llms() {
    return workspaces.get(KEY).llms();
  }

  /** The phone numbers of a workspace, in the order in which they came. */
  public synchronized List<ObjectNode> numbers(String key) {
    return phones.get(key).numbers();
  }

  /** Changes a phone number as somebody would in the dashboard. */
  public synchronized void editNumber(String number, String field, Object value) {
    phones.get(KEY).edit(number, field, JSON.valueToTree(value));
  }

  /** Deletes a phone number as somebody would in the dashboard. */
  public synchronized void deleteNumber(String number) {
    phones.get(KEY).delete(number);
  }

  /**
   * Lets a call have happened, or one that is known go on. What is not told is that of a short
   * inbound phone call that the caller ended.
   *
   * @param key the key of the workspace that it is of
   * @param call its fields; agent_id is needed
   * @return its id
   */
  public synchronized String addCall(String key, Map<String, ?> call) {
    return histories.get(key).addCall(JSON.valueToTree(call));
  }

  /** The same of a chat that was not held with this double. */
  public synchronized String addChat(String key, Map<String, ?> chat) {
    return histories.get(key).addChat(JSON.valueToTree(chat));
  }

  /** Changes a call or a chat that was added, as when its analysis or its cost comes later. */
  public synchronized void editCallOrChat(String id, String field, Object value) {
    histories.get(KEY).edit(id, field, JSON.valueToTree(value));
  }

  /** Takes a call or a chat that was added away, as when it is kept no longer. */
  public synchronized void purgeCallOrChat(String id) {
    histories.get(KEY).purge(id);
  }

  /** From now on no chat can begin, as when the account cannot pay. */
  public synchronized void refuseChats() {
    refusesChats = true;
  }

  /** What the agent says to what it hears. */
  public synchronized void script(Function<String, List<String>> next) {
    agent = next;
  }

  public synchronized List<Chat> chats() {
    return List.copyOf(chats.values());
  }

  /** The requests so far: method and path, without ids. */
  public synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      String path = exchange.getRequestURI().getPath();
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
      Fault fault;
      Answer answer = null;
      Consumer<String> listener;
      synchronized (this) {
        listener = onRequest;
      }
      listener.accept(method + " " + withoutIds(path));
      synchronized (this) {
        fault = faults.isEmpty() ? faultsAt.remove(requests.size()) : faults.poll();
        requests.add(method + " " + withoutIds(path));
        if (fault == null || acts(fault)) {
          String authorization = exchange.getRequestHeaders().getFirst("Authorization");
          answer = answer(method, path, query, authorization, body);
        }
      }
      write(exchange, fault, answer);
    }
  }

  private static String withoutIds(String path) {
    return path.replaceAll("/(chat|agent|llm|call)_[^/]*$", "")
        .replaceAll("(/get-voice|-phone-number)/.*", "$1");
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new HashMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      String[] parts = pair.split("=", 2);
      query.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], UTF_8));
    }
    return query;
  }

  private static boolean acts(Fault fault) {
    return switch (fault) {
      case FAIL_AFTER_ACTING, HANG_AFTER_ACTING, HALF, JUNK -> true;
      case REFUSE, BUSY, BUSY_FOR_LONG, FAIL, HANG -> false;
    };
  }

  private void write(HttpExchange exchange, Fault fault, Answer answer) throws IOException {
    switch (fault) {
      case null -> send(exchange, answer.status(), JSON.writeValueAsBytes(answer.body()));
      case REFUSE -> send(exchange, 401, error("Invalid API Key"));
      case BUSY, BUSY_FOR_LONG -> {
        exchange.getResponseHeaders().set("Retry-After", fault == Fault.BUSY ? "0" : "3600");
        send(exchange, 429, error("Account rate limited"));
      }
      case FAIL, FAIL_AFTER_ACTING -> send(exchange, 500, error("An unexpected error occurred"));
      case HANG, HANG_AFTER_ACTING -> untilClosed();
      case HALF -> {
        byte[] whole = JSON.writeValueAsBytes(answer.body());
        exchange.sendResponseHeaders(answer.status(), whole.length);
        exchange.getResponseBody().write(whole, 0, whole.length / 2);
        exchange.getResponseBody().flush();
        untilClosed();
      }
      case JUNK -> send(exchange, 200, "<html>It works!</html>".getBytes(UTF_8));
    }
  }

  private void untilClosed() {
    try {
      closed.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, status == 204 ? -1 : body.length);
    if (status != 204) {
      exchange.getResponseBody().write(body);
    }
  }

  private static byte[] error(String message) {
    return JSON.writeValueAsBytes(Map.of("status", "error", "message", message));
  }

  private Answer answer(
      String method, String path, Map<String, String> query, String authorization, String body) {
    String key = authorization == null ? "" : authorization.replaceFirst("^Bearer ", "");
    if (!workspaces.containsKey(key)) {
      return problem(401, "Invalid API Key");
    }
    JsonNode asked;
    try {
      asked = body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body);
    } catch (JacksonException junk) {
      return problem(400, "Invalid request format, please check API reference.");
    }
    Optional<Answer> about = workspaces.get(key).answer(method, path, query, asked);
    about =
        about
            .or(() -> phones.get(key).answer(method, path, query, asked))
            .or(() -> histories.get(key).answer(method, path, asked));
    if (about.isPresent()) {
      return about.get();
    }
    return switch (method + " " + path.replaceAll("/chat_.*", "/")) {
      case "POST /create-chat" -> create(key, asked);
      case "POST /create-chat-completion" -> complete(key, asked);
      case "GET /get-chat/" -> get(key, path.substring("/get-chat/".length()));
      case "PATCH /end-chat/" -> end(key, path.substring("/end-chat/".length()));
      default -> problem(404, "Cannot " + method + " " + path);
    };
  }

  private Answer create(String key, JsonNode asked) {
    if (refusesChats) {
      return problem(402, "Trial has ended, please add payment method.");
    }
    if (asked.path("agent_id").asString("").isEmpty()) {
      return problem(400, "body must have required property 'agent_id'");
    }
    Chat chat = new Chat(key, asked.get("agent_id").asString());
    for (Map.Entry<String, JsonNode> entry : asked.path("metadata").properties()) {
      chat.metadata.put(entry.getKey(), entry.getValue().asString());
    }
    for (Map.Entry<String, JsonNode> entry :
        asked.path("retell_llm_dynamic_variables").properties()) {
      if (!entry.getValue().isString()) {
        return problem(400, "retell_llm_dynamic_variables must be strings");
      }
      chat.variables.put(entry.getKey(), entry.getValue().asString());
    }
    String id = "chat_" + (chats.size() + 1);
    chats.put(id, chat);
    return new Answer(201, shown(id, chat));
  }

  private Answer complete(String key, JsonNode asked) {
    Chat chat = chatOf(key, asked.path("chat_id").asString(""));
    String content = asked.path("content").asString("");
    if (chat == null) {
      return problem(422, "Cannot find requested asset under given api key.");
    }
    if (content.isEmpty()) {
      return problem(400, "body must have required property 'content'");
    }
    if (chat.ended) {
      return problem(400, "Chat already ended");
    }
    chat.messages.add(message("user", content));
    List<Map<String, String>> reply = new ArrayList<>();
    reply.add(Map.of("role", "tool_call_invocation", "name", "look_up", "arguments", "{}"));
    reply.add(Map.of("role", "tool_call_result", "content", "{\"found\":true}"));
    agent.apply(content).forEach(text -> reply.add(message("agent", text)));
    chat.messages.addAll(reply);
    return new Answer(201, Map.of("messages", reply));
  }

  private Answer get(String key, String id) {
    Chat chat = chatOf(key, id);
    return chat == null
        ? problem(422, "Cannot find requested asset under given api key.")
        : new Answer(200, shown(id, chat));
  }

  private Answer end(String key, String id) {
    Chat chat = chatOf(key, id);
    if (chat == null) {
      return problem(422, "Cannot find requested asset under given api key.");
    }
    chat.ended = true;
    chat.over = System.currentTimeMillis();
    return new Answer(204, Map.of());
  }

  private Chat chatOf(String key, String id) {
    Chat chat = chats.get(id);
    return chat != null && chat.owner.equals(key) ? chat : null;
  }

  /** The chats of a workspace as a list shows them. */
  private Stream<ObjectNode> held(String key) {
    return chats.entrySet().stream()
        .filter(entry -> entry.getValue().owner.equals(key))
        .map(entry -> {
          Chat chat = entry.getValue();
          ObjectNode item = JSON.valueToTree(shown(entry.getKey(), chat));
          item.put("chat_type", "api_chat");
          item.put("version", 0);
          item.put("start_timestamp", chat.begun);
          if (chat.ended) {
            item.put("end_timestamp", chat.over);
            item.put("duration_ms", chat.over - chat.begun);
          }
          if (!chat.metadata.isEmpty()) {
            item.set("metadata", JSON.valueToTree(chat.metadata));
          }
          if (!chat.variables.isEmpty()) {
            item.set("retell_llm_dynamic_variables", JSON.valueToTree(chat.variables));
          }
          return item;
        });
  }

  private static Map<String, String> message(String role, String content) {
    return Map.of("role", role, "content", content);
  }

  private static Map<String, Object> shown(String id, Chat chat) {
    return Map.of(
        "chat_id",
        id,
        "agent_id",
        chat.agentId,
        "chat_status",
        chat.ended ? "ended" : "ongoing",
        "message_with_tool_calls",
        List.copyOf(chat.messages));
  }

  static Answer problem(int status, String message) {
    return new Answer(status, Map.of("status", "error", "message", message));
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
