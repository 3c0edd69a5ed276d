package ca.rocketreception.twilio;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a trunk is set, in Twilio's words. An empty text is a value that is not set.
 *
 * @param friendlyName by which we find it again; Twilio does not keep it unique
 * @param domainName where it takes calls out, x.pstn.twilio.com; unique among all of Twilio's
 *     customers, also for a month after the trunk was deleted
 * @param disasterRecoveryUrl asked for TwiML when the origination addresses take no call
 * @param transferMode disable-all, enable-all or sip-only
 * @param transferCallerId from-transferee or from-transferor
 * @param secure TLS and SRTP only, both ways
 */
record TrunkSettings(
    String friendlyName,
    String domainName,
    String disasterRecoveryUrl,
    String disasterRecoveryMethod,
    String transferMode,
    String transferCallerId,
    boolean secure) {

  static TrunkSettings read(TwilioFields fields) {
    return new TrunkSettings(
        fields.textOrEmpty("friendly_name"),
        fields.textOrEmpty("domain_name"),
        fields.textOrEmpty("disaster_recovery_url"),
        fields.textOrEmpty("disaster_recovery_method"),
        fields.textOrEmpty("transfer_mode"),
        fields.textOrEmpty("transfer_caller_id"),
        fields.flag("secure"));
  }

  TrunkSettings withDisasterRecovery(String url, String method) {
    return new TrunkSettings(
        friendlyName, domainName, url, method, transferMode, transferCallerId, secure);
  }

  TrunkSettings withTransfer(String mode, String callerId) {
    return new TrunkSettings(
        friendlyName,
        domainName,
        disasterRecoveryUrl,
        disasterRecoveryMethod,
        mode,
        callerId,
        secure);
  }

  TrunkSettings withSecure(boolean only) {
    return new TrunkSettings(
        friendlyName,
        domainName,
        disasterRecoveryUrl,
        disasterRecoveryMethod,
        transferMode,
        transferCallerId,
        only);
  }

  /** An address may be taken away by an empty text; the other values only be replaced. */
  Map<String, String> form() {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("FriendlyName", friendlyName);
    form.put("DomainName", domainName);
    form.put("DisasterRecoveryMethod", disasterRecoveryMethod);
    form.put("TransferMode", transferMode);
    form.put("TransferCallerId", transferCallerId);
    form.values().removeIf(String::isEmpty);
    form.put("DisasterRecoveryUrl", disasterRecoveryUrl);
    form.put("Secure", Boolean.toString(secure));
    return form;
  }
}
