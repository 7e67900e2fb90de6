package io.parley.adapter.postgres.nodechat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table of the source and its columns. Hosts differ in what they call them, in camel or in snake
 * case, and in what they have; a method takes the names that are known for a column.
 */
final class SourceTable {
  private static final List<String> INTEGERS = List.of("smallint", "integer", "bigint");

  private final String name;
  private final Map<String, String> typesByColumn;

  private SourceTable(String name, Map<String, String> typesByColumn) {
    this.name = name;
    this.typesByColumn = typesByColumn;
  }

  /**
   * Looks for a table.
   *
   * @param names as SQL writes them; the first that is there is taken
   * @throws ImportRefusedException if there is none, or it may not be read
   */
  static SourceTable find(Connection source, String... names) throws SQLException {
    for (String name : names) {
      Map<String, String> columns = columns(source, name);
      if (!columns.isEmpty()) {
        return new SourceTable(name, columns);
      }
    }
    throw new ImportRefusedException(
        "The source has no table "
            + String.join(" or ", names)
            + ": --from must name the database of the chat that is to be imported");
  }

  private static Map<String, String> columns(Connection source, String name) throws SQLException {
    try (PreparedStatement statement =
        source.prepareStatement(
            """
            SELECT attname, format_type(atttypid, NULL)
            FROM pg_attribute
            WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped
            """)) {
      statement.setString(1, name);
      Map<String, String> columns = new LinkedHashMap<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          columns.put(rows.getString(1), rows.getString(2));
        }
      }
      return columns;
    }
  }

  /** As SQL writes it. */
  String name() {
    return name;
  }

  /** A column of whole numbers, or null if there is none of these names. */
  String integer(String... names) {
    Optional<String> column = column(names);
    column.ifPresent(this::requireInteger);
    return column.map(SourceTable::quoted).orElse("NULL::bigint");
  }

  /**
   * As {@link #integer}.
   *
   * @throws ImportRefusedException if there is none of these names
   */
  String requiredInteger(String... names) {
    requireOneOf(names);
    return integer(names);
  }

  private void requireInteger(String column) {
    String type = type(column);
    if (!INTEGERS.contains(type)) {
      throw new ImportRefusedException(
          "The column "
              + quoted(column)
              + " of the source's "
              + name
              + " is of type "
              + type
              + ": ids must be whole numbers");
    }
  }

  private String type(String column) {
    return typesByColumn.getOrDefault(column, "");
  }

  void requireOneOf(String... names) {
    if (column(names).isEmpty()) {
      throw new ImportRefusedException(
          "The source's table " + name + " has no column " + String.join(" or ", names));
    }
  }

  /** A column as text, or null. */
  String text(String... names) {
    return column(names).map(column -> quoted(column) + "::text").orElse("NULL::text");
  }

  /**
   * A time to the millisecond, or null; those without a time zone are in UTC, as Sequelize writes
   * them.
   */
  String time(String... names) {
    return column(names).map(this::milliseconds).orElse("NULL::timestamptz(3)");
  }

  private String milliseconds(String column) {
    String time =
        type(column).equals("timestamp without time zone")
            ? "(" + quoted(column) + " AT TIME ZONE 'UTC')"
            : quoted(column);
    return "CASE WHEN isfinite(" + time + ") THEN " + time + "::timestamptz(3) END";
  }

  /** A truth, as a boolean or a number; false for null; the fallback if there is no such column. */
  String truth(String fallback, String... names) {
    return column(names)
        .map(
            column ->
                INTEGERS.contains(type(column))
                    ? "coalesce(" + quoted(column) + " <> 0, false)"
                    : "coalesce(" + quoted(column) + ", false)")
        .orElse(fallback);
  }

  private Optional<String> column(String... names) {
    return Arrays.stream(names).filter(typesByColumn::containsKey).findFirst();
  }

  private static String quoted(@Nullable String column) {
    return "\"" + column + "\"";
  }
}
