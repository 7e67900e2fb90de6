package io.parley.adapter.webhooks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.domain.message.Message;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;

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
        new Body(type, at.truncatedTo(ChronoUnit.MILLIS).toString(), messages.apply(message));
    try {
      return new WebhookEvent(
          type + "-" + message.id().value() + "-" + at.toEpochMilli(),
          message.conversation().value(),
          json.writeValueAsString(body));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Body(String type, String timestamp, Object data) {}
}
