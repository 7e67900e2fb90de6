package io.parley.adapter.postgres;

import static io.parley.adapter.postgres.DatabaseTime.notBefore;
import static io.parley.adapter.postgres.jooq.Tables.CONVERSATIONS;
import static io.parley.adapter.postgres.jooq.Tables.MESSAGES;
import static io.parley.adapter.postgres.jooq.Tables.PARTICIPANTS;
import static io.parley.adapter.postgres.jooq.Tables.READ_MARKS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;

import io.parley.domain.conversation.Conversation;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.conversation.UnreadConversation;
import io.parley.domain.port.ReadReceiptStore;
import io.parley.domain.port.UserDirectory;
import io.parley.domain.receipt.ReadReceipt;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Read positions and the counts that follow from them. */
final class PostgresReadReceiptStore implements ReadReceiptStore {
  private final Database database;
  private final ConversationDirectory directory;
  private final UserDirectory users;

  PostgresReadReceiptStore(
      Database database, ConversationDirectory directory, UserDirectory users) {
    this.database = database;
    this.directory = directory;
    this.users = users;
  }

  @Override
  public Marked markRead(ConversationId conversation, UserId reader, Optional<Sequence> upTo) {
    Participants participants =
        directory.participants(conversation, reader).orElseThrow(Conversation::notFound);
    return database.write(
        dsl -> {
          long id = conversation.value();
          long last = ConversationStates.lock(dsl, id).orElseThrow(Conversation::notFound);
          long target = Math.min(last, upTo.map(Sequence::value).orElse(last));
          var position = position(dsl, id, reader);
          boolean moves = target > position.read();
          if (moves) {
            move(dsl, id, reader, position, target, last);
            ConversationStates.changed(
                dsl, id, participants.first().value(), participants.second().value());
          }
          long reached = moves ? target : position.read();
          var receipt =
              new ReadReceipt(
                  conversation,
                  reader,
                  participants.otherThan(reader),
                  new Sequence(reached),
                  readAt(dsl, id, reader, reached));
          return new Marked(receipt, moves, ConversationStates.read(dsl, id));
        });
  }

  private static Position position(DSLContext dsl, long conversation, UserId reader) {
    return dsl.select(PARTICIPANTS.READ_SEQ, PARTICIPANTS.UNREAD_COUNT)
        .from(PARTICIPANTS)
        .where(PARTICIPANTS.USER_ID.eq(reader.value()))
        .and(PARTICIPANTS.CONVERSATION_ID.eq(conversation))
        .fetchSingle(row -> new Position(row.value1(), row.value2()));
  }

  private static void move(
      DSLContext dsl, long conversation, UserId reader, Position position, long target, long last) {
    dsl.update(PARTICIPANTS)
        .set(PARTICIPANTS.READ_SEQ, target)
        .set(
            PARTICIPANTS.UNREAD_COUNT,
            unreadAfter(dsl, conversation, reader, position, target, last))
        .where(PARTICIPANTS.USER_ID.eq(reader.value()))
        .and(PARTICIPANTS.CONVERSATION_ID.eq(conversation))
        .execute();
    dsl.insertInto(
            READ_MARKS,
            READ_MARKS.CONVERSATION_ID,
            READ_MARKS.USER_ID,
            READ_MARKS.UP_TO_SEQ,
            READ_MARKS.READ_AT)
        .select(
            select(
                    inline(conversation),
                    inline(reader.value()),
                    inline(target),
                    notBefore(DSL.greatest(CONVERSATIONS.LAST_MESSAGE_AT, READ_MARKS.READ_AT)))
                .from(CONVERSATIONS)
                .leftJoin(READ_MARKS)
                .on(
                    READ_MARKS.CONVERSATION_ID.eq(CONVERSATIONS.ID),
                    READ_MARKS.USER_ID.eq(reader.value()),
                    READ_MARKS.UP_TO_SEQ.eq(position.read()))
                .where(CONVERSATIONS.ID.eq(conversation)))
        .execute();
  }

  /** Counts on the shorter side of the new position; nothing at all when everything is read. */
  private static long unreadAfter(
      DSLContext dsl, long conversation, UserId reader, Position position, long target, long last) {
    if (target == last) {
      return 0;
    }
    if (target - position.read() <= last - target) {
      return position.unread() - addressedTo(dsl, conversation, reader, position.read(), target);
    }
    return addressedTo(dsl, conversation, reader, target, last);
  }

