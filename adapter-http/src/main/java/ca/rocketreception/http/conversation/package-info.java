/** Routes of the widget, of talks and of the staff's part in them. */
package ca.rocketreception.http.conversation;
