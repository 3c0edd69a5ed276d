/**
 * The stores on PostgreSQL: the only place that knows SQL. Every transaction says for whom it works
 * and every tenant's statement names the subscriber; row level security guards what a predicate
 * forgets.
 */
package ca.rocketreception.postgres;
