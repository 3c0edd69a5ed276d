package ca.rocketreception.ports.driven;

/** The store behind all stores. */
@FunctionalInterface
public interface Store {

  /** Returns when the store answers; cheap. */
  void check();
}
