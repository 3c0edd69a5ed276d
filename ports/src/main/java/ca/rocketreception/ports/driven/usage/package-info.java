/** Where usage and its caps are kept. */
package ca.rocketreception.ports.driven.usage;
