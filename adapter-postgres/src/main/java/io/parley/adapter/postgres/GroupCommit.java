package io.parley.adapter.postgres;

import io.parley.domain.conversation.Participants;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.InvalidValueException;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.port.UserDirectory;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores a group of drafts in one transaction and keeps every promise made for them, after the
 * commit. A draft that cannot be stored fails alone.
 *
 * <p>Repeats are not looked for beforehand, since they are rare: the unique index finds them,
 * nothing is stored, and the group goes again without them.
 */
final class GroupCommit {
  private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);
  private static final int MAX_ATTEMPTS = 5;

  private final DataSource dataSource;
  private final UserDirectory users;
  private final ConversationDirectory directory;
  private final Repeats repeats;
  private final Executor afterCommit;

  /**
   * @param dataSource has a connection for each writer; nothing that a group needs is asked of
   *     another pool, where it would wait behind reads
   */
  GroupCommit(
      DataSource dataSource,
      PostgresUserDirectory users,
      ConversationDirectory directory,
      Executor afterCommit) {
    var database = new Database(dataSource);
    this.dataSource = dataSource;
    this.users = users.over(database);
    this.directory = directory;
    this.repeats = new Repeats(database, new MessageRows(this.users));
    this.afterCommit = afterCommit;
  }

  /** Blocks until every promise of the group is kept; never throws. */
  void store(List<PendingAppend> group) {
    try {
      storeOrThrow(group);
    } catch (SQLException e) {
      String state = String.valueOf(e.getSQLState());
      if (SqlStates.isAboutTheData(state)) {
        storeEachAlone(group, e);
      } else if (SqlStates.isLocked(state)) {
        storeEachPair(group, e);
      } else {
        failAll(group, Database.unavailable(e));
        GroupFields.of(group, log.atWarn())
            .log("{} messages were not stored: {}", group.size(), e.toString());
      }
    } catch (ChatException e) {
      failAll(group, e);
    } catch (RuntimeException | Error e) {
      failAll(group, e); // first: there may be no memory left to say so
      GroupFields.of(group, log.atError())
          .setCause(e)
          .log("{} messages were not stored", group.size());
    }
  }

  /** Promises that are kept already stay as they are. */
  private static void failAll(List<PendingAppend> group, Throwable failure) {
    group.forEach(append -> append.fail(failure));
  }

  private void storeEachAlone(List<PendingAppend> group, SQLException failure) {
    if (group.size() == 1) {
      GroupFields.of(group, log.atWarn()).setCause(failure).log("The database refused a message");
      group.get(0).fail(new InvalidValueException("content", "cannot be stored by this database"));
      return;
    }
    group.stream().filter(append -> !append.hasOutcome()).forEach(append -> store(List.of(append)));
  }

  /** Who waits for a row that somebody holds is not to keep the others waiting. */
  private void storeEachPair(List<PendingAppend> group, SQLException failure) {
    Map<Participants, List<PendingAppend>> pairs = new LinkedHashMap<>();
    for (PendingAppend append : group) {
      if (!append.hasOutcome()) {
        pairs.computeIfAbsent(append.draft().participants(), pair -> new ArrayList<>()).add(append);
      }
    }
    if (pairs.size() == 1) {
      failAll(group, notBegun(failure));
    } else {
      pairs.values().forEach(this::store);
    }
  }

  private void storeOrThrow(List<PendingAppend> group) throws SQLException {
    Map<UserId, User> people = people(group);
    var once = new OncePerKey();
    Map<PendingAppend, ChatException> refused = new LinkedHashMap<>();
    for (PendingAppend append : group) {
      refusal(append, people)
          .ifPresentOrElse(refusal -> refused.put(append, refusal), () -> once.add(append));
    }
    List<PendingAppend> waiting = once.waiting();
    for (int attempt = 1; !waiting.isEmpty(); attempt++) {
      if (attempt > MAX_ATTEMPTS) {
        throw new StoreUnavailableException("The message store is too busy");
      }
      List<ConversationBatch> stored = attempt(waiting);
      afterCommit.execute(() -> stored.forEach(batch -> batch.complete(people)));
      waiting = once.waiting();
    }
    List<PendingAppend> repeats = once.answerRepeats();
    if (!repeats.isEmpty()) {
      storeOrThrow(repeats);
    }
    refuse(refused);
  }

  private Map<UserId, User> people(List<PendingAppend> group) {
    try {
      return users.find(usersOf(group));
    } catch (StoreUnavailableException e) {
      throw notBegun(e);
    }
  }

  /** What failed before anything could be stored leaves no doubt about that. */
  private static StoreUnavailableException notBegun(Exception failure) {
    log.warn("The database does not answer: {}", failure.toString());
    return new StoreUnavailableException("The message store is not available");
  }

  private static Set<UserId> usersOf(List<PendingAppend> group) {
    var ids = new HashSet<UserId>();
    for (PendingAppend append : group) {
      ids.add(append.draft().sender());
      ids.add(append.draft().receiver());
    }
    return ids;
  }

  private static Optional<ChatException> refusal(PendingAppend append, Map<UserId, User> people) {
    if (!people.containsKey(append.draft().sender())) {
      return Optional.of(User.senderNotFound());
    }
    return people.containsKey(append.draft().receiver())
        ? append.refusal()
        : Optional.of(User.receiverNotFound());
  }

  /** Unless they are repeats of what was stored before, be it by the same group. */
  private void refuse(Map<PendingAppend, ChatException> refused) {
    if (refused.keySet().stream().anyMatch(append -> append.key().isPresent())) {
      boolean unused = repeats.answer(List.copyOf(refused.keySet()));
    }
    refused.forEach(PendingAppend::fail);
  }

  /** What was stored; the rest has an outcome already, or may go again. */
  private List<ConversationBatch> attempt(List<PendingAppend> appends) throws SQLException {
    try (Connection connection = connect()) {
      // a connection may be long in coming, and nobody waits for some any more
      List<PendingAppend> wanted = appends.stream().filter(append -> !append.hasOutcome()).toList();
      List<ConversationBatch> batches = store(connection, wanted);
      for (ConversationBatch batch : batches) {
        if (batch.isStored()) {
          directory.remember(batch.participants(), batch.id());
        } else {
          directory.forget(batch.participants(), batch.id());
        }
      }
      return batches.stream().filter(ConversationBatch::isStored).toList();
    } catch (SQLException e) {
      String state = String.valueOf(e.getSQLState());
      boolean mayRunAgain =
          SqlStates.mayRunAgain(state) || (SqlStates.isTaken(state) && repeats.answer(appends));
      if (!mayRunAgain) {
        throw e;
      }
      return List.of();
    }
  }

  private Connection connect() {
    try {
      return dataSource.getConnection();
    } catch (SQLException e) {
      throw notBegun(e);
    }
  }

  /**
   * One statement that commits itself, unless conversations have to be created: then a transaction,
   * which is undone when its connection is closed without a commit.
   */
  private List<ConversationBatch> store(Connection connection, List<PendingAppend> appends)
      throws SQLException {
    var transaction = new AppendTransaction(connection);
    List<ConversationBatch> batches = ConversationBatches.of(transaction, directory, appends);
    if (!batches.isEmpty()) {
      transaction.storeMessages(batches);
    }
    transaction.commit();
    return batches;
  }
}
