/** What every route reads from a request: who asks, body, query, conditions. */
package ca.rocketreception.http.request;
