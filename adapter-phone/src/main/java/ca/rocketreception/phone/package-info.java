/** What the countries' numbering plans say of telephone numbers, from libphonenumber. */
package ca.rocketreception.phone;
