/**
 * The only place that knows HTTP: providers' doors, reading, live news, health and the page. A
 * handler reads, asks a use case, and renders; identity and errors are settled once.
 */
package ca.rocketreception.http;
