/** The commands: puts everything together, decides nothing. */
package ca.rocketreception.app;
