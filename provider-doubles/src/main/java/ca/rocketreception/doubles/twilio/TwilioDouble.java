package ca.rocketreception.doubles.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * Twilio's endpoints for numbers, SIP trunks, SIP credentials and calls, over real HTTP: all of its
 * hosts at one address. As strict as its API descriptions, keeping state, and able to fail at any
 * request in any of the ways that a service fails. For the tests of whatever talks to Twilio.
 * Thread safe.
 */
public final class TwilioDouble implements AutoCloseable {

  public static final String ACCOUNT_SID = "AC00000000000000000000000000d0b1e0";
  public static final String KEY_SID = "SK00000000000000000000000000d0b1e0";
  public static final String KEY_SECRET = "SecretOfTheDouble0123456789abcde";

  /** How a request goes wrong. */
  public enum Fault {
    /** 401. */
    REFUSE,
    /** 429 with Retry-After: 0. */
    BUSY,
    /** 429 that does not say when to come back. */
    BUSY_WITHOUT_A_WORD,
    /** 429 with Retry-After: 1, which is a second. */
    BUSY_FOR_A_SECOND,
    /** 429 with Retry-After: an hour. */
    BUSY_FOR_LONG,
    /** 503, and nothing was done. */
    FAIL,
    /** 503, though it was done. */
    FAIL_AFTER_ACTING,
    /** No answer, though it was done. */
    HANG_AFTER_ACTING,
    /** No answer, and nothing was done. */
    HANG,
    /** Half of the answer, then nothing. */
    HALF,
    /** It was done, and the connection breaks in the middle of the answer. */
    CUT,
    /** It was done, and the answer is no JSON. */
    JUNK,
    /** It was done, and the answer is about another thing. */
    OTHER_ID,
    /** A list whose next page is this page again. */
    CIRCLE
  }

  /**
   * One request as it came.
   *
   * @param number the first is 1
   * @param path without the ids: /v1/Trunks/{TK}
   * @param parameters of the form or of the query
   */
  public record Request(int number, String method, String path, Map<String, String> parameters) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern SID = Pattern.compile("(?<=/)[A-Z]{2}[0-9a-fA-F]{32}");

  private final HttpServer server;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final TwilioDoubleAccount account;
  private final Map<Integer, Fault> faults = new HashMap<>();
  private final List<Request> requests = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private Consumer<Request> hook = request -> {};

  public TwilioDouble() {
    this(Clock.systemUTC());
  }

  /**
   * @param clock from which things get their dates
   */
  public TwilioDouble(Clock clock) {
    this(clock, 0);
  }

  /**
   * @param port where it listens; 0 for any that is free
   */
  public TwilioDouble(Clock clock, int port) {
    account = new TwilioDoubleAccount(ACCOUNT_SID, clock);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** Where all of Twilio's hosts are. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  // going wrong

  /** Lets the next requests go wrong, one each. */
  public synchronized void failNext(Fault... next) {
    int number = requests.size();
    for (Fault fault : next) {
      do {
        number++;
      } while (faults.containsKey(number));
      faults.put(number, fault);
    }
  }

  /** Lets one request go wrong: 1 is the next, 2 the one after it. */
  public synchronized void failAt(int nth, Fault fault) {
    faults.put(requests.size() + nth, fault);
  }

  /** Forgets the failures that are still to come. */
  public synchronized void heal() {
    faults.clear();
  }

  /** Called with each request before anything is done about it, on a thread of the server. */
  public synchronized void onRequest(Consumer<Request> next) {
    hook = next;
  }

  /** The requests so far: method and path, without ids. */
  public synchronized List<String> requests() {
    return requests.stream().map(Request::toString).toList();
  }

  /** The requests so far, with what they brought. */
  public synchronized List<Request> sent() {
    return List.copyOf(requests);
  }

  /** What in the requests so far is not as the API's description says. */
  public synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  // what there is

  /** Puts numbers on sale, of Winnipeg, for voice and texts. */
  public synchronized void sell(String... numbers) {
    for (String number : numbers) {
      sell(number, "Winnipeg", "MB", true, true);
    }
  }

  public synchronized void sell(
      String number, String locality, String region, boolean voice, boolean sms) {
    account.offer(new TwilioDoubleAccount.Offer(number, locality, region, voice, sms));
  }

  /** Makes the account own a number without buying it here; returns its SID. */
  public synchronized String own(String number) {
    return account.own(new TwilioDoubleAccount.Offer(number, "Winnipeg", "MB", true, true)).sid();
  }

  /** The numbers bought so far, each as often as it was paid for. */
  public synchronized List<String> purchases() {
    return List.copyOf(account.purchases());
  }

  /** Makes a trunk's domain name another customer's. */
  public synchronized void takeDomain(String domain) {
    account.takeDomain(domain);
  }

  /**
   * A call that came in through a trunk and has ended, not rated yet; returns its SID. Everything
   * about it can be {@link #edit edited}: price, a text such as -0.0085, comes late.
   */
  public synchronized String call(
      String from, String to, String trunkSid, Instant began, Duration lasted) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("parent_call_sid", null);
    fields.put("to", "sip:" + to + "@sip.example.com;transport=tcp;region=us1");
    fields.put("to_formatted", fields.get("to"));
    fields.put("from", from);
    fields.put("from_formatted", from);
    fields.put("phone_number_sid", "");
    fields.put("status", "completed");
    fields.put("start_time", began);
    fields.put("end_time", began.plus(lasted));
    fields.put("duration", Long.toString(lasted.toSeconds()));
    fields.put("price", null);
    fields.put("price_unit", "USD");
    fields.put("direction", "trunking-originating");
    fields.put("answered_by", null);
    fields.put("forwarded_from", null);
    fields.put("caller_name", "");
    fields.put("queue_time", "0");
    fields.put("trunk_sid", trunkSid);
    fields.put("group_sid", null);
    fields.put("api_version", "2010-04-01");
    return account.add("CA", "", fields).sid();
  }

