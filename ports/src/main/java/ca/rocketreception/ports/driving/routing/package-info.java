/** Calls are received and sent on. */
package ca.rocketreception.ports.driving.routing;
