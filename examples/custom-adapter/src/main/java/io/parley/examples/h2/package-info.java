/**
 * The eight ports of a store over plain JDBC on H2, as an example of an adapter: simple and right
 * rather than fast. Writers take turns, and nothing is kept in memory but drafts that wait.
 */
package io.parley.examples.h2;
