package ca.rocketreception.domain.interaction;

import java.util.List;

/**
 * How much was said in writing, by people and by the AI; what tools did is not counted.
 *
 * @param segmentsIn what the people's messages take as text messages
 * @param segmentsOut what the other side's take
 */
public record Said(int messages, int segmentsIn, int segmentsOut) {

  public static final Said NOTHING = new Said(0, 0, 0);

  /** Seven bits a character (3GPP TS 23.038, 6.2.1), in the order of the Latin alphabet. */
  private static final String BASIC =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
          + "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

  /** Twice seven bits. */
  private static final String EXTENSION = "\f^{}\\[~]|€";

  private static final int ALONE = 160;
  private static final int IN_PARTS = 153;
  private static final int WIDE_ALONE = 70;
  private static final int WIDE_IN_PARTS = 67;

  public static Said of(List<InteractionMessage> messages) {
    int count = 0;
    int in = 0;
    int out = 0;
    for (InteractionMessage message : messages) {
      switch (message.speaker()) {
        case CALLER, VISITOR -> in += segments(message.text());
        case AGENT, STAFF -> out += segments(message.text());
        case TOOL -> count--;
      }
      count++;
    }
    return new Said(count, in, out);
  }

  /**
   * Into how many text messages a carrier parts a text: in the narrow alphabet when it has every
   * character, else 16 bits a character; a character is never parted.
   */
  static int segments(String text) {
    boolean narrow = text.chars().allMatch(one -> BASIC.indexOf(one) >= 0 || isExtended(one));
    int[] sizes =
        narrow
            ? text.chars().map(one -> isExtended(one) ? 2 : 1).toArray()
            : text.codePoints().map(Character::charCount).toArray();
    return segments(sizes, narrow ? ALONE : WIDE_ALONE, narrow ? IN_PARTS : WIDE_IN_PARTS);
  }

  private static boolean isExtended(int character) {
    return EXTENSION.indexOf(character) >= 0;
  }

  private static int segments(int[] sizes, int alone, int inParts) {
    int whole = 0;
    int parts = 1;
    int filled = 0;
    for (int size : sizes) {
      whole += size;
      if (filled + size > inParts) {
        parts++;
        filled = 0;
      }
      filled += size;
    }
    return whole <= alone ? 1 : parts;
  }
}
