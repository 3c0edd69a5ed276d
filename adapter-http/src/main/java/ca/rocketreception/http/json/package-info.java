/** JSON and CSV as written. */
package ca.rocketreception.http.json;
