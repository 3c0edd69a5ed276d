/** The only place that knows Twilio's words. */
package ca.rocketreception.twilio;
