package io.parley.bench.verify.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bench.verify.history.ConnectionHistory;
import io.parley.bench.verify.history.EntryKind;
import io.parley.bench.verify.history.Features;
import io.parley.bench.verify.history.Outgoing;
import io.parley.bench.verify.history.Records;
import io.parley.bench.verify.history.Records.Change;
import io.parley.bench.verify.history.Truth;
import io.parley.bench.verify.history.Truth.Stored;
import io.parley.bench.verify.history.Truth.StoredConversation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Histories of user 1, who has conversation 5 with user 2; the id of a message is 100 + its seq.
 */
class JudgeTest {
  private static final long CONVERSATION = 5;
  private static final int IDS = 100;

  private final Records records = new Records();
  private final ConnectionHistory connection = new ConnectionHistory(1, 1, 1);
  private final List<Stored> stored = new ArrayList<>();
  private long millis;

  @Test
  void givenMessagesInOrderAfterJoin_whenJudged_thenNothingIsFound() {
    stored(1, 2, 3, 4);
    joined(2, 0, 1, 2);
    live(3, 4);

    assertThat(found()).isEmpty();
  }

  @Test
  void givenMessageBetweenJoinAndFirstLiveOne_whenJudged_thenThereIsAHole() {
    stored(1, 2, 3, 4);
    joined(2, 0, 1, 2);
    live(4);
    caughtUpAgain(2, 3, 4);

    assertThat(found()).containsExactly(ViolationKind.HOLE);
  }

  @Test
  void givenLiveMessageBeforeTheAnswerThatDoesNotReachIt_whenJudged_thenThereIsAHole() {
    stored(1, 2, 3, 4);
    add(EntryKind.JOIN_ASKED, 0, 0, 0);
    live(4);
    answered(2, 0, 1, 2);
    caughtUpAgain(2, 3, 4);

    assertThat(found()).containsExactly(ViolationKind.HOLE);
  }

  @Test
  void givenLiveMessageInTheAnswerToo_whenJudged_thenTheyOverlap() {
    stored(1, 2);
    add(EntryKind.JOIN_ASKED, 0, 0, 0);
    live(2);
    answered(2, 0, 1, 2);

    assertThat(found()).containsExactly(ViolationKind.JOIN_OVERLAP);
  }

  @Test
  void givenFirstMessageRepeatedHere_whenLiveMessagesOutrunTheJoin_thenNothingIsFound() {
    stored(1, 2);
    add(EntryKind.JOIN_ASKED, 0, 0, 0);
    add(EntryKind.REPEATED, 1, IDS + 1, 0); // puts its socket into the room
    live(2);
    answered(2, 0, 1, 2);

    assertThat(found()).isEmpty();
  }

  @Test
  void givenHoleThatTheServerTold_whenJudged_thenNothingIsFound() {
    stored(1, 2, 3, 4, 5);
    joined(2, 0, 1, 2);
    live(3);
    add(EntryKind.RESYNC_REQUIRED, 3, 0, 0);
    caughtUpAgain(3, 4, 5);

    assertThat(found()).isEmpty();
  }

  @Test
  void
      givenHoleThatTheServerTold_whenTheNextMessageIsInTheAnswerToANewJoinOnly_thenNothingIsFound() {
    stored(1, 2, 3, 4, 5, 6);
    joined(2, 0, 1, 2);
    add(EntryKind.RESYNC_REQUIRED, 2, 0, 0);
    live(4);
    caughtUpAgain(2, 3, 4, 5);
    live(6);

    assertThat(found()).isEmpty();
  }

  @Test
  void givenMessageThatWasDeletedInstead_whenJudged_thenThereIsNoHole() {
    stored(1, 2, 4);
    deleted(3);
    joined(2, 0, 1, 2);
    add(EntryKind.DELETED, 3, IDS + 3, 0);
    live(4);

    assertThat(found()).isEmpty();
  }

  @Test
  void givenAnswerThatLeavesADeletedMessageOut_whenJudged_thenNothingIsFound() {
    stored(1, 3);
    deleted(2);
    joined(3, 0, 1, 3);

    assertThat(found()).isEmpty();
  }

  @Test
  void givenDeleteThatWasOvertaken_whenTheDeviceKeepsTheRestoredMessage_thenNothingIsFound() {
    stored(1, 2);
    joined(2, 0, 1, 2);
    add(EntryKind.SYNC_RESTORED, 2, IDS + 2, 2);
    add(EntryKind.DELETED, 2, IDS + 2, 0);
    add(EntryKind.OVERTAKEN, 2, IDS + 2, 0);

    assertThat(found()).isEmpty();
  }

  @Test
  void givenDelete_whenTheMessageIsThere_thenTheDeviceDoesNotKnowIt() {
    stored(1, 2);
    joined(2, 0, 1, 2);
    add(EntryKind.SYNC_RESTORED, 2, IDS + 2, 2);
    add(EntryKind.DELETED, 2, IDS + 2, 0);

    assertThat(found()).containsExactly(ViolationKind.CATCH_UP_SKIPPED);
  }

  @Test
  void givenRestoreOfAMessageThatIsMissing_whenItComesAsANewOne_thenNothingIsFound() {
    stored(1, 2, 3);
    joined(2, 0, 1, 2);
    restored(3);
    live(3);

    assertThat(found()).isEmpty();
  }

