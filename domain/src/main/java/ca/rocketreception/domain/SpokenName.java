package ca.rocketreception.domain;

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
 * whatever cannot be seen. Letters that look alike are one, so that two names that a person cannot
 * tell apart are the same.
 *
 * @param words in order, folded
 */
public record SpokenName(List<String> words) {

  private static final int SHORTEST = 3;

  /** A part of a name, or a word that two names share, tells something from this length on. */
  private static final int SHORTEST_PART = 4;

  private static final Pattern MARKS = Pattern.compile("[\\p{M}\\p{Cf}]");
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

  /** What looks like a Latin letter, and letters that are not taken apart by decomposing. */
  private static final Map<Integer, String> ALIKE =
      alike(
          "аa вb еe кk мm нh оo рp сc тt уy хx іi јj ѕs ԁd ԛq ԝw һh ӏl ґr "
              + "αa βb εe ηn ιi κk νv οo ρp τt υu χx ωw γy "
              + "øo łl đd ðd ħh ŧt ıi ȷj ƒf 0o 1l "
              + "æae œoe þth");

  public SpokenName {
    words = List.copyOf(words);
  }

  /** What somebody said or wrote. */
  public static SpokenName of(String text) {
    requireNonNull(text, "text");
    String letters = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
    String lower =
        letters
            .toUpperCase(Locale.ROOT)
            .toLowerCase(Locale.ROOT)
            .codePoints()
            .mapToObj(point -> ALIKE.getOrDefault(point, Character.toString(point)))
            .collect(Collectors.joining())
            .replace("&", " and ");
    return new SpokenName(
        BETWEEN_WORDS
            .splitAsStream(lower)
            .filter(word -> !word.isEmpty())
            .map(word -> word.equals("et") ? "and" : word)
            .toList());
  }

  /** The same for all names that a caller cannot tell apart. */
  public String folded() {
    return String.join("", words);
  }

  /** Whether anybody can be meant by it: of nothing, or of a letter or two, nothing follows. */
  public boolean isSayable() {
    return length(folded()) >= SHORTEST;
  }

  boolean same(SpokenName other) {
    return isSayable() && folded().equals(other.folded());
  }

  /** Whether it is said within a longer name, in whole words. */
  boolean isPartOf(SpokenName name) {
    return tells(folded()) && name.hasRun(folded());
  }

  /** Whether somebody said this name, of several words, among other words. */
  boolean isSaidIn(SpokenName asked) {
    return words.size() > 1 && tells(folded()) && asked.hasRun(folded());
  }

  /** Whether a word of it, long enough to tell something, is among these. */
  boolean sharesAWord(List<String> others) {
    return words.stream().filter(SpokenName::tells).anyMatch(others::contains);
  }

  /** What else was said. */
  List<String> without(SpokenName name) {
    return words.stream().filter(word -> !name.words.contains(word)).toList();
  }

  /** Whether some of the words, one after the other, are these letters. */
  private boolean hasRun(String letters) {
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

  private static boolean tells(String word) {
    return length(word) >= SHORTEST_PART;
  }

  private static int length(String word) {
    return word.codePointCount(0, word.length());
  }

  private static Map<Integer, String> alike(String pairs) {
    return Stream.of(pairs.split(" "))
        .collect(Collectors.toMap(pair -> pair.codePointAt(0), pair -> pair.substring(1)));
  }
}
