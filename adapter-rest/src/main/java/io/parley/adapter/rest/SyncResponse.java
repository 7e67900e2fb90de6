package io.parley.adapter.rest;

import io.parley.domain.message.Message;
import io.parley.domain.port.ChangeFeed.Changes;
import io.parley.domain.receipt.ReadReceipt;
import java.util.List;

/**
 * What changed, as it is now.
 *
 * @param nextCursor where the next request goes on
 * @param hasMore whether there is more already
 */
record SyncResponse(
    List<ConversationResponse> conversations,
    List<MessageResponse> messages,
    List<DeletedMessage> deleted,
    List<MessageResponse> restored,
    List<ReadPosition> reads,
    String nextCursor,
    boolean hasMore) {

  /** Which message is deleted, and since when. */
  record DeletedMessage(long conversationId, long id, long seq, String updatedAt) {
    static DeletedMessage from(Message message) {
      return new DeletedMessage(
          message.conversation().value(),
          message.id().value(),
          message.sequence().value(),
          WireTime.text(message.updatedAt()));
    }
  }

  /** How far a participant has read. */
  record ReadPosition(long conversationId, long userId, long upTo, String readAt) {
    static ReadPosition from(ReadReceipt receipt) {
      return new ReadPosition(
          receipt.conversation().value(),
          receipt.reader().value(),
          receipt.upTo().value(),
          WireTime.text(receipt.readAt()));
    }
  }

  static SyncResponse from(Changes changes) {
    return new SyncResponse(
        changes.conversations().stream().map(ConversationResponse::from).toList(),
        changes.messages().stream().map(MessageResponse::from).toList(),
        changes.deleted().stream().map(DeletedMessage::from).toList(),
        changes.restored().stream().map(MessageResponse::from).toList(),
        changes.reads().stream().map(ReadPosition::from).toList(),
        changes.next().text(),
        changes.hasMore());
  }
}
