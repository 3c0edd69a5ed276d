/**
 * What is true without any computer: businesses, their hours and agents, to whom a call goes and to
 * whom an event belongs, and what an interaction is once everything told about it is merged. Reads
 * no clock and no random source: time and ids come in.
 */
package ca.rocketreception.domain;
