/** Where keys, audit trails and what was created once are kept. */
package ca.rocketreception.ports.driven.access;
