package io.parley.bench.server;

import io.parley.bench.report.Figures;

/**
 * Bytes on disk.
 *
 * @param messages how many there are
 * @param table of messages, without its indexes
 * @param indexes of that table
 * @param search the index beside the database
 */
public record Storage(long messages, long table, long indexes, long search) {
  public void addTo(Figures figures) {
    figures
        .add("stored_messages", messages)
        .add("table_bytes_per_message", each(table))
        .add("index_bytes_per_message", each(indexes))
        .add("search_bytes_per_message", each(search));
  }

  private long each(long bytes) {
    return messages == 0 ? 0 : bytes / messages;
  }
}
