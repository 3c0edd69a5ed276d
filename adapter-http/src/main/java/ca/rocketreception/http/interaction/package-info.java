/** Routes of interactions and events, and providers' webhooks. */
package ca.rocketreception.http.interaction;
