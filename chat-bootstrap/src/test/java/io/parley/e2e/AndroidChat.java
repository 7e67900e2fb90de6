package io.parley.e2e;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.json.JSONObject;

/**
 * The chat in an application for Android, which the guide shows. Callbacks have their own thread.
 */
final class AndroidChat {
  interface Listener {
    void connected();

    void refused(String reason);

    /** A message of a conversation that was opened, or that was just begun. */
    void arrived(JSONObject message);

    /** A message of another conversation. */
    void notified(JSONObject notification);
  }

  private final Map<String, String> auth = new ConcurrentHashMap<>();
  private final Socket socket;

  AndroidChat(String url, String token, Listener listener) {
    auth.put("token", token);
    socket = IO.socket(URI.create(url), IO.Options.builder().setAuth(auth).build());
    socket.on(Socket.EVENT_CONNECT, arguments -> listener.connected());
    socket.on(Socket.EVENT_CONNECT_ERROR, arguments -> listener.refused(reason(arguments[0])));
    socket.on("new_message", arguments -> listener.arrived((JSONObject) arguments[0]));
    socket.on("message_notification", arguments -> listener.notified((JSONObject) arguments[0]));
  }

  void connect() {
    socket.connect();
  }

  /** A token for this connection, and for those that follow. */
  void renew(String token) {
    auth.put("token", token);
    socket.emit("refresh_token", new JSONObject(Map.of("token", token)));
  }

  /**
   * Enters a conversation, with each connection anew.
   *
   * @param afterSeq the last message that is shown; 0 for none
   * @param answer gets {@code messages}, what came after it
   */
  void open(long conversationId, long afterSeq, Ack answer) {
    ask(
        "join_conversation",
        Map.of("conversationId", conversationId, "afterSeq", afterSeq),
        answer);
  }

  /**
   * Sends a message.
   *
   * @param clientMessageId the same, should there be no answer, when it is sent again
   * @param answer gets {@code {ok: true, data}} once the message is stored
   */
  void send(long receiverId, String content, UUID clientMessageId, Ack answer) {
    ask(
        "send_message",
        Map.of(
            "receiverId", receiverId,
            "content", content,
            "clientMessageId", clientMessageId.toString()),
        answer);
  }

  void markRead(long conversationId) {
    socket.emit("mark_as_read", new JSONObject(Map.of("conversationId", conversationId)));
  }

  void close() {
    socket.disconnect();
  }

  private void ask(String event, Map<String, ?> payload, Ack answer) {
    socket.emit(event, new Object[] {new JSONObject(payload)}, answer);
  }

  private static String reason(Object error) {
    return error instanceof JSONObject refusal ? refusal.optString("message") : error.toString();
  }
}
