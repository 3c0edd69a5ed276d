package ca.rocketreception.domain.interaction;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is told about an interaction, each detail with the stage at which it was told. Merging is
 * commutative, associative and idempotent: whatever the order and the repeats, the same details
 * come out.
 */
public final class Details {

  private static final Details NONE = new Details(new Told<?>[Detail.all().size()]);

  private final Told<?>[] told;

  private Details(Told<?>[] told) {
    this.told = told;
  }

  public static Details none() {
    return NONE;
  }

  public <T extends Comparable<? super T>> Optional<T> get(Detail<T> detail) {
    Told<?> entry = told[detail.place()];
    return entry == null ? Optional.empty() : Optional.of(detail.type().cast(entry.value()));
  }

  /** The stage at which each detail was told, by its place; 0 where nobody told it. */
  public List<Integer> stages() {
    List<Integer> stages = new ArrayList<>(told.length);
    for (Told<?> entry : told) {
      stages.add(entry == null ? 0 : entry.stage().code());
    }
    return stages;
  }

  /** These details and one more, told at a stage. */
  public <T extends Comparable<? super T>> Details tell(Detail<T> detail, T value, Stage stage) {
    requireNonNull(value, detail.toString());
    Told<?>[] next = told.clone();
    next[detail.place()] = merged(detail, told[detail.place()], new Told<>(value, stage));
    return new Details(next);
  }

  public <T extends Comparable<? super T>> Details tell(
      Detail<T> detail, Optional<T> value, Stage stage) {
    return value.map(known -> tell(detail, known, stage)).orElse(this);
  }

  public Details merge(Details other) {
    Told<?>[] next = told.clone();
    for (Detail<?> detail : Detail.all()) {
      next[detail.place()] = merged(detail, next[detail.place()], other.told[detail.place()]);
    }
    return new Details(next);
  }

  /**
   * Those of the named details that are otherwise here than there, though they were told no later
   * here; what the others do not tell is fine.
   */
  public List<Detail<?>> contradicting(Details others, List<Detail<?>> named) {
    return named.stream()
        .filter(detail -> contradict(told[detail.place()], others.told[detail.place()]))
        .toList();
  }

  private static boolean contradict(Told<?> mine, Told<?> theirs) {
    return theirs != null
        && !theirs.equals(mine)
        && (mine == null || mine.stage().compareTo(theirs.stage()) <= 0);
  }

  /** Of these details the named ones alone. */
  public Details only(Detail<?>... wanted) {
    Told<?>[] next = new Told<?>[told.length];
    for (Detail<?> detail : wanted) {
      next[detail.place()] = told[detail.place()];
    }
    return new Details(next);
  }

  private static <T extends Comparable<? super T>> Told<T> merged(
      Detail<T> detail, Told<?> mine, Told<?> theirs) {
    if (mine == null || theirs == null) {
      return typed(detail, mine == null ? theirs : mine);
    }
    return typed(detail, mine).merge(typed(detail, theirs), detail.order());
  }

  private static <T extends Comparable<? super T>> Told<T> typed(Detail<T> detail, Told<?> told) {
    return told == null ? null : new Told<>(detail.type().cast(told.value()), told.stage());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Details details && Arrays.equals(told, details.told);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(told);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("Details[");
    for (Detail<?> detail : Detail.all()) {
      Told<?> entry = told[detail.place()];
      if (entry != null) {
        text.append(detail).append('@').append(entry.stage()).append(' ');
      }
    }
    return text.append(']').toString();
  }
}