  private static long addressedTo(
      DSLContext dsl, long conversation, UserId reader, long after, long upTo) {
    return dsl.fetchCount(
        MESSAGES,
        MESSAGES
            .CONVERSATION_ID
            .eq(conversation)
            .and(MESSAGES.SEQ.gt(after))
            .and(MESSAGES.SEQ.le(upTo))
            .and(MESSAGES.RECEIVER_ID.eq(reader.value()))
            .and(MESSAGES.DELETED_AT.isNull()));
  }

  /** When a position was reached: the time of its mark, or the conversation's for position 0. */
  private static Instant readAt(DSLContext dsl, long conversation, UserId reader, long position) {
    return dsl.select(READ_MARKS.READ_AT)
        .from(READ_MARKS)
        .where(READ_MARKS.CONVERSATION_ID.eq(conversation))
        .and(READ_MARKS.USER_ID.eq(reader.value()))
        .and(READ_MARKS.UP_TO_SEQ.eq(position))
        .fetchOptional(READ_MARKS.READ_AT)
        .orElseGet(
            () ->
                dsl.select(CONVERSATIONS.CREATED_AT)
                    .from(CONVERSATIONS)
                    .where(CONVERSATIONS.ID.eq(conversation))
                    .fetchSingle(row -> row.value1()));
  }

  @Override
  public List<ReadReceipt> positions(Map<ConversationId, Participants> conversations) {
    List<Long> ids = new ArrayList<>();
    List<Long> readers = new ArrayList<>();
    List<Long> authors = new ArrayList<>();
    conversations.forEach(
        (conversation, pair) -> {
          for (UserId reader : List.of(pair.first(), pair.second())) {
            ids.add(conversation.value());
            readers.add(reader.value());
            authors.add(pair.otherThan(reader).value());
          }
        });
    return database.read(
        dsl ->
            dsl.fetch(
                    """
                    SELECT asked.id, asked.reader, asked.author, mark.up_to_seq, mark.read_at
                    FROM unnest(?, ?, ?) asked(id, reader, author)
                    JOIN chat.participants one
                      ON one.user_id = asked.reader AND one.conversation_id = asked.id
                    JOIN chat.read_marks mark
                      ON mark.conversation_id = asked.id AND mark.user_id = asked.reader
                        AND mark.up_to_seq = one.read_seq
                    """,
                    ids.toArray(Long[]::new),
                    readers.toArray(Long[]::new),
                    authors.toArray(Long[]::new))
                .map(
                    row ->
                        new ReadReceipt(
                            new ConversationId(row.get(0, Long.class)),
                            new UserId(row.get(1, Long.class)),
                            new UserId(row.get(2, Long.class)),
                            new Sequence(row.get(3, Long.class)),
                            row.get(4, OffsetDateTime.class).toInstant())));
  }

  @Override
  public long unreadTotal(UserId user) {
    return database.read(
        dsl ->
            dsl.select(coalesce(sum(PARTICIPANTS.UNREAD_COUNT), BigDecimal.ZERO))
                .from(PARTICIPANTS)
                .where(PARTICIPANTS.USER_ID.eq(user.value()))
                .fetchSingle(row -> row.value1().longValueExact()));
  }

  @Override
  public List<UnreadConversation> unreadByConversation(UserId user) {
    Map<ConversationId, Long> unread = new LinkedHashMap<>();
    database.read(
        dsl ->
            dsl.select(PARTICIPANTS.CONVERSATION_ID, PARTICIPANTS.UNREAD_COUNT)
                .from(PARTICIPANTS)
                .where(PARTICIPANTS.USER_ID.eq(user.value()))
                .and(PARTICIPANTS.UNREAD_COUNT.gt(0L))
                .orderBy(PARTICIPANTS.LAST_MESSAGE_AT.desc(), PARTICIPANTS.CONVERSATION_ID.desc())
                .fetch(row -> unread.put(new ConversationId(row.value1()), row.value2())));
    Map<ConversationId, Participants> pairs = directory.participants(unread.keySet());
    Users known =
        Users.of(
            users,
            pairs.values().stream().map(pair -> pair.otherThan(user)).collect(Collectors.toSet()));
    List<UnreadConversation> conversations = new ArrayList<>();
    unread.forEach(
        (conversation, count) -> {
          Participants pair = pairs.get(conversation);
          if (pair != null) {
            User other = known.get(pair.otherThan(user).value());
            conversations.add(new UnreadConversation(conversation, count, other));
          }
        });
    return conversations;
  }

  private record Position(long read, long unread) {}
}
