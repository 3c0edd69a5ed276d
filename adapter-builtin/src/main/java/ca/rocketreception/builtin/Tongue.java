package ca.rocketreception.builtin;

import java.util.List;
import java.util.Locale;

/** A language: what is recognised in it, and what is said. */
record Tongue(Ear ear, Sentences sentences) {

  private static final Tongue ENGLISH = new Tongue(EnglishEar.create(), new EnglishSentences());
  private static final Tongue FRENCH = new Tongue(FrenchEar.create(), new FrenchSentences());

  static final List<Tongue> ALL = List.of(ENGLISH, FRENCH);

  static Tongue of(Locale language) {
    return language.getLanguage().equals("fr") ? FRENCH : ENGLISH;
  }
}
