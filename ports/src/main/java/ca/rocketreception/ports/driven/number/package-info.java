/** Where numbers are bought, and what is connected to them. */
package ca.rocketreception.ports.driven.number;
