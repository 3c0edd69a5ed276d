/** What the providers' own records say, and what differed. */
package ca.rocketreception.ports.driven.reconciliation;
