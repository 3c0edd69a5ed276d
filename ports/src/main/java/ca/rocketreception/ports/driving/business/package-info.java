/** A business is managed and its reception arranged. */
package ca.rocketreception.ports.driving.business;
