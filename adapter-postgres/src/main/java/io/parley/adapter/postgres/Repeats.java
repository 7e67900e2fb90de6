package io.parley.adapter.postgres;

import static io.parley.adapter.postgres.jooq.Tables.MESSAGE_DETAILS;
import static org.jooq.impl.DSL.row;

import io.parley.domain.message.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Record;
import org.jooq.Row2;

/** Answers drafts that were stored before with the message that they became. */
final class Repeats {
  private final Database database;
  private final MessageRows rows;

  Repeats(Database database, MessageRows rows) {
    this.database = database;
    this.rows = rows;
  }

  /**
   * Leaves those as they are that were not stored yet.
   *
   * @return whether there was one to answer
   */
  boolean answer(List<PendingAppend> appends) {
    Map<DraftKey, Message> stored = find(appends);
    for (PendingAppend append : appends) {
      append
          .key()
          .map(stored::get)
          .ifPresent(
              message ->
                  append.repeats(
                      message,
                      database.read(
                          dsl -> ConversationStates.read(dsl, message.conversation().value()))));
    }
    return !stored.isEmpty();
  }

  private Map<DraftKey, Message> find(List<PendingAppend> appends) {
    List<Row2<Long, String>> keys =
        appends.stream()
            .flatMap(append -> append.key().stream())
            .map(key -> row(key.sender().value(), key.id().text()))
            .toList();
    List<? extends Record> found =
        database.read(
            dsl ->
                dsl.selectFrom(MESSAGE_DETAILS)
                    .where(
                        row(MESSAGE_DETAILS.SENDER_ID, MESSAGE_DETAILS.CLIENT_MESSAGE_ID).in(keys))
                    .fetch());
    var messages = new HashMap<DraftKey, Message>();
    for (Message message : rows.toMessages(found)) {
      messages.put(
          new DraftKey(message.sender().id(), message.clientMessageId().orElseThrow()), message);
    }
    return messages;
  }
}
