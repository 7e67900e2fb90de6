package io.parley.bench.verify.judge;

import io.parley.bench.verify.history.ConnectionHistory;
import io.parley.bench.verify.history.Features;
import io.parley.bench.verify.history.Outgoing;
import io.parley.bench.verify.history.Records;
import io.parley.bench.verify.history.Records.Change;
import io.parley.bench.verify.history.Truth;
import io.parley.bench.verify.history.Truth.StoredConversation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is to be judged, what several judges look up in it, and what they have found. */
final class Case {
  private static final int LINES = 50;

  private final Features features;
  private final Records records;
  private final Truth truth;
  private final List<Violation> violations = new ArrayList<>();
  private final Map<Long, Outgoing> byId = new HashMap<>();
  private final Map<Long, Change> lastChange = new HashMap<>();
  private final Map<Long, Set<Long>> changedSeqs = new HashMap<>();
  private final Set<String> contents = new HashSet<>();
  private final Set<Long> lostIds = new HashSet<>();
  private final Map<Long, Set<Long>> explainedSeqs = new HashMap<>();

  Case(Features features, Records records, Truth truth) {
    this.features = features;
    this.records = records;
    this.truth = truth;
    for (Outgoing message : records.sent()) {
      contents.add(message.content());
      if (message.isAcknowledged()) {
        byId.put(message.id(), message);
      }
    }
    for (Change change : records.changes()) {
      Outgoing message = change.message();
      lastChange.put(message.id(), change);
      changedSeqs.computeIfAbsent(message.conversation(), c -> new HashSet<>()).add(message.seq());
    }
  }

  Features features() {
    return features;
  }

  Records records() {
    return records;
  }

  Truth truth() {
    return truth;
  }

  List<Violation> violations() {
    return violations;
  }

  /** Whether a message was ever deleted, so that pages may leave it out. */
  boolean isChanged(long conversation, long seq) {
    return changedSeqs.getOrDefault(conversation, Set.of()).contains(seq);
  }

  boolean isChanged(long id) {
    return lastChange.containsKey(id);
  }

  boolean isDeleted(long id) {
    Change change = lastChange.get(id);
    return change != null && change.deleted();
  }

  /** Whether anybody has sent such a message. */
  boolean isSent(String content) {
    return contents.contains(content);
  }

  /** Whether a message was sent more than once until then. */
  boolean isRepeated(long id, long millis) {
    Outgoing message = byId.get(id);
    return message != null && message.isRepeatedBy(millis);
  }

  /** Whether a user may know of a conversation. */
  boolean mayKnow(long user, long conversation) {
    StoredConversation stored = truth.conversations().get(conversation);
    return stored != null && stored.has(user);
  }

  void lost(Outgoing message, String sentence) {
    lostIds.add(message.id());
    explain(message.conversation(), message.seq());
    found(ViolationKind.LOST, sentence);
  }

  /** Whatever else follows from this position is not worth a report of its own. */
  void explain(long conversation, long seq) {
    explainedSeqs.computeIfAbsent(conversation, c -> new HashSet<>()).add(seq);
  }

  /** Whether it was reported already that there is something wrong at a position. */
  boolean isExplained(long conversation, long seq) {
    return explainedSeqs.getOrDefault(conversation, Set.of()).contains(seq);
  }

  /** Whether it was reported already that a message, or its delete, is not there. */
  boolean isKnownToBeLost(long id) {
    return lostIds.contains(id);
  }

  void found(ViolationKind kind, String sentence) {
    violations.add(new Violation(kind, sentence));
  }

  void found(
      ViolationKind kind,
      String sentence,
      ConnectionHistory connection,
      int index,
      long conversation) {
    violations.add(
        new Violation(
            kind,
            sentence + " (" + connection + ")",
            connection.around(index, conversation, LINES)));
  }
}
