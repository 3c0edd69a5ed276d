/**
 * What happened, once everything told about it is merged: calls, texts, mails and chats as records.
 */
package ca.rocketreception.domain.interaction;
