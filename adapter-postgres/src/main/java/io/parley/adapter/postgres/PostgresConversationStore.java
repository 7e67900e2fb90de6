package io.parley.adapter.postgres;

import static io.parley.adapter.postgres.jooq.Tables.CONVERSATIONS;
import static io.parley.adapter.postgres.jooq.Tables.PARTICIPANTS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.select;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.InboxEntry;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.user.UserId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Record;

/** Reads conversations; an inbox page is found from the user's own rows. */
final class PostgresConversationStore implements ConversationStore {
  private final Database database;
  private final ConversationDirectory directory;
  private final ConversationRows rows;

  PostgresConversationStore(
      Database database, ConversationDirectory directory, ConversationRows rows) {
    this.database = database;
    this.directory = directory;
    this.rows = rows;
  }

  @Override
  public Optional<Participants> participants(ConversationId conversation, UserId participant) {
    return directory.participants(conversation, participant);
  }

  @Override
  public Sequence lastSequence(ConversationId conversation) {
    return database.read(
        dsl ->
            dsl.select(CONVERSATIONS.LAST_SEQ)
                .from(CONVERSATIONS)
                .where(CONVERSATIONS.ID.eq(conversation.value()))
                .fetchOptional(row -> new Sequence(row.value1()))
                .orElse(Sequence.NONE));
  }

  @Override
  public Map<Participants, ConversationState> states(Set<Participants> pairs) {
    return database.read(dsl -> ConversationStates.of(dsl, pairs));
  }

  @Override
  public Page<InboxEntry> inbox(UserId user, PageRequest request) {
    long total =
        database.read(
            dsl ->
                (long)
                    dsl.fetchCount(
                        select(PARTICIPANTS.CONVERSATION_ID)
                            .from(PARTICIPANTS)
                            .where(PARTICIPANTS.USER_ID.eq(user.value()))));
    // Sorted on the user's own rows; only the conversations of the page are looked up.
    var own =
        select(
                PARTICIPANTS.CONVERSATION_ID,
                PARTICIPANTS.UNREAD_COUNT,
                PARTICIPANTS.LAST_MESSAGE_AT)
            .from(PARTICIPANTS)
            .where(PARTICIPANTS.USER_ID.eq(user.value()))
            .orderBy(PARTICIPANTS.LAST_MESSAGE_AT.desc(), PARTICIPANTS.CONVERSATION_ID.desc())
            .limit(request.limit())
            .offset(request.offset())
            .asTable(PARTICIPANTS);
    List<? extends Record> found =
        database.read(
            dsl ->
                dsl.select(CONVERSATIONS.fields())
                    .select(own.field(PARTICIPANTS.UNREAD_COUNT))
                    .from(own)
                    .join(CONVERSATIONS)
                    .on(CONVERSATIONS.ID.eq(own.field(PARTICIPANTS.CONVERSATION_ID)))
                    .orderBy(
                        own.field(PARTICIPANTS.LAST_MESSAGE_AT).desc(), CONVERSATIONS.ID.desc())
                    .fetch());
    return Page.of(rows.toEntries(found), total, request);
  }

  @Override
  public Map<UserId, Set<UserId>> partners(Set<UserId> wanted) {
    Long[] ids = wanted.stream().map(UserId::value).toArray(Long[]::new);
    var partners = new HashMap<UserId, Set<UserId>>();
    wanted.forEach(user -> partners.put(user, new HashSet<>()));
    database.read(
        dsl ->
            dsl.select(
                    PARTICIPANTS.USER_ID,
                    CONVERSATIONS.PARTICIPANT_1_ID,
                    CONVERSATIONS.PARTICIPANT_2_ID)
                .from(PARTICIPANTS)
                .join(CONVERSATIONS)
                .on(CONVERSATIONS.ID.eq(PARTICIPANTS.CONVERSATION_ID))
                .where(PARTICIPANTS.USER_ID.eq(any(ids)))
                .fetch(
                    row -> {
                      var user = new UserId(row.value1());
                      long other = row.value1().equals(row.value2()) ? row.value3() : row.value2();
                      return partners
                          .computeIfAbsent(user, u -> new HashSet<>())
                          .add(new UserId(other));
                    }));
    return partners;
  }
}
