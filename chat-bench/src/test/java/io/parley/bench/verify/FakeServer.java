package io.parley.bench.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.adapter.websocket.socketio.Namespace;
import io.parley.adapter.websocket.socketio.SocketIoConfig;
import io.parley.adapter.websocket.socketio.SocketIoServer;
import io.parley.adapter.websocket.socketio.SocketIoSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Just enough of the contract, in memory and behind one lock, with one fault planted. The token of
 * a user is his id.
 */
final class FakeServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int EVERY = 10;

  /** What has so few chances that it takes them all. */
  private static final Set<PlantedFault> RARE =
      EnumSet.of(
          PlantedFault.STORES_REPEAT_AGAIN,
          PlantedFault.ANSWERS_REPEAT_WITH_ANOTHER_ID,
          PlantedFault.ANNOUNCES_REPEAT,
          PlantedFault.ACCEPTS_CONFLICT,
          PlantedFault.SKIPS_IN_JOIN,
          PlantedFault.LETS_READ_POSITION_GO_BACK,
          PlantedFault.FORGETS_DELETE,
          PlantedFault.HIDES_DELETE,
          PlantedFault.FORGETS_CURSORS);

  /** Until then everything goes well: the clients find their way into the conversations. */
  private static final int FAITHFUL_EVENTS = 150;

  private static final int PAGE = 100;
  private static final int JOIN_PAGE = 20;

  private final PlantedFault fault;
  private final SocketIoServer sockets = SocketIoServer.create(SocketIoConfig.defaults());
  private final Namespace namespace = sockets.namespace("/");
  private final Server jetty =
      new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  private final Map<Long, Chat> chats = new LinkedHashMap<>();
  private final Map<Long, Message> messages = new HashMap<>();
  private final Map<String, Message> byClientId = new HashMap<>();
  private final List<Event> log = new ArrayList<>();

  /** Answers that wait for the next join of their socket. */
  private final Map<SocketIoSocket, Runnable> held = new HashMap<>();

  private @Nullable Message late;
  private long lastId;
  private int chances;

  private FakeServer(PlantedFault fault) {
    this.fault = fault;
  }

  static FakeServer start(PlantedFault fault) throws Exception {
    FakeServer server = new FakeServer(fault);
    server.register();
    Handler.Wrapper handler = server.sockets.handler();
    handler.setHandler(server.new Rest());
    server.jetty.setHandler(handler);
    server.jetty.start();
    return server;
  }

  InetSocketAddress address() {
    int port = ((ServerConnector) jetty.getConnectors()[0]).getLocalPort();
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  @Override
  public void close() throws IOException {
    try {
      jetty.stop();
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private static final class Chat {
    private final long id;
    private final long first;
    private final long second;
    private final List<Message> messages = new ArrayList<>();
    private final Map<Long, Long> readUpTo = new HashMap<>();
    private long lastSeq;

    Chat(long id, long first, long second) {
      this.id = id;
      this.first = first;
      this.second = second;
    }

    boolean has(long user) {
      return user == first || user == second;
    }

    long unread(long user) {
      return messages.stream()
          .filter(m -> m.receiver == user && m.isListed() && !isRead(m))
          .count();
    }

    boolean isRead(Message message) {
      return message.seq <= readUpTo.getOrDefault(message.receiver, 0L);
    }
  }

  private static final class Message {
    private final long id;
    private final Chat chat;
    private final long seq;
    private final long sender;
    private final long receiver;
    private final String content;
    private boolean altered;
    private boolean deleted;

    /** It is told to be deleted, but the history still has it. */
    private boolean forgotten;

    Message(long id, Chat chat, long seq, long sender, long receiver, String content) {
      this.id = id;
      this.chat = chat;
      this.seq = seq;
      this.sender = sender;
      this.receiver = receiver;
      this.content = content;
    }

    boolean isListed() {
      return !deleted || forgotten;
    }

    ObjectNode live() {
      return JSON.createObjectNode()
          .put("id", id)
          .put("senderId", sender)
          .put("receiverId", receiver)
          .put("conversationId", chat.id)
          .put("content", content)
          .put("seq", seq);
    }

    ObjectNode stored() {
      return JSON.createObjectNode()
          .put("id", id)
          .put("sender_id", sender)
          .put("receiver_id", receiver)
          .put("conversation_id", chat.id)
          .put("content", altered ? content + "?" : content)
          .put("seq", seq)
          .put("is_read", chat.isRead(this));
    }

    ObjectNode reference() {
      return JSON.createObjectNode().put("conversationId", chat.id).put("id", id).put("seq", seq);
    }
  }

  /** What a sync hands out, and in which of its lists. */
  private record Event(String list, Message message) {}

  /** A refusal with a code of the contract. */
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1;
    private final int status;
    private final String code;

    Refusal(int status, String code) {
      super(code);
      this.status = status;
      this.code = code;
    }
  }

  /** Whether this is one of the times at which a planted fault shows. */
  private boolean happens(PlantedFault candidate) {
    return fault == candidate
        && log.size() > FAITHFUL_EVENTS
        && (RARE.contains(fault) || ++chances % EVERY == 0);
  }

  // --- Socket.IO -------------------------------------------------------------------------------

  private interface Answer {
    JsonNode of(SocketIoSocket socket, long user, JsonNode payload) throws Refusal;
  }

  private void register() {
    namespace.onConnection(socket -> socket.join("user_" + user(socket)));
    on("send_message", (socket, user, payload) -> send(user, payload, socket).live());
    on("join_conversation", this::join);
    on("mark_as_read", (socket, user, payload) -> mark(user, chatOf(user, payload), payload));
    on("sync", (socket, user, payload) -> sync(payload.path("cursor").asText(), payload, user));
  }

  /**
   * Forgets a cursor at the worst time: the client has been told to join once more, and the refusal
   * comes before the answer to that join.
   */
  private boolean forgetsCursor(
      String event, SocketIoSocket socket, JsonNode payload, Runnable refusal) {
    List<Chat> own = chats.values().stream().filter(chat -> chat.has(user(socket))).toList();
    boolean forgets =
        event.equals("sync")
            && payload.has("cursor")
            && !own.isEmpty()
            && happens(PlantedFault.FORGETS_CURSORS);
    if (forgets) {
      held.put(socket, refusal);
      own.forEach(
          chat ->
              socket.emit(
                  "resync_required",
                  JSON.createObjectNode()
                      .put("conversationId", chat.id)
                      .put("afterSeq", chat.lastSeq)));
    }
    return forgets;
  }

  private void on(String event, Answer answer) {
    namespace.on(
        event,
        (socket, arguments, ack) -> {
          ObjectNode result = JSON.createObjectNode();
          synchronized (this) {
            Runnable refusal = () -> ack.send(refused("resync_required"));
            if (forgetsCursor(event, socket, arguments.get(0), refusal)) {
              return CompletableFuture.completedFuture(null);
            }
            if (event.equals("join_conversation") && held.containsKey(socket)) {
              held.remove(socket).run();
            }
            try {
              JsonNode data = answer.of(socket, user(socket), arguments.get(0));
              result.put("ok", true).set("data", data);
            } catch (Refusal e) {
              result = refused(e.code);
            }
            ack.send(result);
          }
          return CompletableFuture.completedFuture(null);
        });
  }

  private static ObjectNode refused(String code) {
    ObjectNode result = JSON.createObjectNode().put("ok", false);
    result.putObject("error").put("code", code).put("retryable", false);
    return result;
  }

  private static long user(SocketIoSocket socket) {
    return socket.handshake().auth().get("token").asLong();
  }

  private Chat chatOf(long user, JsonNode payload) throws Refusal {
    return chatOf(user, payload.path("conversationId").asLong());
  }

  private Chat chatOf(long user, long id) throws Refusal {
    Chat chat = chats.get(id);
    if (chat == null || !chat.has(user)) {
      throw new Refusal(404, "conversation_not_found");
    }
    return chat;
  }

  private JsonNode join(SocketIoSocket socket, long user, JsonNode payload) throws Refusal {
    Chat chat = chatOf(user, payload);
    tellLate(chat); // or whoever joins would get it twice
    boolean isNew = socket.join(room(chat));
    ObjectNode data = JSON.createObjectNode().put("conversationId", chat.id);
    data.put("lastSeq", chat.lastSeq);
    if (payload.has("afterSeq")) {
      long after = payload.get("afterSeq").asLong();
      List<Message> missed =
          chat.messages.stream().filter(m -> m.seq > after && !m.deleted).toList();
      List<Message> page = new ArrayList<>(missed.subList(0, Math.min(JOIN_PAGE, missed.size())));
      data.put("hasMore", missed.size() > JOIN_PAGE);
      if (isNew && !page.isEmpty() && happens(PlantedFault.REPEATS_JOINED_MESSAGE_LIVE)) {
        socket.emit("new_message", page.get(page.size() - 1).live());
      }
      if (page.size() > 2 && happens(PlantedFault.SKIPS_IN_JOIN)) {
        page.remove(1);
      }
      page.forEach(message -> data.withArray("messages").add(message.live()));
    }
    return data;
  }

  private static String room(Chat chat) {
    return "conversation_" + chat.id;
  }

  private static String room(long user) {
    return "user_" + user;
  }

  // --- what is asked over either path ------------------------------------------------------------

  private Message send(long user, JsonNode payload, @Nullable SocketIoSocket socket)
      throws Refusal {
    String key = user + "/" + payload.path("clientMessageId").asText();
    String content = payload.path("content").asText();
    Message known = byClientId.get(key);
    if (known != null && payload.has("clientMessageId")) {
      return repeated(known, content);
    }
    if (happens(PlantedFault.REFUSES)) {
      throw new Refusal(500, "internal_error");
    }
    long receiver = payload.path("receiverId").asLong();
    Message message = store(user, receiver, content);
    byClientId.put(key, message);
    if (socket != null && message.seq == 1) {
      boolean unused = socket.join(room(message.chat));
    }
    announce(message);
    return message;
  }

  private Message repeated(Message known, String content) throws Refusal {
    if (!known.content.equals(content)) {
      if (happens(PlantedFault.ACCEPTS_CONFLICT)) {
        return known;
      }
      throw new Refusal(409, "idempotency_conflict");
    }
    if (happens(PlantedFault.ANNOUNCES_REPEAT)) {
      namespace.to(room(known.chat)).emit("new_message", known.live());
    }
    if (happens(PlantedFault.STORES_REPEAT_AGAIN)) {
      announce(store(known.sender, known.receiver, content));
    }
    return happens(PlantedFault.ANSWERS_REPEAT_WITH_ANOTHER_ID)
        ? new Message(
            known.id + 1, known.chat, known.seq, known.sender, known.receiver, known.content)
        : known;
  }

  private Message store(long sender, long receiver, String content) {
    Chat chat =
        chats.values().stream()
            .filter(one -> one.has(sender) && one.has(receiver))
            .findFirst()
            .orElseGet(() -> newChat(sender, receiver));
    chat.lastSeq += happens(PlantedFault.LEAVES_POSITION_OUT) ? 2 : 1;
    Message message = new Message(++lastId, chat, chat.lastSeq, sender, receiver, content);
    message.altered = happens(PlantedFault.ALTERS_CONTENT);
    if (!happens(PlantedFault.LOSES_ACKNOWLEDGED_MESSAGE)) {
      chat.messages.add(message);
      log.add(new Event("messages", message));
    }
    messages.put(message.id, message);
    return message;
  }

  private Chat newChat(long first, long second) {
    Chat chat = new Chat(chats.size() + 1, Math.min(first, second), Math.max(first, second));
    chats.put(chat.id, chat);
    return chat;
  }

  private void announce(Message message) {
    if (happens(PlantedFault.SWAPS_TWO) && late == null) {
      late = message;
      tellUpdated(message.chat);
      return;
    }
    if (!happens(PlantedFault.SKIPS_LIVE_MESSAGE)) {
      emitNew(message);
    }
    if (happens(PlantedFault.DELIVERS_TWICE)) {
      emitNew(message);
    }
    if (happens(PlantedFault.DELIVERS_TO_WRONG_USER)) {
      long stranger = message.chat.has(1) ? message.chat.has(4) ? 6 : 4 : 1;
      namespace.to(room(stranger)).emit("new_message", message.live());
    }
    tellLate(message.chat);
    tellUpdated(message.chat);
  }

  private void tellLate(Chat chat) {
    Message message = late;
    if (message != null && message.chat == chat) {
      late = null;
      emitNew(message);
    }
  }

  private void emitNew(Message message) {
    namespace.to(room(message.chat)).emit("new_message", message.live());
    ObjectNode notification =
        JSON.createObjectNode()
            .put("from", message.sender)
            .put("conversationId", message.chat.id)
            .put("messageId", message.id)
            .put("seq", message.seq);
    namespace
        .to(room(message.receiver))
        .except(room(message.chat))
        .emit("message_notification", notification);
  }

  private void tellUpdated(Chat chat) {
    for (long user : new long[] {chat.first, chat.second}) {
      long wrong = fault == PlantedFault.TELLS_UNREAD_WRONG && user == chat.second ? 1 : 0;
      ObjectNode updated =
          JSON.createObjectNode()
              .put("conversationId", chat.id)
              .put("lastSeq", chat.lastSeq)
              .put("unreadCount", chat.unread(user) + wrong);
      namespace.to(room(user)).emit("conversation_updated", updated);
    }
  }

  private JsonNode mark(long user, Chat chat, JsonNode payload) {
    long before = chat.readUpTo.getOrDefault(user, 0L);
    boolean back = fault == PlantedFault.LETS_MESSAGES_BECOME_UNREAD && before > 0;
    long asked = Math.min(chat.lastSeq, payload.path("upTo").asLong(chat.lastSeq));
    long target = back ? 1 : asked;
    if (target > before || back) {
      chat.readUpTo.put(user, target);
      long told =
          before > 0 && happens(PlantedFault.LETS_READ_POSITION_GO_BACK) ? before - 1 : target;
      ObjectNode read =
          JSON.createObjectNode()
              .put("conversationId", chat.id)
              .put("userId", user)
              .put("upTo", back ? before : told);
      namespace
          .to(room(chat), room(user == chat.first ? chat.second : chat.first))
          .emit("messages_read", read);
      tellUpdated(chat);
    }
    return JSON.createObjectNode();
  }

  private JsonNode change(long user, long id, boolean delete) throws Refusal {
    Message message = messages.get(id);
    if (message == null || message.sender != user) {
      throw new Refusal(404, "message_not_found");
    }
    if (message.deleted != delete) {
      message.deleted = delete;
      message.forgotten = delete && happens(PlantedFault.FORGETS_DELETE);
      log.add(new Event(delete ? "deleted" : "restored", message));
      if (!delete || !happens(PlantedFault.HIDES_DELETE)) {
        namespace
            .to(room(message.chat))
            .emit(delete ? "message_deleted" : "message_restored", message.reference());
      }
      tellUpdated(message.chat);
    }
    return message.stored();
  }

  private JsonNode sync(String cursor, JsonNode payload, long user) {
    ObjectNode data = JSON.createObjectNode();
    int from = cursor.isEmpty() ? log.size() : Integer.parseInt(cursor);
    if (cursor.isEmpty()) {
      chats.values().stream()
          .filter(chat -> chat.has(user))
          .forEach(chat -> data.withArray("conversations").addObject().put("id", chat.id));
    }
    int limit = payload.path("limit").asInt(PAGE);
    int at = from;
    for (int found = 0; at < log.size() && found < limit; at++) {
      Event event = log.get(at);
      if (event.message.chat.has(user) && !happens(PlantedFault.SKIPS_IN_SYNC)) {
        found++;
        boolean whole = !event.list.equals("deleted");
        data.withArray(event.list).add(whole ? event.message.stored() : event.message.reference());
      }
    }
    return data.put("nextCursor", String.valueOf(at)).put("hasMore", at < log.size());
  }

  // --- REST --------------------------------------------------------------------------------------

  private final class Rest extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      String body = Content.Source.asString(request);
      int status = 200;
      ObjectNode answer = JSON.createObjectNode().put("success", true);
      synchronized (FakeServer.this) {
        try {
          answer(request, body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body), answer);
        } catch (Refusal e) {
          status = e.status;
          answer = JSON.createObjectNode().put("error", "no").put("code", e.code);
        }
      }
      byte[] bytes = JSON.writeValueAsBytes(answer);
      response.setStatus(status);
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
      response.write(true, ByteBuffer.wrap(bytes), callback);
      return true;
    }

    private void answer(Request request, JsonNode body, ObjectNode answer) throws Refusal {
      String path = Request.getPathInContext(request).substring("/api/chat/".length());
      String token = request.getHeaders().get(HttpHeader.AUTHORIZATION);
      long user = Long.parseLong(token.substring("Bearer ".length()));
      String[] parts = path.split("/", -1);
      Fields query = Request.extractQueryParameters(request);
      switch (parts[0] + (parts.length > 2 ? "/" + parts[2] : "")) {
        case "send" -> answer.set("data", send(user, body, null).stored());
        case "conversations" -> answer.set("data", conversations(user));
        case "conversations/messages" -> answer.set("data", page(user, parts[1], query));
        case "conversations/read" ->
            answer.set("data", mark(user, chatOf(user, Long.parseLong(parts[1])), body));
        case "unread" -> answer.set("data", unread(user));
        case "unread-count" -> answer.put("unreadCount", unreadCount(user));
        case "messages" -> answer.set("data", change(user, Long.parseLong(parts[1]), true));
        case "messages/restore" ->
            answer.set("data", change(user, Long.parseLong(parts[1]), false));
        case "sync" -> {
          String cursor = query.getValue("cursor");
          answer.set("data", sync(cursor == null ? "" : cursor, body, user));
        }
        default -> throw new Refusal(404, "not_found");
      }
    }

    private JsonNode conversations(long user) {
      ObjectNode data = JSON.createObjectNode().put("totalPages", 1);
      data.putArray("conversations");
      for (Chat chat : chats.values()) {
        if (chat.has(user)) {
          data.withArray("conversations")
              .addObject()
              .put("id", chat.id)
              .put("participant_1_id", chat.first)
              .put("participant_2_id", chat.second)
              .put("last_seq", chat.lastSeq)
              .put("unread_count", chat.unread(user));
        }
      }
      return data;
    }

    private JsonNode page(long user, String chat, Fields query) throws Refusal {
      List<Message> all =
          chatOf(user, Long.parseLong(chat)).messages.stream().filter(Message::isListed).toList();
      int from = Math.min(all.size(), (Integer.parseInt(query.getValue("page")) - 1) * PAGE);
      ObjectNode data = JSON.createObjectNode().put("totalPages", (all.size() + PAGE - 1) / PAGE);
      data.putArray("messages");
      all.subList(from, Math.min(all.size(), from + PAGE))
          .forEach(message -> data.withArray("messages").add(message.stored()));
      return data;
    }

    private JsonNode unread(long user) {
      var data = JSON.createArrayNode();
      chats.values().stream()
          .filter(chat -> chat.has(user) && chat.unread(user) > 0)
          .forEach(
              chat ->
                  data.addObject()
                      .put("conversationId", chat.id)
                      .put("unreadCount", chat.unread(user)));
      return data;
    }

    private long unreadCount(long user) {
      long total =
          chats.values().stream().filter(c -> c.has(user)).mapToLong(c -> c.unread(user)).sum();
      return total + (fault == PlantedFault.COUNTS_UNREAD_WRONG && user == 2 ? 1 : 0);
    }
  }
}
