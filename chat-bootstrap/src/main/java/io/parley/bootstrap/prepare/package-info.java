/**
 * Records the classes that the service loads, so that the JVM need not find and check them again.
 */
package io.parley.bootstrap.prepare;
