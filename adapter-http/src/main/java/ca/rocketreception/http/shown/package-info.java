/** What several routes show; to be parted by noun. */
package ca.rocketreception.http.shown;
