package ca.rocketreception.domain.interaction;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/** A value and the stage at which it was told. */
public record Told<T extends Comparable<? super T>>(T value, Stage stage) {

  public Told {
    requireNonNull(value, "value");
    requireNonNull(stage, "stage");
  }

  /**
   * The later stage wins; within a stage the greater value, so that the order never matters.
   *
   * @param worth a total order: equal values alone are worth the same
   */
  Told<T> merge(Told<T> other, Comparator<? super T> worth) {
    int order = stage.compareTo(other.stage);
    if (order == 0) {
      order = worth.compare(value, other.value);
    }
    return order >= 0 ? this : other;
  }
}
