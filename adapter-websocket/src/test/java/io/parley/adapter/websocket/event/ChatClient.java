package io.parley.adapter.websocket.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.json.JSONException;
import org.json.JSONObject;

/** The official Java client, with queues of what it received. */
final class ChatClient implements AutoCloseable {
  private static final long DEADLINE_SECONDS = 10;
  private static final List<String> SERVER_EVENTS =
      List.of(
          "new_message",
          "message_notification",
          "user_typing",
          "user_stopped_typing",
          "messages_read",
          "user_joined",
          "user_left",
          "online_status",
          "error",
          "message_deleted",
          "message_restored",
          "conversation_updated",
          "user_online",
          "user_offline",
          "token_expiring");

  private final Socket socket;
  private final Map<String, BlockingQueue<JSONObject>> received = new ConcurrentHashMap<>();
  private final List<String> order = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> connected = new CompletableFuture<>();
  private final CompletableFuture<Object> refused = new CompletableFuture<>();

  ChatClient(int port, String token) {
    this(port, IO.Options.builder().setForceNew(true).setAuth(Map.of("token", token)).build());
  }

  ChatClient(int port, IO.Options options) {
    this.socket = IO.socket(URI.create("http://localhost:" + port), options);
    for (String event : SERVER_EVENTS) {
      received.put(event, new LinkedBlockingQueue<>());
      socket.on(
          event,
          arguments -> {
            order.add(event);
            queue(event).add((JSONObject) arguments[0]);
          });
    }
    socket.on(Socket.EVENT_CONNECT, arguments -> connected.complete(null));
    socket.on(Socket.EVENT_CONNECT_ERROR, arguments -> refused.complete(arguments[0]));
  }

  /** Events and acknowledgements as they come; a live view. */
  List<String> order() {
    return order;
  }

  void connect() {
    socket.connect();
    await(connected);
  }

  /** The message of the CONNECT_ERROR that is expected. */
  String connectRefused() {
    socket.connect();
    return text((JSONObject) await(refused), "message");
  }

  /** Connects, and goes on trying. */
  void startConnecting() {
    socket.connect();
  }

  void awaitConnected() {
    await(connected);
  }

  /** Emits without asking for an acknowledgement. */
  void emit(String event, Object... arguments) {
    socket.emit(event, arguments);
  }

  /** Emits and returns the acknowledgement. */
  JSONObject call(String event, Object... arguments) {
    var answer = new CompletableFuture<JSONObject>();
    Object[] withAck = Arrays.copyOf(arguments, arguments.length + 1);
    withAck[arguments.length] =
        (Ack)
            response -> {
              order.add("ack " + event);
              answer.complete((JSONObject) response[0]);
            };
    socket.emit(event, withAck);
    return await(answer);
  }

  /** As {@link #call}, with an object given as JSON; single quotes stand for double ones. */
  JSONObject callJson(String event, String payload) {
    return call(event, json(payload));
  }

  static JSONObject json(String text) {
    try {
      return new JSONObject(text.replace('\'', '"'));
    } catch (JSONException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The data of a successful acknowledgement. */
  static JSONObject data(JSONObject acknowledgement) {
    try {
      if (!acknowledgement.getBoolean("ok")) {
        throw new AssertionError("failed: " + acknowledgement);
      }
      return acknowledgement.getJSONObject("data");
    } catch (JSONException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static String text(JSONObject object, String member) {
    try {
      return object.getString(member);
    } catch (JSONException e) {
      throw new IllegalArgumentException(object.toString(), e);
    }
  }

  static long number(JSONObject object, String member) {
    try {
      return object.getLong(member);
    } catch (JSONException e) {
      throw new IllegalArgumentException(object.toString(), e);
    }
  }

  /** Whether two objects have the same members, in whatever order. */
  static boolean same(JSONObject one, JSONObject other) {
    try {
      var mapper = new ObjectMapper();
      return mapper.readTree(one.toString()).equals(mapper.readTree(other.toString()));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The next event of a kind. */
  JSONObject next(String event) {
    try {
      JSONObject payload = queue(event).poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
      if (payload == null) {
        throw new AssertionError("no " + event);
      }
      return payload;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The events of a kind that are here once all that the server has sent is here. */
  List<JSONObject> arrived(String event) {
    fence();
    return List.copyOf(queue(event));
  }

  /** Returns when everything that the server sent before is here. */
  void fence() {
    call("check_online", json("{'userIds':[]}"));
    next("online_status");
  }

  boolean isConnected() {
    return socket.connected();
  }

  private BlockingQueue<JSONObject> queue(String event) {
    return received.computeIfAbsent(event, name -> new LinkedBlockingQueue<>());
  }

  private static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("no answer in time", e);
    }
  }

  @Override
  public void close() {
    socket.disconnect();
    socket.off();
  }
}
