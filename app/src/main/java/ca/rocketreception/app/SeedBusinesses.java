package ca.rocketreception.app;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.DayOfWeek.THURSDAY;
import static java.time.DayOfWeek.TUESDAY;
import static java.time.DayOfWeek.WEDNESDAY;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The businesses of a new installation: ours, and five made-up ones to show what it does. */
final class SeedBusinesses {

  static final String PLATFORM = "rocketreception";

  private static final ZoneId WINNIPEG = ZoneId.of("America/Winnipeg");
  private static final List<DayOfWeek> WEEKDAYS =
      List.of(MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY);
  private static final List<DayOfWeek> EVERY_DAY = List.of(DayOfWeek.values());

  private SeedBusinesses() {}

  static List<Business> core(Supplier<SubscriberId> ids) {
    return List.of(
        business(
                ids,
                "rocketsciencedesigns",
                "Rocket Science Designs",
                WINNIPEG,
                Locale.CANADA,
                null)
            .open(WEEKDAYS, "09:00-17:00")
            .holidays(StatutoryHolidays.manitoba(Locale.CANADA))
            .holidays(christmasEves("Christmas Eve", "09:00-12:00"))
            .fact(
                "What do you do?",
                "We design and build web sites, brands and AI receptionists for small businesses.")
            .fact(
                "How do I start a project?",
                "Leave your name and number, and we call back within one business day.")
            .fact("Where are you?", "In Winnipeg, Manitoba; we work with clients across Canada.")
            .number(Seeds.OWN_NUMBER, false)
            .build(),
        business(ids, PLATFORM, "Rocket Reception", WINNIPEG, Locale.CANADA, null)
            .fact(
                "What is this number?",
                "A shared demonstration line: say the name of a business and you are put through.")
            .number(Seeds.DEMO_NUMBER, true)
            .build());
  }

  static List<Business> demo(Supplier<SubscriberId> ids) {
    return List.of(
        business(
                ids,
                "prairie-smile-dental",
                "Prairie Smile Dental",
                WINNIPEG,
                Locale.CANADA,
                "+12045550131")
            .open(List.of(MONDAY, TUESDAY, WEDNESDAY, THURSDAY), "08:00-12:00", "13:00-17:00")
            .open(List.of(FRIDAY), "08:00-14:00")
            .holidays(StatutoryHolidays.manitoba(Locale.CANADA))
            .holidays(christmasEves("Christmas Eve", "08:00-12:00"))
            .fact("address", "412 Portage Avenue, second floor, Winnipeg.")
            .fact("parking", "Free for two hours in the lot behind the building.")
            .fact(
                "Do you take new patients?",
                "Yes, new patients are welcome; a first visit takes an hour.")
            .fact(
                "Do you see emergencies?",
                "Yes, we keep two emergency visits free each day; call before ten.")
            .fact(
                "insurance",
                "We bill most Canadian plans directly, and the Canadian Dental Care Plan.")
            .fact(
                "Do you treat children?",
                "Yes, from the first tooth on; Dr. Osei sees children on Tuesdays.")
            .build(),
        business(
                ids,
                "boulangerie-saint-boniface",
                "Boulangerie Saint-Boniface",
                WINNIPEG,
                Locale.CANADA_FRENCH,
                "+12045550132")
            .open(List.of(TUESDAY, WEDNESDAY, THURSDAY, FRIDAY), "07:00-18:00")
            .open(List.of(SATURDAY, SUNDAY), "08:00-15:00")
            .holidays(StatutoryHolidays.manitoba(Locale.CANADA_FRENCH))
            .holidays(christmasEves("Veille de Noël", "07:00-14:00"))
            .fact("adresse", "198, boulevard Provencher, Winnipeg.")
            .fact("stationnement", "Gratuit dans la rue Langevin, une heure.")
            .fact(
                "Faites-vous des gâteaux sur commande?",
                "Oui, commandez deux jours à l'avance; un acompte de 20 $ est demandé.")
            .fact(
                "Avez-vous du pain sans gluten?", "Oui, le jeudi et le samedi, jusqu'à épuisement.")
            .fact("livraison", "Nous livrons aux restaurants seulement.")
            .fact("paiement", "Comptant, débit et cartes de crédit.")
            .build(),
        business(
                ids,
                "red-river-plumbing",
                "Red River Plumbing & Heating",
                WINNIPEG,
                Locale.CANADA,
                "+12045550134")
            .open(EVERY_DAY, "00:00-00:00")
            .holidays(StatutoryHolidays.manitoba(Locale.CANADA, interval("00:00-00:00")))
            .fact("Where do you work?", "In Winnipeg and within sixty kilometres of it.")
            .fact(
                "emergencies",
                "A plumber is on call day and night; we are there within ninety minutes.")
            .fact(
                "What does a visit cost?",
                "The first half hour is 129 dollars on weekdays, 189 dollars at night and on weekends.")
            .fact(
                "Do you install furnaces?",
                "Yes, high-efficiency gas furnaces and heat pumps, with a free estimate.")
            .fact(
                "frozen pipes",
                "Shut the main valve, open a tap, and never use a flame; then call us.")
            .fact("payment", "Credit card, debit or e-transfer when the work is done.")
            .build(),
        business(
                ids,
                "exchange-taproom",
                "Exchange Taproom",
                WINNIPEG,
                Locale.CANADA,
                "+12045550135")
            .open(List.of(WEDNESDAY, THURSDAY), "16:00-00:00")
            .open(List.of(FRIDAY, SATURDAY), "16:00-02:00")
            .open(List.of(SUNDAY), "12:00-22:00")
            .holidays(StatutoryHolidays.manitoba(Locale.CANADA))
            .holidays(christmasEves("Christmas Eve", "16:00-20:00"))
            .fact("address", "71 Albert Street, in the Exchange District, Winnipeg.")
            .fact(
                "Do you take reservations?",
                "Yes, for six people or more; smaller groups just walk in.")
            .fact(
                "Is there food?",
                "Pizza from the stone oven until ten; vegan and gluten-free ones too.")
            .fact("live music", "Every Friday from nine, no cover charge.")
            .fact("Are children allowed?", "Until eight in the evening, with an adult.")
            .fact("dogs", "Welcome on the patio.")
            .build(),
        business(
                ids,
                "harbour-physio",
                "Harbour Physiotherapy",
                ZoneId.of("America/Halifax"),
                Locale.CANADA,
                "+19025550136")
            .open(List.of(MONDAY, WEDNESDAY, FRIDAY), "07:00-15:00")
            .open(List.of(TUESDAY, THURSDAY), "11:00-19:00")
            .holidays(StatutoryHolidays.novaScotia(Locale.CANADA))
            .holidays(christmasEves("Christmas Eve", "07:00-12:00"))
            .fact("address", "1505 Barrington Street, Halifax.")
            .fact("parking", "In the Scotia Square garage; we stamp your ticket.")
            .fact("Do I need a referral?", "No, though some insurers ask for one.")
            .fact(
                "What does a visit cost?", "A first visit is 110 dollars, a follow-up 85 dollars.")
            .fact("Do you treat sports injuries?", "Yes, three of our therapists work with teams.")
            .fact("cancellation", "Free until 24 hours before the visit.")
            .build());
  }

