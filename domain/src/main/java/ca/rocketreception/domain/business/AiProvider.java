package ca.rocketreception.domain.business;

/** Whose AI answers on a channel; BUILTIN is our own, which needs no account. */
public enum AiProvider {
  RETELL,
  BUILTIN,
  OTHER
}
