/** What routing is decided from, read from PostgreSQL and kept up to date. */
package ca.rocketreception.postgres.routing;
