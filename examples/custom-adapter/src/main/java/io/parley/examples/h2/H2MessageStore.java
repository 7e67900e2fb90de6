package io.parley.examples.h2;

import io.parley.domain.conversation.Conversation;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Participants;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.message.AttachmentUrl;
import io.parley.domain.message.ClientMessageId;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.message.MessageFlag;
import io.parley.domain.message.MessageId;
import io.parley.domain.port.MessageStore;
import io.parley.domain.port.UserDirectory;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Appends by one thread, which is what keeps the order of drafts, callbacks and stages. */
final class H2MessageStore implements MessageStore {
  private final Database database;
  private final UserDirectory users;
  private final WriterThread writer;

  H2MessageStore(Database database, UserDirectory users, WriterThread writer) {
    this.database = database;
    this.users = users;
    this.writer = writer;
  }

  @Override
  public CompletionStage<Appended> append(MessageDraft draft, Consumer<Appended> onStored) {
    return answer(draft, Optional.empty(), onStored);
  }

  @Override
  public CompletionStage<Appended> refuse(MessageDraft draft, ChatException refusal) {
    return answer(draft, Optional.of(refusal), first -> {});
  }

  private CompletionStage<Appended> answer(
      MessageDraft draft, Optional<ChatException> refusal, Consumer<Appended> onStored) {
    CompletableFuture<Appended> answer = new CompletableFuture<>();
    try {
      writer.execute(
          () -> {
            try {
              Appended appended = store(draft, refusal);
              onStored.accept(appended);
              answer.complete(appended);
            } catch (RuntimeException | Error e) {
              answer.completeExceptionally(e);
            }
          },
          () -> answer.completeExceptionally(new StoreUnavailableException("The store is closed")));
    } catch (ChatException full) {
      answer.completeExceptionally(full);
    }
    return answer;
  }

  private Appended store(MessageDraft draft, Optional<ChatException> refusal) {
    Set<UserId> known = users.find(Set.of(draft.sender(), draft.receiver())).keySet();
    return database.write(
        (connection, now) -> {
          Optional<Message> earlier = earlier(connection, draft);
          if (earlier.isPresent() && !draft.isRepeatOf(earlier.get())) {
            throw new ChatException(
                ErrorCode.IDEMPOTENCY_CONFLICT, "clientMessageId belongs to another message");
          }
          if (earlier.isEmpty() && refusal.isPresent()) {
            throw refusal.get();
          }
          Message message =
              earlier.isPresent() ? earlier.get() : appendNew(connection, draft, known, now);
          return new Appended(
              message, earlier.isPresent(), Writes.state(connection, message.conversation()));
        });
  }

  private static Optional<Message> earlier(Connection connection, MessageDraft draft)
      throws SQLException {
    return Sql.find(
        connection,
        Rows.MESSAGES + "WHERE m.sender_id = ? AND m.client_message_id = ?",
        Rows::message,
        draft.sender().value(),
        draft.clientMessageId().map(ClientMessageId::text));
  }

  private static Message appendNew(
      Connection connection, MessageDraft draft, Set<UserId> known, Instant now)
      throws SQLException {
    User.requireBoth(known, draft.sender(), draft.receiver());
    ConversationId conversation = conversation(connection, draft, now);
    Sql.update(
        connection,
        "UPDATE chat.conversations SET last_seq = last_seq + 1, last_message = ?,"
            + " last_message_at = ?, updated_at = ? WHERE id = ?",
        draft.content().text(),
        now,
        now,
        conversation.value());
    long id =
        Sql.insert(
            connection,
            "INSERT INTO chat.messages (conversation_id, seq, sender_id, receiver_id, content,"
                + " attachment_url, client_message_id, flag, created_at, updated_at)"
                + " VALUES (?, (SELECT last_seq FROM chat.conversations WHERE id = ?), ?, ?, ?, ?, ?, ?, ?, ?)",
            conversation.value(),
            conversation.value(),
            draft.sender().value(),
            draft.receiver().value(),
            draft.content().text(),
            draft.attachment().map(AttachmentUrl::text),
            draft.clientMessageId().map(ClientMessageId::text),
            draft.flag().map(MessageFlag::text),
            now,
            now);
    Sql.update(
        connection,
        "UPDATE chat.participants SET unread = unread + 1 WHERE conversation_id = ? AND user_id = ?",
        conversation.value(),
        draft.receiver().value());
    Writes.note(connection, conversation, Writes.Kind.SENT, id);
    return require(connection, new MessageId(id));
  }

  private static ConversationId conversation(Connection connection, MessageDraft draft, Instant now)
      throws SQLException {
    Participants pair = draft.participants();
    Optional<ConversationId> theirs =
        Sql.find(
            connection,
            "SELECT id FROM chat.conversations WHERE first_id = ? AND second_id = ?",
            row -> new ConversationId(row.getLong(1)),
            pair.first().value(),
            pair.second().value());
    if (draft.conversation().isPresent() && !draft.conversation().equals(theirs)) {
      throw Conversation.notFound();
    }
    return theirs.isPresent() ? theirs.get() : begin(connection, pair, now);
  }

  private static ConversationId begin(Connection connection, Participants pair, Instant now)
      throws SQLException {
    long first = pair.first().value();
    long second = pair.second().value();
    long id =
        Sql.insert(
            connection,
            "INSERT INTO chat.conversations (first_id, second_id, last_message_at, created_at, updated_at)"
                + " VALUES (?, ?, ?, ?, ?)",
            first,
            second,
            now,
            now,
            now);
    Sql.update(
        connection,
        "INSERT INTO chat.participants (conversation_id, user_id, other_id) VALUES (?, ?, ?), (?, ?, ?)",
        id,
        first,
        second,
        id,
        second,
        first);
    return new ConversationId(id);
  }

  @Override
  public Changed delete(MessageId message) {
    return change(message, false);
  }

  @Override
  public Changed restore(MessageId message) {
    return change(message, true);
  }

  private Changed change(MessageId id, boolean restore) {
    return database.write(
        (connection, now) -> {
          Message before = require(connection, id);
          boolean changes = before.isDeleted() == restore;
          if (changes) {
            change(connection, before, restore ? Optional.empty() : Optional.of(now), now);
          }
          return new Changed(
              require(connection, id), changes, Writes.state(connection, before.conversation()));
        });
  }

  private static void change(
      Connection connection, Message message, Optional<Instant> deletedAt, Instant now)
      throws SQLException {
    long conversation = message.conversation().value();
    Instant next = message.updatedAt().plusMillis(1); // each change has a date of its own
    Sql.update(
        connection,
        "UPDATE chat.messages SET deleted_at = ?, updated_at = ? WHERE id = ?",
        deletedAt,
        now.isAfter(next) ? now : next,
        message.id().value());
    Sql.update(
        connection,
        "UPDATE chat.conversations SET updated_at = ?, last_message = (SELECT content"
            + " FROM chat.messages WHERE conversation_id = ? AND deleted_at IS NULL"
            + " ORDER BY seq DESC LIMIT 1) WHERE id = ?",
        now,
        conversation,
        conversation);
    Writes.countUnread(connection, message.conversation());
    Writes.note(connection, message.conversation(), Writes.Kind.CHANGED, message.id().value());
  }

  private static Message require(Connection connection, MessageId id) throws SQLException {
    return Sql.find(connection, Rows.MESSAGES + "WHERE m.id = ?", Rows::message, id.value())
        .orElseThrow(Message::notFound);
  }
}
