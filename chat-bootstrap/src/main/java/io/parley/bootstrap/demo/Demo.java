package io.parley.bootstrap.demo;

import io.parley.application.conversation.ListConversations;
import io.parley.application.message.SendMessage;
import io.parley.application.receipt.MarkRead;
import io.parley.bootstrap.config.StartupException;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageContent;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.UserDirectory;
import io.parley.domain.receipt.ReadReceipt;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
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
  private static final PageRequest FIRST = new PageRequest(1, 1);

  private final DataSource dataSource;
  private final UserDirectory users;
  private final ListConversations conversations;
  private final SendMessage sendMessage;
  private final MarkRead markRead;

  /**
   * @param dataSource of the database with the table {@code users}, which no port can write
   */
  public Demo(
      DataSource dataSource,
      UserDirectory users,
      ListConversations conversations,
      SendMessage sendMessage,
      MarkRead markRead) {
    this.dataSource = dataSource;
    this.users = users;
    this.conversations = conversations;
    this.sendMessage = sendMessage;
    this.markRead = markRead;
  }

  /** Adds the users if the database has none, and their history if they have none. */
  public void fillIfEmpty() throws InterruptedException {
    try {
      boolean added = addUsers();
      if (added || isWithoutHistory()) {
        for (DemoScript script : DemoScript.ALL) {
          play(script);
        }
        LOG.info("Added a few conversations of {} demo users", DemoUser.ALL.size());
      }
    } catch (SQLException e) {
      throw new StartupException("The demo users cannot be stored: " + e.getMessage(), e);
    }
  }

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
      connection.setAutoCommit(true);
      return empty;
    }
  }

  /** A start that was cut short may have left users of ours without their history. */
  private boolean isWithoutHistory() {
    List<DemoUser> ours = users();
    return ours.size() == DemoUser.ALL.size()
        && ours.stream().allMatch(user -> conversations.list(user.id(), FIRST).total() == 0);
  }

  /** Those of the demo's users that are users here, and not somebody else with the same id. */
  public List<DemoUser> users() {
    Set<UserId> ids = DemoUser.ALL.stream().map(DemoUser::id).collect(Collectors.toSet());
    Map<UserId, User> stored = users.find(ids);
    return DemoUser.ALL.stream()
        .filter(
            user ->
                stored.containsKey(user.id())
                    && user.username().equals(stored.get(user.id()).username()))
        .toList();
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

  private void play(DemoScript script) throws InterruptedException {
    UserId first = new UserId(script.first());
    UserId second = new UserId(script.second());
    Message last = null;
    for (DemoScript.Line line : script.lines()) {
      last = line.byFirst() ? send(first, second, line) : send(second, first, line);
    }
    if (last != null) {
      read(last, last.sender().id(), 0);
      read(last, last.receiver().id(), script.unread());
    }
  }

  private void read(Message last, UserId reader, int butNotTheLast) {
    Sequence upTo = new Sequence(last.sequence().value() - butNotTheLast);
    if (upTo.compareTo(Sequence.NONE) > 0) {
      ReadReceipt unused = markRead.mark(reader, last.conversation(), Optional.of(upTo));
    }
  }

  private Message send(UserId from, UserId to, DemoScript.Line line) throws InterruptedException {
    MessageDraft draft =
        new MessageDraft(
            from,
            to,
            Optional.empty(),
            new MessageContent(line.text()),
            Optional.empty(),
            Optional.empty());
    try {
      return sendMessage
          .send(draft)
          .toCompletableFuture()
          .get(SEND_SECONDS, TimeUnit.SECONDS)
          .message();
    } catch (ExecutionException | TimeoutException e) {
      throw new StartupException("The demo's messages cannot be stored: " + e, e);
    }
  }
}
