/** The service under load and its database, started for one run. */
package io.parley.bench.server;
