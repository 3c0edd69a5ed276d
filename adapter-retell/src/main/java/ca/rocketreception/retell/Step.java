package ca.rocketreception.retell;

/** What happens next in a simulated call. */
sealed interface Step {

  record Say(String role, String text) implements Step {}

  /** A tool of the business's own, with its known result. */
  record Use(String tool, Outgoing arguments, String result) implements Step {}

  /** A function of ours: really called, and the agent says what it is told to. */
  record Ask(String function, Outgoing arguments) implements Step {}

  /** The caller is put through to a person. */
  record Transfer(String number) implements Step {}
}
