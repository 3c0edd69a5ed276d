package ca.rocketreception.workshop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Spoils texts in ways that programs are seldom ready for; the same random source, the same way.
 */
final class Mutation {

  private static final Pattern JSON_VALUE =
      Pattern.compile(
          "(?<!\\\\)\"\\s*:\\s*(\"(?:[^\"\\\\]|\\\\.){0,200}\"|-?[0-9.eE+]+|true|false|null)");

  private static final List<String> JSON_VALUES =
      List.of(
          "null",
          "true",
          "-1",
          "0",
          "1e999",
          "-0.0",
          "9223372036854775808",
          "-9223372036854775809",
          "1.7976931348623157e308",
          "123456789012345678901234567890.5",
          "0.00000000000000000001",
          "\"\"",
          "\" \"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\\udc00x\"",
          "\"\u202e\ufeff\u0301\"",
          "\"+1\"",
          "\"+999999999999999\"",
          "\"anonymous\"",
          "\"0001-01-01T00:00:00Z\"",
          "\"'; drop table interaction; --\"",
          "\"{{business_name}}\"",
          "[]",
          "{}",
          "[[]]",
          "[null]",
          "{\"\":{}}",
          "[1,\"a\",{\"b\":null}]",
          "[".repeat(2000),
          "{\"a\":".repeat(600) + "1" + "}".repeat(600),
          "\"" + "x".repeat(70_000) + "\"");

  private static final List<String> PIECES =
      List.of(
          "\0",
          "\r\n",
          "%",
          "%00",
          "%2e%2e/",
          "../",
          "//",
          ";",
          "?",
          "#",
          "&",
          "=",
          "+",
          "\"",
          "'",
          "\\",
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "<",
          ">",
          "é",
          "\u00ff",
          "\t",
          " ",
          "-1",
          "NaN",
          "null",
          "99999999999999999999",
          "2026-13-45T99:99:99Z",
          "9999-12-31T23:59:59.999999999Z",
          "-999999999-01-01T00:00:00Z",
          "+1000000000-01-01T00:00:00Z",
          "A".repeat(300));

  private final SplittableRandom random;

  Mutation(SplittableRandom random) {
    this.random = random;
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  int number(int bound) {
    return random.nextInt(bound);
  }

  /** Puts other values in the place of some, so that the text mostly stays JSON. */
  String json(String text) {
    String next = text;
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      List<MatchResult> values = JSON_VALUE.matcher(next).results().toList();
      if (!values.isEmpty()) {
        MatchResult value = one(values);
        next = next.substring(0, value.start(1)) + one(JSON_VALUES) + next.substring(value.end(1));
      }
    }
    return chance(4) ? text(next) : next;
  }

  /** Inserts, deletes, repeats and overwrites. */
  String text(String text) {
    StringBuilder next = new StringBuilder(text);
    for (int times = 1 + random.nextInt(4); times > 0; times--) {
      int from = random.nextInt(next.length() + 1);
      int to = Math.min(next.length(), from + random.nextInt(20));
      switch (random.nextInt(5)) {
        case 0 -> next.insert(from, one(PIECES));
        case 1 -> next.delete(from, to);
        case 2 -> next.insert(from, next.substring(from, to));
        case 3 -> next.replace(from, to, one(PIECES));
        default -> next.insert(from, (char) random.nextInt(256));
      }
    }
    return next.toString();
  }

  byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** What can stand in the head of a request: one line, one byte a character. */
  static String oneLine(String text) {
    return new String(text.getBytes(ISO_8859_1), ISO_8859_1).replaceAll("[\\r\\n]", "");
  }
}
