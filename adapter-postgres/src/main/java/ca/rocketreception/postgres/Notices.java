package ca.rocketreception.postgres;

/** The channels of PostgreSQL's notices between nodes. */
final class Notices {

  /** A business changed; says which subscriber. */
  static final String BUSINESS = "rocket_business";

  /** Interactions changed; says which node tells it, and pairs of subscriber and interaction. */
  static final String ACTIVITY = "rocket_activity";

  private Notices() {}
}
