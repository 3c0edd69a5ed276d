package ca.rocketreception.postgres.sql;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;

/** Time zones as they stand in rows. */
public final class Zones {

  private Zones() {}

  /**
   * Empty for what is none, or none yet on this node: another's rules may be newer. One such row of
   * one business must keep nobody else's from being read; that there is one, the routing table
   * reports, and the audit names it.
   */
  public static Optional<ZoneId> read(String zone) {
    try {
      return Optional.of(ZoneId.of(zone));
    } catch (DateTimeException unknown) {
      return Optional.empty();
    }
  }
}
