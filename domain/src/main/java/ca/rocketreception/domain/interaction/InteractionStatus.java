package ca.rocketreception.domain.interaction;

/**
 * How far an interaction came. In the order in which one outweighs another told at the same stage.
 */
public enum InteractionStatus {
  ONGOING,
  NOT_CONNECTED,
  ERROR,
  ENDED,
  /** It turned out to be another's, and is there; this is what the ledger's lines of it lead to. */
  MOVED
}
