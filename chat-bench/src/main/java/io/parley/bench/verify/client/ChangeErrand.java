package io.parley.bench.verify.client;

import io.parley.bench.verify.history.Outgoing;
import io.parley.bench.verify.history.Records.Change;

/** Deletes a message, or restores it, until that is answered. */
final class ChangeErrand extends Errand {
  private static final double RESTORED_SHARE = 0.5;
  private static final int RESTORE_MIN_MILLIS = 200;
  private static final int RESTORE_MAX_MILLIS = 2_000;

  private final Outgoing message;
  private final boolean delete;
  private int attempts;
  private long askedMillis;

  ChangeErrand(Device device, Outgoing message, boolean delete, long dueNanos) {
    super(device, dueNanos);
    this.message = message;
    this.delete = delete;
  }

  @Override
  void attempt() {
    if (attempts++ == 0) {
      askedMillis = scene().millis();
    }
    long sentNanos = System.nanoTime();
    String path = "/messages/" + message.id();
    scene()
        .ask(
            device().user(),
            delete ? "DELETE" : "POST",
            delete ? path : path + "/restore",
            "",
            reply -> replied(sentNanos, reply));
  }

  @Override
  void succeeded(Reply reply) {
    if (isDone()) {
      return;
    }
    scene().counts().changes++;
    scene()
        .records()
        .changes()
        .add(new Change(message, delete, attempts, askedMillis, scene().millis()));
    // An unanswered delete may still be on its way, and would arrive after the restore.
    if (delete && attempts == 1 && scene().chance(RESTORED_SHARE)) {
      long due = scene().inMillis(RESTORE_MIN_MILLIS, RESTORE_MAX_MILLIS);
      device().add(new ChangeErrand(device(), message, false, due));
    }
  }

  @Override
  public String toString() {
    return (delete ? "deleting " : "restoring ") + message;
  }
}
