/** What an interaction amounts to: lines of the ledger, meters, caps. */
package ca.rocketreception.domain.usage;
