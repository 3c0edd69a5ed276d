/** Routes of numbers. */
package ca.rocketreception.http.number;
