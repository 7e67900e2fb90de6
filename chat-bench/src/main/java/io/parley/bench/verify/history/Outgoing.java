package io.parley.bench.verify.history;

/**
 * A message that a client sends until it is acknowledged. Changed by the thread of the clients;
 * read by others when that has stopped.
 */
public final class Outgoing {
  private final long number;
  private final long sender;
  private final long receiver;
  private final String clientMessageId;
  private final String content;
  private int attempts;
  private long repeatedMillis = Long.MAX_VALUE;
  private long conversation;
  private long seq;
  private long id;

  /**
   * @param number unique in the run
   * @param clientMessageId unique for ever; part of the content too, for servers that know none
   */
  public Outgoing(long number, long sender, long receiver, String clientMessageId, String content) {
    this.number = number;
    this.sender = sender;
    this.receiver = receiver;
    this.clientMessageId = clientMessageId;
    this.content = content;
  }

  public long number() {
    return number;
  }

  public long sender() {
    return sender;
  }

  public long receiver() {
    return receiver;
  }

  public String clientMessageId() {
    return clientMessageId;
  }

  public String content() {
    return content;
  }

  /**
   * Counts that it is sent once more, before it was acknowledged; the first time is 1.
   *
   * @param millis since the run began
   */
  public int countAttempt(long millis) {
    if (++attempts > 1) {
      noteRepeat(millis);
    }
    return attempts;
  }

  /** How often it was sent until it was acknowledged. */
  public int attempts() {
    return attempts;
  }

  /** Notes that it is sent although it was sent before. */
  public void noteRepeat(long millis) {
    repeatedMillis = Math.min(repeatedMillis, millis);
  }

  /** Whether it was sent more than once until then. */
  public boolean isRepeatedBy(long millis) {
    return repeatedMillis <= millis;
  }

  /** Takes down what the first acknowledgement said. */
  public void acknowledge(long inConversation, long atSeq, long asId) {
    this.conversation = inConversation;
    this.seq = atSeq;
    this.id = asId;
  }

  public boolean isAcknowledged() {
    return id != 0;
  }

  /** 0 until it is acknowledged. */
  public long conversation() {
    return conversation;
  }

  /** 0 until it is acknowledged. */
  public long seq() {
    return seq;
  }

  /** 0 until it is acknowledged. */
  public long id() {
    return id;
  }

  @Override
  public String toString() {
    return "message "
        + clientMessageId
        + " of user "
        + sender
        + " to user "
        + receiver
        + (isAcknowledged()
            ? " (conversation " + conversation + ", seq " + seq + ", id " + id + ")"
            : " (not acknowledged)");
  }
}
