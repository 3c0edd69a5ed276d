package ca.rocketreception.builtin;

/** What we asked a visitor last. OFFER is whether to take a message at all. */
enum Step {
  OFFER,
  NAME,
  CALLBACK,
  MATTER,
  URGENCY
}
