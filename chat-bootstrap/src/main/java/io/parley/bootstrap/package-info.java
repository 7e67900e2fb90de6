/** The service: reads the command line, wires all modules, starts and stops them. */
package io.parley.bootstrap;
