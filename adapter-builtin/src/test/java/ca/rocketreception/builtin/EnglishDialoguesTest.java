package ca.rocketreception.builtin;

import static ca.rocketreception.domain.Samples.MONDAY_MORNING;
import static ca.rocketreception.domain.Samples.MONDAY_NIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.Fact;
import ca.rocketreception.domain.business.OpeningHours;
import ca.rocketreception.domain.interaction.Matter;
import ca.rocketreception.domain.interaction.Speaker;
import ca.rocketreception.domain.interaction.Urgency;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnglishDialoguesTest {

  private static final String OFFER = "Shall I take a message for the team?";
  private static final String NAME = "What is your name?";
  private static final String CALLBACK =
      "How can the team reach you: by what phone number or e-mail address?";
  private static final String MATTER = "What is your message about?";
  private static final String URGENCY = "How urgent is it: low, normal or high?";

  private static Dialogue visitor() {
    return visitorAt(MONDAY_MORNING);
  }

  private static Dialogue visitorAt(Instant now) {
    return new Dialogue(Businesses.aDentist(), Locale.CANADA, now);
  }

  private static Dialogue visitorOfAStranger() {
    return new Dialogue(Businesses.aStranger(), Locale.CANADA, MONDAY_MORNING);
  }

  @Test
  void courtesiesAreReturned() {
    visitor()
        .says("Hi there!")
        .hears("Hello!", "The prairie-dental company", "How can I help")
        .says("thanks so much 🙏")
        .hears("You are welcome");
    visitor().says("Thanks for all the info!").hears("You are welcome");
    visitor().says("👋").hears("How can I help");
    assertThat(visitor().says("Thanks, bye!").hears("Goodbye!").last().ended()).isTrue();
    assertThat(visitor().says("thanks").last().ended()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Are you open?",
        "are you guys still open right now",
        "R U OPEN??",
        "Good morning, are you open?",
        "Hi, when do you close?",
        "What time do you close",
        "is the office open now?",
        "open?"
      })
  void whetherItIsOpenNowIsTold(String question) {
    visitor().says(question).hearsOnly("We are open now. Today's hours: 9:00 AM to 5:00 PM.");
    visitorAt(MONDAY_NIGHT)
        .says(question)
        .hearsOnly("We are closed now. We open tomorrow at 9:00 AM.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Are you open today?                | Today, Monday, November 23: 9:00 AM to 5:00 PM.
          Are you open tomorrow?             | Tomorrow, Tuesday, November 24: 9:00 AM to 5:00 PM.
          Are you open the day after tomorrow? | Wednesday, November 25: 9:00 AM to 5:00 PM.
          When do you close on Saturday?     | Saturday, November 28: 10:00 AM to 2:00 PM.
          what are your sunday hours         | Sunday, November 29: closed.
          Are you open next Monday?          | Monday, November 30: 9:00 AM to 5:00 PM.
          Are you closed on Mondays?         | Today, Monday, November 23: 9:00 AM to 5:00 PM.
          are you open on the weekend        | Saturday, November 28: 10:00 AM to 2:00 PM.
          are you open on christmas day?     | Friday, December 25 (Christmas Day): closed.
          Are you open on Christmas Eve?     | Thursday, December 24 (Christmas Eve): 9:00 AM to 12:00 PM.
          Are you open at Christmas?         | Friday, December 25 (Christmas Day): closed.
          open on holidays?                  | Friday, December 25 (Christmas Day): closed.
          are you open on December 24th?     | Thursday, December 24 (Christmas Eve): 9:00 AM to 12:00 PM.
          open on the 24th of December?      | Thursday, December 24 (Christmas Eve): 9:00 AM to 12:00 PM.
          Are you open on Jan 4?             | Monday, January 4: 9:00 AM to 5:00 PM.
          are you open on february 29        | Tuesday, February 29: 9:00 AM to 5:00 PM.
          are you open on boxing day?        | I have nothing noted about that day.
          What about Saturday?               | Saturday, November 28: 10:00 AM to 2:00 PM.
          Saturday?                          | Saturday, November 28: 10:00 AM to 2:00 PM.
          and tomorrow?                      | Tomorrow, Tuesday, November 24
          """)
  void theHoursOfADayAreTold(String question, String told) {
    visitor().says(question).hears(told);
  }

  @Test
  void theWholeWeekIsToldWithTheNextExceptions() {
    visitor()
        .says("What are your hours?")
        .hearsOnly(
            """
            Monday to Friday: 9:00 AM to 5:00 PM.
            Saturday: 10:00 AM to 2:00 PM.
            Sunday: closed.\
            """);
    visitorAt(Instant.parse("2026-12-20T16:00:00Z"))
        .says("opening hours please")
        .hears(
            "Monday to Friday: 9:00 AM to 5:00 PM.",
            "Friday, December 25 (Christmas Day): closed.");
  }

  @Test
  void theDayIsTheOneOfTheBusinesssZone() {
    visitorAt(MONDAY_NIGHT).says("Are you open today?").hears("Today, Monday, November 23");
  }

  @Test
  void hoursThatNobodyToldAreNotMadeUp() {
    visitorOfAStranger()
        .says("Are you open on Saturday?")
        .doesNotHear("open.")
        .hears("I have nothing noted about that day.", OFFER);
    visitorOfAStranger()
        .says("What are your hours?")
        .hearsOnly("I do not have the opening hours at hand.", OFFER);
    new Dialogue(
            Businesses.withFacts(
                Businesses.aStranger(), new Fact("opening hours", "By appointment only.")),
            Locale.CANADA,
            MONDAY_MORNING)
        .says("What are your opening hours?")
        .hearsOnly("Opening hours: By appointment only.");
  }

  @Test
  void theBusinesssPhoneNumberIsToldWhenAsked() {
    visitor()
        .says("What's your phone number?")
        .hearsOnly("You can call The prairie-dental company at 204-555-0110.");
    visitor().says("can I call you").hears("204-555-0110");
    visitorOfAStranger()
        .says("What's your phone number?")
        .hearsOnly("I do not have a phone number to give you.", OFFER);
  }

  @Test
  void whereItsPeopleAreReachedIsToldNobody() {
    Business withoutANumber = Businesses.withoutANumber(Businesses.aDentist());
    assertThat(withoutANumber.subscriber().transferNumber()).isPresent();

    new Dialogue(withoutANumber, Locale.CANADA, MONDAY_MORNING)
        .says("What's your phone number?")
        .hearsOnly("I do not have a phone number to give you.", OFFER)
        .says("Can I speak to a real person please?")
        .hears("cannot put you through", OFFER)
        .doesNotHear("555");
  }

  @Test
  void afterMidnightTheNightsHoursAreStillInForce() {
    Business bar =
        Businesses.openAt(
            Businesses.aDentist(),
            new OpeningHours(DayOfWeek.FRIDAY, LocalTime.of(16, 0), LocalTime.of(2, 0)));
    ZoneId zone = bar.subscriber().zone();
    Instant night = LocalDateTime.parse("2026-11-28T01:00").atZone(zone).toInstant();

    new Dialogue(bar, Locale.CANADA, night)
        .says("Are you open?")
        .hearsOnly("We are open now, until 2:00 AM.")
        .says("What are your hours today?")
        .hearsOnly("Today, Saturday, November 28: until 2:00 AM.")
        .says("And on Saturday?")
        .hears("until 2:00 AM");
    new Dialogue(bar, Locale.CANADA_FRENCH, night)
        .says("Êtes-vous ouverts aujourd’hui?")
        .hearsOnly("Aujourd’hui, samedi 28 novembre : jusqu'à 2 h.");
    new Dialogue(bar, Locale.CANADA, night.plus(Duration.ofHours(1)))
        .says("Are you open?")
        .hearsOnly("We are closed now. We open on Friday at 4:00 PM.")
        .says("What are your hours today?")
        .hearsOnly("Today, Saturday, November 28: closed.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Where are you?                        | 412 Portage Avenue, second floor, Winnipeg.
          Where are you located exactly?        | 412 Portage Avenue, second floor, Winnipeg.
          what's your address                   | 412 Portage Avenue, second floor, Winnipeg.
          Where can I park my car?              | Free for two hours in the lot behind the building.
          Is there parking?                     | Parking: Free for two hours
          Do you take new patients?             | Yes, a first visit takes an hour.
          I am a new patient, do you take me?   | Do you take new patients?
          do you treat kids                     | Do you treat children?
          How can I pay?                        | Payment: Credit card, debit or e-transfer.
          how much is a cleaning                | What does a cleaning cost?
          """)
  void factsAreToldAsTheyStand(String question, String told) {
    visitor().says(question).hears(told);
  }

  @Test
  void atMostTwoFactsAreTold() {
    assertThat(
            new Dialogue(
                    Businesses.withFacts(
                        Businesses.aDentist(),
                        new Fact("visit one", "A."),
                        new Fact("visit two", "B."),
                        new Fact("visit three", "C.")),
                    Locale.CANADA,
                    MONDAY_MORNING)
                .says("visit")
                .last()
                .texts())
        .containsExactly("Visit one: A.", "Visit three: C.");
  }

  @Test
  void whatIsNotKnownIsSaidPlainlyAndAMessageOffered() {
    visitor()
        .says("Do you sell unicorn saddles?")
        .hearsOnly("I am sorry, I do not know the answer to that.", OFFER)
        .says("no thanks")
        .hears("All right.")
        .doesNotHear(OFFER);
  }

  @Test
  void whatMayBeBesideTheQuestionIsToldAsSuch() {
    visitor()
        .says("Do you treat horses?")
        .hears(
            "I am not sure, but this may help",
            "Do you treat children?\nYes, from the first tooth on.",
            OFFER);
  }

  @Test
  void twoQuestionsInOneMessageAreBothAnswered() {
    visitor()
        .says("Hello! Are you open on Saturday? And where can I park?")
        .hears("Saturday, November 28: 10:00 AM to 2:00 PM.", "Free for two hours");
    visitor()
        .types("are you open tomorrow?")
        .says("do you sell unicorns?")
        .hears("Tomorrow, Tuesday", "I do not know", OFFER);
  }

  @Test
  void whoAsksForAPersonIsOfferedAMessage() {
    visitor()
        .says("Can I speak to a real person please?")
        .hears("automated", "204-555-0110", OFFER)
        .says("yes please")
        .hearsOnly(NAME);
    visitor().says("Can you transfer me?").hears("cannot put you through", OFFER);
    visitor().says("Is there anyone I can talk to?").hears("cannot put you through", OFFER);
    visitor().says("are you a robot?").hears("automated receptionist");
  }

  @Test
  void aMessageIsTakenStepByStep() {
    Matter taken =
        visitor()
            .says("I'd like to leave a message")
            .hearsOnly(NAME)
            .nothingIsTaken()
            .says("My name is Zoë O’Brien.")
            .hearsOnly(CALLBACK)
            .nothingIsTaken()
            .says("call me at (204) 555-0100 after five")
            .hearsOnly(MATTER)
            .nothingIsTaken()
            .says("My tooth hurts… ½ of it. Are you open on Saturday?")
            .hearsOnly(URGENCY)
            .nothingIsTaken()
            .says("quite urgent!")
            .hears("Zoë O’Brien", "(204) 555-0100", "My tooth hurts", "high")
            .taken();

    assertThat(taken)
        .isEqualTo(
            new Matter(
                "Zoë O’Brien",
                "(204) 555-0100",
                "My tooth hurts… ½ of it. Are you open on Saturday?",
                Urgency.HIGH));
  }

  @Test
  void aMessageIsTakenOnceAndTheTalkGoesOn() {
    visitorWhoLeftAMessage()
        .says("thanks")
        .hears("You are welcome")
        .nothingIsTaken()
        .says("high")
        .nothingIsTaken()
        .says("can I leave another message?")
        .hearsOnly(NAME)
        .says("Ann")
        .hearsOnly(CALLBACK);
  }

  private static Dialogue visitorWhoLeftAMessage() {
    Dialogue visitor =
        visitor()
            .says("take a message")
            .says("Bob")
            .says("bob@example.com")
            .says("Bill")
            .says("low");
    assertThat(visitor.taken())
        .isEqualTo(new Matter("Bob", "bob@example.com", "Bill", Urgency.LOW));
    return visitor;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"cancel", "Never mind.", "no thanks", "Stop!", "I changed my mind", "forget it"})
  void aMessageCanBeCancelledAtEveryStep(String word) {
    visitor().says("leave a message").says(word).hears("I have not taken a message");
    visitor().says("leave a message").says("Bob").says(word).hears("I have not taken a message");
    visitor()
        .says("leave a message")
        .says("Bob")
        .says("bob@example.com")
        .says(word)
        .hears("I have not taken a message")
        .says("low")
        .nothingIsTaken();
    visitor()
        .says("leave a message")
        .says("Bob")
        .says("bob@example.com")
        .says("Bill")
        .says(word)
        .hears("I have not taken a message")
        .nothingIsTaken();
  }

  @Test
  void cancellingAnAppointmentIsAMatterAndCancelsNoMessage() {
    assertThat(
            visitor()
                .says("leave a message")
                .says("Bob")
                .says("bob@example.com")
                .says("I need to cancel my appointment")
                .hearsOnly(URGENCY)
                .says("normal")
                .taken()
                .matter())
        .isEqualTo("I need to cancel my appointment");
  }

  @Test
  void whatWasSaidBeforeCanBeCorrected() {
    Matter taken =
        visitor()
            .says("leave a message")
            .says("Bob")
            .says("sorry, my name is Robert")
            .hearsOnly("Noted. " + CALLBACK)
            .says("bob@example.com")
            .says("wait, 204-555-0100 is better")
            .hearsOnly("Noted. " + MATTER)
            .says("(204) 555-0101")
            .hearsOnly("Noted. " + MATTER)
            .says("An invoice")
            .says("actually use rob@example.com")
            .hearsOnly("Noted. " + URGENCY)
            .says("no rush")
            .taken();

    assertThat(taken).isEqualTo(new Matter("Robert", "rob@example.com", "An invoice", Urgency.LOW));
  }

  @Test
  void questionsInBetweenAreAnsweredAndTheMessageGoesOn() {
    visitor()
        .says("leave a message")
        .says("when do you close today?")
        .hears("Today, Monday, November 23", NAME)
        .says("Bob")
        .says("do you treat children?")
        .hears("from the first tooth on", CALLBACK)
        .says("why do you ask?")
        .hears("I do not know", CALLBACK)
        .says("bob@example.com")
        .hearsOnly(MATTER);
  }

  @Test
  void nameAndNumberInOneAnswerAreBothHeard() {
    visitor().says("leave a message").says("Bob Ray, 204-555-0100").hearsOnly(MATTER);
    visitor()
        .says("leave a message")
        .says("204-555-0100")
        .hearsOnly("Noted. " + NAME)
        .says("Bob")
        .hearsOnly(MATTER);
  }

  @Test
  void whatWasToldAtTheStartIsNotAskedForAgain() {
    visitor()
        .says("Hi, my name is Bob Ray, please call me back at 204-555-0100.")
        .hearsOnly(MATTER)
        .says("A crown")
        .says("normal")
        .hears("Bob Ray", "204-555-0100", "A crown");
    visitor()
        .says("Do you sell unicorns?")
        .hears(OFFER)
        .says("Yes, I'm at bob@example.com")
        .hearsOnly(NAME)
        .says("Bob")
        .hearsOnly(MATTER);
    visitor()
        .says("Can I leave a message? My name is Bob and I am late.")
        .hearsOnly(CALLBACK)
        .says("cancel")
        .says("leave a message")
        .hearsOnly(NAME);
  }

  @Test
  void whoTellsHowToBeReachedIsAskedForTheRest() {
    visitor().says("my phone number is 204 555 0100").hearsOnly(NAME).says("Jim").hearsOnly(MATTER);
    visitor()
        .says("There is a leak, can someone come? My name is Jim and my number is 204-555-0166")
        .hears("I do not know", MATTER);
    visitor()
        .says("My name is Jim. Do you sell unicorns?")
        .hears(OFFER)
        .says("yes")
        .hearsOnly(CALLBACK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"I have a question", "help", "can you help me?", "yes", "...", ""})
  void whoHasNotAskedYetIsAskedWhat(String words) {
    visitor().says(words).hears("How can I help you?").doesNotHear(OFFER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "🙂🙂",
        "12",
        "hello",
        "yes",
        "I'd rather not say",
        "?",
        "a b c d e f g h i j",
        "   ",
        "ok thanks"
      })
  void whatIsNoNameIsAskedForAgain(String answer) {
    visitor().says("leave a message").says(answer).hears("just your name", NAME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bob", "Łukasz Żak", "李小龍", "Jean-Luc d'Arc", "Dr. Osei", "محمد"})
  void namesOfAllAlphabetsAreNames(String name) {
    visitor().says("leave a message").says(name).hearsOnly(CALLBACK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "call me",
        "555",
        "555-0100",
        "0000000000",
        "bob@localhost",
        "@",
        "2026-11-23",
        "12345678901234567890",
        "bob at gmail",
        "🙂"
      })
  void whatReachesNobodyIsAskedForAgain(String answer) {
    visitor()
        .says("leave a message")
        .says("Bob")
        .says(answer)
        .hears("whole phone number or e-mail address", CALLBACK)
        .nothingIsTaken();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          +1 204 555 0100            | +1 204 555 0100
          +47 22 12 34 56            | +47 22 12 34 56
          it's 204.555.0100.         | 204.555.0100
          204-555-0100 ext. 12       | 204-555-0100 ext. 12
          2045550100                 | 2045550100
          mail bob.ray+x@mail.example.co.uk please | bob.ray+x@mail.example.co.uk
          204‑555‑0100               | 204‑555‑0100
          204 555 0100               | 204 555 0100
          """)
  void numbersAndAddressesAreKeptAsTheyWereTyped(String answer, String kept) {
    assertThat(
            visitor()
                .says("leave a message")
                .says("Bob")
                .says(answer)
                .hearsOnly(MATTER)
                .says("x")
                .says("low")
                .taken()
                .callback())
        .isEqualTo(kept);
  }

  @ParameterizedTest
  @CsvSource({
    "low, LOW",
    "not urgent, LOW",
    "not very urgent, LOW",
    "no, LOW",
    "no rush at all, LOW",
    "whenever you can, LOW",
    "Normal., NORMAL",
    "medium, NORMAL",
    "HIGH!!, HIGH",
    "asap please, HIGH",
    "it's an emergency, HIGH",
    "yes, HIGH"
  })
  void urgencyIsHeardInManyWords(String answer, Urgency urgency) {
    assertThat(
            visitor()
                .says("leave a message")
                .says("Bob")
                .says("bob@example.com")
                .says("Bill")
                .says(answer)
                .taken()
                .urgency())
        .isEqualTo(urgency);
  }

  @Test
  void whoDoesNotSayHowUrgentItIsIsAskedOnceMoreAndThenItIsNormal() {
    assertThat(
            visitor()
                .says("leave a message")
                .says("Bob")
                .says("bob@example.com")
                .says("Bill")
                .says("🤷")
                .hears("how urgent it is.", URGENCY)
                .nothingIsTaken()
                .says("banana")
                .hears("Urgency: normal")
                .taken()
                .urgency())
        .isEqualTo(Urgency.NORMAL);
  }

  @Test
  void whoAnswersTheOfferWithAnotherQuestionIsAnswered() {
    visitor()
        .says("Do you sell unicorns?")
        .hears(OFFER)
        .says("Where can I park?")
        .hears("Free for two hours");
  }

  @Test
  void aVeryLongMatterIsTakenWholeAndRepeatedShortly() {
    String matter = "a tooth ".repeat(500).strip();
    Dialogue visitor =
        visitor()
            .says("leave a message")
            .says("Bob")
            .says("bob@example.com")
            .says(matter)
            .says("low");

    assertThat(visitor.taken().matter()).isEqualTo(matter);
    assertThat(visitor.last().texts().getFirst()).hasSizeLessThan(1000);
  }

  @Test
  void severalLongMessagesAreTakenUpToTheLimit() {
    assertThat(
            visitor()
                .says("leave a message")
                .says("Bob")
                .says("bob@example.com")
                .types("🙂x".repeat(1333))
                .says("y".repeat(4000))
                .says("low")
                .taken()
                .matter())
        .hasSizeBetween(3990, 4000);
  }

  @Test
  void afterAVeryLongTalkAMessageIsTakenAllTheSame() {
    Dialogue visitor = visitor();
    for (int turn = 0; turn < 2500; turn++) {
      visitor.types("Hm.").said(Speaker.AGENT, "Yes?");
    }
    assertThat(
            visitor
                .says("leave a message")
                .says("Bob")
                .says("bob@example.com")
                .says("Bill")
                .says("low")
                .taken()
                .name())
        .isEqualTo("Bob");
  }

  @Test
  void aTalkThatAnotherAiBeganIsGoneOnWith() {
    visitor()
        .said(Speaker.AGENT, "Good day, I am Ava. May I have your shoe size?")
        .types("44")
        .said(Speaker.AGENT, "Wonderful.")
        .says("Where can I park?")
        .hears("Free for two hours");
  }

  @Test
  void afterAPersonSpokeOurQuestionNoLongerStands() {
    visitor()
        .says("leave a message")
        .hearsOnly(NAME)
        .said(Speaker.STAFF, "Hi, Dana here. Who are you looking for?")
        .says("Are you open tomorrow?")
        .hears("Tomorrow, Tuesday")
        .doesNotHear(NAME);
  }

  @Test
  void aQuestionOfFourThousandCharactersIsAnswered() {
    visitor().says("parking ".repeat(500)).hears("Free for two hours");
    visitor().says("z".repeat(4000)).hears(OFFER);
    visitor().says("? ! ".repeat(1000)).hears("How can I help");
    visitor().says("are you ".repeat(500)).hears(OFFER);
  }
}
