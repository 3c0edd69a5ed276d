/** Our records held against the providers'. */
package ca.rocketreception.domain.reconciliation;
