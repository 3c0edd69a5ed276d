package ca.rocketreception.http.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A spreadsheet that opens what we write computes nothing of it. */
final class CsvTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+1",
        "-1+1",
        "-2-3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "\r\nplain",
        "\tplain",
        "\uFF1D1",
        "\uFF0B1",
        "\uFF0D1",
        "\uFF20A",
        "\uFE661",
        "\u22121",
        " =1",
        "\u00A0=1",
        "\u200B=1",
        "\uFEFF=1",
        "\u202E=1",
        "\"=1",
      })
  void what_would_be_computed_is_kept_a_text(String text) {
    assertThat(Csv.cell(text).replaceFirst("^\"", "")).startsWith("'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "12.50", "-12.50", "Calls", "a=b", "2026-11-01", "5 - 3", "é"})
  void numbers_and_plain_words_stay_as_they_are(String text) {
    assertThat(Csv.cell(text)).isEqualTo(text);
  }

  @Test
  void whatever_stands_in_cells_a_row_is_one_row_of_as_many_cells() {
    Random random = new Random(15);
    String signs = "=+-@\t\r\n \"',;a1\u200B\uFEFF\uFF1D\u202E";
    for (int trial = 0; trial < 5000; trial++) {
      List<String> cells =
          random
              .ints(3, 0, 6)
              .mapToObj(length ->
                  random
                      .ints(length, 0, signs.length())
                      .mapToObj(at -> signs.substring(at, at + 1))
                      .reduce("", String::concat))
              .toList();

      List<String> read = read(Csv.row(cells));

      assertThat(read).hasSameSizeAs(cells);
      for (int i = 0; i < cells.size(); i++) {
        assertThat(read.get(i)).isIn(cells.get(i), "'" + cells.get(i));
        assertThat(read.get(i)).doesNotContainPattern("^[\\s\\u200B\\uFEFF\\u202E]*[=+@\\uFF1D]");
      }
    }
  }

  /** As RFC 4180 reads a file of one row. */
  private static List<String> read(String row) {
    List<String> cells = new java.util.ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    assertThat(row).endsWith("\r\n");
    String text = row.substring(0, row.length() - 2);
    for (int at = 0; at < text.length(); at++) {
      char sign = text.charAt(at);
      if (quoted && sign == '"' && at + 1 < text.length() && text.charAt(at + 1) == '"') {
        cell.append(sign);
        at++;
      } else if (sign == '"' && (quoted || cell.isEmpty())) {
        quoted = !quoted;
      } else if (sign == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        assertThat(quoted || sign != '\r' && sign != '\n').as("a row ends at its end").isTrue();
        cell.append(sign);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
