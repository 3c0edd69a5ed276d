/** Events are taken in, interactions are looked at. */
package ca.rocketreception.ports.driving.interaction;
