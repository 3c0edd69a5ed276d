/** Usage is billed. */
package ca.rocketreception.ports.driving.billing;
