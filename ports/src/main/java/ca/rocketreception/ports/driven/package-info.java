/**
 * What the use cases need from outside: stores, providers, notices. Interfaces, implemented by
 * adapters.
 */
package ca.rocketreception.ports.driven;
