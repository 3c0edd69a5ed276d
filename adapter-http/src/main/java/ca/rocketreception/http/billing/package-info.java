/** Routes of plans and statements. */
package ca.rocketreception.http.billing;
