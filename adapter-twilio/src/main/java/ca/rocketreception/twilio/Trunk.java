package ca.rocketreception.twilio;

/** A SIP trunk as Twilio has it. */
record Trunk(String sid, TrunkSettings settings) {

  static Trunk read(TwilioFields fields) {
    return new Trunk(fields.sid("TK"), TrunkSettings.read(fields));
  }
}
