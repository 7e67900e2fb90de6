package io.parley.bootstrap.demo;

import io.parley.application.message.SendMessage;
import io.parley.application.receipt.MarkRead;
import io.parley.bootstrap.config.StartupException;
import io.parley.domain.conversation.Participants;
import io.parley.domain.message.ClientMessageId;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageContent;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.user.UserId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings users and conversations into a database that has none. A database that has users of its
 * own stays as it is.
 */
public final class Demo {
  private static final Logger LOG = LoggerFactory.getLogger(Demo.class);
  private static final long SEND_SECONDS = 30;

  private final DataSource dataSource;
  private final SendMessage sendMessage;
  private final MarkRead markRead;

  public Demo(DataSource dataSource, SendMessage sendMessage, MarkRead markRead) {
    this.dataSource = dataSource;
    this.sendMessage = sendMessage;
    this.markRead = markRead;
  }

  /** Fills an empty database; one that was filled half, because a start was cut short, too. */
  public void fillIfEmpty() throws InterruptedException {
    try {
      if (addUsers()) {
        for (DemoScript script : DemoScript.ALL) {
          play(script);
        }
        LOG.info("The database has {} demo users", DemoUser.ALL.size());
      }
    } catch (SQLException e) {
      throw new StartupException("The demo users cannot be stored: " + e.getMessage(), e);
    }
  }

  /** Returns whether the users are those of the demo, and nobody has added one. */
  private boolean addUsers() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE"); // two nodes may start
      boolean empty = count(statement, "SELECT count(*) FROM users") == 0;
      if (empty) {
        insertUsers(connection);
      }
      connection.commit();
      return empty || onlyDemoUsers(statement);
    }
  }

  private static boolean onlyDemoUsers(Statement statement) throws SQLException {
    return false;
  }

  private static long count(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void insertUsers(Connection connection) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO users (id, name, username, profile_name) VALUES (?, ?, ?, ?)")) {
      for (DemoUser user : DemoUser.ALL) {
        insert.setLong(1, user.id().value());
        insert.setString(2, user.name());
        insert.setString(3, user.username());
        insert.setString(4, user.profileName());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }
}
