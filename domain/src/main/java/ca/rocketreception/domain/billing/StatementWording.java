package ca.rocketreception.domain.billing;

import static java.util.stream.Collectors.joining;

import ca.rocketreception.domain.Money;
import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.domain.usage.UsageEntry;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a statement says what it is for: in the business's language, English or French, as on an
 * invoice. The first wording is the one of statements that became final before there were others;
 * theirs stays.
 */
public enum StatementWording {
  ENGLISH(Locale.CANADA),
  FRENCH(Locale.CANADA_FRENCH),
  FIRST(Locale.CANADA);

  private static final BigDecimal MINUTE = BigDecimal.valueOf(60);
  private static final int DECIMALS_OF_PRICES = 6;

  private final Locale locale;

  StatementWording(Locale locale) {
    this.locale = locale;
  }

  /** What a business reads. */
  public static StatementWording of(Locale language) {
    return language.getLanguage().equals("fr") ? FRENCH : ENGLISH;
  }

  /** By whose habits numbers and days are written. */
  public Locale locale() {
    return locale;
  }

  private String either(String english, String french) {
    return this == FRENCH ? french : english;
  }

  /** "Front Desk, 16 of 30 days". */
  String baseFee(Term term) {
    Share share = term.share();
    String plan = term.version().name();
    return share.days() == share.of()
        ? plan
        : plan
            + ", "
            + share.days()
            + either(" of ", " jours sur ")
            + share.of()
            + either(" days", "");
  }

  /** "Front Desk: calls answered". */
  String usage(Term term, Meter meter) {
    String plan = term.version().name();
    if (this == FIRST) {
      return plan;
    }
    String what = named(meter);
    return plan
        + either(": ", " : ")
        + what.substring(0, 1).toLowerCase(locale)
        + what.substring(1);
  }

  String discount(BigDecimal percent) {
    return either("Discount ", "Remise ") + percent(percent);
  }

  String tax(Tax tax) {
    return tax.name() + " " + percent(tax.percent());
  }

  private String percent(BigDecimal percent) {
    return switch (this) {
      case FIRST -> percent.toPlainString() + " %";
      case ENGLISH -> number(percent) + "%";
      case FRENCH -> number(percent) + " %";
    };
  }

  /** What is counted, as a heading. */
  public String named(Meter meter) {
    return switch (meter) {
      case VOICE_SECONDS -> either("Calls answered", "Appels pris en charge");
      case TRANSFER_SECONDS -> either("Calls put through", "Appels transférés");
      case CALLS -> either("Calls", "Appels");
      case CHAT_CONVERSATIONS -> either("Chats", "Clavardages");
      case CHAT_MESSAGES -> either("Chat messages", "Messages de clavardage");
      case TEXT_SEGMENTS_IN -> either("Text messages received", "Textos reçus");
      case TEXT_SEGMENTS_OUT -> either("Text messages sent", "Textos envoyés");
      case TAKEN_MESSAGES -> either("Messages taken", "Messages pris");
      case NUMBER_MONTHS -> either("Phone numbers", "Numéros de téléphone");
      case PROVIDER_COST -> either("Providers' charges", "Frais des fournisseurs");
    };
  }

  /** "1 conversation", "2 conversations"; of time "11 min 4 s", to the second. */
  public String quantity(Meter meter, BigDecimal quantity) {
    return meter.timed() ? time(quantity) : counted(quantity, unit(meter));
  }

  /** "1 call", "0 appel". */
  public String calls(long count) {
    return counted(BigDecimal.valueOf(count), unit(Meter.CALLS));
  }

  private List<String> unit(Meter meter) {
    return switch (meter) {
      case VOICE_SECONDS, TRANSFER_SECONDS -> of("second", "seconds", "seconde", "secondes");
      case CALLS -> of("call", "calls", "appel", "appels");
      case CHAT_CONVERSATIONS ->
          of("conversation", "conversations", "conversation", "conversations");
      case CHAT_MESSAGES, TAKEN_MESSAGES -> of("message", "messages", "message", "messages");
      case TEXT_SEGMENTS_IN, TEXT_SEGMENTS_OUT -> of("segment", "segments", "segment", "segments");
      case NUMBER_MONTHS -> of("number", "numbers", "numéro", "numéros");
      case PROVIDER_COST -> of("US cent", "US cents", "cent américain", "cents américains");
    };
  }

  private List<String> of(String one, String many, String un, String plusieurs) {
    return this == FRENCH ? List.of(un, plusieurs) : List.of(one, many);
  }

  /** In French, 0 and 1.5 are of one. */
  private String counted(BigDecimal quantity, List<String> unit) {
    BigDecimal size = quantity.abs();
    boolean one =
        this == FRENCH ? size.compareTo(BigDecimal.TWO) < 0 : size.compareTo(BigDecimal.ONE) == 0;
    return number(quantity) + " " + (one ? unit.getFirst() : unit.getLast());
  }

