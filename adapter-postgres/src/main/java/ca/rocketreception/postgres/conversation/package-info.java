/** Talks and widgets in PostgreSQL. */
package ca.rocketreception.postgres.conversation;