  private static List<Holiday> christmasEves(String name, String hours) {
    return Stream.of("2026-12-24", "2027-12-24")
        .map(day -> new Holiday(LocalDate.parse(day), name, List.of(interval(hours))))
        .toList();
  }

  private static Interval interval(String hours) {
    String[] ends = hours.split("-");
    return new Interval(LocalTime.parse(ends[0]), LocalTime.parse(ends[1]));
  }

  private static Draft business(
      Supplier<SubscriberId> ids,
      String slug,
      String name,
      ZoneId zone,
      Locale language,
      String phone) {
    return new Draft(
        new Subscriber(
            ids.get(),
            new Slug(slug),
            name,
            Subscriber.Status.ACTIVE,
            zone,
            language,
            Optional.ofNullable(phone).map(PhoneNumber::new)));
  }

  /** A business being written down. */
  private static final class Draft {
    private final Subscriber subscriber;
    private final List<OpeningHours> hours = new ArrayList<>();
    private final List<Holiday> holidays = new ArrayList<>();
    private final List<Fact> facts = new ArrayList<>();
    private final List<OwnedNumber> numbers = new ArrayList<>();

    Draft(Subscriber subscriber) {
      this.subscriber = subscriber;
    }

    Draft open(List<DayOfWeek> days, String... intervals) {
      for (DayOfWeek day : days) {
        for (String interval : intervals) {
          Interval times = interval(interval);
          hours.add(new OpeningHours(day, times.opens(), times.closes()));
        }
      }
      return this;
    }

    Draft holidays(List<Holiday> more) {
      holidays.addAll(more);
      return this;
    }

    Draft fact(String topic, String text) {
      facts.add(new Fact(topic, text));
      return this;
    }

    Draft number(PhoneNumber number, boolean shared) {
      numbers.add(new OwnedNumber(number, shared));
      return this;
    }

    Business build() {
      return new Business(
          subscriber, List.of(), List.of(), hours, holidays, List.of(), facts, numbers);
    }
  }
}
