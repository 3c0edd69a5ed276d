package ca.rocketreception.doubles.retell;

import java.util.List;
import java.util.Optional;

/**
 * What is said and done in a simulated call; no steps: it never connected.
 *
 * @param reason Retell's word for why the call ended
 * @param sentiment Retell's word for how the caller felt
 * @param summary what Retell's analysis would say of it
 */
public record Conversation(
    List<Step> steps, String reason, String sentiment, boolean successful, String summary) {

  /** What happens next. */
  sealed interface Step {

    /**
     * @param role Retell's word for the speaker: agent or user
     */
    record Say(String role, String text) implements Step {}

    /** A tool of the business's own, whose result is known. */
    record Use(String tool, String arguments, String result) implements Step {}

    /**
     * A function of the server: really called, and the agent says what it is told to.
     *
     * @param arguments a JSON object; empty: none, or the business asked for
     */
    record Ask(String function, Optional<String> arguments) implements Step {}

    /** The caller is put through to a person. */
    record Transfer() implements Step {}
  }
}
