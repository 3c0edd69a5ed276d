package ca.rocketreception.twilio;

import ca.rocketreception.domain.PhoneNumber;
import java.util.Optional;

/**
 * A number that the account owns. An empty text is an address that is not set. Addresses for voice
 * mean nothing while the number is on a trunk.
 */
record OwnedNumber(
    String sid,
    PhoneNumber number,
    String friendlyName,
    Optional<String> trunkSid,
    String voiceUrl,
    String smsUrl,
    boolean voice,
    boolean sms) {

  static OwnedNumber read(TwilioFields fields) {
    return new OwnedNumber(
        fields.sid("PN"),
        fields.phone("phone_number"),
        fields.textOrEmpty("friendly_name"),
        fields.sidOf("trunk_sid", "TK"),
        fields.textOrEmpty("voice_url"),
        fields.textOrEmpty("sms_url"),
        fields.can("voice"),
        fields.can("sms"));
  }
}
