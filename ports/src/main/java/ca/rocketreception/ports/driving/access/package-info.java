/** Who asks, with which key, and what was changed. */
package ca.rocketreception.ports.driving.access;
