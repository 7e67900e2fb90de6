package io.parley.bootstrap.doctor;

import io.parley.bootstrap.config.DatabaseConfig.External;
import io.parley.bootstrap.database.Jdbc;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The database that may be read from instead. */
final class StandbyCheck {
  private static final String SUBJECT = "Read replica";
  private static final String ADVICE = "Mend CHAT_READ_DATABASE_URL, or leave it out.";

  private StandbyCheck() {}

  static Finding finding(External standby) {
    try (Connection connection = Jdbc.connect(standby);
        Statement statement = connection.createStatement();
        ResultSet state = statement.executeQuery("SELECT pg_is_in_recovery()")) {
      state.next();
      return state.getBoolean(1)
          ? Finding.good(SUBJECT, standby.jdbcUrl())
          : Finding.warning(SUBJECT, standby.jdbcUrl() + " is no standby", ADVICE);
    } catch (SQLException e) {
      return Finding.warning(SUBJECT, "does not answer: " + e.getMessage(), ADVICE);
    }
  }
}
