/**
 * The service: reads the command line, wires all modules, starts and stops them.
 *
 * <p>Internal: may change without notice.
 */
package io.parley.bootstrap;
