package ca.rocketreception.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.PhoneNumber;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * The few of Twilio's endpoints that we use. Every failure is a {@link TwilioFailure}. Twilio has
 * no idempotency key: what buys, creates, binds or changes is asked once, and after a failure that
 * {@link TwilioFailure#mayHaveHappened() may have happened} the caller looks first (a number by
 * itself, everything else by a name of ours). Reading and deleting are asked again by themselves,
 * and what was not there counts as deleted. An interrupted thread stops waiting at once.
 */
public final class TwilioApi implements AutoCloseable {

  private static final int PAGES_AT_MOST = 10_000;
  private static final int PAGE = 100;

  private final HttpClient http;
  private final TwilioLine api;
  private final TwilioLine trunking;
  private final String account;
  private final String mark;

  /**
   * Where Twilio is: https://api.twilio.com, https://trunking.twilio.com and
   * https://messaging.twilio.com, without a path.
   */
  public record Addresses(URI api, URI trunking, URI messaging) {

    public Addresses {
      requireNonNull(api, "api");
      requireNonNull(trunking, "trunking");
      requireNonNull(messaging, "messaging");
    }
  }

  /**
   * Who we are: an account, and an API key of it (not of its parent: only api.twilio.com takes
   * that).
   */
  public record Access(String accountSid, String keySid, String keySecret) {

    public Access {
      if (!TwilioFields.isSid(accountSid, "AC")) {
        throw new IllegalArgumentException("An account's SID begins with AC: " + accountSid);
      }
      requireNonNull(keySid, "keySid");
      requireNonNull(keySecret, "keySecret");
    }

    @Override
    public String toString() {
      return "Access[" + accountSid + "]";
    }
  }

  /**
   * How long to wait.
   *
   * @param connect for a connection
   * @param answer for the whole of an answer
   * @param pause before asking a second time; longer before a third
   * @param busy at most before asking again after a 429; when Twilio wants longer it is given up
   * @param rest how long a host that keeps failing is left alone
   */
  public record Patience(
      Duration connect, Duration answer, Duration pause, Duration busy, Duration rest) {

    public static final Patience USUAL =
        new Patience(
            Duration.ofSeconds(3),
            Duration.ofSeconds(15),
            Duration.ofMillis(100),
            Duration.ofSeconds(5),
            Duration.ofSeconds(20));
  }

  /** A list of SIP credentials; the account keeps it, trunks are bound to it. */
  record CredentialList(String sid, String friendlyName) {}

  /** One SIP credential. Its password is never told again. */
  record Credential(String sid, String username) {}

  /** A number as its trunk knows it. */
  record NumberOnTrunk(String sid, PhoneNumber number) {}

  public TwilioApi(Addresses addresses, Access access, Patience patience) {
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(patience.connect())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    String key = access.keySid() + ":" + access.keySecret();
    String authorization = "Basic " + Base64.getEncoder().encodeToString(key.getBytes(UTF_8));
    this.api = new TwilioLine(http, addresses.api(), authorization, patience);
    this.trunking = new TwilioLine(http, addresses.trunking(), authorization, patience);
    this.account = "/2010-04-01/Accounts/" + access.accountSid();
    this.mark = access.accountSid().substring(access.accountSid().length() - 8);
  }

  /** Gives up what is still asked. */
  @Override
  public void close() {
    http.shutdownNow();
  }

  /** Tells our account from others', in names that must be no other customer's. */
  String mark() {
    return mark;
  }

  // numbers

  /** All that the account owns. */
  List<OwnedNumber> ownedNumbers() {
    return all(api, numbers(), Map.of(), "incoming_phone_numbers", OwnedNumber::read);
  }

  /** The number, when the account owns it. */
  Optional<OwnedNumber> ownedNumber(PhoneNumber number) {
    return all(
            api,
            numbers(),
            Map.of("PhoneNumber", number.e164()),
            "incoming_phone_numbers",
            OwnedNumber::read)
        .stream()
        .filter(owned -> owned.number().equals(number))
        .findFirst();
  }

