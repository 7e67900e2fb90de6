package shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** The shop's own table of users. */
final class Accounts {
  private final DataSource database;

  Accounts(DataSource database) {
    this.database = database;
  }

  /** Adds an account; its handle must be free. */
  Account add(String name, String handle, String password) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO accounts (full_name, handle, password_hash) VALUES (?, ?, ?)"
                    + " RETURNING account_id")) {
      insert.setString(1, name);
      insert.setString(2, handle);
      insert.setString(3, Passwords.hash(password));
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return new Account(row.getLong(1), name, handle);
      }
    }
  }

  /** The account that has this handle and this password. */
  Optional<Account> find(String handle, String password) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                "SELECT account_id, full_name, handle, password_hash FROM accounts"
                    + " WHERE handle = ?")) {
      query.setString(1, handle);
      try (ResultSet row = query.executeQuery()) {
        return row.next() && Passwords.matches(password, row.getString(4))
            ? Optional.of(new Account(row.getLong(1), row.getString(2), row.getString(3)))
            : Optional.empty();
      }
    }
  }
}
