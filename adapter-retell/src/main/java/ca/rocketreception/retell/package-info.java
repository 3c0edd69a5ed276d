/** The only place that knows Retell's words. */
package ca.rocketreception.retell;
