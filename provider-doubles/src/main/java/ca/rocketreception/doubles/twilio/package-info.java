/** Twilio, played: its API with what it holds. */
package ca.rocketreception.doubles.twilio;
