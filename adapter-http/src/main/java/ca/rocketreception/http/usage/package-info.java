/** Routes of usage. */
package ca.rocketreception.http.usage;
