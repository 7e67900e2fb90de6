package io.parley.adapter.websocket.event;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.user.UserId;
import java.util.Optional;

/** The names of the rooms. */
final class ChatRooms {
  private static final String USER = "user_";

  private ChatRooms() {}

  /** Sockets that look at a conversation. */
  static String conversation(ConversationId conversation) {
    return "conversation_" + conversation.value();
  }

  /** All sockets of a user. */
  static String user(UserId user) {
    return USER + user.value();
  }

  /** The user whose room it is, if it is one's. */
  static Optional<UserId> userOf(String room) {
    return room.startsWith(USER)
        ? Optional.of(new UserId(Long.parseLong(room, USER.length(), room.length(), 10)))
        : Optional.empty();
  }
}
