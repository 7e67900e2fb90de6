package io.parley.adapter.websocket.event;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.user.UserId;

/** The names of the rooms. */
final class ChatRooms {
  private ChatRooms() {}

  /** Sockets that look at a conversation. */
  static String conversation(ConversationId conversation) {
    return "conversation_" + conversation.value();
  }

  /** All sockets of a user. */
  static String user(UserId user) {
    return "user_" + user.value();
  }
}
