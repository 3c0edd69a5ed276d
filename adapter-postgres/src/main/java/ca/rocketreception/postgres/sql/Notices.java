package ca.rocketreception.postgres.sql;

/** The channels of PostgreSQL's notices between nodes. */
public final class Notices {

  /** A business changed; says which subscriber. */
  public static final String BUSINESS = "rocket_business";

  /** Interactions changed; says which node tells it, and pairs of subscriber and interaction. */
  public static final String ACTIVITY = "rocket_activity";

  private Notices() {}
}
