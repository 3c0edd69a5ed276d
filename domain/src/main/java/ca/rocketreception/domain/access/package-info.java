/** Who may, who did: keys, actors, the audit trail. */
package ca.rocketreception.domain.access;
