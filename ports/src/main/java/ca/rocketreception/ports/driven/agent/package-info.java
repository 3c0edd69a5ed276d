/** Where agents run, and where their publications are kept. */
package ca.rocketreception.ports.driven.agent;
