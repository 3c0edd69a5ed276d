package ca.rocketreception.ports.driven.interaction;

/** Reads a provider's stored event again: what its adapter read when the webhook came in. */
@FunctionalInterface
public interface EventReader {

  Reading read(ProviderEvent event);
}
