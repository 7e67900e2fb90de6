/**
 * The proof tool: drives a chat server with many clients, breaks what can be broken around it, and
 * judges what every client has seen. {@code client} writes the histories, {@code fault} does the
 * damage, {@code judge} knows neither.
 */
package io.parley.bench.verify;
