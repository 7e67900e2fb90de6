package io.parley.bench.verify.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.bench.verify.history.EntryKind;
import io.parley.bench.verify.history.Outgoing;
import io.parley.bench.verify.history.Records.Repeated;

/** Sends a message until it is acknowledged. */
final class SendErrand extends Errand {
  private static final double REST_SHARE = 0.1;
  private static final double REST_WITHOUT_SOCKET_SHARE = 0.1;

  private final Outgoing message;

  SendErrand(Device device, Outgoing message) {
    super(device, System.nanoTime());
    this.message = message;
  }

  @Override
  boolean isRepeatable() {
    return scene().features().clientMessageIds();
  }

  @Override
  void attempt() {
    if (message.attempts() > 0 && !isRepeatable()) {
      end();
      return;
    }
    if (!device().isConnected() && !scene().chance(REST_WITHOUT_SOCKET_SHARE)) {
      postpone(); // as most clients do: until the socket is there again
      return;
    }
    int attempt = message.countAttempt(scene().millis());
    if (attempt > 1) {
      scene().counts().repeatedInDoubt++;
    }
    long sentNanos = System.nanoTime();
    boolean rest =
        !device().isConnected() || !scene().features().acks() || scene().chance(REST_SHARE);
    if (rest) {
      scene()
          .ask(
              device().user(),
              "POST",
              "/send",
              json(message, message.content(), isRepeatable()),
              reply -> replied(sentNanos, reply));
    } else {
      device().write(EntryKind.SENT, 0, message.number(), attempt, 0);
      device()
          .ask(
              "send_message",
              json(message, message.content(), isRepeatable()),
              reply -> repliedOnSocket(sentNanos, reply));
    }
  }

  private void repliedOnSocket(long sentNanos, Reply reply) {
    if (reply.isOk()) {
      JsonNode data = reply.data();
      device()
          .write(
              EntryKind.ACKNOWLEDGED,
              conversationOf(data),
              data.path("seq").asLong(-1),
              data.path("id").asLong(),
              message.number());
    }
    replied(sentNanos, reply);
  }

  @Override
  void succeeded(Reply reply) {
    JsonNode data = reply.data();
    long conversation = conversationOf(data);
    long seq = data.path("seq").asLong(-1);
    long id = data.path("id").asLong();
    if (message.isAcknowledged()) {
      scene().records().repeated().add(new Repeated(message, conversation, seq, id));
      return;
    }
    message.acknowledge(conversation, seq, id);
    scene().counts().acknowledged++;
    device().acknowledged(message);
  }

  /** Of a message, over whatever path it came. */
  static long conversationOf(JsonNode data) {
    return data.path("conversationId").asLong(data.path("conversation_id").asLong());
  }

  static String json(Outgoing message, String content, boolean withId) {
    return "{\"receiverId\":"
        + message.receiver()
        + ",\"content\":\""
        + content
        + (withId ? "\",\"clientMessageId\":\"" + message.clientMessageId() : "")
        + "\"}";
  }

  @Override
  public String toString() {
    return "sending " + message;
  }
}
