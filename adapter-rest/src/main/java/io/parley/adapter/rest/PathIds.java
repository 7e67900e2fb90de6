package io.parley.adapter.rest;

import io.javalin.http.Context;
import io.parley.domain.contact.ContactRequest;
import io.parley.domain.contact.ContactRequestId;
import io.parley.domain.conversation.Conversation;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.error.InvalidValueException;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageId;
import io.parley.domain.user.UserId;
import java.util.OptionalLong;

/** Ids in paths. What cannot be an id is answered like an id that nothing has. */
final class PathIds {
  private static final String PARAMETER = "id";

  private PathIds() {}

  static ConversationId conversation(Context ctx) {
    ConversationId id = new ConversationId(positive(ctx).orElseThrow(Conversation::notFound));
    RequestMark.isAbout(id, ctx);
    return id;
  }

  static MessageId message(Context ctx) {
    return new MessageId(positive(ctx).orElseThrow(Message::notFound));
  }

  static ContactRequestId contactRequest(Context ctx) {
    return new ContactRequestId(positive(ctx).orElseThrow(ContactRequest::notFound));
  }

  /** Unlike the others, for those to whom an id is nothing secret. */
  static UserId user(Context ctx) {
    return new UserId(
        positive(ctx)
            .orElseThrow(() -> new InvalidValueException(PARAMETER, "must be a positive integer")));
  }

  private static OptionalLong positive(Context ctx) {
    OptionalLong id = WholeNumber.parse(ctx.pathParam(PARAMETER));
    return id.orElse(0) > 0 ? id : OptionalLong.empty();
  }
}
