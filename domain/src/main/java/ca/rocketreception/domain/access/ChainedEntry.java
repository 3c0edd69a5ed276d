package ca.rocketreception.domain.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.Sha256;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An entry of a subscriber's audit trail with its place in the chain: its hash covers the entry and
 * the hash of the one before, so that nothing in between can be changed, added or taken away
 * unnoticed.
 *
 * @param seq 1 for a subscriber's first entry, then one more each
 * @param previousHash of the entry before; empty for the first
 * @param hash SHA-256, lower-case hex
 */
public record ChainedEntry(AuditEntry entry, long seq, String previousHash, String hash) {

  public ChainedEntry {
    requireNonNull(entry, "entry");
    requireNonNull(previousHash, "previousHash");
    requireNonNull(hash, "hash");
  }

  /** Where a chain ends: the place and hash of its last entry. */
  public record End(long seq, String hash) {

    /** Of a chain without entries. */
    public static final End OF_NOTHING = new End(0, "");

    /** The entry as the next one of this chain. */
    public ChainedEntry append(AuditEntry entry) {
      return new ChainedEntry(entry, seq + 1, hash, digest(hash, seq + 1, entry));
    }

    /** Whether an entry is what follows, unchanged. */
    public boolean leadsTo(ChainedEntry next) {
      return next.equals(append(next.entry()));
    }
  }

  /** The end of the chain that it says it follows. */
  public End previous() {
    return new End(seq - 1, previousHash);
  }

  public End end() {
    return new End(seq, hash);
  }

  /** Each part with its length in octets, so that no two entries read the same. */
  private static String digest(String previousHash, long seq, AuditEntry entry) {
    Actor actor = entry.actor();
    return Sha256.hex(
        List.of(
                previousHash,
                Long.toString(seq),
                entry.subscriber().toString(),
                Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, entry.at())),
                actor.name(),
                actor.key().map(ApiKeyId::toString).orElse(""),
                actor.requestId().orElse(""),
                entry.action(),
                entry.subject(),
                entry.before(),
                entry.after())
            .stream()
            .map(part -> part.getBytes(UTF_8).length + ":" + part + ",")
            .collect(Collectors.joining()));
  }
}
