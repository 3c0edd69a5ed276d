/** Telephone numbers of businesses, and the chain from a carrier to an agent. */
package ca.rocketreception.domain.number;
