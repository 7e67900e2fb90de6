/** What goes wrong around a server, and when: proxies, signals, and a seeded schedule. */
package io.parley.bench.verify.fault;
