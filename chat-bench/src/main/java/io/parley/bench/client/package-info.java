/**
 * A Socket.IO client for load: many connections on one thread, frames built and read as bytes, so
 * that the generator is not what limits a run. It understands what a scenario needs and no more.
 */
package io.parley.bench.client;
