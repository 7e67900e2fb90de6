/**
 * Every driven port in memory: for tests, for trying things out, and, as far as presence goes, for
 * a single node in production. Nothing outlives the process.
 */
package io.parley.adapter.memory;
