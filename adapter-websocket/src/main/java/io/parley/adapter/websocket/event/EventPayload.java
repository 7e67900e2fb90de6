package io.parley.adapter.websocket.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.domain.contact.ContactRequestId;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.error.InvalidValueException;
import io.parley.domain.user.UserId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The one object that a client event carries; reads its members, which may be of any shape. */
final class EventPayload {
  private final JsonNode object;

  private EventPayload(JsonNode object) {
    this.object = object;
  }

  /** The first argument, which must be an object. */
  static EventPayload of(List<JsonNode> arguments) {
    if (arguments.isEmpty() || !arguments.get(0).isObject()) {
      throw new ChatException(ErrorCode.INVALID_REQUEST, "The payload must be an object");
    }
    return new EventPayload(arguments.get(0));
  }

  ConversationId conversationId() {
    return new ConversationId(
        optionalId("conversationId")
            .orElseThrow(() -> new InvalidValueException("conversationId", "is required")));
  }

  /** A conversation that may be named; null and absence are the same. */
  Optional<ConversationId> optionalConversationId() {
    return optionalId("conversationId").map(ConversationId::new);
  }

  ContactRequestId contactRequestId() {
    return new ContactRequestId(
        optionalId("requestId")
            .orElseThrow(() -> new InvalidValueException("requestId", "is required")));
  }

  UserId userId() {
    return optionalUserId("userId")
        .orElseThrow(() -> new InvalidValueException("userId", "is required"));
  }

  Optional<UserId> optionalUserId(String name) {
    return optionalId(name).map(UserId::new);
  }

  /** A position from 0; null and absence are the same. */
  Optional<Sequence> optionalSequence(String name) {
    return optionalNumber(name, 0, "must be an integer, 0 or greater").map(Sequence::new);
  }

  /** How many of something; more than the maximum, or nothing, means the maximum. */
  int limit(int maximum) {
    return (int)
        Math.min(
            maximum,
            optionalNumber("limit", 1, "must be a positive integer").orElse((long) maximum));
  }

  /** A text; null and absence are the same. */
  Optional<String> optionalText(String name) {
    JsonNode value = member(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw new InvalidValueException(name, "must be a string");
    }
    return Optional.of(value.textValue());
  }

  /** The ids of an array of at most {@code maximum}, each once. */
  Set<UserId> userIds(String name, int maximum) {
    JsonNode array = member(name);
    if (array == null || !array.isArray()) {
      throw new InvalidValueException(name, "must be an array of user ids");
    }
    if (array.size() > maximum) {
      throw new InvalidValueException(name, "must have at most " + maximum + " ids");
    }
    Set<UserId> ids = new HashSet<>();
    for (JsonNode element : array) {
      ids.add(new UserId(number(name, element, 1, "must be an array of user ids")));
    }
    return ids;
  }

  private Optional<Long> optionalId(String name) {
    return optionalNumber(name, 1, "must be a positive integer");
  }

  private Optional<Long> optionalNumber(String name, long minimum, String rule) {
    JsonNode value = member(name);
    return value == null ? Optional.empty() : Optional.of(number(name, value, minimum, rule));
  }

  /** An integral number, or a string of ASCII digits, as front ends send them. */
  private static long number(String name, JsonNode value, long minimum, String rule) {
    long number = minimum - 1;
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      number = value.longValue();
    } else if (value.isTextual() && isDigits(value.textValue())) {
      number = Long.parseLong(value.textValue());
    }
    if (number < minimum) {
      throw new InvalidValueException(name, rule);
    }
    return number;
  }

  /** At most 18 digits, so that the number fits. */
  private static boolean isDigits(String text) {
    return !text.isEmpty()
        && text.length() <= 18
        && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
  }

  private @Nullable JsonNode member(String name) {
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? null : value;
  }
}
