package io.parley.adapter.postgres.nodechat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Rows on their way into a table, sent as they come. */
final class CopyInto implements AutoCloseable {
  private static final int CHUNK = 256 * 1024;

  private final CopyIn copy;
  private final CopyText rows = new CopyText();

  CopyInto(Connection connection, String table) throws SQLException {
    copy =
        connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + table + " FROM STDIN");
  }

  void add(@Nullable Object... values) throws SQLException {
    for (Object value : values) {
      rows.add(value);
    }
    rows.endRow();
    if (rows.length() >= CHUNK) {
      send();
    }
  }

  private void send() throws SQLException {
    byte[] bytes = rows.take().getBytes(StandardCharsets.UTF_8);
    copy.writeToCopy(bytes, 0, bytes.length);
  }

  /** All rows are there, within the transaction. */
  void end() throws SQLException {
    send();
    copy.endCopy();
  }

  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }
}
