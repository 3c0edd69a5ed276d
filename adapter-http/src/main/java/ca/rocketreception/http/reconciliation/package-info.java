/** Routes of differences. */
package ca.rocketreception.http.reconciliation;
