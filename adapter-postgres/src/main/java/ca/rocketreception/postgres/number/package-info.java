/** Connected numbers in PostgreSQL. */
package ca.rocketreception.postgres.number;
