package io.parley.adapter.postgres.nodechat;

/** Why a message was not taken, or not as it was; the order is that of the report. */
public enum ImportReason {
  WITHOUT_TIME("has no time of creation", Effect.REFUSED),
  NO_SENDER("has no sender with a positive id", Effect.REFUSED),
  NO_RECEIVER("has no receiver, and no conversation that tells who it is", Effect.REFUSED),
  TO_SENDER("was sent to its own sender", Effect.REFUSED),
  USERS_UNKNOWN("is between two users who are both unknown", Effect.REFUSED),
  WITHOUT_TEXT("has neither a text nor an attachment", Effect.REFUSED),
  TEXT_UNFIT("has a text of more than 10,000 characters", Effect.REFUSED),
  ATTACHMENT_UNFIT(
      "was taken without its attachment, which is no http(s) URL of at most 2,048 characters",
      Effect.LOSS),
  ATTACHMENT_COMPLETED("has an attachment that was completed to a URL", Effect.CHANGED),
  TEXT_OF_ATTACHMENT("had no text, and has the address of its attachment", Effect.CHANGED),
  RECEIVER_OF_CONVERSATION("had no receiver, and has that of its conversation", Effect.CHANGED),
  OTHER_CONVERSATION("was in a conversation of others, and is in that of its users", Effect.MOVED);

  private final String description;
  private final Effect effect;

  ImportReason(String description, Effect effect) {
    this.description = description;
    this.effect = effect;
  }

  /** What is to be said after the message. */
  public String description() {
    return description;
  }

  /** Whether the message is not there. */
  public boolean isRefusal() {
    return effect == Effect.REFUSED;
  }

  /** Whether something of the message is not there. */
  public boolean isLoss() {
    return effect == Effect.REFUSED || effect == Effect.LOSS;
  }

  /** Whether the message cannot be compared with that of the source. */
  boolean isIncomparable() {
    return effect != Effect.MOVED;
  }

  private enum Effect {
    REFUSED,
    LOSS,
    CHANGED,
    MOVED
  }
}
