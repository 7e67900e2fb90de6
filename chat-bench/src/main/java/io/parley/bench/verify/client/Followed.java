package io.parley.bench.verify.client;

/** A conversation on a device: what it has of it, and whether it hears of more. */
final class Followed {
  enum State {
    OUTSIDE,
    JOINING,
    JOINED
  }

  private final long conversation;
  private State state = State.OUTSIDE;

  /** The device has everything up to here. */
  private long upTo;

  /** The newest that came live while the device was catching up. */
  private long liveUpTo;

  private long joinedUpTo;
  private boolean joinsAfter = true;

  /** The device has had everything, once: a cursor of that time tells what came later. */
  private boolean complete;

  private long retryNanos;

  Followed(long conversation, long upTo) {
    this.conversation = conversation;
    this.upTo = upTo;
    this.retryNanos = System.nanoTime();
  }

  long conversation() {
    return conversation;
  }

  long upTo() {
    return upTo;
  }

  boolean isJoined() {
    return state == State.JOINED;
  }

  /** Whether it asks its join for what came after its position. */
  boolean joinsAfter() {
    return joinsAfter;
  }

  boolean isToBeJoined(long now) {
    return state == State.OUTSIDE && now - retryNanos >= 0;
  }

  /** The connection is new: nothing comes live any more. */
  void leave(boolean joinAfter) {
    state = State.OUTSIDE;
    liveUpTo = 0;
    joinedUpTo = 0;
    joinsAfter = joinAfter || !complete;
    retryNanos = System.nanoTime();
  }

  void joining() {
    state = State.JOINING;
  }

  void retryAt(long nanos) {
    state = State.OUTSIDE;
    retryNanos = nanos;
  }

  /** A page of what was missed ends here, and there is more. */
  void pageUpTo(long seq) {
    upTo = Math.max(upTo, seq);
    retryAt(System.nanoTime());
  }

  /** Joined, and everything up to here was in the answer. */
  void caughtUp(long seq) {
    upTo = Math.max(upTo, Math.max(seq, liveUpTo));
    state = State.JOINED;
    complete = true;
  }

  /** Joined; what was missed comes by another way. */
  void joinedWithout(long lastSeq) {
    joinedUpTo = lastSeq;
    state = State.JOINED;
  }

  /** All that was missed has come by another way. */
  void syncedUpTo(long seq) {
    upTo = Math.max(upTo, seq);
  }

  /** The other way is through, and covers what was there when it was joined. */
  void synced() {
    upTo = Math.max(upTo, Math.max(joinedUpTo, liveUpTo));
    complete = true;
  }

  /**
   * A message came live.
   *
   * @param inOrder whether the device has all that was before, or is still about to get it
   * @return false if some were left out before it
   */
  boolean live(long seq, boolean inOrder) {
    liveUpTo = Math.max(liveUpTo, seq);
    if (!inOrder || state != State.JOINED || seq <= upTo) {
      return true;
    }
    if (seq == upTo + 1) {
      upTo = seq;
      return true;
    }
    return false;
  }

  /** Asks again for what came after a position; until that is there, no cursor will do. */
  void catchUpFrom(long seq) {
    upTo = seq;
    complete = false;
    joinsAfter = true;
    retryAt(System.nanoTime());
  }
}
