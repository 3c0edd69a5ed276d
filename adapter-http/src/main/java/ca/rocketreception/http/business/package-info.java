/** Routes of a business. */
package ca.rocketreception.http.business;
