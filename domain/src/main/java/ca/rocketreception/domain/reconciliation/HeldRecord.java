package ca.rocketreception.domain.reconciliation;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.usage.UsageEntry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What we hold of a call or chat that a provider lists, as far as it can be held against that.
 *
 * @param own whether it is a chat over our own widget, of which the provider only adds the cost
 * @param lasted from its start to the end of the last leg
 * @param cents what the provider charges, in hundredths of a US dollar
 * @param hasWords whether what was said is here
 * @param reread whether it was read from the provider once it had ended: once more tells nothing
 *     new
 */
public record HeldRecord(
    SubscriberId subscriber,
    boolean own,
    boolean finished,
    Optional<Long> durationMs,
    Optional<Duration> lasted,
    Optional<BigDecimal> cents,
    boolean hasWords,
    boolean reread) {

  /** A carrier counts whole seconds, and from another moment on. */
  private static final Duration NEAR = Duration.ofSeconds(5);

  public HeldRecord {
    requireNonNull(subscriber, "subscriber");
    requireNonNull(durationMs, "durationMs");
    requireNonNull(lasted, "lasted");
    cents = cents.map(UsageEntry::plain);
  }

  /**
   * A call or chat as its AI provider lists it.
   *
   * @param endedAt empty while it goes on
   */
  public record Listed(
      ProviderReference reference,
      ChannelKind channel,
      Optional<Instant> endedAt,
      Optional<Long> durationMs,
      Optional<BigDecimal> cents) {

    public Listed {
      requireNonNull(reference, "reference");
      requireNonNull(channel, "channel");
      requireNonNull(endedAt, "endedAt");
      requireNonNull(durationMs, "durationMs");
      cents = cents.map(UsageEntry::plain);
    }
  }

  /** Whether it should be read from the provider once more. */
  public boolean lacks(Listed listed) {
    boolean incomplete = !own && !hasWords || !differences(listed, Instant.EPOCH).isEmpty();
    return !own && !finished || !reread && incomplete;
  }

  /** What the provider's list says otherwise. */
  public List<ProviderDifference> differences(Listed listed, Instant now) {
    List<ProviderDifference> found = new ArrayList<>();
    if (!own) {
      compare(
          ProviderDifference.Kind.DURATION,
          listed.reference(),
          durationMs.map(millis -> millis + " ms"),
          listed.durationMs().map(millis -> millis + " ms"),
          now,
          found);
    }
    compare(
        ProviderDifference.Kind.COST,
        listed.reference(),
        cents.map(HeldRecord::inCents),
        listed.cents().map(HeldRecord::inCents),
        now,
        found);
    return found;
  }

  /** What the carrier's record says otherwise. */
  public List<ProviderDifference> differences(CarrierCall call, Instant now) {
    List<ProviderDifference> found = new ArrayList<>();
    boolean near =
        lasted.isPresent()
            && call.duration().isPresent()
            && lasted.get().minus(call.duration().get()).abs().compareTo(NEAR) <= 0;
    if (call.duration().isPresent() && !near) {
      compare(
          ProviderDifference.Kind.DURATION,
          call.reference(),
          lasted.map(time -> time.toSeconds() + " s"),
          call.duration().map(time -> time.toSeconds() + " s"),
          now,
          found);
    }
    return found;
  }

  private static String inCents(BigDecimal cents) {
    return cents.toPlainString() + " US cents";
  }

  /** What they do not say is no difference. */
  private void compare(
      ProviderDifference.Kind kind,
      ProviderReference reference,
      Optional<String> ours,
      Optional<String> theirs,
      Instant now,
      List<ProviderDifference> found) {
    if (theirs.isPresent() && !Objects.equals(ours, theirs)) {
      found.add(
          new ProviderDifference(subscriber, reference, kind, ours, theirs, Optional.empty(), now));
    }
  }
}
