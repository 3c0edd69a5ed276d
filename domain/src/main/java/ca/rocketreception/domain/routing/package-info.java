/** To whom a call goes. */
package ca.rocketreception.domain.routing;
