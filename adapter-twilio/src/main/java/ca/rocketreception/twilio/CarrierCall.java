package ca.rocketreception.twilio;

import ca.rocketreception.domain.CarrierAddress;
import ca.rocketreception.domain.Money;
import ca.rocketreception.domain.PhoneNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One call as Twilio lists it. A call through a trunk has SIP addresses where others have numbers.
 *
 * @param from the caller's number, when it is one
 * @param to the number that was called, when there is one
 * @param direction such as trunking-originating: from the telephone network to us
 * @param trunkSid may be absent before the call has ended
 * @param duration absent while the call lasts, and when nobody answered
 * @param cost what we pay for the connection; absent until Twilio has worked it out
 */
record CarrierCall(
    String sid,
    Optional<PhoneNumber> from,
    Optional<PhoneNumber> to,
    String direction,
    String status,
    Optional<String> trunkSid,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    Optional<Duration> duration,
    Optional<Money> cost) {

  /** Empty for a row without an id: it must not hide all others. */
  static Optional<CarrierCall> read(TwilioFields fields) {
    return fields.sidOf("sid", "CA").map(sid -> read(sid, fields));
  }

  private static CarrierCall read(String sid, TwilioFields fields) {
    return new CarrierCall(
        sid,
        CarrierAddress.number(
            fields.textOrEmpty("from"), CarrierAddress.number(fields.textOrEmpty("to"))),
        CarrierAddress.number(fields.textOrEmpty("to")),
        fields.textOrEmpty("direction"),
        fields.textOrEmpty("status"),
        fields.sidOf("trunk_sid", "TK"),
        fields.instant("start_time"),
        fields.instant("end_time"),
        fields.seconds("duration"),
        fields.cost());
  }

  /** Whether it went through a trunk. */
  boolean isTrunking() {
    return direction.startsWith("trunking-");
  }
}
