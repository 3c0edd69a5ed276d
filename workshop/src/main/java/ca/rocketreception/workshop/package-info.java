/** What is done with the program beside serving: the demo, simulations, benches, attacks. */
package ca.rocketreception.workshop;
