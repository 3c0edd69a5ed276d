/** Routes of the switch. */
package ca.rocketreception.http.routing;