  /**
   * Local numbers for calls that can be bought, at most so many.
   *
   * @param country such as CA
   * @param areaCode such as 204; Canada and the United States only
   */
  List<NumberForSale> numbersForSale(String country, OptionalInt areaCode, int limit) {
    if (!country.matches("[A-Z]{2}")) {
      throw new IllegalArgumentException("A country is two capital letters: " + country);
    }
    Map<String, String> query = new LinkedHashMap<>();
    areaCode.ifPresent(code -> query.put("AreaCode", Integer.toString(code)));
    query.put("VoiceEnabled", "true");
    query.put("PageSize", Integer.toString(limit));
    return new TwilioFields(
            api.get(account + "/AvailablePhoneNumbers/" + country + "/Local.json", query))
        .list("available_phone_numbers").stream().map(NumberForSale::read).limit(limit).toList();
  }

  /**
   * Buys a number: money is spent from here on. Asked once; after an unclear outcome look with
   * {@link #ownedNumber}.
   *
   * @throws TwilioFailure.Taken when somebody was faster
   */
  OwnedNumber buyNumber(PhoneNumber number, NumberSettings settings) {
    Map<String, String> form = new LinkedHashMap<>(settings.form());
    form.put("PhoneNumber", number.e164());
    OwnedNumber bought = OwnedNumber.read(new TwilioFields(api.post(numbers(), form)));
    if (!bought.number().equals(number)) {
      throw new TwilioFailure.Unclear("Twilio sold another number than we asked for", null);
    }
    return bought;
  }

  /** Changes what the settings name, and nothing else. Twice does no more than once. */
  OwnedNumber changeNumber(String numberSid, NumberSettings settings) {
    return OwnedNumber.read(same(numberSid, api.post(number(numberSid), settings.form())));
  }

  /** Gives a number back, for good: nobody can promise to get it again. */
  void releaseNumber(String numberSid) {
    api.delete(number(numberSid));
  }

  private String numbers() {
    return account + "/IncomingPhoneNumbers.json";
  }

  private String number(String sid) {
    return account + "/IncomingPhoneNumbers/" + checked(sid, "PN") + ".json";
  }

  // trunks

  /** The trunks of that name: more than one when somebody made a second by hand. */
  List<Trunk> trunksNamed(String friendlyName) {
    return all(trunking, "/v1/Trunks", Map.of(), "trunks", Trunk::read).stream()
        .filter(trunk -> trunk.settings().friendlyName().equals(friendlyName))
        .toList();
  }

  /**
   * Creates a trunk. Asked once; after an unclear outcome look with {@link #trunksNamed}.
   *
   * @throws TwilioFailure.Taken when the domain name is another customer's, or was in use lately
   */
  Trunk createTrunk(TrunkSettings settings) {
    Map<String, String> form = settings.form();
    form.values().removeIf(String::isEmpty);
    return Trunk.read(new TwilioFields(trunking.post("/v1/Trunks", form)));
  }

  /** One trunk; empty when there is none of that id. */
  Optional<Trunk> trunk(String trunkSid) {
    try {
      return Optional.of(Trunk.read(same(trunkSid, trunking.get(path(trunkSid), Map.of()))));
    } catch (TwilioFailure.NotHere none) {
      return Optional.empty();
    }
  }

  /** Sets everything that the settings have. Twice does no more than once. */
  Trunk changeTrunk(String trunkSid, TrunkSettings settings) {
    return Trunk.read(same(trunkSid, trunking.post(path(trunkSid), settings.form())));
  }

  /** Deletes a trunk; its numbers stay the account's and are on no trunk any more. */
  void deleteTrunk(String trunkSid) {
    trunking.delete(path(trunkSid));
  }

  private static String path(String trunkSid) {
    return "/v1/Trunks/" + checked(trunkSid, "TK");
  }

  // origination

