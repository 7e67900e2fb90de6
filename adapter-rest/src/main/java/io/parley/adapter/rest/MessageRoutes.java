package io.parley.adapter.rest;

import io.javalin.http.Context;
import io.parley.application.message.DeleteMessage;
import io.parley.application.message.SendMessage;
import io.parley.domain.limit.LimitedAction;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.message.MessageId;
import io.parley.domain.port.MessageStore.Appended;
import io.parley.domain.user.UserId;

/** Sending, deleting and restoring messages. */
final class MessageRoutes {
  private final SendMessage sendMessage;
  private final DeleteMessage deleteMessage;
  private final LaterAnswers later;

  MessageRoutes(SendMessage sendMessage, DeleteMessage deleteMessage, LaterAnswers later) {
    this.sendMessage = sendMessage;
    this.deleteMessage = deleteMessage;
    this.later = later;
  }

  void register(UserRoutes routes) {
    routes.of(LimitedAction.SEND).post("/send", this::send);
    routes.delete("/messages/{id}", this::delete);
    routes.post("/messages/{id}/restore", this::restore);
  }

  private void send(Context ctx, UserId caller) {
    MessageDraft draft =
        RequestBody.read(ctx, SendMessageRequest.class)
            .orElseThrow(SendMessageRequest::incomplete)
            .toDraft(caller);
    later.answerWhenComplete(
        ctx, sendMessage.send(draft).thenApply(appended -> sent(ctx, appended)));
  }

  private void delete(Context ctx, UserId caller) {
    MessageId message = PathIds.message(ctx);
    later.answer(
        ctx,
        () -> {
          deleteMessage.delete(caller, message);
          return ConfirmationResponse.of("Message deleted successfully");
        });
  }

  private void restore(Context ctx, UserId caller) {
    MessageId message = PathIds.message(ctx);
    later.answer(
        ctx,
        () ->
            ChangedMessageResponse.of(
                "Message restored successfully", deleteMessage.restore(caller, message)));
  }

  /** A repeat of a message that is already there creates nothing. */
  private static Answer sent(Context ctx, Appended appended) {
    RequestMark.isAbout(appended.message().conversation(), ctx);
    ChangedMessageResponse body =
        ChangedMessageResponse.of("Message sent successfully", appended.message());
    return appended.duplicate() ? Answer.ok(body) : Answer.created(body);
  }
}
