package ca.rocketreception.ports.driving.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.rocketreception.domain.Sha256;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.ports.driven.access.AuditTrails;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells outside the store where the audit trails end, so that whoever can rewrite the store cannot
 * take entries away unnoticed: of a trail that was as long as that once, the entry of that place
 * has that hash for ever.
 */
public final class TellingTrails {

  private static final int AT_A_TIME = 500;

  /** Beyond so many only all of them together are told. */
  private static final int MOST_LINES = 10_000;

  private final AuditTrails trails;
  private final Consumer<String> outside;

  /**
   * @param outside takes a line to where the store's owner cannot change it: the log
   */
  public TellingTrails(AuditTrails trails, Consumer<String> outside) {
    this.trails = trails;
    this.outside = outside;
  }

  /** A line for each trail, and one for all of them together; says how many trails there are. */
  public long tell() {
    MessageDigest all = Sha256.begin();
    long count = 0;
    long entries = 0;
    Optional<SubscriberId> after = Optional.empty();
    List<AuditTrails.ChainEnd> some;
    do {
      some = trails.ends(AT_A_TIME, after);
      for (AuditTrails.ChainEnd one : some) {
        String line =
            "audit end " + one.subscriber() + " " + one.end().seq() + " " + one.end().hash();
        all.update((line + "\n").getBytes(UTF_8));
        if (count++ < MOST_LINES) {
          outside.accept(line);
        }
        entries += one.end().seq();
        after = Optional.of(one.subscriber());
      }
    } while (some.size() == AT_A_TIME);
    outside.accept(
        "audit ends "
            + count
            + " trails "
            + entries
            + " entries "
            + HexFormat.of().formatHex(all.digest()));
    return count;
  }
}
