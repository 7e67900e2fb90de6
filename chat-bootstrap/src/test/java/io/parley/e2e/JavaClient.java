package io.parley.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Manager;
import io.socket.client.Socket;
import io.socket.engineio.client.Transport;
import io.socket.engineio.parser.Packet;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.json.JSONObject;

/** The official Java client; nothing waits without a limit. */
final class JavaClient implements AutoCloseable {
  private static final long LIMIT_SECONDS = 20;
  private static final List<String> EVENTS =
      List.of(
          Socket.EVENT_CONNECT,
          Socket.EVENT_CONNECT_ERROR,
          Socket.EVENT_DISCONNECT,
          "new_message",
          "message_notification",
          "conversation_updated",
          "user_typing",
          "user_stopped_typing",
          "user_joined",
          "user_left",
          "user_online",
          "user_offline",
          "message_deleted",
          "message_restored",
          "messages_read",
          "resync_required",
          "online_status",
          "chat_request_sent",
          "chat_request_received",
          "chat_request_accepted",
          "chat_request_accepted_notification",
          "chat_request_rejected",
          "token_expiring",
          "error");

  private final Socket socket;
  private final Map<String, BlockingQueue<Object>> events =
      EVENTS.stream()
          .collect(Collectors.toMap(Function.identity(), event -> new LinkedBlockingQueue<>()));
  private final Queue<Heard> heard = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<Boolean> closed = new LinkedBlockingQueue<>();
  private volatile String transportOfLastMessage = "none";

  /**
   * Does not connect yet.
   *
   * @param mode the one transport to use, or {@code upgrade} for what the client does by itself
   */
  JavaClient(URI address, String mode, String token) {
    IO.Options options =
        IO.Options.builder()
            .setForceNew(true)
            .setReconnection(false)
            .setAuth(Map.of("token", token))
            .build();
    if (!mode.equals("upgrade")) {
      options.transports = new String[] {mode};
    }
    socket = IO.socket(address, options);
    events.forEach(
        (event, queue) ->
            socket.on(event, arguments -> queue.add(arguments.length == 0 ? event : arguments[0])));
    socket.onAnyIncoming(
        arguments -> heard.add(new Heard((String) arguments[0], String.valueOf(arguments[1]))));
    socket.io().on(Manager.EVENT_TRANSPORT, arguments -> watch((Transport) arguments[0]));
    socket.io().on(Manager.EVENT_CLOSE, arguments -> closed.add(true));
  }

  /**
   * An event of whatever name.
   *
   * @param payload in JSON
   */
  record Heard(String event, String payload) {}

  private void watch(Transport transport) {
    transport.on(
        Transport.EVENT_PACKET,
        arguments -> {
          if (((Packet<?>) arguments[0]).type.equals(Packet.MESSAGE)) {
            transportOfLastMessage = transport.name;
          }
        });
  }

  JavaClient connect() throws Exception {
    socket.connect();
    next(Socket.EVENT_CONNECT);
    return this;
  }

  /** Leaves; the client must not connect again before its connection is closed as well. */
  void disconnect() throws Exception {
    socket.disconnect();
    requireNonNull(closed.poll(LIMIT_SECONDS, TimeUnit.SECONDS), "not closed");
  }

  /** The message of the error that connecting brings. */
  String refusal() throws Exception {
    socket.connect();
    return object(Socket.EVENT_CONNECT_ERROR).getString("message");
  }

  /** Why the client is not connected any more, once it is not. */
  String disconnectReason() throws Exception {
    return (String) next(Socket.EVENT_DISCONNECT);
  }

  boolean isConnected() {
    return socket.connected();
  }

  /** Which transport the last message from the service came over. */
  String transportOfLastMessage() {
    return transportOfLastMessage;
  }

  void emit(String event, JSONObject payload) {
    socket.emit(event, payload);
  }

  /** The answer to an event. */
  CompletableFuture<JSONObject> ask(String event, JSONObject payload) {
    CompletableFuture<JSONObject> answer = new CompletableFuture<>();
    Ack ack = arguments -> answer.complete((JSONObject) arguments[0]);
    socket.emit(event, new Object[] {payload}, ack);
    return answer.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  /** The data of an answer that is not a failure. */
  JSONObject data(String event, JSONObject payload) throws Exception {
    JSONObject answer = ask(event, payload).get();
    assertThat(answer.getBoolean("ok")).as("%s", answer).isTrue();
    return answer.getJSONObject("data");
  }

  /** The first event of a name that has not been taken yet. */
  JSONObject object(String event) throws Exception {
    return (JSONObject) next(event);
  }

  /** As {@link #object}, but empty if it does not come. */
  Optional<JSONObject> poll(String event) throws InterruptedException {
    BlockingQueue<Object> queue = requireNonNull(events.get(event));
    return Optional.ofNullable((JSONObject) queue.poll(LIMIT_SECONDS, TimeUnit.SECONDS));
  }

  /** The next event of a kind, if it has come already. */
  Optional<JSONObject> pollNow(String event) {
    return Optional.ofNullable((JSONObject) requireNonNull(events.get(event)).poll());
  }

  /** All events that have come so far, whatever their names. */
  List<Heard> heard() {
    return List.copyOf(heard);
  }

  private Object next(String event) throws Exception {
    BlockingQueue<Object> queue = requireNonNull(events.get(event));
    Object argument = queue.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    return requireNonNull(argument, () -> "no " + event);
  }

  @Override
  public void close() {
    socket.close();
  }
}
