package io.parley.adapter.webhooks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageFlag;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes events. Thread-safe. */
final class EventBodies {
  private final ObjectMapper json = new ObjectMapper();
  private final Function<Message, ?> messages;

  /**
   * @param messages what Jackson is to write for a message
   */
  EventBodies(Function<Message, ?> messages) {
    this.messages = messages;
  }

  WebhookEvent sent(Message message) {
    return event("message.sent", message, message.createdAt());
  }

  /** Deleted or restored, whatever it is now. */
  WebhookEvent changed(Message message) {
    return event(
        message.isDeleted() ? "message.deleted" : "message.restored", message, message.updatedAt());
  }

  private WebhookEvent event(String type, Message message, Instant at) {
    Body body =
        new Body(
            type,
            at.truncatedTo(ChronoUnit.MILLIS).toString(),
            messages.apply(message),
            message.flag().map(MessageFlag::text).orElse(null));
    try {
      return new WebhookEvent(
          type + "-" + message.id().value() + "-" + at.toEpochMilli(),
          message.conversation().value(),
          json.writeValueAsString(body));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param flag of the host; beside the data, which participants see as it is
   */
  private record Body(String type, String timestamp, Object data, @Nullable String flag) {}
}
