package io.parley.adapter.rest;

import io.javalin.http.Context;
import io.parley.application.conversation.ListConversations;
import io.parley.application.message.ReadHistory;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.message.Message;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.MessageHistory.Slice;
import io.parley.domain.user.UserId;
import java.util.Optional;
import java.util.function.Supplier;

/** The list of conversations, and the messages in one. */
final class ConversationRoutes {
  private static final int DEFAULT_CONVERSATIONS = 20;
  private static final int DEFAULT_MESSAGES = 50;

  private final ListConversations listConversations;
  private final ReadHistory readHistory;
  private final LaterAnswers later;

  ConversationRoutes(
      ListConversations listConversations, ReadHistory readHistory, LaterAnswers later) {
    this.listConversations = listConversations;
    this.readHistory = readHistory;
    this.later = later;
  }

  void register(UserRoutes routes) {
    routes.get("/conversations", this::conversations);
    routes.get("/conversations/{id}/messages", this::messages);
  }

  private void conversations(Context ctx, UserId caller) {
    PageRequest request = QueryParameters.of(ctx).page(DEFAULT_CONVERSATIONS);
    later.answer(
        ctx,
        () ->
            DataResponse.of(
                ConversationPageResponse.from(listConversations.list(caller, request))));
  }

  private void messages(Context ctx, UserId caller) {
    ConversationId conversation = PathIds.conversation(ctx);
    Supplier<Page<Message>> messages = messages(caller, conversation, QueryParameters.of(ctx));
    later.answer(ctx, () -> DataResponse.of(MessagePageResponse.from(messages.get())));
  }

  /** Checks the query at once, reads when asked. */
  private Supplier<Page<Message>> messages(
      UserId caller, ConversationId conversation, QueryParameters query) {
    PageRequest request = query.page(DEFAULT_MESSAGES);
    Optional<Sequence> before = query.sequence("before");
    Optional<Sequence> after = query.sequence("after");
    if (before.isPresent() && after.isPresent()) {
      throw new ChatException(
          ErrorCode.INVALID_REQUEST, "before and after must not be given together");
    }
    if (before.isPresent()) {
      return () ->
          pageOf(readHistory.before(caller, conversation, before.get(), request.limit()), request);
    }
    if (after.isPresent()) {
      return () ->
          pageOf(readHistory.after(caller, conversation, after.get(), request.limit()), request);
    }
    return () -> readHistory.page(caller, conversation, request);
  }

  /** A slice has no page number; it is always the first from where it starts. */
  private static Page<Message> pageOf(Slice slice, PageRequest request) {
    return Page.of(slice.messages(), slice.total(), new PageRequest(1, request.limit()));
  }
}
