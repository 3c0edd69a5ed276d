package ca.rocketreception.ports.driving.interaction;

/** The door of a provider: its requests, without the words of any web library. */
@FunctionalInterface
public interface Webhook {

  /** As much as any provider sends in one request. */
  int MOST = 8 << 20;

  /** Answers a request; throws a {@link ca.rocketreception.domain.Refusal} for a problem answer. */
  WebhookAnswer receive(WebhookRequest request);

  /**
   * What the head of a request tells, asked before any of its body is read: throws a {@link
   * ca.rocketreception.domain.Refusal} when that is enough to refuse it.
   *
   * @param head the request without its body
   */
  default Admission admit(WebhookRequest head) {
    return upTo(MOST);
  }

  /** Admits a body of so many bytes, whatever they are. */
  static Admission upTo(int most) {
    return () -> most;
  }

  /** On which terms a body is read. A great one is seen as it passes, before it is kept. */
  @FunctionalInterface
  interface Admission {

    /** How many bytes it may have. */
    int most();

    /** A piece of a great body came; the bytes are not to be changed or kept. */
    default void pass(byte[] piece, int length) {}

    /**
     * A great body is whole; throws a {@link ca.rocketreception.domain.Refusal} when it is not to
     * be kept.
     */
    default void passed() {}
  }
}
