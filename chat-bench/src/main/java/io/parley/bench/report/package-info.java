/** What a run prints: a table to read and a line of JSON to keep. */
package io.parley.bench.report;
