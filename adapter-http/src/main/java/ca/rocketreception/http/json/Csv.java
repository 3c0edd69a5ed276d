package ca.rocketreception.http.json;

import java.text.Normalizer;
import java.util.List;
import java.util.stream.Collectors;

/** Rows of comma-separated values (RFC 4180) that a spreadsheet shows and never computes. */
public final class Csv {

  /** With what a spreadsheet takes a cell for a formula, after it was made plain. */
  private static final String FORMULA = "=+-@\u2212";

  private Csv() {}

  public static String row(List<String> cells) {
    return cells.stream().map(Csv::cell).collect(Collectors.joining(",")) + "\r\n";
  }

  /** A text that a spreadsheet would take for a formula is kept a text; a number stays one. */
  static String cell(String text) {
    String safe = isFormula(text) ? "'" + text : text;
    return safe.matches("(?s).*[\",\r\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }

  /**
   * Spreadsheets pass over what cannot be seen and over spaces, and some take wide signs for narrow
   * ones.
   */
  private static boolean isFormula(String text) {
    if (text.isEmpty() || text.matches("-?[0-9]+(\\.[0-9]+)?")) {
      return false;
    }
    return Character.isISOControl(text.charAt(0))
        || text.codePoints()
            .filter(point -> !isPassedOver(point))
            .mapToObj(Character::toString)
            .findFirst()
            .map(first -> Normalizer.normalize(first, Normalizer.Form.NFKC))
            .filter(first -> !first.isEmpty() && FORMULA.indexOf(first.charAt(0)) >= 0)
            .isPresent();
  }

  private static boolean isPassedOver(int point) {
    return Character.isWhitespace(point)
        || Character.isSpaceChar(point)
        || Character.isISOControl(point)
        || Character.getType(point) == Character.FORMAT
        || point == '"'
        || point == '\'';
  }
}
