package ca.rocketreception.doubles.twilio;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which parameters each of Twilio's requests takes, after its API description: name and kind, those
 * that must be there with an exclamation mark. A request that is not listed is not known.
 */
final class TwilioDoubleParameters {

  private static final String ACCOUNT = "/2010-04-01/Accounts/{AC}";
  private static final String PAGING = "PageSize=1..1000 Page=0..100000 PageToken=text";
  private static final String NUMBER =
      "ApiVersion=text FriendlyName=text64 SmsApplicationSid=AP SmsFallbackMethod=method"
          + " SmsFallbackUrl=uri SmsMethod=method SmsUrl=uri StatusCallback=uri"
          + " StatusCallbackMethod=method VoiceApplicationSid=AP VoiceCallerIdLookup=bool"
          + " VoiceFallbackMethod=method VoiceFallbackUrl=uri VoiceMethod=method VoiceUrl=uri"
          + " EmergencyStatus=Active|Inactive EmergencyAddressSid=AD TrunkSid=TK"
          + " VoiceReceiveMode=voice|fax IdentitySid=RI AddressSid=AD BundleSid=BU ";
  private static final String TRUNK =
      "FriendlyName=text64 DomainName=text DisasterRecoveryUrl=uri DisasterRecoveryMethod=method"
          + " TransferMode=disable-all|enable-all|sip-only Secure=bool CnamLookupEnabled=bool"
          + " TransferCallerId=from-transferee|from-transferor";

  private static final Map<String, Map<String, String>> KNOWN = new HashMap<>();

  static {
    know(
        "GET",
        ACCOUNT + "/AvailablePhoneNumbers/{CC}/Local.json",
        "AreaCode=100..999 Contains=text SmsEnabled=bool MmsEnabled=bool VoiceEnabled=bool"
            + " ExcludeAllAddressRequired=bool ExcludeLocalAddressRequired=bool"
            + " ExcludeForeignAddressRequired=bool Beta=bool NearNumber=phone NearLatLong=text"
            + " Distance=0..500 InPostalCode=text InRegion=text InRateCenter=text InLata=text"
            + " InLocality=text FaxEnabled=bool "
            + PAGING);
    know(
        "GET",
        ACCOUNT + "/IncomingPhoneNumbers.json",
        "Beta=bool FriendlyName=text PhoneNumber=text Origin=text " + PAGING);
    know(
        "POST", ACCOUNT + "/IncomingPhoneNumbers.json", NUMBER + "PhoneNumber=phone AreaCode=text");
    instance(ACCOUNT + "/IncomingPhoneNumbers/{PN}.json", NUMBER + "AccountSid=AC");
    know(
        "GET",
        ACCOUNT + "/Calls.json",
        "To=text From=text ParentCallSid=CA"
            + " Status=queued|ringing|in-progress|completed|busy|failed|no-answer|canceled"
            + " StartTime=time StartTime<=time StartTime>=time EndTime=time EndTime<=time"
            + " EndTime>=time "
            + PAGING);
    know("GET", ACCOUNT + "/SIP/CredentialLists.json", PAGING);
    know("POST", ACCOUNT + "/SIP/CredentialLists.json", "FriendlyName=text64!");
    instance(ACCOUNT + "/SIP/CredentialLists/{CL}.json", "FriendlyName=text64!");
    know("GET", ACCOUNT + "/SIP/CredentialLists/{CL}/Credentials.json", PAGING);
    know(
        "POST",
        ACCOUNT + "/SIP/CredentialLists/{CL}/Credentials.json",
        "Username=text32! Password=password!");
    instance(ACCOUNT + "/SIP/CredentialLists/{CL}/Credentials/{CR}.json", "Password=password");
    know("GET", "/v1/Trunks", PAGING);
    know("POST", "/v1/Trunks", TRUNK);
    instance("/v1/Trunks/{TK}", TRUNK);
    know("GET", "/v1/Trunks/{TK}/OriginationUrls", PAGING);
    know(
        "POST",
        "/v1/Trunks/{TK}/OriginationUrls",
        "Weight=1..65535! Priority=0..65535! Enabled=bool! FriendlyName=text64! SipUrl=sip!");
    instance(
        "/v1/Trunks/{TK}/OriginationUrls/{OU}",
        "Weight=1..65535 Priority=0..65535 Enabled=bool FriendlyName=text64 SipUrl=sip");
    know("GET", "/v1/Trunks/{TK}/CredentialLists", PAGING);
    know("POST", "/v1/Trunks/{TK}/CredentialLists", "CredentialListSid=CL!");
    know("GET", "/v1/Trunks/{TK}/CredentialLists/{CL}", "");
    know("DELETE", "/v1/Trunks/{TK}/CredentialLists/{CL}", "");
    know("GET", "/v1/Trunks/{TK}/PhoneNumbers", PAGING);
    know("POST", "/v1/Trunks/{TK}/PhoneNumbers", "PhoneNumberSid=PN!");
    know("GET", "/v1/Trunks/{TK}/PhoneNumbers/{PN}", "");
    know("DELETE", "/v1/Trunks/{TK}/PhoneNumbers/{PN}", "");
    know("GET", "/v1/Trunks/{TK}/Recording", "");
    know(
        "POST",
        "/v1/Trunks/{TK}/Recording",
        "Mode=do-not-record|record-from-ringing|record-from-answer|record-from-ringing-dual"
            + "|record-from-answer-dual Trim=trim-silence|do-not-trim");
  }

