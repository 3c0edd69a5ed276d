package ca.rocketreception.zones;

import java.io.IOException;
import java.time.LocalDate;
import java.time.zone.ZoneRules;
import java.util.Set;

/**
 * Rules of one release of the IANA's database, in one of the forms in which it is handed around.
 * Rules are read when they are asked for.
 */
interface ZoneSource {

  /** The release, such as 2026e. */
  String version();

  /** Whose it is, in words, such as "built in". */
  String origin();

  /** When the data was made, as far as it tells; never asked for before the JDK has its rules. */
  LocalDate made() throws IOException;

  Set<String> ids();

  /**
   * @param id one of {@link #ids}
   */
  ZoneRules rules(String id) throws IOException;
}
