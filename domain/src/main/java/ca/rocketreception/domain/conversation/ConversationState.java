package ca.rocketreception.domain.conversation;

/** How a chat stands, as its visitor is told. */
public enum ConversationState {
  OPEN,
  /** A person is to answer next: one has taken over, or the AI could not. */
  WAITING_FOR_STAFF,
  ENDED
}
