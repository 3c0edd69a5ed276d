/** The ledger and its caps in PostgreSQL. */
package ca.rocketreception.postgres.usage;
