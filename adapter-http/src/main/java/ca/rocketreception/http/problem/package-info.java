/** What goes wrong, told as problem details. */
package ca.rocketreception.http.problem;
