/** Where plans and statements are kept. */
package ca.rocketreception.ports.driven.billing;
