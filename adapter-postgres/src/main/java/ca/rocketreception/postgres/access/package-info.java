/** Keys and audit trails in PostgreSQL. */
package ca.rocketreception.postgres.access;
