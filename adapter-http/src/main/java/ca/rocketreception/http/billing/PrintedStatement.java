package ca.rocketreception.http.billing;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.rocketreception.domain.Money;
import ca.rocketreception.domain.Sha256;
import ca.rocketreception.domain.billing.Issuer;
import ca.rocketreception.domain.billing.Statement;
import ca.rocketreception.domain.billing.StatementLine;
import ca.rocketreception.domain.billing.StatementWording;
import ca.rocketreception.domain.usage.Meter;
import ca.rocketreception.http.json.Csv;
import ca.rocketreception.http.json.Json;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** A statement as people and their programs read it; each shows the same lines and sums. */
public final class PrintedStatement {

  private PrintedStatement() {}

  /** As the API answers it. */
  public static String json(Statement statement) {
    return Json.MAPPER
        .writerWithDefaultPrettyPrinter()
        .writeValueAsString(ShownStatement.of(statement));
  }

  /** One row a line, with a header, in the order of the statement; RFC 4180. */
  public static String csv(Statement statement) {
    StringBuilder rows =
        new StringBuilder(
            "number,state,seq,kind,from,to,words,meter,quantity,count,counted,included,prices,"
                + "amount,currency\r\n");
    ShownStatement shown = ShownStatement.of(statement);
    for (ShownStatement.Line line : shown.lines()) {
      rows.append(
          Csv.row(
              List.of(
                  shown.number(),
                  shown.state().name(),
                  String.valueOf(line.seq()),
                  line.kind().name(),
                  line.from(),
                  line.to(),
                  line.words(),
                  line.meter().map(Meter::name).orElse(""),
                  line.quantity().orElse(""),
                  line.count().map(String::valueOf).orElse(""),
                  line.counted().orElse(""),
                  line.included().orElse(""),
                  line.prices().orElse(""),
                  line.amount().amount(),
                  line.amount().currency())));
    }
    return rows.toString();
  }

  /** What a browser may do with the page: use its own style sheet, known by its hash, alone. */
  static String policy(String page) {
    String style = page.substring(page.indexOf("<style>") + 7, page.indexOf("</style>"));
    return "default-src 'none'; style-src 'sha256-"
        + Base64.getEncoder().encodeToString(Sha256.of(style.getBytes(UTF_8)))
        + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  }

  /** A page of its own, to be printed or sent; nothing in it is loaded from elsewhere. */
  public static String html(Statement statement) {
    boolean credit = statement.kind() == Statement.Kind.CREDIT_NOTE;
    Labels labels = Labels.of(statement.wording());
    String title = credit ? labels.creditNote() : labels.statement();
    String rows =
        statement.lines().stream()
            .filter(line -> line.kind() != StatementLine.Kind.TAX)
            .map(line -> row(line, statement))
            .collect(Collectors.joining());
    String taxes =
        statement.lines().stream()
            .filter(line -> line.kind() == StatementLine.Kind.TAX)
            .map(line -> sum("", line.words(), amount(line.amount(), statement)))
            .collect(Collectors.joining());
    return """
    <!doctype html>
    <html lang="%s">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%s</title>
    <style>
    :root { color: #1b2430; font: 15px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; }
    body { margin: 0; background: #eef1f5; }
    main { max-width: 50rem; margin: 2rem auto; padding: 3rem; background: #fff; border-radius: 12px;
           box-shadow: 0 1px 3px #0002, 0 8px 30px #0001; }
    header { display: flex; justify-content: space-between; gap: 2rem; align-items: flex-start; }
    h1 { margin: 0; font-size: 2rem; letter-spacing: -.02em; }
    .state { display: inline-block; margin-left: .6rem; padding: .1rem .6rem; border-radius: 99px;
             font-size: .8rem; font-weight: 600; vertical-align: middle;
             background: #fff3d6; color: #7a4d00; }
    dl { display: grid; grid-template-columns: auto auto; gap: .1rem 1rem; margin: 0; }
    dt { color: #5b6675; } dd { margin: 0; text-align: right; font-weight: 500; }
    address { font-style: normal; white-space: pre-line; margin-bottom: 1.5rem; color: #5b6675; }
    address b { display: block; color: #1b2430; font-size: 1.15rem; }
    .footer { white-space: pre-line; color: #1b2430; }
    .to { margin: 2rem 0; } .to small, small { color: #5b6675; font-size: .85rem; }
    .to b { display: block; font-size: 1.15rem; }
    table { width: 100%%; border-collapse: collapse; }
    th { text-align: left; font-size: .8rem; color: #5b6675; font-weight: 600; }
    th, td { padding: .6rem 0; border-bottom: 1px solid #e3e7ec; vertical-align: top; }
    td small { display: block; }
    .amount { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums;
              padding-left: 1rem; }
    tfoot td { border: 0; padding: .25rem 0; } tfoot tr:first-child td { padding-top: 1rem; }
    tfoot .total td { border-top: 2px solid #1b2430; padding-top: .7rem; font-size: 1.3rem;
                      font-weight: 700; }
    footer { margin-top: 2.5rem; color: #5b6675; font-size: .85rem; }
    @media (max-width: 40rem) { main { margin: 0; padding: 1.2rem; border-radius: 0; }
                                header { flex-direction: column; gap: 1rem; } }
    @media print { body { background: none; } main { box-shadow: none; margin: 0; padding: 0;
                   max-width: none; } tr { break-inside: avoid; } }
    </style>
    </head>
    <body>
    <main>
    <header>
    <div>%s<h1>%s%s</h1></div>
    <dl><dt>%s</dt><dd>%s</dd><dt>%s</dt><dd>%s</dd><dt>%s</dt><dd>%s – %s</dd></dl>
    </header>
    <p class="to"><small>%s</small><b>%s</b></p>
    <table>
    <thead><tr><th>%s</th><th class="amount">%s</th></tr></thead>
    <tbody>
    %s</tbody>
    <tfoot>
    %s%s%s</tfoot>
    </table>
    <footer>%s%s</footer>
    </main>
    </body>
    </html>
    """
        .formatted(
            statement.wording().locale().toLanguageTag(),
            text(statement.number()),
            statement.issuer().map(PrintedStatement::address).orElse(""),
            title,
            statement.isFinal() ? "" : "<span class=\"state\">" + labels.draft() + "</span>",
            labels.number(),
            text(statement.number()),
            labels.date(),
            statement
                .issue()
                .map(issue -> day(LocalDate.ofInstant(issue.at(), statement.zone()), statement))
                .orElse(labels.notFinal()),
            labels.period(),
            day(statement.days().from(), statement),
            day(statement.days().to().minusDays(1), statement),
            credit ? labels.givenBackTo() : labels.chargedTo(),
            text(statement.name()),
            labels.what(),
            statement.currency(),
            rows,
            sum("", labels.subtotal(), amount(statement.subtotal().amount(), statement)),
            taxes,
            sum(
                " class=\"total\"",
                labels.total() + " " + statement.currency(),
                amount(statement.total().amount(), statement)),
            statement
                .issuer()
                .flatMap(Issuer::footer)
                .map(words -> "<p class=\"footer\">" + text(words) + "</p>")
                .orElse(""),
            text(labels.origin().formatted(statement.zone().getId())));
  }

