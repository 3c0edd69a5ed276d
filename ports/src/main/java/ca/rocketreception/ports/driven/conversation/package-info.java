/** Where talks and widgets are kept, and who answers in them. */
package ca.rocketreception.ports.driven.conversation;
