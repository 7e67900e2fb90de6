package io.parley.bench.verify;

import io.parley.bench.verify.history.Features;
import picocli.CommandLine.Option;

/** What the server lacks. */
final class FeatureOptions {
  @Option(
      names = "--no-client-message-id",
      description = "It knows no clientMessageId: nothing is repeated.")
  private boolean noClientMessageIds;

  @Option(
      names = "--no-acks",
      description = "It acknowledges no events: messages are sent over REST.")
  private boolean noAcks;

  @Option(
      names = "--no-after-seq",
      description = "join_conversation has no afterSeq: clients catch up with pages over REST.")
  private boolean noAfterSeq;

  @Option(names = "--no-sync", description = "There is no sync.")
  private boolean noSync;

  @Option(names = "--no-seq", description = "Messages have no seq: their order is not judged.")
  private boolean noSeqs;

  @Option(names = "--no-unread", description = "Unread counts are not judged.")
  private boolean noUnread;

  @Option(names = "--no-deletes", description = "Nothing is deleted or restored.")
  private boolean noDeletes;

  @Option(names = "--no-read-positions", description = "Read marks have no upTo.")
  private boolean noReadPositions;

  @Option(
      names = "--no-exact-joins",
      description =
          "What a join answers with may come live on the same connection, too: clients drop it.")
  private boolean noExactJoins;

  Features features() {
    return new Features(
        !noClientMessageIds,
        !noAcks,
        !noAfterSeq && !noSeqs,
        !noSync,
        !noSeqs,
        !noUnread,
        !noDeletes && !noAcks,
        !noReadPositions && !noSeqs,
        !noExactJoins);
  }
}
