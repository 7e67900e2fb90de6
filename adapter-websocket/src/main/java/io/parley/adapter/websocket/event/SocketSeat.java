package io.parley.adapter.websocket.event;

import io.parley.adapter.websocket.socketio.SocketIoSocket;
import io.parley.application.conversation.FollowConversation.Seat;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.presence.ConnectionId;

/** A socket in the room of a conversation. */
record SocketSeat(SocketIoSocket socket, ConversationId conversation) implements Seat {
  @Override
  public ConnectionId connection() {
    return ChatSession.connectionOf(socket);
  }

  @Override
  public boolean take() {
    return !isTaken() && socket.join(room());
  }

  @Override
  public boolean leave() {
    boolean taken = isTaken();
    if (taken) {
      socket.leave(room());
    }
    return taken;
  }

  boolean isTaken() {
    return socket.isIn(room());
  }

  private String room() {
    return ChatRooms.conversation(conversation);
  }
}
