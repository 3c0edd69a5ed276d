package ca.rocketreception.http.business;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.business.Subscriber;
import ca.rocketreception.http.request.Members;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * What somebody wants a subscriber to say of itself; what is not said stays as it is.
 *
 * @param transferNumberSaid whether it is said, if only to be nobody's
 */
record Wish(
    Optional<String> name,
    Optional<ZoneId> zone,
    Optional<Locale> language,
    boolean transferNumberSaid,
    Optional<PhoneNumber> transferNumber) {

  private static final SubscriberId NOT_YET = new SubscriberId(new UUID(0, 0));

  static Wish read(Members members) {
    return new Wish(
        members.text("name"),
        members.zone("timezone").or(() -> members.zone("zone")),
        members.language("language"),
        members.has("transferNumber"),
        members.phoneNumber("transferNumber"));
  }

  /** A newcomer, whose name, time zone and language must be said; its id comes later. */
  Subscriber newcomer(Slug slug, Members members) {
    return new Subscriber(
        NOT_YET,
        slug,
        name.orElseThrow(() -> members.missing("name")),
        Subscriber.Status.ACTIVE,
        zone.orElseThrow(() -> members.missing("timezone")),
        language.orElseThrow(() -> members.missing("language")),
        transferNumber);
  }

  Subscriber applied(Subscriber now) {
    return now.described(
        name.orElse(now.name()),
        zone.orElse(now.zone()),
        language.orElse(now.language()),
        transferNumberSaid ? transferNumber : now.transferNumber());
  }
}