  private String time(BigDecimal seconds) {
    long all = seconds.abs().setScale(0, RoundingMode.HALF_UP).longValueExact();
    String sign = seconds.signum() < 0 && all > 0 ? "-" : "";
    String rest = all % 60 + " s";
    if (all < 60) {
      return sign + rest;
    }
    String minutes = number(BigDecimal.valueOf(all / 60)) + " min";
    return sign + minutes + (all % 60 == 0 ? "" : " " + rest);
  }

  private String number(BigDecimal number) {
    NumberFormat format = NumberFormat.getInstance(locale);
    format.setMaximumFractionDigits(Math.max(0, number.scale()));
    return format.format(number);
  }

  /** "1,234.50", without the currency, which stands above the column. */
  public String amount(Money money) {
    NumberFormat format = NumberFormat.getInstance(locale);
    int decimals = money.currency().getDefaultFractionDigits();
    format.setMinimumFractionDigits(decimals);
    format.setMaximumFractionDigits(Math.max(decimals, money.amount().scale()));
    return format.format(money.amount());
  }

  private String price(BigDecimal price, Currency currency) {
    NumberFormat format = NumberFormat.getCurrencyInstance(locale);
    format.setCurrency(currency);
    format.setMinimumFractionDigits(currency.getDefaultFractionDigits());
    format.setMaximumFractionDigits(DECIMALS_OF_PRICES + currency.getDefaultFractionDigits());
    return format.format(price);
  }

  /**
   * So that somebody can work them out: "$0.45 per minute up to 500 minutes, then $0.39; each call
   * counts at least 30 s, then in steps of 6 s".
   */
  String prices(Rate rate, Currency currency) {
    if (this == FIRST) {
      return rate.words();
    }
    List<String> unit = priced(rate);
    boolean single = number(unitsIn(rate)).equals("1");
    String one = single ? unit.getFirst() : counted(unitsIn(rate), unit);
    String per =
        rate.whole()
            ? either("for each started ", single ? "par " : "par tranche entamée de ")
                + one
                + either("", single ? startedAfter(rate.meter()) : "")
            : either("per ", "par ") + (single ? one : either("", "tranche de ") + one);
    String first =
        rate.tiers().stream()
            .map(tier ->
                price(tier.price(), currency)
                    + (tier == rate.tiers().getFirst() ? " " + per : "")
                    + tier.upTo().map(end -> upTo(end, rate, unit)).orElse(""))
            .collect(joining(either(", then ", ", puis ")));
    return first + rate.rounding().map(this::rounding).orElse("");
  }

  private String upTo(BigDecimal end, Rate rate, List<String> unit) {
    return either(" up to ", " jusqu’à ") + counted(end.multiply(unitsIn(rate)), unit);
  }

  /** A minute begun is feminine in French, and so are the seconds. */
  private static String startedAfter(Meter meter) {
    return meter.timed() || meter == Meter.CHAT_CONVERSATIONS ? " entamée" : " entamé";
  }

  private static boolean isMinutes(Rate rate) {
    return rate.meter().timed() && rate.per().remainder(MINUTE).signum() == 0;
  }

  /** Minutes where time is priced by them. */
  private List<String> priced(Rate rate) {
    if (isMinutes(rate)) {
      return of("minute", "minutes", "minute", "minutes");
    }
    return rate.meter() == Meter.NUMBER_MONTHS
        ? of("number and month", "numbers and months", "numéro et mois", "numéros et mois")
        : unit(rate.meter());
  }

  private static BigDecimal unitsIn(Rate rate) {
    return UsageEntry.plain(
        isMinutes(rate) ? rate.per().divide(MINUTE, RoundingMode.UNNECESSARY) : rate.per());
  }

  private String rounding(Rounding rule) {
    String least = time(BigDecimal.valueOf(rule.minimumSeconds()));
    String step = time(BigDecimal.valueOf(rule.incrementSeconds()));
    if (rule.minimumSeconds() == rule.incrementSeconds()) {
      return rule.minimumSeconds() == 1
          ? either("; each call counts to the started second", "; chaque seconde entamée compte")
          : either("; each call counts in steps of ", "; chaque appel compte par tranches de ")
              + step;
    }
    return either("; each call counts at least ", "; chaque appel compte au moins ")
        + least
        + either(", then in steps of ", ", puis par tranches de ")
        + step;
  }

  /** The wording under which a statement was made final, by what is kept of it. */
  public static StatementWording kept(Optional<String> language) {
    return language.map(told -> of(Locale.of(told))).orElse(FIRST);
  }

  /** What is kept of it: empty for the first. */
  public Optional<String> kept() {
    return this == FIRST ? Optional.empty() : Optional.of(locale.getLanguage());
  }
}
