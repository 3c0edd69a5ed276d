/** Numbers are connected. */
package ca.rocketreception.ports.driving.number;
