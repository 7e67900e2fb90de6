package io.parley.bench.verify.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.parley.bench.client.SocketListener;
import io.parley.bench.client.Text;
import io.parley.bench.client.WireSocket;
import io.parley.bench.verify.history.ConnectionHistory;
import io.parley.bench.verify.history.EntryKind;
import io.parley.bench.verify.history.Outgoing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One device of a user: a socket that is opened again whenever it is lost, the errands under way,
 * and what it has of each conversation. Belongs to the loop's thread.
 */
final class Device implements SocketListener {
  private static final long CONNECT_LIMIT_NANOS = Duration.ofSeconds(6).toNanos();
  private static final long ANSWER_LIMIT_NANOS = Duration.ofSeconds(9).toNanos();
  private static final int ARRIVAL_MILLIS = 500;
  private static final int BACKOFF_MIN_MILLIS = 50;
  private static final int BACKOFF_MAX_MILLIS = 2_000;
  private static final int MAX_ERRANDS = 12;
  private static final int REMEMBERED = 20;

  private final Scene scene;
  private final long user;
  private final int number;
  private final CatchUp catchUp;
  private final Map<Integer, Question> questions = new LinkedHashMap<>();
  private final List<Errand> errands = new ArrayList<>();
  private final List<Outgoing> recent = new ArrayList<>();
  private final Versions versions = new Versions();

  private @Nullable WireSocket socket;
  private ConnectionHistory history;
  private int connections;
  private int failures;
  private boolean connected;
  private long openedNanos;
  private long connectNanos;
  private int nextAck;

  Device(Scene scene, long user, int number) {
    this.scene = scene;
    this.user = user;
    this.number = number;
    this.history = new ConnectionHistory(user, number, 0);
    this.catchUp = new CatchUp(this);
    this.connectNanos = scene.inMillis(0, ARRIVAL_MILLIS);
  }

  /** What was asked on the socket, and who waits for the reply. */
  private record Question(long askedNanos, Consumer<Reply> replied) {}

  long user() {
    return user;
  }

  Scene scene() {
    return scene;
  }

  CatchUp catchUp() {
    return catchUp;
  }

  boolean isConnected() {
    return connected;
  }

  /** Which of its connections this is; a reply that was asked for on another one is stale. */
  int connection() {
    return connections;
  }

  /** Whether it can take one more errand. */
  boolean hasTime() {
    return errands.size() < MAX_ERRANDS;
  }

  boolean isIdle() {
    return errands.isEmpty();
  }

  void add(Errand errand) {
    errands.add(errand);
  }

  /** A message of its own that was acknowledged not long ago; null if there is none. */
  @Nullable Outgoing anyRecent() {
    return recent.isEmpty() ? null : recent.get(scene.random().nextInt(recent.size()));
  }

  void acknowledged(Outgoing message) {
    catchUp.follow(message.conversation());
    if (recent.size() == REMEMBERED) {
      recent.remove(scene.random().nextInt(REMEMBERED));
    }
    recent.add(message);
  }

  /** Does what is due. */
  void tick(long now) {
    if (socket == null) {
      if (now - connectNanos >= 0) {
        openedNanos = now;
        scene.connect(user, this);
      }
    } else if (connected ? isAnswerOverdue(now) : now - openedNanos > CONNECT_LIMIT_NANOS) {
      hangUp();
    }
    if (connected) {
      catchUp.tick(now);
    }
    for (Errand errand : List.copyOf(errands)) {
      errand.runIfDue(now);
    }
    errands.removeIf(Errand::isDone);
  }

  private boolean isAnswerOverdue(long now) {
    return !questions.isEmpty()
        && now - questions.values().iterator().next().askedNanos() > ANSWER_LIMIT_NANOS;
  }

  /**
   * Emits an event and asks for its acknowledgement. Call it only when connected; a server that
   * acknowledges nothing is taken at its word.
   */
  void ask(String event, String json, Consumer<Reply> replied) {
    WireSocket open = socket;
    if (open == null) {
      replied.accept(Reply.LOST);
    } else if (scene.features().acks()) {
      int ackId = nextAck++;
      questions.put(ackId, new Question(System.nanoTime(), replied));
      open.emit(ackId, event, json);
    } else {
      open.emit(event, json);
      replied.accept(Reply.ok(MissingNode.getInstance()));
    }
  }

