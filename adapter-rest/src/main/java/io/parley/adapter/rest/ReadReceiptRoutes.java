package io.parley.adapter.rest;

import io.javalin.http.Context;
import io.parley.application.receipt.ListUnread;
import io.parley.application.receipt.MarkRead;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.user.UserId;
import java.util.Optional;

/** What is read, and what waits. */
final class ReadReceiptRoutes {
  private final MarkRead markRead;
  private final ListUnread listUnread;
  private final LaterAnswers later;

  ReadReceiptRoutes(MarkRead markRead, ListUnread listUnread, LaterAnswers later) {
    this.markRead = markRead;
    this.listUnread = listUnread;
    this.later = later;
  }

  void register(UserRoutes routes) {
    routes.put("/conversations/{id}/read", this::read);
    routes.get("/unread-count", this::unreadCount);
    routes.get("/unread", this::unread);
  }

  private void read(Context ctx, UserId caller) {
    ConversationId conversation = PathIds.conversation(ctx);
    Optional<Sequence> upTo =
        RequestBody.read(ctx, MarkReadRequest.class).flatMap(MarkReadRequest::toSequence);
    later.answer(
        ctx,
        () -> {
          markRead.mark(caller, conversation, upTo);
          return ConfirmationResponse.of("Messages marked as read");
        });
  }

  private void unreadCount(Context ctx, UserId caller) {
    later.answer(ctx, () -> UnreadCountResponse.of(listUnread.total(caller)));
  }

  private void unread(Context ctx, UserId caller) {
    later.answer(
        ctx,
        () ->
            DataResponse.of(
                listUnread.byConversation(caller).stream()
                    .map(UnreadConversationResponse::from)
                    .toList()));
  }
}
