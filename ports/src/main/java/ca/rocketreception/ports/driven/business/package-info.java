/** Where businesses and their facts are kept. */
package ca.rocketreception.ports.driven.business;
