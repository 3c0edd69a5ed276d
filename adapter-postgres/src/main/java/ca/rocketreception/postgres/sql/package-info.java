/** What all statements share: transactions, binding, ids, notices. */
package ca.rocketreception.postgres.sql;
