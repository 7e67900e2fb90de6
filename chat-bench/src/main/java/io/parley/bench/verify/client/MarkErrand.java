package io.parley.bench.verify.client;

import io.parley.bench.verify.history.Records.Mark;

/** Marks a conversation as read until that is acknowledged. */
final class MarkErrand extends Errand {
  private static final double REST_SHARE = 0.3;

  private final long conversation;
  private final long upTo;

  MarkErrand(Device device, long conversation, long upTo) {
    super(device, System.nanoTime());
    this.conversation = conversation;
    this.upTo = upTo;
  }

  @Override
  void attempt() {
    boolean positions = scene().features().readPositions();
    long sentNanos = System.nanoTime();
    boolean rest =
        !device().isConnected() || !scene().features().acks() || scene().chance(REST_SHARE);
    if (rest) {
      scene()
          .ask(
              device().user(),
              "PUT",
              "/conversations/" + conversation + "/read",
              positions ? "{\"upTo\":" + upTo + "}" : "{}",
              reply -> replied(sentNanos, reply));
    } else {
      device()
          .ask(
              "mark_as_read",
              "{\"conversationId\":" + conversation + (positions ? ",\"upTo\":" + upTo : "") + "}",
              reply -> replied(sentNanos, reply));
    }
  }

  @Override
  void succeeded(Reply reply) {
    scene().counts().marks++;
    scene().records().marks().add(new Mark(device().user(), conversation, upTo));
  }

  @Override
  public String toString() {
    return "marking conversation " + conversation + " up to " + upTo;
  }
}
