package ca.rocketreception.domain.business;

import static java.util.Objects.requireNonNull;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A name as people say it, without what nobody hears: case, accents, punctuation, white space, and
 * whatever cannot be seen. Letters that look alike are one, and so are words that sound alike or
 * that are written in one way or another, such as St. and Saint, Centre and Center, 4 and four, so
 * that two names that a person cannot tell apart are the same.
 *
 * @param words in order, folded
 * @param written the same before words that stand for one another became one
 */
public record SpokenName(List<String> words, List<String> written) {

  private static final int SHORTEST = 3;

  /** A part of a name, or a word that two names share, tells something from this length on. */
  private static final int SHORTEST_PART = 4;

  private static final Pattern MARKS = Pattern.compile("[\\p{M}\\p{Cf}]");
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

  /** What looks like a Latin letter, and letters that are not taken apart by decomposing. */
  private static final Map<Integer, String> LETTERS =
      letters(
          "аa вb еe кk мm нh оo рp сc тt уy хx іi јj ѕs ԁd ԛq ԝw һh ӏl ґr "
              + "αa βb εe ηn ιi κk νv οo ρp τt υu χx ωw γy "
              + "øo łl đd ðd ħh ŧt ıi ȷj ƒf 0o 1l "
              + "æae œoe þth");

  /** Whole words that stand for one another, in English and French; the first is for all. */
  private static final Map<String, String> SYNONYMS =
      synonyms(
          "and et",
          "saint st ste sainte",
          "mount mt mont",
          "doctor dr dre docteur docteure",
          "center centre ctr",
          "zero 0",
          "one 1 un une",
          "two 2 deux",
          "three 3 trois",
          "four 4 quatre",
          "five 5 cinq",
          "six 6",
          "seven 7 sept",
          "eight 8 huit",
          "nine 9 neuf");

  public SpokenName {
    words = List.copyOf(words);
    written = List.copyOf(written);
  }

  /** What somebody said or wrote. */
  public static SpokenName of(String text) {
    requireNonNull(text, "text");
    String letters = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
    String lower = letters.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT).replace("&", " and ");
    List<String> said = BETWEEN_WORDS.splitAsStream(lower).filter(word -> !word.isEmpty()).toList();
    return new SpokenName(
        said.stream().map(SpokenName::heard).toList(),
        said.stream().map(SpokenName::seen).toList());
  }

  /** A digit is a number here before it looks like a letter. */
  private static String heard(String word) {
    String looks = alike(word);
    return SYNONYMS.getOrDefault(word, SYNONYMS.getOrDefault(looks, looks));
  }

  private static String seen(String word) {
    String looks = alike(word);
    return looks.equals("et") ? "and" : looks;
  }

  private static String alike(String word) {
    return word.codePoints()
        .mapToObj(point -> LETTERS.getOrDefault(point, Character.toString(point)))
        .collect(Collectors.joining());
  }

  /** The same for all names that a caller cannot tell apart. */
  public String folded() {
    return together(words);
  }

  /** Whether anybody can be meant by it: of nothing, or of a letter or two, nothing follows. */
  public boolean isSayable() {
    return length(together(written)) >= SHORTEST;
  }

  /** Whether both are heard as one, or look like one. */
  public boolean same(SpokenName other) {
    return isSayable()
        && (folded().equals(other.folded()) || together(written).equals(together(other.written)));
  }

  /** Whether it is said within a longer name, in whole words. */
  public boolean isPartOf(SpokenName name) {
    return tells(together(written)) && name.hasRun(this);
  }

  /** Whether somebody said this name, of several words, among other words. */
  public boolean isSaidIn(SpokenName asked) {
    return words.size() > 1 && tells(together(written)) && asked.hasRun(this);
  }

  /** Whether a word of it, long enough to tell something, is among these. */
  public boolean sharesAWord(List<String> others) {
    return words.stream().filter(SpokenName::tells).anyMatch(others::contains);
  }

  /** What else was said. */
  public List<String> without(SpokenName name) {
    return words.stream().filter(word -> !name.words.contains(word)).toList();
  }

  /** Whether some of the words, one after the other, are this name. */
  private boolean hasRun(SpokenName name) {
    return hasRun(words, name.folded()) || hasRun(written, together(name.written));
  }

  private static boolean hasRun(List<String> words, String letters) {
    for (int first = 0; first < words.size(); first++) {
      StringBuilder run = new StringBuilder();
      for (int last = first; last < words.size() && run.length() < letters.length(); last++) {
        run.append(words.get(last));
      }
      if (letters.contentEquals(run)) {
        return true;
      }
    }
    return false;
  }

  private static String together(List<String> words) {
    return String.join("", words);
  }

  private static boolean tells(String word) {
    return length(word) >= SHORTEST_PART;
  }

  private static int length(String word) {
    return word.codePointCount(0, word.length());
  }

  private static Map<Integer, String> letters(String pairs) {
    return Stream.of(pairs.split(" "))
        .collect(Collectors.toMap(pair -> pair.codePointAt(0), pair -> pair.substring(1)));
  }

  private static Map<String, String> synonyms(String... groups) {
    return Stream.of(groups)
        .map(group -> List.of(group.split(" ")))
        .flatMap(group -> group.stream().map(word -> Map.entry(word, group.getFirst())))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
