/** Retell, played: its API with what it holds, and calls as it would tell of them. */
package ca.rocketreception.doubles.retell;
