package ca.rocketreception.app;

/** A command that goes on until it is stopped, and so shows no progress. */
public interface Serving {}
