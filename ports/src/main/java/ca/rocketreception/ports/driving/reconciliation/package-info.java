/** Our records are held against the providers'. */
package ca.rocketreception.ports.driving.reconciliation;
