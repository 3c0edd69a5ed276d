/** Visitors chat, and are answered. */
package ca.rocketreception.ports.driving.conversation;
