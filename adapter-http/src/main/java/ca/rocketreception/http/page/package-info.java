/** The page and the description of the API. */
package ca.rocketreception.http.page;
