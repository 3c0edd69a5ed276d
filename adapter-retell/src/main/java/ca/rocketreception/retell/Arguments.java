package ca.rocketreception.retell;

import static java.util.stream.Collectors.joining;

import ca.rocketreception.domain.Refusal;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What a model gives one of our functions. It means well and keeps to no schema: it writes numbers
 * where texts are asked for, names things otherwise, wraps them once more, or gives all of them as
 * one text. What it plainly means is taken.
 *
 * @param given by names in small letters and digits alone
 */
record Arguments(Map<String, Object> given) {

  private static final Pattern BESIDE_LETTERS = Pattern.compile("[^a-z0-9]+");
  private static final Pattern MARKS = Pattern.compile("\\p{M}");
  private static final int LONGEST = 10_000;

  /**
   * @param body of a function's request
   */
  static Arguments of(Fields body) {
    Map<String, Object> given = new LinkedHashMap<>();
    object(body.members().get("args"))
        .forEach((name, value) -> {
          if (value != null) {
            given.putIfAbsent(BESIDE_LETTERS.matcher(folded(name)).replaceAll(""), value);
          }
        });
    return new Arguments(given);
  }

  /** One in small letters without accents. */
  static String folded(String text) {
    return MARKS
        .matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
        .replaceAll("")
        .toLowerCase(Locale.ROOT);
  }

  /** The first of these that says something, in words; else nothing. */
  String text(String... names) {
    for (String name : names) {
      String said = words(given.get(name)).strip();
      if (!said.isEmpty()) {
        return clean(said);
      }
    }
    return "";
  }

  /** The first of these that says something; else what is given, where it is one thing alone. */
  String textOrOnly(String... names) {
    String said = text(names);
    return said.isEmpty() && given.size() == 1 ? text(given.keySet().iterator().next()) : said;
  }

  /**
   * The first of these in which something is said as it should be; else the first that says any.
   */
  String text(Predicate<String> wanted, String... names) {
    return Stream.of(names).map(this::text).filter(wanted).findFirst().orElseGet(() -> text(names));
  }

  private static Map<?, ?> objectOf(List<?> wrapped) {
    return wrapped.stream()
        .map(Arguments::object)
        .filter(one -> !one.isEmpty())
        .findFirst()
        .orElse(Map.of());
  }

  private static Map<String, Object> object(Object value) {
    Map<?, ?> found =
        switch (value) {
          case Map<?, ?> object -> object;
          case List<?> wrapped -> objectOf(wrapped);
          case String text -> written(text);
          case null, default -> Map.of();
        };
    boolean wrapped = found.size() == 1 && found.values().iterator().next() instanceof Map<?, ?>;
    if (wrapped) {
      return object(found.values().iterator().next());
    }
    Map<String, Object> members = new LinkedHashMap<>();
    found.forEach((name, member) -> members.put(String.valueOf(name), member));
    return members;
  }

  /** An object that was written down; a word by itself is the only thing that is given. */
  private static Map<?, ?> written(String text) {
    try {
      return JsonBody.object(text);
    } catch (Refusal noObject) {
      return Map.of("", text);
    }
  }

  private static String words(Object value) {
    return switch (value) {
      case String text -> text;
      case BigDecimal number -> number.stripTrailingZeros().toPlainString();
      case Boolean truth -> truth.toString();
      case List<?> several -> joined(several);
      case Map<?, ?> parts -> joined(parts.values());
      case null, default -> "";
    };
  }

  private static String joined(Iterable<?> values) {
    return StreamSupport.stream(values.spliterator(), false)
        .filter(Objects::nonNull)
        .map(Arguments::words)
        .filter(word -> !word.isBlank())
        .collect(joining(", "));
  }

  /** Without what cannot be kept, cut to a sane length. */
  private static String clean(String text) {
    return new Fields(Map.of("said", text), new TreeSet<>()).text("said", LONGEST).orElse("");
  }
}
