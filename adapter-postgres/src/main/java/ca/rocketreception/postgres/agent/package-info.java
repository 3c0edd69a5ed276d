/** Publications of agents in PostgreSQL. */
package ca.rocketreception.postgres.agent;
