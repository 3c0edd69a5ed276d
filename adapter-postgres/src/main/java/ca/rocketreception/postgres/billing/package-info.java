/** Plans and statements in PostgreSQL. */
package ca.rocketreception.postgres.billing;
