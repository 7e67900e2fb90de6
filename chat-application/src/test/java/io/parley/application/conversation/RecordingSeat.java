package io.parley.application.conversation;

import io.parley.domain.presence.ConnectionId;

/** A seat that counts how often it was taken and left. */
public final class RecordingSeat implements FollowConversation.Seat {
  private final Runnable whenTaken;
  private int taken;
  private int left;

  public RecordingSeat() {
    this(() -> {});
  }

  /**
   * @param whenTaken happens right then
   */
  public RecordingSeat(Runnable whenTaken) {
    this.whenTaken = whenTaken;
  }

  /** How often it was taken by one who had not got it. */
  public int taken() {
    return taken;
  }

  int left() {
    return left;
  }

  @Override
  public ConnectionId connection() {
    return new ConnectionId("seat");
  }

  @Override
  public boolean take() {
    whenTaken.run();
    boolean isNew = taken == left;
    if (isNew) {
      taken++;
    }
    return isNew;
  }

  @Override
  public boolean leave() {
    boolean there = taken > left;
    if (there) {
      left++;
    }
    return there;
  }
}
