package io.parley.adapter.postgres;

import static io.parley.adapter.postgres.jooq.Tables.CONVERSATIONS;
import static io.parley.adapter.postgres.jooq.Tables.PARTICIPANTS;

import io.parley.domain.conversation.Conversation;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.InboxEntry;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.port.UserDirectory;
import io.parley.domain.user.UserId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.Record;

/** Turns rows of {@code chat.conversations}, each with its reader's unread count, into entries. */
final class ConversationRows {
  private final UserDirectory users;

  ConversationRows(UserDirectory users) {
    this.users = users;
  }

  List<InboxEntry> toEntries(List<? extends Record> found) {
    Set<UserId> ids = new HashSet<>();
    for (Record row : found) {
      ids.add(new UserId(row.get(CONVERSATIONS.PARTICIPANT_1_ID)));
      ids.add(new UserId(row.get(CONVERSATIONS.PARTICIPANT_2_ID)));
    }
    Users known = Users.of(users, ids);
    return found.stream()
        .map(row -> new InboxEntry(toConversation(row, known), row.get(PARTICIPANTS.UNREAD_COUNT)))
        .toList();
  }

  private static Conversation toConversation(Record row, Users users) {
    return new Conversation(
        new ConversationId(row.get(CONVERSATIONS.ID)),
        users.get(row.get(CONVERSATIONS.PARTICIPANT_1_ID)),
        users.get(row.get(CONVERSATIONS.PARTICIPANT_2_ID)),
        Optional.ofNullable(row.get(CONVERSATIONS.LAST_MESSAGE)),
        Optional.ofNullable(row.get(CONVERSATIONS.LAST_MESSAGE_AT)),
        new Sequence(row.get(CONVERSATIONS.LAST_SEQ)),
        Optional.ofNullable(row.get(CONVERSATIONS.DELETED_AT)),
        row.get(CONVERSATIONS.CREATED_AT),
        row.get(CONVERSATIONS.UPDATED_AT));
  }
}
