package ca.rocketreception.twilio;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What to set on a number. What is absent stays as it is; an empty text takes the value away.
 *
 * @param trunkSid the trunk that takes the calls; Twilio then forgets an application for voice
 */
record NumberSettings(
    Optional<String> friendlyName,
    Optional<String> trunkSid,
    Optional<String> voiceUrl,
    Optional<String> smsUrl) {

  static final NumberSettings NONE =
      new NumberSettings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  NumberSettings named(String name) {
    return new NumberSettings(Optional.of(name), trunkSid, voiceUrl, smsUrl);
  }

  NumberSettings onTrunk(String sid) {
    return new NumberSettings(friendlyName, Optional.of(sid), voiceUrl, smsUrl);
  }

  NumberSettings withVoiceAt(String url) {
    return new NumberSettings(friendlyName, trunkSid, Optional.of(url), smsUrl);
  }

  NumberSettings withTextsAt(String url) {
    return new NumberSettings(friendlyName, trunkSid, voiceUrl, Optional.of(url));
  }

  Map<String, String> form() {
    Map<String, String> form = new LinkedHashMap<>();
    friendlyName.ifPresent(name -> form.put("FriendlyName", name));
    trunkSid.ifPresent(sid -> form.put("TrunkSid", sid));
    voiceUrl.ifPresent(url -> {
      form.put("VoiceUrl", url);
      form.put("VoiceMethod", "POST");
    });
    smsUrl.ifPresent(url -> {
      form.put("SmsUrl", url);
      form.put("SmsMethod", "POST");
    });
    return form;
  }
}
