package io.parley.bench.verify.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.bench.verify.history.EntryKind;
import io.parley.bench.verify.history.Outgoing;
import io.parley.bench.verify.history.Records.Conflict;
import io.parley.bench.verify.history.Records.Repeated;

/** Sends an acknowledged message once more, as it was or with other content. */
final class RepeatErrand extends Errand {
  private static final double REST_SHARE = 0.3;

  private final Outgoing message;
  private final boolean conflicting;

  RepeatErrand(Device device, Outgoing message, boolean conflicting) {
    super(device, System.nanoTime());
    this.message = message;
    this.conflicting = conflicting;
  }

  @Override
  boolean isRepeatable() {
    return false;
  }

  @Override
  void attempt() {
    message.noteRepeat(scene().millis());
    String content = conflicting ? message.content() + " not" : message.content();
    String json = SendErrand.json(message, content, true);
    long sentNanos = System.nanoTime();
    if (!device().isConnected() || scene().chance(REST_SHARE)) {
      scene().ask(device().user(), "POST", "/send", json, reply -> replied(sentNanos, reply));
    } else {
      device().ask("send_message", json, reply -> repliedOnSocket(sentNanos, reply));
    }
  }

  private void repliedOnSocket(long sentNanos, Reply reply) {
    if (reply.isOk()) {
      JsonNode data = reply.data();
      device()
          .write(
              EntryKind.REPEATED,
              SendErrand.conversationOf(data),
              data.path("seq").asLong(-1),
              data.path("id").asLong(),
              message.number());
    }
    replied(sentNanos, reply);
  }

  @Override
  void succeeded(Reply reply) {
    JsonNode data = reply.data();
    if (conflicting) {
      scene().records().conflicts().add(new Conflict(message, true));
    } else {
      scene().counts().repeatedOnPurpose++;
      scene()
          .records()
          .repeated()
          .add(
              new Repeated(
                  message,
                  SendErrand.conversationOf(data),
                  data.path("seq").asLong(-1),
                  data.path("id").asLong()));
    }
  }

  @Override
  boolean isExpected(Reply refusal) {
    boolean expected = conflicting && refusal.code().equals("idempotency_conflict");
    if (expected) {
      scene().counts().conflicts++;
      scene().records().conflicts().add(new Conflict(message, false));
    }
    return expected;
  }

  @Override
  public String toString() {
    return "repeating " + message + (conflicting ? " with other content" : "");
  }
}