  @Test
  void givenRestoreOfAMessageThatIsThere_whenNothingComes_thenItWasNotTold() {
    stored(1, 2, 3);
    joined(2, 0, 1, 2);
    live(3);
    add(EntryKind.JOIN_ASKED, 3, 0, 0);
    restored(3);

    assertThat(found()).containsExactly(ViolationKind.CHANGE_NOT_TOLD);
  }

  @Test
  void givenRestore_whenTheDeleteComesAfterTheMessage_thenItWasNotTold() {
    stored(1, 2, 3);
    joined(2, 0, 1, 2);
    restored(3);
    live(3);
    add(EntryKind.DELETED, 3, IDS + 3, 0);

    assertThat(found()).contains(ViolationKind.CHANGE_NOT_TOLD);
  }

  @Test
  void givenAnswerThatEndsTooSoon_whenJudged_thenItSkipped() {
    stored(1, 2, 3);
    joined(3, 0, 1, 2);
    caughtUpAgain(2, 3);

    assertThat(found()).containsExactly(ViolationKind.CATCH_UP_SKIPPED);
  }

  @Test
  void givenMessageThatNobodyStored_whenJudged_thenItIsAPhantom() {
    stored(1, 2);
    joined(2, 0, 1, 2);
    add(EntryKind.NEW_MESSAGE, 3, IDS + 3, 2);

    assertThat(found()).containsExactly(ViolationKind.PHANTOM);
  }

  @Test
  void givenMessagesOfOneSocket_whenStoredTheOtherWayRound_thenTheyAreOutOfOrder() {
    stored(1, 2);
    joined(2, 0, 1, 2);
    add(EntryKind.SENT, 1, 1, 0);
    add(EntryKind.SENT, 0, 1, 0);
    add(EntryKind.ACKNOWLEDGED, 2, IDS + 2, 1);
    add(EntryKind.ACKNOWLEDGED, 1, IDS + 1, 0);

    assertThat(found()).containsExactly(ViolationKind.OUT_OF_ORDER);
  }

  @Test
  void givenRepeatOfWhatTheDeviceHadBeforeItsJoin_whenJudged_thenItWasAnnouncedAgain() {
    stored(1, 2, 3);
    joined(2, 0, 1, 2);
    connection.add(millis, EntryKind.CLOSED, 0, 0, 0, 0);
    ConnectionHistory next = new ConnectionHistory(1, 1, 2);
    records.connections().add(next);
    next.add(1, EntryKind.JOIN_ASKED, CONVERSATION, 2, 0, 0);
    next.add(2, EntryKind.JOINED, CONVERSATION, 2, 2, 0);
    records.sent().get(0).noteRepeat(3);
    next.add(4, EntryKind.NEW_MESSAGE, CONVERSATION, 1, IDS + 1, 2);
    next.add(5, EntryKind.NEW_MESSAGE, CONVERSATION, 3, IDS + 3, 2);

    assertThat(found()).containsExactly(ViolationKind.REPEAT_ANNOUNCED);
  }

  @Test
  void givenPositionThatIsMissingInTheHistory_whenJudged_thenTheSequenceIsBroken() {
    stored(1, 3);
    joined(3, 0, 1, 3);

    assertThat(found()).containsExactly(ViolationKind.SEQUENCE_BROKEN);
  }

  private void stored(long... seqs) {
    for (long seq : seqs) {
      Outgoing message = sent(seq);
      stored.add(
          new Stored(IDS + seq, seq, 2, 1, message.content(), message.clientMessageId(), true));
    }
  }

  private Outgoing sent(long seq) {
    int number = records.sent().size();
    Outgoing message = new Outgoing(number, 2, 1, "c" + seq, "text " + seq);
    int unused = message.countAttempt(0);
    message.acknowledge(CONVERSATION, seq, IDS + seq);
    records.sent().add(message);
    return message;
  }

  private void deleted(long seq) {
    records.changes().add(new Change(sent(seq), true, 2, 0, 0));
  }

  private void restored(long seq) {
    Outgoing message =
        records.sent().stream().filter(sent -> sent.seq() == seq).findAny().orElseThrow();
    records.changes().add(new Change(message, false, 1, millis, millis));
  }

  private void joined(long lastSeq, long afterSeq, long... seqs) {
    add(EntryKind.JOIN_ASKED, afterSeq, 0, 0);
    answered(lastSeq, afterSeq, seqs);
  }

  private void answered(long lastSeq, long afterSeq, long... seqs) {
    add(EntryKind.JOINED, lastSeq, afterSeq, 0);
    for (long seq : seqs) {
      add(EntryKind.CAUGHT_UP, seq, IDS + seq, 2);
    }
  }

  /** Asks for what came after a position once more. */
  private void caughtUpAgain(long afterSeq, long... seqs) {
    joined(seqs[seqs.length - 1], afterSeq, seqs);
  }

  private void live(long... seqs) {
    for (long seq : seqs) {
      add(EntryKind.NEW_MESSAGE, seq, IDS + seq, 2);
    }
  }

  private void add(EntryKind kind, long first, long second, long third) {
    connection.add(++millis, kind, CONVERSATION, first, second, third);
  }

  private List<ViolationKind> found() {
    records.connections().add(0, connection);
    long last = records.sent().stream().mapToLong(Outgoing::seq).max().orElse(0);
    var conversation = new StoredConversation(CONVERSATION, 1, 2, last, List.copyOf(stored));
    var truth = new Truth(Map.of(CONVERSATION, conversation), Map.of(), Map.of());
    return Judge.judge(Features.all(), records, truth).stream().map(Violation::kind).toList();
  }
}
