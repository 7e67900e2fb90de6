package io.parley.adapter.postgres.nodechat;

import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/**
 * Brings users, conversations and messages of a chat on Express and Sequelize over, with their ids,
 * times, deletes and read states. The source is only read. What is read is gathered in tables of
 * the target, each batch with how far it has come, so whatever ends an import, the next one goes on
 * there. The last transaction shows all of it at once. An import that follows a whole one brings
 * what has changed in the source since.
 */
public final class NodeChatImport {
  private static final int BATCH = 20_000;

  private static final String IS_BEGUN = "SELECT to_regclass('chat.import_progress') IS NOT NULL";

  private final DataSource from;
  private final DataSource into;
  private final MessageRules rules;
  private final ImportListener listener;
  private final BooleanSupplier stop;

  /**
   * @param from the source; needs no right but to read
   * @param into a database with the schema of the chat; the role must own that, as tables are made
   * @param attachmentBase what attachments that are only a path are completed with
   * @param stop whether the import is to end; asked all the time, by another thread too
   */
  public NodeChatImport(
      DataSource from,
      DataSource into,
      Optional<URI> attachmentBase,
      ImportListener listener,
      BooleanSupplier stop) {
    this.from = from;
    this.into = into;
    this.rules = new MessageRules(attachmentBase);
    this.listener = listener;
    this.stop = stop;
  }

  /**
   * Imports all there is, or what an earlier run has left.
   *
   * @throws ImportRefusedException if the two do not fit together; nothing was changed that is to
   *     be seen
   * @throws ImportStoppedException if the end was asked for
   * @throws SQLException if one of the databases fails; the next run goes on
   */
  public ImportReport run() throws SQLException {
    try (Connection there = from.getConnection();
        Connection here = into.getConnection()) {
      Source source = Source.open(there);
      there.setAutoCommit(false);
      here.setAutoCommit(false);
      try (CancelOnStop cancel = new CancelOnStop(stop, there, here)) {
        cancel.start();
        return run(there, new Target(here), source);
      }
    } catch (SQLException e) {
      if (stop.getAsBoolean()) {
        throw stopped(e);
      }
      throw e;
    }
  }

