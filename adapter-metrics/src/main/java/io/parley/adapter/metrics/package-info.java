/** Measures what passes the ports, and shows it as Prometheus reads it, by Micrometer. */
package io.parley.adapter.metrics;
