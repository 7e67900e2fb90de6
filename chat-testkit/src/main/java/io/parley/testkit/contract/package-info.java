/**
 * One contract for each driven port, as an interface of tests: an adapter passes it by implementing
 * the interface in a test class.
 */
package io.parley.testkit.contract;
