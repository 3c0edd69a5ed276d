package ca.rocketreception.doubles.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;

import java.net.URLEncoder;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What an account at Twilio holds, and its rules. Not thread safe: the double guards it. Parameters
 * come checked, one by one, against the API description; what depends on the state is checked here.
 */
final class TwilioDoubleAccount {

  static final int TRUNKS_AT_MOST = 100;
  private static final int ORIGINATIONS_AT_MOST = 10;
  private static final int INVALID = 20001;
  private static final String TRUNKS = "https://trunking.twilio.com/v1/Trunks/";
  private static final Set<String> NOT_OF_TRUNKING =
      Set.of(
          "voice_receive_mode",
          "address_sid",
          "identity_sid",
          "bundle_sid",
          "emergency_status",
          "emergency_address_sid",
          "origin",
          "status",
          "type");
  private static final DateTimeFormatter MAIL_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.US);
  private static final String[] NUMBER_FIELDS = {
    "FriendlyName",
    "VoiceUrl",
    "VoiceMethod",
    "VoiceFallbackUrl",
    "VoiceFallbackMethod",
    "VoiceApplicationSid",
    "VoiceCallerIdLookup",
    "VoiceReceiveMode",
    "SmsUrl",
    "SmsMethod",
    "SmsFallbackUrl",
    "SmsFallbackMethod",
    "SmsApplicationSid",
    "StatusCallback",
    "StatusCallbackMethod",
    "TrunkSid",
    "AddressSid",
    "IdentitySid",
    "BundleSid",
    "EmergencyStatus",
    "EmergencyAddressSid"
  };

  /** An answer of Twilio's; the body of a 204 is empty. */
  record Answer(int status, Map<String, Object> body) {}

  /** A request that is understood so far: its path's ids in their order, and its parameters. */
  record Asked(List<String> ids, Map<String, String> parameters, String path) {

    String last() {
      return ids.getLast();
    }

    /** Whether it is of the trunking product, whose words differ a little. */
    boolean isNewer() {
      return path.startsWith("/v1/");
    }

    Optional<String> parameter(String name) {
      return Optional.ofNullable(parameters.get(name));
    }
  }

  /** One thing of the account's; the second id is what it belongs to, or empty. */
  record Resource(String sid, String owner, Map<String, Object> fields) {

    boolean is(String prefix) {
      return sid.startsWith(prefix);
    }

    String text(String field) {
      Object value = fields.get(field);
      return value == null ? "" : value.toString();
    }
  }

  /** A number for sale. */
  record Offer(String number, String locality, String region, boolean voice, boolean sms) {}

  private static final class Refused extends RuntimeException {
    private final Answer answer;

    Refused(int status, int code, String message) {
      super(message);
      this.answer = error(status, code, message);
    }
  }

  private final String accountSid;
  private final Clock clock;
  private final Map<String, Resource> resources = new LinkedHashMap<>();
  private final Map<String, Offer> offers = new LinkedHashMap<>();
  private final List<String> purchases = new ArrayList<>();
  private final Set<String> domainsGone = new HashSet<>();
  private final Set<List<String>> bindings = new HashSet<>();
  private long lastId;

  TwilioDoubleAccount(String accountSid, Clock clock) {
    this.accountSid = accountSid;
    this.clock = clock;
  }

  static Answer error(int status, int code, String message) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("code", code);
    body.put("message", message);
    body.put("more_info", "https://www.twilio.com/docs/errors/" + code);
    body.put("status", status);
    return new Answer(status, body);
  }

  Answer answer(String template, Asked asked) {
    try {
      return act(template.replace("/2010-04-01/Accounts/{AC}", ""), asked);
    } catch (Refused refused) {
      return refused.answer;
    }
  }

  private Answer act(String template, Asked asked) {
    return switch (template) {
      case "GET /AvailablePhoneNumbers/{CC}/Local.json" -> search(asked);
      case "GET /IncomingPhoneNumbers.json" -> list(asked, "incoming_phone_numbers", owned(asked));
      case "POST /IncomingPhoneNumbers.json" -> buy(asked);
      case "POST /IncomingPhoneNumbers/{PN}.json" -> changeNumber(asked);
      case "DELETE /IncomingPhoneNumbers/{PN}.json" -> delete(asked.last());
      case "GET /Calls.json" -> list(asked, "calls", calls(asked));
      case "GET /SIP/CredentialLists.json" -> list(asked, "credential_lists", all("CL", ""));
      case "POST /SIP/CredentialLists.json" ->
          create(asked, "CL", "", fieldsOf(asked, "FriendlyName"));
      case "POST /SIP/CredentialLists/{CL}.json" -> change(asked, "FriendlyName");
      case "DELETE /SIP/CredentialLists/{CL}.json" -> deleteList(asked.last());
      case "GET /SIP/CredentialLists/{CL}/Credentials.json" ->
          list(asked, "credentials", all("CR", there(asked.last()).sid()));
      case "POST /SIP/CredentialLists/{CL}/Credentials.json" -> createCredential(asked);
      case "POST /SIP/CredentialLists/{CL}/Credentials/{CR}.json" -> change(asked, "Password");
      case "DELETE /SIP/CredentialLists/{CL}/Credentials/{CR}.json",
          "DELETE /v1/Trunks/{TK}/OriginationUrls/{OU}" ->
          delete(under(asked).sid());
      case "GET /v1/Trunks" -> list(asked, "trunks", all("TK", ""));
      case "POST /v1/Trunks" -> createTrunk(asked);
      case "POST /v1/Trunks/{TK}" -> changeTrunk(asked);
      case "DELETE /v1/Trunks/{TK}" -> deleteTrunk(asked.last());
      case "GET /v1/Trunks/{TK}/OriginationUrls" ->
          list(asked, "origination_urls", all("OU", there(asked.last()).sid()));
      case "POST /v1/Trunks/{TK}/OriginationUrls" -> createOrigination(asked);
      case "POST /v1/Trunks/{TK}/OriginationUrls/{OU}" ->
          change(asked, "Weight", "Priority", "Enabled", "FriendlyName", "SipUrl");
      case "GET /v1/Trunks/{TK}/CredentialLists" ->
          list(asked, "credential_lists", bound(there(asked.last()).sid()));
      case "POST /v1/Trunks/{TK}/CredentialLists" -> bind(asked);
      case "DELETE /v1/Trunks/{TK}/CredentialLists/{CL}" -> unbind(asked);
      case "GET /v1/Trunks/{TK}/PhoneNumbers" ->
          list(asked, "phone_numbers", on(there(asked.last()).sid()));
      case "POST /v1/Trunks/{TK}/PhoneNumbers" -> putOnTrunk(asked);
      case "GET /v1/Trunks/{TK}/PhoneNumbers/{PN}" -> shown(200, numberOn(asked), asked);
      case "DELETE /v1/Trunks/{TK}/PhoneNumbers/{PN}" -> {
        numberOn(asked).fields().put("trunk_sid", null);
        yield new Answer(204, Map.of());
      }
      case "GET /v1/Trunks/{TK}/Recording" -> new Answer(200, recording(there(asked.last())));
      case "POST /v1/Trunks/{TK}/Recording" -> record(asked);
      case "GET /v1/Trunks/{TK}/CredentialLists/{CL}" -> {
        if (!bindings.contains(asked.ids())) {
          throw missing(asked.last());
        }
        yield shown(200, there(asked.last()), asked);
      }
      default -> {
        if (!template.startsWith("GET ")) {
          throw new Refused(404, 20404, "The double does not know " + template);
        }
        yield shown(200, under(asked), asked);
      }
    };
  }

  // numbers

  void offer(Offer offer) {
    offers.put(offer.number(), offer);
  }

  Resource own(Offer offer) {
    offers.remove(offer.number());
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("phone_number", offer.number());
    fields.put("friendly_name", offer.number());
    for (String name : NUMBER_FIELDS) {
      fields.putIfAbsent(
          snake(name), name.endsWith("Method") ? "POST" : name.endsWith("Url") ? "" : null);
    }
    fields.put("status_callback", "");
    fields.put("voice_caller_id_lookup", false);
    fields.put("voice_receive_mode", "voice");
    fields.put("emergency_status", "Inactive");
    fields.put("capabilities", capabilities("voice", offer.voice(), "sms", offer.sms()));
    fields.put("address_requirements", "none");
    fields.put("beta", false);
    fields.put("origin", "twilio");
    fields.put("status", "in-use");
    fields.put("type", "local");
    fields.put("api_version", "2010-04-01");
    return add("PN", "", fields);
  }

  List<String> purchases() {
    return purchases;
  }

  private Answer search(Asked asked) {
    String country = asked.path().replaceAll(".*/AvailablePhoneNumbers/([A-Z]{2})/.*", "$1");
    if (!country.matches("CA|US")) {
      throw new Refused(404, 20404, "No local numbers in " + country);
    }
    int size = asked.parameter("PageSize").map(Integer::valueOf).orElse(50);
    List<Map<String, Object>> found =
        offers.values().stream()
            .filter(offer ->
                asked
                    .parameter("AreaCode")
                    .map(code -> offer.number().startsWith("+1" + code))
                    .orElse(true))
            .filter(offer -> wants(asked, "VoiceEnabled", offer.voice()))
            .filter(offer -> wants(asked, "SmsEnabled", offer.sms()))
            .filter(offer -> asked.parameter("InRegion").map(offer.region()::equals).orElse(true))
            .filter(offer ->
                asked.parameter("Contains").map(part -> matches(offer.number(), part)).orElse(true))
            .limit(size)
            .map(offer -> forSale(offer, country))
            .toList();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("available_phone_numbers", found);
    body.put("uri", asked.path());
    return new Answer(200, body);
  }

  private static boolean wants(Asked asked, String name, boolean has) {
    return asked.parameter(name).map(wanted -> wanted.equals(Boolean.toString(has))).orElse(true);
  }

  private static Map<String, Object> forSale(Offer offer, String country) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("friendly_name", offer.number());
    fields.put("phone_number", offer.number());
    fields.put("lata", "888");
    fields.put("locality", offer.locality());
    fields.put("rate_center", offer.locality().toUpperCase(Locale.ROOT));
    fields.put("latitude", "49.895100");
    fields.put("longitude", "-97.138400");
    fields.put("region", offer.region());
    fields.put("postal_code", null);
    fields.put("iso_country", country);
    fields.put("address_requirements", "none");
    fields.put("beta", false);
    fields.put("capabilities", capabilities("voice", offer.voice(), "SMS", offer.sms()));
    return fields;
  }

  private static Map<String, Object> capabilities(
      String voice, boolean speaks, String sms, boolean writes) {
    Map<String, Object> capabilities = new LinkedHashMap<>();
    capabilities.put(voice, speaks);
    capabilities.put(sms, writes);
    capabilities.put(sms.equals("SMS") ? "MMS" : "mms", writes);
    return capabilities;
  }

  private Stream<Resource> owned(Asked asked) {
    return all("PN", "")
        .filter(number ->
            asked
                .parameter("PhoneNumber")
                .map(part -> matches(number.text("phone_number"), part))
                .orElse(true))
        .filter(number ->
            asked.parameter("FriendlyName").map(number.text("friendly_name")::equals).orElse(true));
  }

  /** As Twilio matches: a part of the number will do, and a star is any digit. */
  private static boolean matches(String number, String part) {
    return number.matches(".*" + part.replaceAll("[^0-9*]", "").replace("*", "\\d") + ".*");
  }

  private Answer buy(Asked asked) {
    Offer offer =
        asked
            .parameter("PhoneNumber")
            .map(number ->
                Optional.ofNullable(offers.get(number))
                    .orElseThrow(
                        () -> new Refused(400, 21422, "PhoneNumber Requested is not available")))
            .or(() ->
                asked
                    .parameter("AreaCode")
                    .map(code ->
                        offers.values().stream()
                            .filter(any -> any.number().startsWith("+1" + code))
                            .findFirst()
                            .orElseThrow(() ->
                                new Refused(400, 21452, "No phone numbers found in area code"))))
            .orElseThrow(() -> new Refused(400, INVALID, "PhoneNumber or AreaCode is required"));
    checkTrunk(asked);
    Resource bought = own(offer);
    purchases.add(offer.number());
    setNumber(bought, asked);
    return shown(201, bought, asked);
  }

  private Answer changeNumber(Asked asked) {
    Resource number = there(asked.last());
    if (asked.parameter("AccountSid").filter(other -> !other.equals(accountSid)).isPresent()) {
      throw new Refused(400, 21474, "Only the parent account may transfer numbers");
    }
    checkTrunk(asked);
    setNumber(number, asked);
    return shown(200, number, asked);
  }

  private void checkTrunk(Asked asked) {
    asked
        .parameter("TrunkSid")
        .filter(sid -> !sid.isEmpty() && !resources.containsKey(sid))
        .ifPresent(sid -> {
          throw new Refused(400, INVALID, "TrunkSid is not a trunk of this account");
        });
    for (String kind : new String[] {"Voice", "Sms"}) {
      if (asked.parameter(kind + "FallbackUrl").filter(url -> !url.isEmpty()).isPresent()
          && asked.parameter(kind + "Url").filter(String::isEmpty).isPresent()) {
        throw new Refused(400, 21405, kind + "FallbackUrl needs a " + kind + "Url");
      }
    }
  }

  private void setNumber(Resource number, Asked asked) {
    set(number, fieldsOf(asked, NUMBER_FIELDS));
    if (asked.parameter("TrunkSid").filter(sid -> !sid.isEmpty()).isPresent()) {
      number.fields().put("voice_application_sid", null);
    } else if (asked.parameter("VoiceApplicationSid").filter(sid -> !sid.isEmpty()).isPresent()) {
      number.fields().put("trunk_sid", null);
    }
    if (number.text("trunk_sid").isEmpty()) {
      number.fields().put("trunk_sid", null);
    }
  }

  // trunks

  /** Makes a domain name another customer's. */
  void takeDomain(String domain) {
    domainsGone.add(domain);
  }

  private Answer createTrunk(Asked asked) {
    if (all("TK", "").count() >= TRUNKS_AT_MOST) {
      throw new Refused(400, INVALID, "The account has as many trunks as it may have");
    }
    checkDomain(asked, "");
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("friendly_name", null);
    fields.put("domain_name", null);
    fields.put("disaster_recovery_url", null);
    fields.put("disaster_recovery_method", null);
    fields.put("transfer_mode", "disable-all");
    fields.put("transfer_caller_id", "from-transferee");
    fields.put("secure", false);
    fields.put("cnam_lookup_enabled", false);
    fields.put("symmetric_rtp_enabled", false);
    fields.put("recording", Map.of("mode", "do-not-record", "trim", "do-not-trim"));
    fields.putAll(trunkFields(asked));
    return shown(201, add("TK", "", fields), asked);
  }

  private Answer changeTrunk(Asked asked) {
    Resource trunk = there(asked.last());
    checkDomain(asked, trunk.sid());
    set(trunk, trunkFields(asked));
    return shown(200, trunk, asked);
  }

  private static Map<String, Object> trunkFields(Asked asked) {
    return fieldsOf(
        asked,
        "FriendlyName",
        "DomainName",
        "DisasterRecoveryUrl",
        "DisasterRecoveryMethod",
        "TransferMode",
        "TransferCallerId",
        "Secure",
        "CnamLookupEnabled");
  }

  private void checkDomain(Asked asked, String own) {
    asked
        .parameter("DomainName")
        .filter(domain -> !domain.isEmpty())
        .ifPresent(domain -> {
          if (!domain.matches("[A-Za-z0-9.-]+\\.pstn\\.twilio\\.com")) {
            throw new Refused(400, 21245, "Domain Name must end in pstn.twilio.com");
          }
          if (domainsGone.contains(domain)
              || all("TK", "")
                  .anyMatch(trunk ->
                      !trunk.sid().equals(own) && trunk.text("domain_name").equals(domain))) {
            throw new Refused(400, 21248, "Trunk Domain already taken");
          }
        });
  }

  /** The trunk's name stays reserved, and its numbers stay the account's. */
  private Answer deleteTrunk(String sid) {
    Resource trunk = there(sid);
    domainsGone.add(trunk.text("domain_name"));
    on(sid).forEach(number -> number.fields().put("trunk_sid", null));
    bindings.removeIf(binding -> binding.getFirst().equals(sid));
    return delete(sid);
  }

  private Answer createOrigination(Asked asked) {
    Resource trunk = there(asked.last());
    if (all("OU", trunk.sid()).count() >= ORIGINATIONS_AT_MOST) {
      throw new Refused(400, INVALID, "The trunk has as many origination URLs as it may have");
    }
    return create(
        asked,
        "OU",
        trunk.sid(),
        fieldsOf(asked, "Weight", "Priority", "Enabled", "FriendlyName", "SipUrl"));
  }

  private Answer putOnTrunk(Asked asked) {
    Resource trunk = there(asked.last());
    Resource number = there(asked.parameter("PhoneNumberSid").orElseThrow());
    if (!number.text("trunk_sid").isEmpty()) {
      throw new Refused(409, INVALID, "The number is on a trunk already");
    }
    number.fields().put("trunk_sid", trunk.sid());
    number.fields().put("voice_application_sid", null);
    return shown(201, number, asked);
  }

  private Stream<Resource> on(String trunkSid) {
    return all("PN", "").filter(number -> number.text("trunk_sid").equals(trunkSid));
  }

  private Resource numberOn(Asked asked) {
    Resource number = there(asked.last());
    if (!number.text("trunk_sid").equals(asked.ids().getFirst())) {
      throw missing(asked.last());
    }
    return number;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> recording(Resource trunk) {
    return (Map<String, Object>) trunk.fields().get("recording");
  }

  private Answer record(Asked asked) {
    Resource trunk = there(asked.last());
    Map<String, Object> recording = new LinkedHashMap<>(recording(trunk));
    recording.putAll(fieldsOf(asked, "Mode", "Trim"));
    trunk.fields().put("recording", recording);
    return new Answer(200, recording);
  }

  // credentials

  private Answer createCredential(Asked asked) {
    Resource list = there(asked.last());
    String username = asked.parameter("Username").orElseThrow();
    if (all("CR", list.sid()).anyMatch(other -> other.text("username").equals(username))) {
      throw new Refused(409, INVALID, "The list has this username already");
    }
    return create(asked, "CR", list.sid(), fieldsOf(asked, "Username", "Password"));
  }

  private Answer deleteList(String sid) {
    there(sid);
    if (bindings.stream().anyMatch(binding -> binding.getLast().equals(sid))) {
      throw new Refused(409, INVALID, "A trunk uses this credential list");
    }
    return delete(sid);
  }

  void bind(String trunkSid, String listSid) {
    bindings.add(List.of(trunkSid, listSid));
  }

  void unbind(String trunkSid, String listSid) {
    bindings.remove(List.of(trunkSid, listSid));
  }

  private Stream<Resource> bound(String trunkSid) {
    return all("CL", "").filter(list -> bindings.contains(List.of(trunkSid, list.sid())));
  }

  private Answer bind(Asked asked) {
    Resource trunk = there(asked.last());
    Resource list = there(asked.parameter("CredentialListSid").orElseThrow());
    if (!bindings.add(List.of(trunk.sid(), list.sid()))) {
      throw new Refused(409, INVALID, "The trunk has this credential list already");
    }
    return shown(201, list, asked);
  }

  private Answer unbind(Asked asked) {
    if (!bindings.remove(asked.ids())) {
      throw missing(asked.last());
    }
    return new Answer(204, Map.of());
  }

  // calls

  private Stream<Resource> calls(Asked asked) {
    return all("CA", "")
        .filter(call -> is(call, "to", asked.parameter("To")))
        .filter(call -> is(call, "from", asked.parameter("From")))
        .filter(call -> is(call, "status", asked.parameter("Status")))
        .filter(call -> is(call, "parent_call_sid", asked.parameter("ParentCallSid")))
        .filter(within(asked, "start_time", "StartTime"))
        .filter(within(asked, "end_time", "EndTime"))
        .sorted(comparing(TwilioDoubleAccount::began, reverseOrder()));
  }

  private static Instant began(Resource call) {
    return call.fields().get("start_time") instanceof Instant at ? at : Instant.MAX;
  }

  private static boolean is(Resource call, String field, Optional<String> wanted) {
    return wanted.map(call.text(field)::equals).orElse(true);
  }

  private static Predicate<Resource> within(Asked asked, String field, String name) {
    Optional<String> on = asked.parameter(name);
    Optional<Instant> from = asked.parameter(name + ">").map(TwilioDoubleAccount::instant);
    Optional<Instant> until = asked.parameter(name + "<").map(TwilioDoubleAccount::instant);
    return call -> {
      if (on.isEmpty() && from.isEmpty() && until.isEmpty()) {
        return true;
      }
      return call.fields().get(field) instanceof Instant at
          && on.map(day -> at.toString().startsWith(day)).orElse(true)
          && from.map(limit -> !at.isBefore(limit)).orElse(true)
          && until.map(limit -> !at.isAfter(limit)).orElse(true);
    };
  }

  private static Instant instant(String text) {
    return text.length() == 10
        ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
        : OffsetDateTime.parse(text).toInstant();
  }

  // what all of them have in common

  Resource add(String prefix, String owner, Map<String, Object> fields) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Map<String, Object> whole = new LinkedHashMap<>();
    String sid = prefix + String.format(Locale.ROOT, "%032x", ++lastId);
    whole.put("sid", sid);
    whole.put("account_sid", accountSid);
    whole.putAll(fields);
    whole.put("date_created", now);
    whole.put("date_updated", now);
    Resource resource = new Resource(sid, owner, whole);
    resources.put(sid, resource);
    return resource;
  }

  Stream<Resource> all(String prefix, String owner) {
    return resources.values().stream()
        .filter(resource -> resource.is(prefix) && resource.owner().equals(owner));
  }

  List<String> sids(String prefix) {
    return resources.keySet().stream().filter(sid -> sid.startsWith(prefix)).toList();
  }

  List<String> boundTo(String trunkSid) {
    return bound(trunkSid).map(Resource::sid).toList();
  }

  Optional<Resource> find(String sid) {
    return Optional.ofNullable(resources.get(sid));
  }

  /** Takes away a thing and what belongs to it. */
  void remove(String sid) {
    resources.remove(sid);
    resources.values().removeIf(resource -> resource.owner().equals(sid));
    bindings.removeIf(binding -> binding.contains(sid));
  }

  private Answer create(Asked asked, String prefix, String owner, Map<String, Object> fields) {
    return shown(201, add(prefix, owner, fields), asked);
  }

  private Answer change(Asked asked, String... names) {
    Resource resource = under(asked);
    set(resource, fieldsOf(asked, names));
    return shown(200, resource, asked);
  }

  private void set(Resource resource, Map<String, Object> fields) {
    resource.fields().putAll(fields);
    resource.fields().put("date_updated", clock.instant().truncatedTo(ChronoUnit.SECONDS));
  }

  private Answer delete(String sid) {
    there(sid);
    remove(sid);
    return new Answer(204, Map.of());
  }

  private Resource there(String sid) {
    return find(sid).orElseThrow(() -> missing(sid));
  }

  /** The thing that a path leads to, through what it belongs to. */
  private Resource under(Asked asked) {
    Resource resource = there(asked.last());
    String owner = asked.ids().size() > 1 ? asked.ids().getFirst() : "";
    if (!resource.owner().equals(owner)) {
      throw missing(asked.last());
    }
    return resource;
  }

  private static Refused missing(String sid) {
    return new Refused(404, 20404, "The requested resource " + sid + " was not found");
  }

  private static Map<String, Object> fieldsOf(Asked asked, String... names) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (String name : names) {
      asked
          .parameter(name)
          .ifPresent(value ->
              fields.put(
                  snake(name),
                  switch (name) {
                    case "Weight", "Priority" -> Integer.valueOf(value);
                    case "Enabled", "Secure", "CnamLookupEnabled", "VoiceCallerIdLookup" ->
                        Boolean.valueOf(value);
                    default -> value;
                  }));
    }
    return fields;
  }

  private static String snake(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }

  private Answer list(Asked asked, String name, Stream<Resource> found) {
    List<Resource> whole = found.toList();
    boolean newer = asked.isNewer();
    int size = asked.parameter("PageSize").map(Integer::valueOf).orElse(50);
    int page = asked.parameter("Page").map(Integer::valueOf).orElse(0);
    int start =
        asked
            .parameter("PageToken")
            .map(token ->
                1 + whole.stream().map(Resource::sid).toList().indexOf(token.replace("PA", "")))
            .orElse(0);
    if (page > 0 && start == 0) {
      throw new Refused(400, INVALID, "Invalid PageToken");
    }
    int end = Math.min(start + size, whole.size());
    Map<String, Object> body = new LinkedHashMap<>();
    List<Map<String, Object>> records =
        whole.subList(start, end).stream().map(each -> fields(each, asked)).toList();
    String next =
        end < whole.size() ? link(asked, page + 1, size, "PA" + whole.get(end - 1).sid()) : null;
    body.put(name, records);
    if (newer) {
      Map<String, Object> meta = new LinkedHashMap<>();
      meta.put("key", name);
      meta.put("page", page);
      meta.put("page_size", size);
      meta.put("url", "https://trunking.twilio.com" + link(asked, page, size, null));
      meta.put("first_page_url", "https://trunking.twilio.com" + link(asked, 0, size, null));
      meta.put("next_page_url", next == null ? null : "https://trunking.twilio.com" + next);
      meta.put("previous_page_url", null);
      body.put("meta", meta);
    } else {
      body.put("page", page);
      body.put("page_size", size);
      body.put("start", start);
      body.put("end", Math.max(start, end - 1));
      body.put("uri", link(asked, page, size, null));
      body.put("first_page_uri", link(asked, 0, size, null));
      body.put("next_page_uri", next);
      body.put("previous_page_uri", null);
    }
    return new Answer(200, body);
  }

  private static String link(Asked asked, int page, int size, String token) {
    Map<String, String> query = new TreeMap<>(asked.parameters());
    query.put("Page", Integer.toString(page));
    query.put("PageSize", Integer.toString(size));
    query.remove("PageToken");
    if (token != null) {
      query.put("PageToken", token);
    }
    StringBuilder link = new StringBuilder(asked.path()).append('?');
    query.forEach(
        (name, value) -> link.append(encoded(name)).append('=').append(encoded(value)).append('&'));
    return link.substring(0, link.length() - 1);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private Answer shown(int status, Resource resource, Asked asked) {
    return new Answer(status, fields(resource, asked));
  }

  /** As the product that was asked writes it: the older one's dates are those of e-mail. */
  private Map<String, Object> fields(Resource resource, Asked asked) {
    Map<String, Object> fields = new LinkedHashMap<>();
    resource
        .fields()
        .forEach((name, value) ->
            fields.put(name, value instanceof Instant at ? date(at, asked.isNewer()) : value));
    fields.remove("password");
    if (asked.isNewer()) {
      return ofTrunking(resource, asked, fields);
    }
    String account = "/2010-04-01/Accounts/" + accountSid;
    String sid = resource.sid();
    switch (sid.substring(0, 2)) {
      case "PN" -> {
        fields.put("emergency_address_status", "unregistered");
        fields.put("uri", account + "/IncomingPhoneNumbers/" + sid + ".json");
      }
      case "CL" -> {
        String list = account + "/SIP/CredentialLists/" + sid;
        fields.put("uri", list + ".json");
        fields.put("subresource_uris", Map.of("credentials", list + "/Credentials.json"));
      }
      case "CR" -> {
        fields.put("credential_list_sid", resource.owner());
        fields.put(
            "uri",
            account + "/SIP/CredentialLists/" + resource.owner() + "/Credentials/" + sid + ".json");
      }
      default -> {
        fields.put("uri", account + "/Calls/" + sid + ".json");
        fields.put("subresource_uris", Map.of());
      }
    }
    return fields;
  }

  private Map<String, Object> ofTrunking(
      Resource resource, Asked asked, Map<String, Object> fields) {
    String sid = resource.sid();
    if (resource.is("TK")) {
      boolean credentials = bound(sid).findAny().isPresent();
      fields.put("auth_type", credentials ? "CREDENTIAL_LIST" : "");
      fields.put("auth_type_set", credentials ? List.of("CREDENTIAL_LIST") : List.of());
      fields.put("url", TRUNKS + sid);
      fields.put(
          "links",
          Map.of(
              "origination_urls", TRUNKS + sid + "/OriginationUrls",
              "credential_lists", TRUNKS + sid + "/CredentialLists",
              "phone_numbers", TRUNKS + sid + "/PhoneNumbers"));
      return fields;
    }
    String trunk = asked.ids().getFirst();
    fields.put("trunk_sid", trunk);
    String kind =
        switch (sid.substring(0, 2)) {
          case "OU" -> "/OriginationUrls/";
          case "CL" -> "/CredentialLists/";
          default -> "/PhoneNumbers/";
        };
    fields.put("url", TRUNKS + trunk + kind + sid);
    if (resource.is("PN")) {
      fields.keySet().removeAll(NOT_OF_TRUNKING);
      fields.put("links", Map.of());
    }
    return fields;
  }

  private static String date(Instant at, boolean newer) {
    return newer ? at.toString() : MAIL_DATE.format(at.atOffset(ZoneOffset.UTC));
  }
}
