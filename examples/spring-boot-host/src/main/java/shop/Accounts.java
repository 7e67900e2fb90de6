package shop;

import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The shop's own table of users. */
@Component
class Accounts {
  private final JdbcClient database;

  Accounts(JdbcClient database) {
    this.database = database;
  }

  /** Adds an account; its handle must be free. */
  Account add(String name, String handle, String password) {
    UUID id =
        database
            .sql(
                "INSERT INTO accounts (full_name, handle, password_hash) VALUES (?, ?, ?)"
                    + " RETURNING account_id")
            .params(name, handle, Passwords.hash(password))
            .query(UUID.class)
            .single();
    return new Account(id, name, handle);
  }

  /** The account that has this handle and this password. */
  Optional<Account> find(String handle, String password) {
    return database
        .sql("SELECT account_id, full_name, handle, password_hash FROM accounts WHERE handle = ?")
        .param(handle)
        .query(
            (row, number) ->
                Passwords.matches(password, row.getString("password_hash"))
                    ? Optional.of(
                        new Account(
                            row.getObject("account_id", UUID.class),
                            row.getString("full_name"),
                            handle))
                    : Optional.<Account>empty())
        .optional()
        .flatMap(account -> account);
  }
}
