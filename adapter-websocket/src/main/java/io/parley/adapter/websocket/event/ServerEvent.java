package io.parley.adapter.websocket.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The events that clients hear: all that the chat emits is one of these, so that the AsyncAPI
 * document can be held to them. Their payloads are in {@link Payloads}.
 */
enum ServerEvent {
  NEW_MESSAGE,
  MESSAGE_NOTIFICATION,
  MESSAGE_DELETED,
  MESSAGE_RESTORED,
  MESSAGES_READ,
  CONVERSATION_UPDATED,
  USER_TYPING,
  USER_STOPPED_TYPING,
  USER_JOINED,
  USER_LEFT,
  USER_ONLINE,
  USER_OFFLINE,
  ONLINE_STATUS,
  RESYNC_REQUIRED,
  CHAT_REQUEST_SENT,
  CHAT_REQUEST_RECEIVED,
  CHAT_REQUEST_ACCEPTED,
  CHAT_REQUEST_ACCEPTED_NOTIFICATION,
  CHAT_REQUEST_REJECTED,
  TOKEN_EXPIRING,
  ERROR;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** The event's name, such as {@code new_message}. */
  String wireName() {
    return wireName;
  }

  /** Whether it is only there with contact requests. */
  boolean isAboutContacts() {
    return wireName.startsWith("chat_request_");
  }

  /**
   * The names of those that there are.
   *
   * @param contacts whether there are contact requests
   */
  static Set<String> wireNames(boolean contacts) {
    return Arrays.stream(values())
        .filter(event -> contacts || !event.isAboutContacts())
        .map(ServerEvent::wireName)
        .collect(Collectors.toUnmodifiableSet());
  }
}
