/**
 * A receptionist that needs no AI provider: it says what a business has told us, and nothing else.
 */
package ca.rocketreception.builtin;
