package io.parley.adapter.postgres;

import static io.parley.adapter.postgres.jooq.Tables.MESSAGE_DETAILS;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.message.AttachmentUrl;
import io.parley.domain.message.ClientMessageId;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageContent;
import io.parley.domain.message.MessageFlag;
import io.parley.domain.message.MessageId;
import io.parley.domain.port.UserDirectory;
import io.parley.domain.user.UserId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.Record;

/** Turns rows of {@code chat.message_details} into messages. */
final class MessageRows {
  private final UserDirectory directory;

  MessageRows(UserDirectory directory) {
    this.directory = directory;
  }

  List<Message> toMessages(List<? extends Record> rows) {
    Set<UserId> ids = new HashSet<>();
    for (Record row : rows) {
      ids.add(new UserId(row.get(MESSAGE_DETAILS.SENDER_ID)));
      ids.add(new UserId(row.get(MESSAGE_DETAILS.RECEIVER_ID)));
    }
    Users users = Users.of(directory, ids);
    return rows.stream().map(row -> toMessage(row, users)).toList();
  }

  private static Message toMessage(Record row, Users users) {
    return new Message(
        new MessageId(row.get(MESSAGE_DETAILS.ID)),
        new ConversationId(row.get(MESSAGE_DETAILS.CONVERSATION_ID)),
        new Sequence(row.get(MESSAGE_DETAILS.SEQ)),
        users.get(row.get(MESSAGE_DETAILS.SENDER_ID)),
        users.get(row.get(MESSAGE_DETAILS.RECEIVER_ID)),
        new MessageContent(row.get(MESSAGE_DETAILS.CONTENT)),
        Optional.ofNullable(row.get(MESSAGE_DETAILS.ATTACHMENT_URL)).map(AttachmentUrl::new),
        Optional.ofNullable(row.get(MESSAGE_DETAILS.CLIENT_MESSAGE_ID)).map(ClientMessageId::new),
        Optional.ofNullable(row.get(MESSAGE_DETAILS.READ_AT)),
        Optional.ofNullable(row.get(MESSAGE_DETAILS.DELETED_AT)),
        row.get(MESSAGE_DETAILS.CREATED_AT),
        row.get(MESSAGE_DETAILS.UPDATED_AT),
        Optional.ofNullable(row.get(MESSAGE_DETAILS.FLAG)).map(MessageFlag::new));
  }
}
