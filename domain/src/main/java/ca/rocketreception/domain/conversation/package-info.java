/** Talks that we hold ourselves, and the widget in which visitors hold them. */
package ca.rocketreception.domain.conversation;
