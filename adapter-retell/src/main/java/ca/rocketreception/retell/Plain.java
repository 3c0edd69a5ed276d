package ca.rocketreception.retell;

/** Makes texts such that PostgreSQL takes them, and loses nothing else of them. */
final class Plain {

  private Plain() {}

  /** Without NUL, lone surrogates replaced, and cut to a length that no honest text reaches. */
  static String text(String raw, int longest) {
    String whole = isPlain(raw) ? raw : cleaned(raw);
    if (whole.length() <= longest) {
      return whole;
    }
    int end = Character.isHighSurrogate(whole.charAt(longest - 1)) ? longest - 1 : longest;
    return whole.substring(0, end);
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }

  private static String cleaned(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .filter(point -> point != 0)
        .map(point ->
            point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }
}
