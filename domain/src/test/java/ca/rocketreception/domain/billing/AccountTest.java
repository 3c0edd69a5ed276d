package ca.rocketreception.domain.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.rocketreception.domain.Days;
import ca.rocketreception.domain.Discrepancy;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.usage.Meter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AccountTest {

  private static final Currency CAD = Currency.getInstance("CAD");
  private static final SubscriberId DENTIST = new SubscriberId(new UUID(0, 1));
  private static final Slug CLINIC = new Slug("clinic");
  private static final YearMonth SEPTEMBER = YearMonth.of(2026, 9);
  private static final YearMonth OCTOBER = YearMonth.of(2026, 10);

  private static PlanVersion clinic(String from, String baseFee, String minute) {
    return new PlanVersion(
        CLINIC,
        "Clinic",
        CAD,
        LocalDate.parse(from),
        new BigDecimal(baseFee),
        List.of(
            new Rate(
                Meter.VOICE_SECONDS,
                new BigDecimal("60"),
                false,
                Optional.of(new Rounding(30, 6)),
                new BigDecimal("600"),
                List.of(Tier.open(new BigDecimal(minute)))),
            Rate.flat(Meter.TAKEN_MESSAGES, "1", "0.50"),
            numbers("1", "2")));
  }

  private static Rate numbers(String included, String price) {
    return new Rate(
        Meter.NUMBER_MONTHS,
        BigDecimal.ONE,
        false,
        Optional.empty(),
        new BigDecimal(included),
        List.of(Tier.open(new BigDecimal(price))));
  }

  private static Tax tax(String code, String percent) {
    return new Tax(
        new Slug(code), code.toUpperCase(), LocalDate.parse("2020-01-01"), new BigDecimal(percent));
  }

  private static Subscription from(String day, String discount, String... taxes) {
    return new Subscription(
        DENTIST,
        LocalDate.parse(day),
        Optional.of(CLINIC),
        Optional.empty(),
        List.of(),
        new BigDecimal(discount),
        Stream.of(taxes).map(Slug::new).toList());
  }

  private static Account account(
      List<Subscription> subscriptions, List<PlanVersion> versions, List<Statement> issued) {
    return new Account(
        DENTIST,
        new Slug("dental"),
        "Prairie Smile Dental",
        ZoneId.of("America/Winnipeg"),
        StatementWording.ENGLISH,
        subscriptions,
        versions,
        List.of(tax("gst", "5"), tax("pst", "7")),
        List.of(issuer("2026-01-01", "First"), issuer("2026-11-30", "Second")),
        issued);
  }

  private static Issuer issuer(String from, String name) {
    return new Issuer(
        LocalDate.parse(from), name, "1 Main Street", Optional.empty(), Optional.empty());
  }

  @Test
  void aStatementIsOfWhoChargesOnItsLastDay() {
    Account account = plain();

    assertThat(account.draft(YearMonth.of(2026, 10), new LedgerOf()).issuer())
        .contains(issuer("2026-01-01", "First"));
    assertThat(account.draft(YearMonth.of(2026, 11), new LedgerOf()).issuer())
        .contains(issuer("2026-11-30", "Second"));
  }

  private static Account plain(Statement... issued) {
    return account(
        List.of(from("2026-09-01", "0", "gst", "pst")),
        List.of(clinic("2026-01-01", "99", "0.15")),
        List.of(issued));
  }

  private static Statement issued(Statement draft, Ledger ledger) {
    return draft.issued(
        new Statement.Issue(
            new StatementId(new UUID(1, draft.month().getMonthValue())),
            Instant.parse("2026-11-01T06:00:00Z"),
            ledger.end(),
            Optional.empty(),
            true));
  }

  private static List<String> shown(Statement statement) {
    return statement.lines().stream()
        .map(line ->
            line.kind()
                + line.used().map(used -> " " + used.meter()).orElse("")
                + " "
                + line.amount().toPlainString())
        .toList();
  }

  @Test
  void aMonthIsTheBaseFeeTheUseTheDiscountAndTheTaxes() {
    Account account =
        account(
            List.of(from("2026-09-01", "10", "gst", "pst")),
            List.of(clinic("2026-01-01", "99", "0.15")),
            List.of());
    LedgerOf ledger =
        new LedgerOf()
            .write("a", Meter.VOICE_SECONDS, "2026-09-01", "641")
            .write("b", Meter.VOICE_SECONDS, "2026-09-30", "12")
            .write("c", Meter.TAKEN_MESSAGES, "2026-09-30", "1")
            .write("d", Meter.VOICE_SECONDS, "2026-10-01", "9999");

    Statement draft = account.draft(SEPTEMBER, ledger);

    // 642 + 30 s less 600 are 72 s: 1.2 minutes, 0.18. 10 % off 99.68 is 9.97; 89.71 is taxed
    assertThat(shown(draft))
        .containsExactly(
            "BASE_FEE 99.00",
            "USAGE VOICE_SECONDS 0.18",
            "USAGE TAKEN_MESSAGES 0.50",
            "DISCOUNT -9.97",
            "TAX 4.49",
            "TAX 6.28");
    assertThat(draft.total().text()).isEqualTo("100.48");
    assertThat(draft.number()).isEqualTo("dental-2026-09");
    assertThat(draft.isFinal()).isFalse();
  }

  private static Account reading(StatementWording wording, Account account) {
    return new Account(
        account.subscriber(),
        account.slug(),
        account.name(),
        account.zone(),
        wording,
        account.subscriptions(),
        account.versions(),
        account.taxes(),
        account.issuers(),
        account.issued());
  }

  @Test
  void aFinalStatementKeepsItsWordsWhateverLanguageTheBusinessReadsNow() {
    Account account =
        account(
            List.of(from("2026-09-11", "10", "gst")),
            List.of(clinic("2026-01-01", "99", "0.15")),
            List.of());
    LedgerOf ledger = new LedgerOf().write("a", Meter.VOICE_SECONDS, "2026-09-12", "641");
    for (StatementWording then : StatementWording.values()) {
      Statement kept = issued(reading(then, account).draft(SEPTEMBER, ledger), ledger);
      for (StatementWording now : StatementWording.values()) {
        assertThat(reading(now, account).discrepancies(kept, ledger)).isEmpty();
      }
    }
    assertThat(reading(StatementWording.FIRST, account).draft(SEPTEMBER, ledger).lines())
        .extracting(StatementLine::words)
        .containsExactly("Clinic, 20 of 30 days", "Clinic", "Discount 10 %", "GST 5 %");
    assertThat(reading(StatementWording.FRENCH, account).draft(SEPTEMBER, ledger).lines())
        .extracting(StatementLine::words)
        .containsExactly(
            "Clinic, 20 jours sur 30", "Clinic : appels pris en charge", "Remise 10 %", "GST 5 %");
  }

  @Test
  void theWordsOfAFinalLineAreOfTheirTimeAndItsNumbersAreNot() {
    Account account = plain();
    LedgerOf ledger = new LedgerOf().write("a", Meter.VOICE_SECONDS, "2026-09-12", "3600");
    Statement kept = issued(account.draft(SEPTEMBER, ledger), ledger);

    assertThat(found(account, ledger, kept, line -> otherwise(line, "CA$ ", "0", "0", 0)))
        .isEmpty();
    assertThat(found(account, ledger, kept, line -> otherwise(line, "$", "0.01", "0", 0)))
        .hasSize(kept.lines().size());
    assertThat(found(account, ledger, kept, line -> otherwise(line, "$", "0", "1", 0))).hasSize(1);
    assertThat(found(account, ledger, kept, line -> otherwise(line, "$", "0", "0", 1)))
        .hasSize(kept.lines().size());
  }

  private static List<Discrepancy> found(
      Account account, LedgerOf ledger, Statement kept, UnaryOperator<StatementLine> change) {
    return account.discrepancies(lines(kept, change), ledger);
  }

  /** A line in other words and signs, of another amount, of more use, or some days later. */
  private static StatementLine otherwise(
      StatementLine line, String dollar, String more, String used, int days) {
    return new StatementLine(
        line.seq(),
        line.kind(),
        new Days(line.days().from().plusDays(days), line.days().to()),
        line.words().replace(' ', '\u202F'),
        line.used()
            .map(of ->
                new StatementLine.Used(
                    of.meter(),
                    of.quantity().add(new BigDecimal(used)),
                    of.count(),
                    of.counted(),
                    of.included(),
                    of.prices().replace("$", dollar))),
        line.amount().add(new BigDecimal(more)).setScale(4));
  }

  private static Statement lines(Statement of, UnaryOperator<StatementLine> change) {
    return new Statement(
        of.subscriber(),
        of.kind(),
        of.number(),
        of.month(),
        of.days(),
        of.currency(),
        of.name(),
        of.zone(),
        of.wording(),
        of.issuer(),
        of.issue(),
        of.lines().stream().map(change).toList());
  }

  @Test
  void aMonthThatBeginsInTheMiddleIsPaidByTheDay() {
    Account account =
        account(
            List.of(from("2026-02-15", "0")),
            List.of(clinic("2026-01-01", "99", "0.15")),
            List.of());
    LedgerOf ledger =
        new LedgerOf()
            .write("a", Meter.VOICE_SECONDS, "2026-02-14", "6000")
            .write("b", Meter.VOICE_SECONDS, "2026-02-15", "360");

    Statement draft = account.draft(YearMonth.of(2026, 2), ledger);

    // 14 of 28 days: 300 s are included
    assertThat(shown(draft)).containsExactly("BASE_FEE 49.50", "USAGE VOICE_SECONDS 0.15");
    assertThat(draft.days())
        .isEqualTo(new Days(LocalDate.parse("2026-02-15"), LocalDate.parse("2026-03-01")));
  }

  @Test
  void newPricesHoldFromTheirDayOn() {
    Account account =
        account(
            List.of(from("2026-09-01", "0")),
            List.of(clinic("2026-01-01", "90", "0.15"), clinic("2026-09-11", "120", "0.30")),
            List.of());
    LedgerOf ledger =
        new LedgerOf()
            .write("a", Meter.VOICE_SECONDS, "2026-09-10", "260")
            .write("b", Meter.VOICE_SECONDS, "2026-09-11", "460");

    assertThat(shown(account.draft(SEPTEMBER, ledger)))
        .containsExactly(
            "BASE_FEE 30.00",
            "USAGE VOICE_SECONDS 0.16", // 264 s less 200
            "BASE_FEE 80.00",
            "USAGE VOICE_SECONDS 0.31"); // 462 s less 400
  }

  @Test
  void aNumberIsIncludedWholeInAMonthThatBeginsInTheMiddle() {
    Account account =
        account(
            List.of(from("2026-02-15", "0")),
            List.of(clinic("2026-01-01", "99", "0.15")),
            List.of());
    LedgerOf ledger = new LedgerOf().write("a", Meter.NUMBER_MONTHS, "2026-02-15", "1");

    assertThat(shown(account.draft(YearMonth.of(2026, 2), ledger)))
        .containsExactly("BASE_FEE 49.50", "USAGE NUMBER_MONTHS 0.00");
  }

  @Test
  void aNumberThatWasCountedBeforeTheFirstDayWithAPlanIsOnThatMonthsStatement() {
    Account account =
        account(
            List.of(from("2026-02-15", "0")),
            List.of(clinic("2026-01-01", "99", "0.15")),
            List.of());
    LedgerOf ledger =
        new LedgerOf()
            .write("a", Meter.NUMBER_MONTHS, "2026-02-01", "1")
            .write("b", Meter.NUMBER_MONTHS, "2026-02-20", "1")
            .write("a", Meter.NUMBER_MONTHS, "2026-03-01", "1");

    Statement draft = account.draft(YearMonth.of(2026, 2), ledger);

    assertThat(shown(draft)).containsExactly("BASE_FEE 49.50", "USAGE NUMBER_MONTHS 2.00");
    assertThat(draft.lines().getLast().days())
        .isEqualTo(new Days(LocalDate.parse("2026-02-01"), LocalDate.parse("2026-03-01")));
  }

  @Test
  void numbersArePricedOnceWhenPricesChangeByThoseOfTheFirstDayInTheMonth() {
    Account account =
        account(
            List.of(from("2026-09-01", "0")),
            List.of(clinic("2026-01-01", "90", "0.15"), clinic("2026-09-11", "120", "0.30")),
            List.of());
    LedgerOf ledger =
        new LedgerOf()
            .write("a", Meter.NUMBER_MONTHS, "2026-09-01", "1")
            .write("b", Meter.NUMBER_MONTHS, "2026-09-20", "1");

    assertThat(shown(account.draft(SEPTEMBER, ledger)))
        .containsExactly("BASE_FEE 30.00", "USAGE NUMBER_MONTHS 2.00", "BASE_FEE 80.00");
  }

  @Property(tries = 100)
  void howeverAMonthIsPartedItsNumbersCostTheSame(
      @ForAll @Size(max = 5) List<@IntRange(min = 1, max = 30) Integer> cuts,
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 30) Integer> counted) {
    LedgerOf ledger = new LedgerOf();
    for (int number = 0; number < counted.size(); number++) {
      ledger.write(
          new LedgerOf.Line(
              "number " + number,
              Meter.NUMBER_MONTHS,
              SEPTEMBER.atDay(counted.get(number)),
              BigDecimal.ONE));
    }
    List<PlanVersion> versions = new ArrayList<>(List.of(clinic("2026-01-01", "99", "0.15")));
    cuts.stream()
        .distinct()
        .forEach(day -> versions.add(clinic(SEPTEMBER.atDay(day).toString(), "99", "0.1" + day)));

    BigDecimal charged =
        account(List.of(from("2026-08-10", "0")), versions, List.of())
            .draft(SEPTEMBER, ledger)
            .lines()
            .stream()
            .filter(line -> line.used().isPresent())
            .map(StatementLine::amount)
            .reduce(BigDecimal.ZERO, BigDecimal::add);

    assertThat(charged).isEqualByComparingTo(BigDecimal.valueOf(2L * (counted.size() - 1)));
  }

  @Test
  void whatAStatementOfTheOldRulePartedStaysAndIsNoDifference() {
    Account account =
        account(
            List.of(from("2026-08-16", "0")),
            List.of(clinic("2026-01-01", "93", "0.15")),
            List.of());
    YearMonth august = YearMonth.of(2026, 8);
    Days days = new Days(LocalDate.parse("2026-08-16"), LocalDate.parse("2026-09-01"));
    LedgerOf ledger = new LedgerOf().write("a", Meter.NUMBER_MONTHS, "2026-08-16", "1");
    Statement draft = account.draft(august, ledger);
    Statement old =
        new Statement(
                draft.subscriber(),
                draft.kind(),
                draft.number(),
                august,
                days,
                CAD,
                draft.name(),
                draft.zone(),
                StatementWording.FIRST,
                draft.issuer(),
                Optional.empty(),
                List.of(
                    draft.lines().getFirst(),
                    new StatementLine(
                        2,
                        StatementLine.Kind.USAGE,
                        days,
                        "Clinic",
                        Optional.of(
                            new StatementLine.Used(
                                Meter.NUMBER_MONTHS,
                                BigDecimal.ONE,
                                1,
                                BigDecimal.ONE,
                                new BigDecimal("0.516129"),
                                numbers("1", "2").words())),
                        new BigDecimal("0.97"))))
            .issued(
                new Statement.Issue(
                    new StatementId(new UUID(1, 8)),
                    Instant.parse("2026-09-01T06:00:00Z"),
                    ledger.end(),
                    Optional.empty(),
                    false));

    Account billed = account(account.subscriptions(), account.versions(), List.of(old));
    assertThat(billed.discrepancies(old, ledger)).isEmpty();
    ledger.write("b", Meter.NUMBER_MONTHS, "2026-08-20", "1");
    assertThat(shown(billed.draft(SEPTEMBER, ledger)))
        .containsExactly("BASE_FEE 93.00", "LATE_USAGE NUMBER_MONTHS 2.00");
  }

  @Test
  void aMonthThatIsFinalTakesNoFurtherSubscription() {
    Account ended =
        account(
            List.of(
                from("2026-09-01", "0"),
                new Subscription(
                    DENTIST,
                    LocalDate.parse("2026-09-15"),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    BigDecimal.ZERO,
                    List.of())),
            List.of(clinic("2026-01-01", "90", "0.15")),
            List.of());
    LedgerOf ledger = new LedgerOf();
    Account billed =
        account(
            ended.subscriptions(),
            ended.versions(),
            List.of(issued(ended.draft(SEPTEMBER, ledger), ledger)));

    assertThatThrownBy(() -> billed.subscribe(from("2026-09-20", "0")))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("dental-2026-09");
    assertThat(billed.subscribe(from("2026-10-01", "0")).subscriptions()).hasSize(3);
  }

  @Test
  void whatASubscriberHasOfItsOwnReplacesThePlans() {
    Subscription own =
        new Subscription(
            DENTIST,
            LocalDate.parse("2026-09-01"),
            Optional.of(CLINIC),
            Optional.of(new BigDecimal("50")),
            List.of(Rate.flat(Meter.TAKEN_MESSAGES, "1", "0.10")),
            BigDecimal.ZERO,
            List.of());
    LedgerOf ledger = new LedgerOf().write("a", Meter.TAKEN_MESSAGES, "2026-09-01", "1");

    assertThat(
            shown(
                account(List.of(own), List.of(clinic("2026-01-01", "99", "0.15")), List.of())
                    .draft(SEPTEMBER, ledger)))
        .containsExactly("BASE_FEE 50.00", "USAGE TAKEN_MESSAGES 0.10");
  }

  @Test
  void whatIsNotChargedForStandsOnTheStatementAllTheSame() {
    LedgerOf ledger = new LedgerOf().write("a", Meter.CALLS, "2026-09-01", "1");

    assertThat(shown(plain().draft(SEPTEMBER, ledger))).contains("USAGE CALLS 0.00");
  }

  @Test
  void whatComesLateGoesToTheNextStatementAtThePricesOfItsDay() {
    LedgerOf ledger = new LedgerOf().write("a", Meter.VOICE_SECONDS, "2026-09-05", "600");
    Statement september = issued(plain().draft(SEPTEMBER, ledger), ledger);
    ledger
        .write("b", Meter.VOICE_SECONDS, "2026-09-30", "60")
        .write("c", Meter.VOICE_SECONDS, "2026-10-01", "60");

    Statement october = plain(september).draft(OCTOBER, ledger);

    assertThat(shown(october))
        .startsWith("BASE_FEE 99.00", "USAGE VOICE_SECONDS 0.00", "LATE_USAGE VOICE_SECONDS 0.15");
    assertThat(september.total().text()).isEqualTo("110.88");
  }

  @Test
  void whatComesLateForABusinessThatHasLeftIsBilledByItself() {
    List<Subscription> left =
        List.of(
            from("2026-09-01", "0", "gst"),
            new Subscription(
                DENTIST,
                LocalDate.parse("2026-10-01"),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                BigDecimal.ZERO,
                List.of()));
    List<PlanVersion> versions = List.of(clinic("2026-01-01", "99", "0.15"));
    LedgerOf ledger = new LedgerOf().write("a", Meter.VOICE_SECONDS, "2026-09-05", "600");
    Statement september =
        issued(account(left, versions, List.of()).draft(SEPTEMBER, ledger), ledger);
    Account gone = account(left, versions, List.of(september));

    assertThatThrownBy(() -> gone.draft(OCTOBER, ledger)).isInstanceOf(Refusal.NotFound.class);

    ledger.write("b", Meter.VOICE_SECONDS, "2026-09-30", "600");
    Statement october = gone.draft(OCTOBER, ledger);
    assertThat(shown(october)).containsExactly("LATE_USAGE VOICE_SECONDS 1.50", "TAX 0.08");
    gone.mayFinalise(OCTOBER, LocalDate.parse("2026-11-01"));
    Statement last = issued(october, ledger);
    assertThat(account(left, versions, List.of(september, last)).discrepancies(last, ledger))
        .isEmpty();
    assertThatThrownBy(() ->
            account(left, versions, List.of(september, last)).draft(YearMonth.of(2026, 11), ledger))
        .isInstanceOf(Refusal.NotFound.class);
  }

  @Test
  void aCorrectionThatTakesUseBackGivesTheMoneyBack() {
    LedgerOf ledger =
        new LedgerOf()
            .write("a", Meter.VOICE_SECONDS, "2026-09-05", "600")
            .write("b", Meter.VOICE_SECONDS, "2026-09-05", "60");
    Statement september = issued(plain().draft(SEPTEMBER, ledger), ledger);
    ledger.write("b", Meter.VOICE_SECONDS, "2026-09-05", "-60");

    Statement october = plain(september).draft(OCTOBER, ledger);

    assertThat(shown(october)).contains("LATE_USAGE VOICE_SECONDS -0.15");
    assertThat(october.lines().get(1).used().orElseThrow().count()).isEqualTo(-1);
    assertThat(
            shown(plain(september, issued(october, ledger)).draft(YearMonth.of(2026, 11), ledger)))
        .noneMatch(line -> line.startsWith("LATE"));
  }

  @Property(tries = 200)
  void theSumOfAllStatementsIsWhatTheLedgerAmountsToHoweverLateItsLinesCome(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(max = 121) Integer> offsets,
      @ForAll @Size(min = 30, max = 30) List<@IntRange(min = -40, max = 900) Integer> seconds,
      @ForAll @Size(min = 30, max = 30) List<@IntRange(max = 3) Integer> written,
      @ForAll @IntRange(max = 50) int discount) {
    List<Subscription> subscriptions =
        List.of(from("2026-08-10", "0"), from("2026-09-20", String.valueOf(discount)));
    List<PlanVersion> versions =
        List.of(clinic("2026-01-01", "99", "0.15"), clinic("2026-10-07", "101", "0.13"));
    LedgerOf ledger = new LedgerOf();
    List<Statement> issued = new ArrayList<>();
    for (int phase = 0; phase < 4; phase++) {
      for (int line = 0; line < offsets.size(); line++) {
        if (written.get(line) == phase) {
          ledger.write(
              new LedgerOf.Line(
                  "call " + line % 7,
                  line % 5 == 0
                      ? Meter.TAKEN_MESSAGES
                      : line % 5 == 1 ? Meter.NUMBER_MONTHS : Meter.VOICE_SECONDS,
                  LocalDate.parse("2026-08-01").plusDays(offsets.get(line)),
                  BigDecimal.valueOf(seconds.get(line))));
        }
      }
      Account account = account(subscriptions, versions, issued);
      issued.add(issued(account.draft(YearMonth.of(2026, 8 + phase), ledger), ledger));
    }

    BigDecimal billed = sum(issued);
    List<Statement> atOnce =
        Stream.of(8, 9, 10, 11)
            .map(month ->
                account(subscriptions, versions, List.of())
                    .draft(YearMonth.of(2026, month), ledger))
            .toList();
    assertThat(billed).isEqualByComparingTo(sum(atOnce));
    assertThat(issued)
        .allSatisfy(one ->
            assertThat(one.total().amount())
                .isEqualByComparingTo(
                    one.lines().stream()
                        .map(StatementLine::amount)
                        .reduce(BigDecimal.ZERO, BigDecimal::add)));
  }

  private static BigDecimal sum(List<Statement> statements) {
    return statements.stream()
        .map(one -> one.subtotal().amount())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @Test
  void onlyAMonthThatIsOverAndNextBecomesFinal() {
    LedgerOf ledger = new LedgerOf();
    Statement september = issued(plain().draft(SEPTEMBER, ledger), ledger);

    assertThatThrownBy(() -> plain().mayFinalise(SEPTEMBER, LocalDate.parse("2026-09-30")))
        .isInstanceOf(Refusal.Conflict.class)
        .hasMessageContaining("not over");
    assertThatThrownBy(() -> plain().mayFinalise(OCTOBER, LocalDate.parse("2026-11-01")))
        .hasMessageContaining("2026-09");
    assertThatThrownBy(() -> plain(september).mayFinalise(SEPTEMBER, LocalDate.parse("2026-11-01")))
        .hasMessageContaining("final already");
    assertThatThrownBy(() -> plain().draft(YearMonth.of(2026, 8), ledger))
        .isInstanceOf(Refusal.NotFound.class);
    plain(september).mayFinalise(OCTOBER, LocalDate.parse("2026-11-01"));
  }

  @Test
  void aSubscriptionThatContradictsWhatIsThereIsRefused() {
    LedgerOf ledger = new LedgerOf();
    Account billed = plain(issued(plain().draft(SEPTEMBER, ledger), ledger));
    PlanVersion american =
        new PlanVersion(
            new Slug("us"),
            "US",
            Currency.getInstance("USD"),
            LocalDate.parse("2026-01-01"),
            BigDecimal.ONE,
            List.of());

    assertThatThrownBy(() -> billed.subscribe(from("2026-09-01", "5")))
        .hasMessageContaining("never changes");
    assertThatThrownBy(() -> billed.subscribe(from("2026-09-15", "5")))
        .hasMessageContaining("dental-2026-09");
    assertThatThrownBy(() -> plain().subscribe(from("2025-12-31", "0")))
        .hasMessageContaining("no prices on 2025-12-31");
    assertThatThrownBy(() -> plain().subscribe(from("2026-10-01", "0", "vat")))
        .hasMessageContaining("vat");
    assertThatThrownBy(() ->
            account(
                    List.of(from("2026-09-01", "0")),
                    List.of(clinic("2026-01-01", "99", "0.15"), american),
                    List.of())
                .subscribe(
                    Subscription.to(DENTIST, american.plan(), LocalDate.parse("2026-10-01"))))
        .hasMessageContaining("USD");
    assertThat(billed.subscribe(from("2026-10-01", "5")).subscriptions()).hasSize(2);
  }

  @Test
  void creditNotesGiveBackNoMoreThanWasChargedAndTheirTaxesAddUp() {
    LedgerOf ledger = new LedgerOf();
    Statement september = issued(plain().draft(SEPTEMBER, ledger), ledger);

    Statement first = september.credit(new BigDecimal("33.33"), "A day without service", List.of());
    Statement rest = september.credit(new BigDecimal("65.67"), "Goodwill", List.of(first));

    assertThat(first.number()).isEqualTo("dental-2026-09-C1");
    assertThat(first.total().text()).isEqualTo("-37.33");
    assertThat(first.total().amount().add(rest.total().amount()).negate())
        .isEqualByComparingTo(september.total().amount());
    assertThatThrownBy(() -> september.credit(new BigDecimal("65.68"), "Too much", List.of(first)))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageContaining("65.68");
    assertThatThrownBy(() -> first.credit(BigDecimal.ONE, "No", List.of()))
        .isInstanceOf(Refusal.Conflict.class);
  }
}