  List<Origination.Known> originations(String trunkSid) {
    return all(
        trunking,
        path(trunkSid) + "/OriginationUrls",
        Map.of(),
        "origination_urls",
        Origination.Known::read);
  }

  /** Adds an address. Asked once; after an unclear outcome look with {@link #originations}. */
  Origination.Known createOrigination(String trunkSid, Origination origination) {
    return Origination.Known.read(
        new TwilioFields(trunking.post(path(trunkSid) + "/OriginationUrls", origination.form())));
  }

  /** Twice does no more than once. */
  Origination.Known changeOrigination(
      String trunkSid, String originationSid, Origination origination) {
    return Origination.Known.read(
        same(
            originationSid,
            trunking.post(origination(trunkSid, originationSid), origination.form())));
  }

  void deleteOrigination(String trunkSid, String originationSid) {
    trunking.delete(origination(trunkSid, originationSid));
  }

  private static String origination(String trunkSid, String originationSid) {
    return path(trunkSid) + "/OriginationUrls/" + checked(originationSid, "OU");
  }

  // credentials

  List<CredentialList> credentialListsNamed(String friendlyName) {
    return all(
            api,
            account + "/SIP/CredentialLists.json",
            Map.of(),
            "credential_lists",
            TwilioApi::credentialList)
        .stream()
        .filter(list -> list.friendlyName().equals(friendlyName))
        .toList();
  }

  /** Asked once; after an unclear outcome look with {@link #credentialListsNamed}. */
  CredentialList createCredentialList(String friendlyName) {
    return credentialList(
        new TwilioFields(
            api.post(account + "/SIP/CredentialLists.json", Map.of("FriendlyName", friendlyName))));
  }

  void deleteCredentialList(String listSid) {
    api.delete(list(listSid) + ".json");
  }

  List<Credential> credentials(String listSid) {
    return all(
        api, list(listSid) + "/Credentials.json", Map.of(), "credentials", TwilioApi::credential);
  }

  /**
   * Asked once; after an unclear outcome look with {@link #credentials}, and set the password
   * again.
   *
   * @param username 32 characters at most
   * @param password 12 characters or more, with a digit and letters of both cases
   */
  Credential createCredential(String listSid, String username, String password) {
    return credential(
        new TwilioFields(
            api.post(
                list(listSid) + "/Credentials.json",
                Map.of("Username", username, "Password", password))));
  }

  /** Twice does no more than once. */
  Credential changePassword(String listSid, String credentialSid, String password) {
    return credential(
        same(
            credentialSid,
            api.post(credential(listSid, credentialSid), Map.of("Password", password))));
  }

  void deleteCredential(String listSid, String credentialSid) {
    api.delete(credential(listSid, credentialSid));
  }

  /**
   * The credential lists that a trunk takes: with none, and no list of addresses, nobody calls out.
   */
  List<CredentialList> credentialListsOf(String trunkSid) {
    return all(
        trunking,
        path(trunkSid) + "/CredentialLists",
        Map.of(),
        "credential_lists",
        TwilioApi::credentialList);
  }

  /** Asked once; after an unclear outcome look with {@link #credentialListsOf}. */
  void bindCredentialList(String trunkSid, String listSid) {
    same(
        listSid,
        trunking.post(
            path(trunkSid) + "/CredentialLists",
            Map.of("CredentialListSid", checked(listSid, "CL"))));
  }

  void unbindCredentialList(String trunkSid, String listSid) {
    trunking.delete(path(trunkSid) + "/CredentialLists/" + checked(listSid, "CL"));
  }

  private String list(String sid) {
    return account + "/SIP/CredentialLists/" + checked(sid, "CL");
  }

  private String credential(String listSid, String credentialSid) {
    return list(listSid) + "/Credentials/" + checked(credentialSid, "CR") + ".json";
  }

  private static CredentialList credentialList(TwilioFields fields) {
    return new CredentialList(fields.sid("CL"), fields.textOrEmpty("friendly_name"));
  }

