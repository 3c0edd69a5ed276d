/** Usage is looked at. */
package ca.rocketreception.ports.driving.usage;