  /** Adds to the history of this connection. */
  void write(EntryKind kind, long conversation, long first, long second, long third) {
    history.add(scene.millis(), kind, conversation, first, second, third);
  }

  /** Adds what the device was told of a message, and what it takes for true if that is later. */
  void writeMessage(EntryKind kind, long conversation, JsonNode message) {
    long id = message.path("id").asLong();
    long seq = message.path("seq").asLong(-1);
    long sender = message.path("senderId").asLong(message.path("sender_id").asLong());
    boolean deleted = kind == EntryKind.DELETED || kind == EntryKind.SYNC_DELETED;
    write(kind, conversation, seq, id, sender);
    versions
        .take(message, deleted)
        .ifPresent(
            known -> write(EntryKind.OVERTAKEN, conversation, seq, id, known.deleted() ? 1 : 0));
  }

  /** Gives up what it has. */
  void forget() {
    write(EntryKind.SYNC_RESET, 0, 0, 0, 0);
    versions.clear();
  }

  @Override
  public void opening(WireSocket opened) {
    socket = opened;
  }

  @Override
  public void connected(WireSocket opened) {
    connections++;
    scene.counts().connections++;
    failures = 0;
    connected = true;
    history = new ConnectionHistory(user, number, connections);
    scene.records().connections().add(history);
    write(EntryKind.CONNECTED, 0, 0, 0, 0);
    catchUp.connected();
  }

  @Override
  public void acknowledged(WireSocket from, int ackId, Text data) {
    Question question = questions.remove(ackId);
    if (question != null) {
      question.replied().accept(Reply.ofAck(RestClient.json(data.toString())));
    }
  }

  private void hangUp() {
    WireSocket open = socket;
    if (open != null) {
      open.close();
      closed("no answer");
    }
  }

  @Override
  public void closed(String reason) {
    socket = null;
    if (connected) {
      write(EntryKind.CLOSED, 0, 0, 0, 0);
    }
    connected = false;
    int most = Math.min(BACKOFF_MAX_MILLIS, BACKOFF_MIN_MILLIS << Math.min(++failures, 8));
    connectNanos = scene.inMillis(BACKOFF_MIN_MILLIS, most);
    List<Question> unanswered = List.copyOf(questions.values());
    questions.clear();
    unanswered.forEach(question -> question.replied().accept(Reply.LOST));
  }

  @Override
  public void event(WireSocket from, Text event) {
    scene.counts().events++;
    JsonNode arguments = RestClient.json(event.toString());
    JsonNode payload = arguments.path(1);
    long conversation = payload.path("conversationId").asLong();
    long seq = payload.path("seq").asLong(-1);
    switch (arguments.path(0).asText()) {
      case "new_message" -> {
        writeMessage(EntryKind.NEW_MESSAGE, conversation, payload);
        catchUp.live(conversation, seq);
      }
      case "message_notification" -> {
        long messageId = payload.path("messageId").asLong();
        write(EntryKind.NOTIFIED, conversation, seq, messageId, payload.path("from").asLong());
        catchUp.follow(conversation);
      }
      case "messages_read" -> {
        long upTo = payload.path("upTo").asLong();
        write(EntryKind.READ, conversation, upTo, payload.path("userId").asLong(), 0);
      }
      case "message_deleted" -> writeMessage(EntryKind.DELETED, conversation, payload);
      case "message_restored" -> writeMessage(EntryKind.RESTORED, conversation, payload);
      case "conversation_updated" -> {
        long lastSeq = payload.path("lastSeq").asLong();
        write(EntryKind.UPDATED, conversation, lastSeq, payload.path("unreadCount").asLong(), 0);
        catchUp.follow(conversation);
      }
      case "resync_required" -> {
        long afterSeq = payload.path("afterSeq").asLong();
        write(EntryKind.RESYNC_REQUIRED, conversation, afterSeq, 0, 0);
        catchUp.resync(conversation, afterSeq);
      }
      case "error" ->
          scene.records().refusals().add("user " + user + " got the event error: " + payload);
      default -> {} // who types, who is online
    }
  }

  @Override
  public String toString() {
    return "device " + number + " of user " + user;
  }
}