  private static Credential credential(TwilioFields fields) {
    return new Credential(fields.sid("CR"), fields.textOrEmpty("username"));
  }

  // numbers on a trunk

  List<NumberOnTrunk> numbersOn(String trunkSid) {
    return all(
        trunking,
        path(trunkSid) + "/PhoneNumbers",
        Map.of(),
        "phone_numbers",
        fields -> new NumberOnTrunk(fields.sid("PN"), fields.phone("phone_number")));
  }

  /** Asked once; after an unclear outcome look with {@link #numbersOn}. */
  void putOnTrunk(String trunkSid, String numberSid) {
    same(
        numberSid,
        trunking.post(
            path(trunkSid) + "/PhoneNumbers", Map.of("PhoneNumberSid", checked(numberSid, "PN"))));
  }

  /** The number stays the account's. */
  void takeOffTrunk(String trunkSid, String numberSid) {
    trunking.delete(path(trunkSid) + "/PhoneNumbers/" + checked(numberSid, "PN"));
  }

  // calls

  /**
   * Hands over, page by page, the calls that began in a span of time, newest first. Rows appear and
   * get their price late, so spans of successive runs should overlap; a page that changes while it
   * is read can bring a call twice. Nothing is held while the receiver works.
   *
   * @param from inclusive, to the second
   * @param before inclusive, to the second: Twilio knows no other
   * @param pageSize 1 to 1000
   */
  void calls(Instant from, Instant before, int pageSize, Consumer<List<CarrierCall>> receiver) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("StartTime>", from.truncatedTo(ChronoUnit.SECONDS).toString());
    query.put("StartTime<", before.truncatedTo(ChronoUnit.SECONDS).toString());
    query.put("PageSize", Integer.toString(pageSize));
    pages(
        api,
        account + "/Calls.json",
        query,
        "calls",
        CarrierCall::read,
        page -> receiver.accept(page.stream().flatMap(Optional::stream).toList()));
  }

  // what lists have in common

  private static <T> List<T> all(
      TwilioLine line,
      String path,
      Map<String, String> query,
      String name,
      Function<TwilioFields, T> reader) {
    Map<String, String> sized = new LinkedHashMap<>(query);
    sized.put("PageSize", Integer.toString(PAGE));
    List<T> found = new ArrayList<>();
    pages(line, path, sized, name, reader, found::addAll);
    return found;
  }

  private static <T> void pages(
      TwilioLine line,
      String path,
      Map<String, String> query,
      String name,
      Function<TwilioFields, T> reader,
      Consumer<List<T>> receiver) {
    Set<String> followed = new HashSet<>();
    TwilioFields page = new TwilioFields(line.get(path, query));
    while (true) {
      receiver.accept(page.list(name).stream().map(reader).toList());
      // the older of Twilio's products write the link on the page, the newer under "meta"
      Optional<String> next = page.text("next_page_uri");
      if (next.isEmpty()) {
        next = page.part("meta").text("next_page_url");
      }
      if (next.isEmpty()) {
        return;
      }
      if (!followed.add(next.get()) || followed.size() > PAGES_AT_MOST) {
        throw new TwilioFailure.Unclear("Twilio's pages lead in a circle", null);
      }
      page = new TwilioFields(line.follow(next.get()));
    }
  }

  /** What was asked about, not another. */
  private static TwilioFields same(String sid, JsonNode answer) {
    TwilioFields fields = new TwilioFields(answer);
    if (!fields.textOrEmpty("sid").equals(sid)) {
      throw new TwilioFailure.Unclear("Twilio answered about another thing than asked", null);
    }
    return fields;
  }

  private static String checked(String sid, String prefix) {
    if (!TwilioFields.isSid(sid, prefix)) {
      throw new IllegalArgumentException(
          "'" + sid + "' is no SID of Twilio's that begins with " + prefix);
    }
    return sid;
  }
}
