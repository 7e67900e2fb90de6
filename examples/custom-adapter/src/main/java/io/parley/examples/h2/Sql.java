package io.parley.examples.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Runs statements with parameters in their order: an {@link Optional} stands for a value or NULL, a
 * collection for as many values.
 */
final class Sql {
  private Sql() {}

  /** Makes a value of the row at which the result is. */
  interface Mapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  static <T> List<T> list(Connection connection, String sql, Mapper<T> mapper, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      try (ResultSet rows = statement.executeQuery()) {
        List<T> all = new ArrayList<>();
        while (rows.next()) {
          all.add(mapper.map(rows));
        }
        return all;
      }
    }
  }

  /** The first row, if there is one. */
  static <T> Optional<T> find(
      Connection connection, String sql, Mapper<T> mapper, Object... parameters)
      throws SQLException {
    return list(connection, sql, mapper, parameters).stream().findFirst();
  }

  /** The number that a statement answers which always has one. */
  static long number(Connection connection, String sql, Object... parameters) throws SQLException {
    return list(connection, sql, row -> row.getLong(1), parameters).get(0);
  }

  static void update(Connection connection, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      statement.executeUpdate();
    }
  }

  /** Inserts a row and returns the id that it was given. */
  static long insert(Connection connection, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql, new String[] {"ID"})) {
      bind(statement, parameters);
      statement.executeUpdate();
      try (ResultSet keys = statement.getGeneratedKeys()) {
        keys.next();
        return keys.getLong(1);
      }
    }
  }

  /** Question marks in parentheses for a list; a list of nothing contains nothing. */
  static String in(Collection<?> values) {
    return values.isEmpty()
        ? "(NULL)"
        : "(" + String.join(", ", Collections.nCopies(values.size(), "?")) + ")";
  }

  private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
    int index = 1;
    for (Object parameter : parameters) {
      for (Object value : parameter instanceof Collection<?> many ? many : List.of(parameter)) {
        if (value instanceof Optional<?> optional && optional.isEmpty()) {
          statement.setNull(index++, Types.NULL);
        } else {
          statement.setObject(index++, value instanceof Optional<?> one ? one.get() : value);
        }
      }
    }
  }
}
