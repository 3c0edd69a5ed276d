/** What routing is decided from. */
package ca.rocketreception.ports.driven.routing;
