/** A business, and what it says of itself: channels, agents, hours, holidays, facts, numbers. */
package ca.rocketreception.domain.business;
