package io.parley.bench.verify.client;

/** Something that a device does again and again until it is answered. */
abstract class Errand {
  private static final int PATIENCE_MIN_MILLIS = 5_000;
  private static final int PATIENCE_MAX_MILLIS = 6_000;
  private static final int PAUSE_MIN_MILLIS = 200;
  private static final int PAUSE_MAX_MILLIS = 1_500;

  private final Device device;
  private long dueNanos;
  private boolean done;

  /**
   * @param dueNanos when to try first
   */
  Errand(Device device, long dueNanos) {
    this.device = device;
    this.dueNanos = dueNanos;
  }

  /** Tries once, over the device's socket or over REST. */
  abstract void attempt();

  /** Whether a new try may follow one whose outcome is not known. */
  boolean isRepeatable() {
    return true;
  }

  /** What to do when it was done. */
  abstract void succeeded(Reply reply);

  /** Whether a refusal is what had to come. */
  boolean isExpected(Reply refusal) {
    return false;
  }

  Device device() {
    return device;
  }

  Scene scene() {
    return device.scene();
  }

  boolean isDone() {
    return done;
  }

  void end() {
    done = true;
  }

  void runIfDue(long now) {
    if (!done && now - dueNanos >= 0) {
      dueNanos = scene().inMillis(PATIENCE_MIN_MILLIS, PATIENCE_MAX_MILLIS);
      attempt();
    }
  }

  /** Takes the reply to a try; late ones too, when the errand is done already. */
  void replied(long sentNanos, Reply reply) {
    switch (reply.outcome()) {
      case OK -> {
        scene().served(sentNanos);
        succeeded(reply);
        end();
      }
      case REFUSED -> {
        if (isExpected(reply)) {
          scene().served(sentNanos);
        } else {
          scene().refused(device.user(), this, reply);
        }
        end();
      }
      case REFUSED_FOR_NOW -> {
        scene().counts().refusedForNow++;
        tryAgainLater();
      }
      case LOST -> tryAgainLater();
    }
  }

  private void tryAgainLater() {
    if (!isRepeatable()) {
      end();
    }
    postpone();
  }

  /** Does nothing now, and tries a little later. */
  void postpone() {
    dueNanos = scene().inMillis(PAUSE_MIN_MILLIS, PAUSE_MAX_MILLIS);
  }
}
