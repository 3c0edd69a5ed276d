/** Agents are published. */
package ca.rocketreception.ports.driving.agent;
