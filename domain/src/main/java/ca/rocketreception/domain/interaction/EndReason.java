package ca.rocketreception.domain.interaction;

import java.util.Comparator;
import java.util.List;

/** Which of two reasons for the end of a call, told at the same stage, says more. */
final class EndReason {

  /** Whoever says this may not have heard yet what came of the call afterwards. */
  private static final List<String> LEAST = List.of("nobody answered");

  /** What a call that a person or a voicemail took came to, each saying more than those before. */
  private static final List<String> MOST = List.of("forwarded", "voicemail");

  /** In words of providers that nobody knows here yet, the alphabet alone decides. */
  static final Comparator<String> BY_WORTH =
      Comparator.comparingInt(EndReason::rank).thenComparing(Comparator.naturalOrder());

  private EndReason() {}

  private static int rank(String reason) {
    return MOST.indexOf(reason) + 1 - (LEAST.contains(reason) ? 1 : 0);
  }
}
