/** What an agent is to its provider: role, functions, settings, published versions. */
package ca.rocketreception.domain.agent;