  /**
   * Whether an import into a database has begun and has not come to its end; asks for no more than
   * the catalog.
   */
  public static boolean isUnfinished(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection()) {
      return new Target(connection).isTrue(IS_BEGUN);
    }
  }

  /**
   * Gives an import up: what it has stored goes, and the service may run. Does nothing if there is
   * none.
   *
   * @throws ImportRefusedException if it is under way
   */
  public static void abandon(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      Target target = new Target(connection);
      target.lock();
      if (target.isTrue(IS_BEGUN)) {
        target.run(StagingStatements.DELETE_UNPUBLISHED);
        target.forgetPlan();
        target.run(StagingStatements.DROP);
      }
      target.commit();
    }
  }

  private static ImportStoppedException stopped(SQLException cause) {
    var stopped = new ImportStoppedException();
    stopped.initCause(cause);
    return stopped;
  }

  private ImportReport run(Connection there, Target target, Source source) throws SQLException {
    target.prepare();
    target.lock();
    target.begin();
    target.requireNoService();
    Progress progress = progress(target);
    SourceReader reader = new SourceReader(there, target, source, rules, listener);
    if (progress.phase() == Phase.READING) {
      reader.readUsers();
      reader.readConversations();
      reader.readMessages(progress.upTo());
      requireGoingOn();
      arrange(target);
      progress = new Progress(Phase.STORING, 0);
    }
    if (progress.phase() == Phase.STORING) {
      store(target, progress.upTo());
      publish(target);
    }
    listener.begins("Comparing", 0, 0);
    ImportReport report = new Comparison(there, target.connection(), source).report();
    target.run(StagingStatements.DROP);
    target.commit();
    return report;
  }

  private enum Phase {
    READING,
    STORING,
    PUBLISHED
  }

  private record Progress(Phase phase, long upTo) {}

  private static Progress progress(Target target) throws SQLException {
    if (target.isTrue(IS_BEGUN)) {
      Optional<List<String>> row = target.row("SELECT phase, up_to FROM chat.import_progress", 2);
      if (row.isPresent()) {
        return new Progress(Phase.valueOf(row.get().get(0)), Long.parseLong(row.get().get(1)));
      }
    }
    target.run(StagingStatements.DROP);
    target.run(StagingStatements.DELETE_UNPUBLISHED);
    target.run(StagingStatements.CREATE);
    target.commit();
    return new Progress(Phase.READING, 0);
  }

  private void requireGoingOn() {
    if (stop.getAsBoolean()) {
      throw new ImportStoppedException();
    }
  }

  private void arrange(Target target) throws SQLException {
    listener.begins("Arranging", 0, 0);
    if (!target.hasUsersOfSource()) {
      requireSameUsers(target);
    }
    if (target.isTrue(ArrangeStatements.USERS_ARE_OURS)) {
      target.run(ArrangeStatements.STORE_USERS);
      target.run(ArrangeStatements.UPDATE_USERS);
      target.run(ArrangeStatements.SET_USER_SEQUENCE);
    }
    target.run("UPDATE chat.imports SET users_stored = true");
    target.run(ArrangeStatements.REFUSE);
    Optional<List<String>> other = target.row(ArrangeStatements.OTHER_MESSAGE, 1);
    if (other.isPresent()) {
      throw refusal(
          target,
          "Message "
              + other.get().get(0)
              + " of the source is another one than that of the chat: this is not the source of the"
              + " earlier import");
    }
    target.run(ArrangeStatements.PAIR);
    target.run(ArrangeStatements.ORDER);
    target.run("UPDATE chat.import_progress SET phase = 'STORING', up_to = 0");
    target.commit();
  }

  private static void requireSameUsers(Target target) throws SQLException {
    Optional<List<String>> other = target.row(ArrangeStatements.OTHER_USER, 3);
    if (other.isPresent()) {
      List<String> user = other.get();
      throw refusal(
          target,
          "User %s is '%s' in the chat and '%s' in the source: the ids of the two mean different people"
              .formatted(user.get(0), user.get(1), user.get(2)));
    }
  }

  /** No later run could go on: what was read goes. */
  private static ImportRefusedException refusal(Target target, String message) throws SQLException {
    target.connection().rollback();
    target.run(StagingStatements.DROP);
    target.commit();
    return new ImportRefusedException(message);
  }

  private void store(Target target, long upTo) throws SQLException {
    target.requireNoLiveMessages();
    target.reserveIds();
    target.commit();
    long done =
        target.number("SELECT count(*) FROM chat.import_order WHERE is_new AND id <= ?", upTo);
    listener.begins(
        "Storing messages",
        target.number("SELECT count(*) FROM chat.import_order WHERE is_new"),
        done);
    long before = upTo;
    for (long end = next(target, before); end > 0; end = next(target, before)) {
      requireGoingOn();
      target.run("LOCK TABLE chat.messages IN SHARE ROW EXCLUSIVE MODE");
      target.requireNoLiveMessages();
      long stored = target.update(PublishStatements.STORE_BATCH, before, end, before, end);
      target.update("UPDATE chat.import_progress SET up_to = ?", end);
      target.commit();
      listener.advances(stored);
      before = end;
    }
  }

  private static long next(Target target, long before) throws SQLException {
    return target.number(PublishStatements.END_OF_BATCH, before, BATCH);
  }

  private void publish(Target target) throws SQLException {
    listener.begins("Counting", 0, 0);
    target.requireNoService();
    target.run("LOCK TABLE chat.messages, chat.conversations IN SHARE ROW EXCLUSIVE MODE");
    target.requireNoLiveMessages();
    for (List<String> statements : PublishStatements.PUBLISH) {
      target.run(statements);
    }
    target.commit();
    target.run(PublishStatements.ANALYZE);
    target.commit();
  }
}
