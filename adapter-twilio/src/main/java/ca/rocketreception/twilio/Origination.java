package ca.rocketreception.twilio;

import java.util.Map;

/**
 * Where a trunk brings its calls.
 *
 * @param priority 0 to 65535; the lowest is tried first
 * @param weight 1 to 65535; shares the calls among those of one priority
 */
record Origination(String friendlyName, String sipUrl, int priority, int weight, boolean enabled) {

  /** One that Twilio has. */
  record Known(String sid, Origination origination) {

    static Known read(TwilioFields fields) {
      return new Known(
          fields.sid("OU"),
          new Origination(
              fields.textOrEmpty("friendly_name"),
              fields.textOrEmpty("sip_url"),
              fields.whole("priority"),
              fields.whole("weight"),
              fields.flag("enabled")));
    }
  }

  Map<String, String> form() {
    return Map.of(
        "FriendlyName",
        friendlyName,
        "SipUrl",
        sipUrl,
        "Priority",
        Integer.toString(priority),
        "Weight",
        Integer.toString(weight),
        "Enabled",
        Boolean.toString(enabled));
  }
}
