package ca.rocketreception.builtin;

import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.aSubscriber;
import static ca.rocketreception.domain.Samples.uuid;
import static ca.rocketreception.domain.Samples.weekdays;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.Fact;
import ca.rocketreception.domain.business.Holiday;
import ca.rocketreception.domain.business.Interval;
import ca.rocketreception.domain.business.OpeningHours;
import ca.rocketreception.domain.business.OwnedNumber;
import ca.rocketreception.domain.business.Subscriber;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The businesses of the dialogues. */
final class Businesses {

  private Businesses() {}

  static Business aDentist() {
    return reachedAt(
        DENTAL_NUMBER,
        aSubscriber("prairie-dental"),
        Stream.concat(
                weekdays(LocalTime.of(9, 0), LocalTime.of(17, 0)).stream(),
                Stream.of(
                    new OpeningHours(DayOfWeek.SATURDAY, LocalTime.of(10, 0), LocalTime.of(14, 0))))
            .toList(),
        List.of(
            new Holiday(LocalDate.of(2026, 12, 25), "Christmas Day", List.of()),
            new Holiday(LocalDate.of(2027, 3, 26), "Good Friday", List.of()),
            new Holiday(
                LocalDate.of(2026, 12, 24),
                "Christmas Eve",
                List.of(new Interval(LocalTime.of(9, 0), LocalTime.NOON)))),
        new Fact("address", "412 Portage Avenue, second floor, Winnipeg."),
        new Fact("parking", "Free for two hours in the lot behind the building."),
        new Fact("Do you take new patients?", "Yes, a first visit takes an hour."),
        new Fact("Do you treat children?", "Yes, from the first tooth on."),
        new Fact("payment", "Credit card, debit or e-transfer."),
        new Fact("What does a cleaning cost?", "From 129 dollars."));
  }

  static Business aBakery() {
    return reachedAt(
        new PhoneNumber("+33142685300"),
        new Subscriber(
            new SubscriberId(uuid("boulangerie")),
            new Slug("boulangerie"),
            "Boulangerie Saint-Boniface",
            Subscriber.Status.ACTIVE,
            ZoneId.of("America/Winnipeg"),
            Locale.CANADA_FRENCH,
            Optional.of(new PhoneNumber("+12045550133"))),
        weekdays(LocalTime.of(7, 0), LocalTime.of(18, 30)),
        List.of(new Holiday(LocalDate.of(2026, 12, 25), "Noël", List.of())),
        new Fact("adresse", "198, boulevard Provencher, Winnipeg."),
        new Fact("stationnement", "Gratuit dans la rue Langevin, une heure."),
        new Fact("Faites-vous des gâteaux sur commande?", "Oui, deux jours à l'avance."),
        new Fact("livraison", "Nous livrons aux restaurants seulement."),
        new Fact("paiement", "Comptant, débit et cartes de crédit."));
  }

  /** Of which nothing is known, not even a phone number. */
  static Business aStranger() {
    Subscriber known = aSubscriber("stranger");
    return business(
        new Subscriber(
            known.id(),
            known.slug(),
            known.name(),
            known.status(),
            known.zone(),
            known.language(),
            Optional.empty()),
        List.of(),
        List.of());
  }

  static Business withFacts(Business business, Fact... facts) {
    return business(business.subscriber(), business.hours(), business.holidays(), facts);
  }

  /** Its people have a phone, but callers and visitors have no number to call. */
  static Business withoutANumber(Business business) {
    return business(
        business.subscriber(),
        business.hours(),
        business.holidays(),
        business.facts().toArray(Fact[]::new));
  }

  static Business openAt(Business business, OpeningHours... hours) {
    return business(business.subscriber(), List.of(hours), List.of());
  }

  private static Business reachedAt(
      PhoneNumber number,
      Subscriber subscriber,
      List<OpeningHours> hours,
      List<Holiday> holidays,
      Fact... facts) {
    return business(subscriber, hours, holidays, facts).with(new OwnedNumber(number, false));
  }

  private static Business business(
      Subscriber subscriber, List<OpeningHours> hours, List<Holiday> holidays, Fact... facts) {
    return new Business(
        subscriber, List.of(), List.of(), hours, holidays, List.of(), List.of(facts), List.of());
  }
}
