/** Where interactions and providers' events are kept. */
package ca.rocketreception.ports.driven.interaction;
