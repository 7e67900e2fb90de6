package io.parley.adapter.websocket.event;

import io.parley.adapter.websocket.socketio.SocketIoSocket;
import io.parley.domain.port.TokenVerifier.Credential;
import io.parley.domain.presence.ConnectionId;
import io.parley.domain.user.UserId;

/** Whom a socket belongs to, and until when. */
final class ChatSession {
  private final UserId user;
  private volatile Credential credential;
  private volatile boolean expiryAnnounced;
  private final InFlight sends = new InFlight();

  ChatSession(Credential credential) {
    this.user = credential.user();
    this.credential = credential;
  }

  static ChatSession of(SocketIoSocket socket) {
    return socket.attachment(ChatSession.class);
  }

  static UserId userOf(SocketIoSocket socket) {
    return of(socket).user;
  }

  static ConnectionId connectionOf(SocketIoSocket socket) {
    return new ConnectionId(socket.id());
  }

  /** The messages of the socket that are not answered yet. */
  InFlight sends() {
    return sends;
  }

  UserId user() {
    return user;
  }

  Credential credential() {
    return credential;
  }

  /** Takes a newer token of the same user in place of the old one. */
  void renew(Credential newer) {
    credential = newer;
    expiryAnnounced = false;
  }

  /** True the first time it is asked for the present token. */
  boolean announceExpiryOnce() {
    boolean first = !expiryAnnounced;
    expiryAnnounced = true;
    return first;
  }
}
