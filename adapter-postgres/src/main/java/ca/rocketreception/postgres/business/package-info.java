/** Businesses in PostgreSQL. */
package ca.rocketreception.postgres.business;
