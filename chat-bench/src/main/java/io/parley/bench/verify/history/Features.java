package io.parley.bench.verify.history;

/**
 * What the server can do beyond the contract of the family that it belongs to; what it cannot do is
 * neither used nor judged.
 *
 * @param clientMessageIds messages can be repeated
 * @param acks events are acknowledged
 * @param afterSeq a join answers with what came after a position
 * @param sync there is a catch-up of all that concerns a user
 * @param seqs messages have positions
 * @param unread unread counts are told
 * @param deletes messages can be deleted and restored
 * @param readPositions a read mark has a position
 * @param exactJoins what a join answers with does not come live on the same connection
 */
public record Features(
    boolean clientMessageIds,
    boolean acks,
    boolean afterSeq,
    boolean sync,
    boolean seqs,
    boolean unread,
    boolean deletes,
    boolean readPositions,
    boolean exactJoins) {
  /** All of them. */
  public static Features all() {
    return new Features(true, true, true, true, true, true, true, true, true);
  }

  /** All but {@link #sync}. */
  public Features withoutSync() {
    return new Features(
        clientMessageIds, acks, afterSeq, false, seqs, unread, deletes, readPositions, exactJoins);
  }
}
