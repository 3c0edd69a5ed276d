/** How much anybody may take of the server. */
package ca.rocketreception.http.limit;
