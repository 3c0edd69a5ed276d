/** What the outside may ask of us: one class per actor's activity. */
package ca.rocketreception.ports.driving;
