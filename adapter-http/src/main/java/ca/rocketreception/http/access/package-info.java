/** Routes of keys and changes. */
package ca.rocketreception.http.access;
