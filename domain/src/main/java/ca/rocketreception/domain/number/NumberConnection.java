package ca.rocketreception.domain.number;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.SubscriberId;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far a subscriber's number is connected: which steps are done, and which was being done when
 * something stopped it. Going on from here does nothing twice.
 *
 * @param ownTrunk whether the number is on a trunk of the subscriber's alone
 * @param done what is known of each step that was begun
 */
public record NumberConnection(
    NumberConnectionId id,
    SubscriberId subscriber,
    PhoneNumber number,
    NumberWay way,
    boolean ownTrunk,
    State state,
    Map<NumberStep, Taken> done) {

  /** Where it stands as a whole. */
  public enum State {
    CONNECTING,
    CONNECTED,
    RELEASING,
    RELEASED
  }

  /** How a step stands. */
  public enum Progress {
    /** It was asked for and may have been done. */
    BEGUN,
    DONE,
    UNDONE,
    /** It was undone as far as we may: it was there before us, or others use it too. */
    LEFT
  }

  /**
   * A step that was taken.
   *
   * @param providerId the provider's name for what is there; empty where it has none
   * @param made whether it was made here; else it was there, and stays there
   * @param problem why it could not be done the last time
   */
  public record Taken(
      Progress progress,
      Optional<String> providerId,
      boolean made,
      Optional<String> problem,
      Instant at) {

    public Taken {
      requireNonNull(progress, "progress");
      requireNonNull(providerId, "providerId");
      requireNonNull(problem, "problem");
      requireNonNull(at, "at");
    }
  }

  public NumberConnection {
    requireNonNull(id, "id");
    requireNonNull(subscriber, "subscriber");
    requireNonNull(number, "number");
    requireNonNull(way, "way");
    requireNonNull(state, "state");
    done = Map.copyOf(done);
  }

  /** One of which nothing is done yet. */
  public static NumberConnection begin(
      NumberConnectionId id,
      SubscriberId subscriber,
      PhoneNumber number,
      NumberWay way,
      boolean ownTrunk) {
    return new NumberConnection(id, subscriber, number, way, ownTrunk, State.CONNECTING, Map.of());
  }

  /**
   * Takes up again what is to be connected.
   *
   * @throws Refusal.Conflict when it is being released, or was begun in another way
   */
  public NumberConnection again(NumberWay wanted, boolean wantsOwnTrunk) {
    if (state == State.RELEASING) {
      throw new Refusal.Conflict(
          number + " is being released", "Release it to the end, then connect it.");
    }
    if (way != wanted || ownTrunk != wantsOwnTrunk) {
      throw new Refusal.Conflict(
          number + " is connected by way of " + way + (ownTrunk ? " on a trunk of its own" : ""),
          "Go on that way, or release it first.");
    }
    return in(State.CONNECTING);
  }

  /** The steps to take, all of them: what is there already is found and not made again. */
  public List<NumberStep> steps() {
    return way.steps();
  }

  public Optional<Taken> taken(NumberStep step) {
    return Optional.ofNullable(done.get(step));
  }

  /** The provider's name for what a step made or found. */
  public Optional<String> providerId(NumberStep step) {
    return taken(step).flatMap(Taken::providerId);
  }

  /** It is about to be asked for: from here on it may have been made by us. */
  public NumberConnection begun(NumberStep step, Instant now) {
    return with(step, new Taken(Progress.BEGUN, providerId(step), true, Optional.empty(), now));
  }

  /** It was found; made by us when it was asked for before, and the answer was lost. */
  public NumberConnection found(NumberStep step, String providerId, Instant now) {
    boolean made = taken(step).map(Taken::made).orElse(false);
    return with(step, new Taken(Progress.DONE, named(providerId), made, Optional.empty(), now));
  }

  public NumberConnection made(NumberStep step, String providerId, Instant now) {
    return with(step, new Taken(Progress.DONE, named(providerId), true, Optional.empty(), now));
  }

  private static Optional<String> named(String providerId) {
    return Optional.of(providerId).filter(id -> !id.isEmpty());
  }

  /** It could not be done, or nobody knows; what was asked for before stays so. */
  public NumberConnection failed(NumberStep step, String problem, Instant now) {
    Taken before =
        taken(step)
            .orElse(new Taken(Progress.BEGUN, Optional.empty(), false, Optional.empty(), now));
    return with(
        step,
        new Taken(
            before.progress(), before.providerId(), before.made(), Optional.of(problem), now));
  }

  public NumberConnection connected() {
    return in(State.CONNECTED);
  }

  /** Begins to release it, or goes on with that. */
  public NumberConnection releasing() {
    return in(State.RELEASING);
  }

  /** What is to be undone, the last step first. */
  public List<NumberStep> toUndo() {
    return way.steps().reversed().stream()
        .filter(step ->
            taken(step)
                .filter(one -> one.progress() == Progress.BEGUN || one.progress() == Progress.DONE)
                .isPresent())
        .toList();
  }

  /** Whether it was made here, so that it may be undone here. */
  public boolean madeHere(NumberStep step) {
    return taken(step).map(Taken::made).orElse(false);
  }

  public NumberConnection undone(NumberStep step, Instant now) {
    return ended(step, Progress.UNDONE, now);
  }

  public NumberConnection left(NumberStep step, Instant now) {
    return ended(step, Progress.LEFT, now);
  }

  private NumberConnection ended(NumberStep step, Progress progress, Instant now) {
    return with(step, new Taken(progress, providerId(step), madeHere(step), Optional.empty(), now));
  }

  public NumberConnection released() {
    return in(State.RELEASED);
  }

  private NumberConnection with(NumberStep step, Taken next) {
    Map<NumberStep, Taken> all = new EnumMap<>(NumberStep.class);
    all.putAll(done);
    all.put(step, next);
    return new NumberConnection(id, subscriber, number, way, ownTrunk, state, all);
  }

  private NumberConnection in(State next) {
    return new NumberConnection(id, subscriber, number, way, ownTrunk, next, done);
  }
}