  private TwilioDoubleParameters() {}

  /** The request without its ids, such as GET /v1/Trunks/{TK}. */
  static String template(String method, String path) {
    return method
        + " "
        + path.replaceAll("(?<=/)([A-Z]{2})[0-9a-fA-F]{32}(?=[/.]|$)", "{$1}")
            .replaceAll("(?<=/AvailablePhoneNumbers/)[A-Z]{2}(?=/)", "{CC}");
  }

  static boolean knows(String template) {
    return KNOWN.containsKey(template);
  }

  /** What is wrong with the parameters, if anything is. */
  static Optional<String> mistake(String template, List<Map.Entry<String, String>> given) {
    Map<String, String> known = KNOWN.get(template);
    Map<String, String> seen = new HashMap<>();
    for (Map.Entry<String, String> parameter : given) {
      String name = parameter.getKey();
      String kind = known.get(name);
      if (kind == null) {
        return Optional.of("Parameter " + name + " is not known");
      }
      if (seen.put(name, parameter.getValue()) != null) {
        return Optional.of("Parameter " + name + " is given twice");
      }
      if (!fits(kind, parameter.getValue())) {
        return Optional.of("Parameter " + name + " is not a valid " + kind.replace("!", ""));
      }
    }
    return known.entrySet().stream()
        .filter(parameter -> parameter.getValue().endsWith("!"))
        .map(Map.Entry::getKey)
        .filter(name -> !seen.containsKey(name))
        .findFirst()
        .map(name -> "Missing required parameter " + name + " in the post body");
  }

  private static void instance(String path, String change) {
    know("GET", path, "");
    know("POST", path, change);
    know("DELETE", path, "");
  }

  private static void know(String method, String path, String parameters) {
    Map<String, String> kinds = new LinkedHashMap<>();
    for (String parameter : parameters.split(" ")) {
      int at = parameter.lastIndexOf('=');
      if (at > 0) {
        kinds.put(parameter.substring(0, at), parameter.substring(at + 1));
      }
    }
    KNOWN.put(method + " " + path, kinds);
  }

  private static boolean fits(String whole, String value) {
    boolean required = whole.endsWith("!");
    String kind = required ? whole.substring(0, whole.length() - 1) : whole;
    if (value.isEmpty()) {
      return !required && (kind.startsWith("text") || kind.equals("uri") || isSidKind(kind));
    }
    if (isSidKind(kind)) {
      return value.matches(kind + "[0-9a-fA-F]{32}");
    }
    if (kind.contains("..")) {
      String[] range = kind.split("\\.\\.");
      return value.matches("\\d{1,9}")
          && Integer.parseInt(value) >= Integer.parseInt(range[0])
          && Integer.parseInt(value) <= Integer.parseInt(range[1]);
    }
    return switch (kind) {
      case "text" -> value.length() <= 1000;
      case "text32" -> value.length() <= 32;
      case "text64" -> value.length() <= 64;
      case "bool" -> value.matches("true|false");
      case "method" -> value.matches("GET|POST");
      case "uri" -> value.matches("https?://[^\\s/]+.*");
      case "sip" -> value.matches("sips?:[^\\s]+");
      case "phone" -> value.matches("\\+[1-9][0-9]{6,14}");
      case "time" -> isTime(value);
      case "password" ->
          value.length() >= 12
              && value.matches(".*[0-9].*")
              && value.matches(".*[a-z].*")
              && value.matches(".*[A-Z].*");
      default -> List.of(kind.split("\\|")).contains(value);
    };
  }

  private static boolean isSidKind(String kind) {
    return kind.matches("[A-Z]{2}");
  }

  private static boolean isTime(String value) {
    try {
      if (value.length() == 10) {
        LocalDate.parse(value);
      } else {
        OffsetDateTime.parse(value);
      }
      return true;
    } catch (DateTimeParseException notOne) {
      return false;
    }
  }
}
