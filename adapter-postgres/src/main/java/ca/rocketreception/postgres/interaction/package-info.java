/** Interactions and events in PostgreSQL. */
package ca.rocketreception.postgres.interaction;