  private static String address(Issuer issuer) {
    return "<address><b>%s</b>%s%s</address>"
        .formatted(
            text(issuer.name()),
            text(issuer.address()),
            issuer.registration().map(number -> "\n" + text(number)).orElse(""));
  }

  private static String row(StatementLine line, Statement statement) {
    String days =
        line.days().equals(statement.days()) && line.kind() != StatementLine.Kind.LATE_USAGE
            ? ""
            : day(line.days().from(), statement)
                + " – "
                + day(line.days().to().minusDays(1), statement)
                + ". ";
    String detail = line.used().map(used -> detail(used, statement.wording())).orElse("");
    return "<tr><td>%s<small>%s</small></td><td class=\"amount\">%s</td></tr>\n"
        .formatted(
            text(heading(line, statement.wording())),
            text(days + detail),
            amount(line.amount(), statement));
  }

  private static String heading(StatementLine line, StatementWording wording) {
    return switch (line.kind()) {
      case USAGE -> wording.named(line.used().orElseThrow().meter());
      case LATE_USAGE ->
          wording.named(line.used().orElseThrow().meter()) + Labels.of(wording).late();
      case BASE_FEE, DISCOUNT, CREDIT, TAX -> line.words();
    };
  }

  private static String detail(StatementLine.Used used, StatementWording wording) {
    Labels labels = Labels.of(wording);
    Meter meter = used.meter();
    String counted = wording.quantity(meter, used.counted());
    List<String> parts = new ArrayList<>();
    if (meter.timed()) {
      String measured = wording.quantity(meter, used.quantity());
      parts.add(wording.calls(used.count()) + ", " + measured);
      if (!measured.equals(counted)) {
        parts.add(labels.countedAs() + counted);
      }
    } else {
      parts.add(counted);
    }
    if (used.included().signum() != 0) {
      parts.add(wording.quantity(meter, used.included()) + labels.included());
    }
    parts.add(used.prices().isEmpty() ? labels.free() : used.prices());
    return String.join("; ", parts);
  }

  private static String sum(String attributes, String words, String amount) {
    return "<tr%s><td>%s</td><td class=\"amount\">%s</td></tr>\n"
        .formatted(attributes, text(words), amount);
  }

  private static String amount(BigDecimal amount, Statement statement) {
    return text(statement.wording().amount(new Money(amount, statement.currency())));
  }

  private static String day(LocalDate day, Statement statement) {
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
        .withLocale(statement.wording().locale())
        .format(day);
  }

  /** What is printed around the lines. */
  private record Labels(
      String statement,
      String creditNote,
      String draft,
      String number,
      String date,
      String notFinal,
      String period,
      String chargedTo,
      String givenBackTo,
      String what,
      String subtotal,
      String total,
      String late,
      String countedAs,
      String included,
      String free,
      String origin) {

    private static final Labels ENGLISH =
        new Labels(
            "Statement",
            "Credit note",
            "Draft",
            "Number",
            "Date",
            "not final yet",
            "For",
            "Charged to",
            "Given back to",
            "For",
            "Subtotal",
            "Total",
            ", recorded after an earlier statement",
            "counted as ",
            " included",
            "not charged for",
            "Every amount is the sum of what was recorded, one by one. Days begin and end in %s.");

    private static final Labels FRENCH =
        new Labels(
            "Relevé",
            "Note de crédit",
            "Brouillon",
            "Numéro",
            "Date",
            "pas encore définitif",
            "Période",
            "Facturé à",
            "Crédité à",
            "Description",
            "Sous-total",
            "Total",
            ", consignés après un relevé antérieur",
            "comptés comme ",
            " inclus",
            "sans frais",
            "Chaque montant est la somme de ce qui a été consigné, un à un. Les jours sont ceux de"
                + " %s.");

    static Labels of(StatementWording wording) {
      return wording == StatementWording.FRENCH ? FRENCH : ENGLISH;
    }
  }

  private static String text(String any) {
    return any.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
