package ca.rocketreception.domain;

import static java.util.Objects.requireNonNull;

/** A value and the stage at which it was told. */
public record Told<T extends Comparable<? super T>>(T value, Stage stage) {

  public Told {
    requireNonNull(value, "value");
    requireNonNull(stage, "stage");
  }

  /** The later stage wins; within a stage the greater value, so that the order never matters. */
  Told<T> merge(Told<T> other) {
    int order = stage.compareTo(other.stage);
    if (order == 0) {
      order = value.compareTo(other.value);
    }
    return order >= 0 ? this : other;
  }
}
