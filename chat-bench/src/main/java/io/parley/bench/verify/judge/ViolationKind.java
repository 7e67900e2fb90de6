package io.parley.bench.verify.judge;

import java.util.Locale;

/** The promises that can be broken. */
public enum ViolationKind {
  /** An acknowledged message, delete or restore is not in the history. */
  LOST,
  /** The history has another text or other people than were sent. */
  ALTERED,
  /** A connection got the same message twice. */
  DELIVERED_TWICE,
  /** A connection got live what the answer to its join has, or the other way round. */
  JOIN_OVERLAP,
  /** A message is stored twice. */
  STORED_TWICE,
  /** Positions go back: on a connection, or against the order in which a socket has sent. */
  OUT_OF_ORDER,
  /** A connection missed a message between others, or between its join and the next. */
  HOLE,
  /** The positions of a history are not 1, 2, 3 … */
  SEQUENCE_BROKEN,
  /** Somebody was told of a conversation that is not his. */
  WRONG_PERSON,
  /** A read position went back, or a message became unread. */
  READ_WENT_BACK,
  /** An unread count is not the number of unread messages. */
  UNREAD_WRONG,
  /** A device does not know, after it has caught up, what the server has. */
  CATCH_UP_SKIPPED,
  /** A device knows a message that the server does not have. */
  PHANTOM,
  /** A socket was in the room and was not told of a delete or a restore. */
  CHANGE_NOT_TOLD,
  /** A repeat got another id or position than the first. */
  REPEAT_ANSWERED_DIFFERENTLY,
  /** A repeat was announced again. */
  REPEAT_ANNOUNCED,
  /** A used client message id was accepted for another content. */
  CONFLICT_ACCEPTED,
  /** The server refused what it had no reason to refuse. */
  REFUSED,
  /** The server did not serve again after a fault. */
  NOT_HEALED,
  /** Something was not answered, or a client was not served, long after the last fault. */
  NOT_SETTLED,
  /** The service did not stop in good order when it was told to. */
  STOP_NOT_ORDERLY,
  /** A kept count in the database is not what its messages say. */
  COUNTS_WRONG;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  @Override
  public String toString() {
    return wireName;
  }
}
