package io.parley.adapter.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Binds arrays to the parameters of a statement, one after the other. */
final class ArrayBinder {
  private final Connection connection;
  private final PreparedStatement statement;
  private int parameter;

  ArrayBinder(Connection connection, PreparedStatement statement) {
    this.connection = connection;
    this.statement = statement;
  }

  void bigints(long[] values) throws SQLException {
    // The driver takes a primitive array as one object: no boxing, binary transfer.
    statement.setObject(++parameter, values);
  }

  void texts(@Nullable String[] values) throws SQLException {
    statement.setArray(++parameter, connection.createArrayOf("text", values));
  }
}
