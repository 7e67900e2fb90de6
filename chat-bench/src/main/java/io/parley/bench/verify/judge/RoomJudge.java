package io.parley.bench.verify.judge;

import io.parley.bench.verify.history.ConnectionHistory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What one connection got of one conversation: by its joins, and live. */
final class RoomJudge {
  private final Case run;
  private final ConnectionHistory connection;
  private final long conversation;

  private final Set<Long> liveIds = new HashSet<>();
  private final Set<Long> joinedIds = new HashSet<>();
  private final Set<Long> deletedSeqs = new HashSet<>();

  /** Positions that were left out so far, and where that was seen. */
  private final Map<Long, Integer> missing = new HashMap<>();

  private long newestLive;
  private int firstLiveIndex;
  private long firstLive;
  private boolean joined;
  private boolean firstJoin;
  private boolean startedHere;

  /** Where live messages have to go on after the join; -1 if it is not known. */
  private long joinEnd = -1;

  /** What the device had when it joined. */
  private long joinAfter = -1;

  private long answerAt;
  private long answerEnd = -1;
  private int answerIndex;

  RoomJudge(Case run, ConnectionHistory connection, long conversation) {
    this.run = run;
    this.connection = connection;
    this.conversation = conversation;
  }

  void joinAsked() {
    endAnswer();
    firstJoin = !joined && !startedHere && liveIds.isEmpty();
  }

  /**
   * The first message was sent here, or repeated: that puts its socket into the room, whenever it
   * joins.
   */
  void startedHere() {
    startedHere = true;
    firstJoin = false;
  }

  void joined(int index, long lastSeq, long afterSeq, boolean hasMore) {
    endAnswer();
    answerIndex = index;
    answerAt = afterSeq;
    answerEnd = hasMore || afterSeq < 0 ? -1 : lastSeq;
    if (!joined) {
      joined = true;
      joinEnd = lastSeq;
      joinAfter = afterSeq;
      if (firstLive > 0 && lastSeq >= 0) {
        miss(lastSeq + 1, firstLive, firstLiveIndex);
      }
    } else {
      firstJoin = false;
    }
  }

  /** A message of the answer to the join. */
  void caughtUp(int index, long seq, long id) {
    if (firstJoin) {
      joinEnd = joinEnd < 0 ? joinEnd : Math.max(joinEnd, seq);
      missing.remove(seq);
      joinedIds.add(id);
      if (liveIds.contains(id)) {
        overlap(index, seq);
      }
    } else if (seq > Math.max(newestLive, joinEnd) && (newestLive > 0 || joinEnd >= 0)) {
      joinEnd = seq; // what came while a later join was answered is in its answer only
    }
    if (!run.features().seqs()) {
      return;
    }
    if (seq <= answerAt) {
      found(
          ViolationKind.OUT_OF_ORDER, "a join answered with " + seq + " after " + answerAt, index);
      return;
    }
    requireDeleted(answerAt + 1, seq, index);
    answerAt = seq;
  }

  /** What an answer leaves out must have been deleted. */
  private void endAnswer() {
    if (answerEnd >= 0 && run.features().seqs()) {
      requireDeleted(answerAt + 1, answerEnd + 1, answerIndex);
    }
    answerEnd = -1;
  }

  private void requireDeleted(long from, long to, int index) {
    for (long seq = from; seq < to; seq++) {
      if (!run.isChanged(conversation, seq) && !run.isExplained(conversation, seq)) {
        found(ViolationKind.CATCH_UP_SKIPPED, "a join left out " + seq, index);
        return;
      }
    }
  }

  void newMessage(int index, long millis, long seq, long id) {
    if (!liveIds.add(id)) {
      found(
          run.isRepeated(id, millis)
              ? ViolationKind.REPEAT_ANNOUNCED
              : ViolationKind.DELIVERED_TWICE,
          "message " + id + " at " + seq + " came twice",
          index);
      return;
    }
    if (joinedIds.contains(id) && !startedHere) {
      overlap(index, seq);
    }
    if (!run.features().seqs()) {
      return;
    }
    if (seq <= Math.max(newestLive, newestLive == 0 ? joinEnd : 0)) {
      early(index, millis, seq, id);
      return;
    }
    if (newestLive > 0 || joinEnd >= 0) {
      miss(Math.max(newestLive, joinEnd) + 1, seq, index);
    }
    if (newestLive == 0) {
      firstLive = seq;
      firstLiveIndex = index;
    }
    newestLive = seq;
  }

  /** A message from before those that came already, or from before the join. */
  private void early(int index, long millis, long seq, long id) {
    if (missing.remove(seq) != null) {
      found(ViolationKind.OUT_OF_ORDER, seq + " came after " + newestLive, index);
    } else if (run.isRepeated(id, millis) && joinAfter >= seq) {
      found(
          ViolationKind.REPEAT_ANNOUNCED,
          "message " + id + " at " + seq + " came again, long after it was new",
          index);
    } else if (seq > joinEnd) {
      found(ViolationKind.OUT_OF_ORDER, seq + " came after " + newestLive, index);
    }
  }

  private void overlap(int index, long seq) {
    if (run.features().exactJoins()) {
      found(
          ViolationKind.JOIN_OVERLAP,
          "the message at " + seq + " came live and in the answer to the join",
          index);
    }
  }

  private void miss(long from, long to, int index) {
    for (long seq = from; seq < to; seq++) {
      if (!deletedSeqs.contains(seq) && !run.isExplained(conversation, seq)) {
        missing.put(seq, index);
      }
    }
  }

  void deleted(long seq) {
    deletedSeqs.add(seq);
    missing.remove(seq);
  }

  /** The server says that it has left something out. */
  void resyncRequired() {
    missing.clear();
    newestLive = 0;
    firstLive = 0;
    joinEnd = -1;
  }

  void end() {
    endAnswer();
    missing.entrySet().stream()
        .min(Map.Entry.comparingByKey())
        .ifPresent(
            first ->
                found(
                    ViolationKind.HOLE,
                    missing.size() + " messages did not come, the first is " + first.getKey(),
                    first.getValue()));
  }

  private void found(ViolationKind kind, String sentence, int index) {
    run.found(
        kind, "in conversation " + conversation + " " + sentence, connection, index, conversation);
  }
}
