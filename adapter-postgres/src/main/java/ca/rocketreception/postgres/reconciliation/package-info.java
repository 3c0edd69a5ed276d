/** Differences, and the audit of usage, in PostgreSQL. */
package ca.rocketreception.postgres.reconciliation;
