/** Routes of agents' publications. */
package ca.rocketreception.http.agent;