  // by hand, as somebody does it in Twilio's console

  /** The SIDs of a kind (PN, TK, OU, CL, CR, CA), oldest first. */
  public synchronized List<String> sids(String prefix) {
    return account.sids(prefix);
  }

  /** What a thing has, in Twilio's words; a password too. Throws when there is no such thing. */
  public synchronized Map<String, Object> read(String sid) {
    return new LinkedHashMap<>(account.find(sid).orElseThrow().fields());
  }

  /**
   * Sets one field, in Twilio's words; null takes it away. A number leaves a trunk by trunk_sid.
   */
  public synchronized void edit(String sid, String field, Object value) {
    account.find(sid).orElseThrow().fields().put(field, value);
  }

  /** Takes a thing away, and what belongs to it. */
  public synchronized void remove(String sid) {
    account.remove(sid);
  }

  /** The credential lists that a trunk takes. */
  public synchronized List<String> boundTo(String trunkSid) {
    return account.boundTo(trunkSid);
  }

  public synchronized void bind(String trunkSid, String listSid) {
    account.bind(trunkSid, listSid);
  }

  public synchronized void unbind(String trunkSid, String listSid) {
    account.unbind(trunkSid, listSid);
  }

  // answering

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      String path = exchange.getRequestURI().getPath();
      String template = TwilioDoubleParameters.template(method, path);
      byte[] body = exchange.getRequestBody().readAllBytes();
      List<Map.Entry<String, String>> parameters =
          parameters(
              method.equals("POST")
                  ? new String(body, UTF_8)
                  : Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""));
      Request request;
      Fault fault;
      Consumer<Request> listener;
      synchronized (this) {
        request =
            new Request(
                requests.size() + 1,
                method,
                template.substring(method.length() + 1),
                asMap(parameters));
        requests.add(request);
        fault = faults.remove(request.number());
        listener = hook;
      }
      listener.accept(request);
      TwilioDoubleAccount.Answer answer = null;
      if (fault == null || acts(fault)) {
        synchronized (this) {
          answer = answer(exchange, template, parameters);
        }
      }
      exchange
          .getResponseHeaders()
          .set("Twilio-Request-Id", String.format(Locale.ROOT, "RQ%032x", request.number()));
      write(exchange, fault, answer);
    }
  }

  private static boolean acts(Fault fault) {
    return switch (fault) {
      case FAIL_AFTER_ACTING, HANG_AFTER_ACTING, HALF, CUT, JUNK, OTHER_ID, CIRCLE -> true;
      case REFUSE, BUSY, BUSY_WITHOUT_A_WORD, BUSY_FOR_A_SECOND, BUSY_FOR_LONG, FAIL, HANG -> false;
    };
  }

  private TwilioDoubleAccount.Answer answer(
      HttpExchange exchange, String template, List<Map.Entry<String, String>> parameters) {
    String path = exchange.getRequestURI().getPath();
    String key = Base64.getEncoder().encodeToString((KEY_SID + ":" + KEY_SECRET).getBytes(UTF_8));
    if (!("Basic " + key).equals(exchange.getRequestHeaders().getFirst("Authorization"))
        || path.startsWith("/2010-04-01/")
            && !path.startsWith("/2010-04-01/Accounts/" + ACCOUNT_SID + "/")) {
      return violation(template, TwilioDoubleAccount.error(401, 20003, "Authenticate"));
    }
    if (!TwilioDoubleParameters.knows(template)) {
      return violation(
          template,
          TwilioDoubleAccount.error(
              404, 20404, "The requested resource " + path + " was not found"));
    }
    if (exchange.getRequestMethod().equals("POST")
        && !"application/x-www-form-urlencoded"
            .equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
      return violation(template, TwilioDoubleAccount.error(415, 20415, "Unsupported media type"));
    }
    Optional<String> mistake = TwilioDoubleParameters.mistake(template, parameters);
    if (mistake.isPresent()) {
      return violation(template, TwilioDoubleAccount.error(400, 20001, mistake.get()));
    }
    return account.answer(
        template, new TwilioDoubleAccount.Asked(ids(path), asMap(parameters), path));
  }

  private TwilioDoubleAccount.Answer violation(String template, TwilioDoubleAccount.Answer answer) {
    violations.add(template + ": " + answer.body().get("message"));
    return answer;
  }

  private static List<String> ids(String path) {
    Matcher found = SID.matcher(path.replaceFirst("^/2010-04-01/Accounts/[A-Za-z0-9]+", ""));
    return found.results().map(result -> result.group()).toList();
  }

  private static List<Map.Entry<String, String>> parameters(String encoded) {
    List<Map.Entry<String, String>> parameters = new ArrayList<>();
    for (String pair : encoded.split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        parameters.add(
            Map.entry(
                URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), UTF_8),
                equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), UTF_8)));
      }
    }
    return parameters;
  }

  private static Map<String, String> asMap(List<Map.Entry<String, String>> parameters) {
    Map<String, String> map = new LinkedHashMap<>();
    parameters.forEach(parameter -> map.put(parameter.getKey(), parameter.getValue()));
    return map;
  }

  private void write(HttpExchange exchange, Fault fault, TwilioDoubleAccount.Answer answer)
      throws IOException {
    switch (fault) {
      case null -> send(exchange, answer);
      case REFUSE -> send(exchange, TwilioDoubleAccount.error(401, 20003, "Authenticate"));
      case BUSY, BUSY_WITHOUT_A_WORD, BUSY_FOR_A_SECOND, BUSY_FOR_LONG -> {
        if (fault != Fault.BUSY_WITHOUT_A_WORD) {
          exchange
              .getResponseHeaders()
              .set(
                  "Retry-After",
                  fault == Fault.BUSY ? "0" : fault == Fault.BUSY_FOR_LONG ? "3600" : "1");
        }
        send(exchange, TwilioDoubleAccount.error(429, 20429, "Too many requests"));
      }
      case FAIL, FAIL_AFTER_ACTING ->
          send(exchange, TwilioDoubleAccount.error(503, 20503, "Service is unavailable"));
      case HANG, HANG_AFTER_ACTING -> untilClosed();
      case HALF -> {
        half(exchange, answer);
        untilClosed();
      }
      case CUT -> half(exchange, answer);
      case JUNK -> send(exchange, 200, "<html>It works!</html>".getBytes(UTF_8));
      case OTHER_ID -> {
        Map<String, Object> other = new LinkedHashMap<>(answer.body());
        other.computeIfPresent(
            "sid", (name, sid) -> sid.toString().replaceAll("[0-9a-f]{32}", "f".repeat(32)));
        send(exchange, new TwilioDoubleAccount.Answer(answer.status(), other));
      }
      case CIRCLE -> {
        Map<String, Object> circle = new LinkedHashMap<>(answer.body());
        String here = exchange.getRequestURI().toString();
        if (circle.containsKey("meta")) {
          circle.put("meta", Map.of("next_page_url", "https://trunking.twilio.com" + here));
        } else {
          circle.put("next_page_uri", here);
        }
        send(exchange, new TwilioDoubleAccount.Answer(answer.status(), circle));
      }
    }
  }

  private void half(HttpExchange exchange, TwilioDoubleAccount.Answer answer) throws IOException {
    if (answer.status() != 204) {
      byte[] whole = JSON.writeValueAsBytes(answer.body());
      exchange.sendResponseHeaders(answer.status(), whole.length);
      exchange.getResponseBody().write(whole, 0, whole.length / 2);
      exchange.getResponseBody().flush();
    }
  }

  private void untilClosed() {
    try {
      closed.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, TwilioDoubleAccount.Answer answer)
      throws IOException {
    send(exchange, answer.status(), JSON.writeValueAsBytes(answer.body()));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, status == 204 ? -1 : body.length);
    if (status != 204) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
