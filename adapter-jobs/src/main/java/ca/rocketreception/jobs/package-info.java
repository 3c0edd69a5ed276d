/** What runs by the clock: a driving adapter, as HTTP is one. */
package ca.rocketreception.jobs;
