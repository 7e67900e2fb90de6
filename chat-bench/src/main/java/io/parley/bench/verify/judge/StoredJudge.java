package io.parley.bench.verify.judge;

import io.parley.bench.verify.history.Outgoing;
import io.parley.bench.verify.history.Records.Mark;
import io.parley.bench.verify.history.Truth.Inbox;
import io.parley.bench.verify.history.Truth.Stored;
import io.parley.bench.verify.history.Truth.StoredConversation;
import java.util.HashMap;
import java.util.Map;

/** Compares the final histories with what was sent, marked and counted. */
final class StoredJudge {
  private final Case run;
  private final Map<Long, Stored> stored = new HashMap<>();

  StoredJudge(Case run) {
    this.run = run;
    run.truth()
        .conversations()
        .values()
        .forEach(
            conversation ->
                conversation.messages().forEach(message -> stored.put(message.id(), message)));
  }

  void judge() {
    run.records().sent().stream().filter(Outgoing::isAcknowledged).forEach(this::judgeSent);
    run.truth().conversations().values().forEach(this::judgeConversation);
    if (run.features().readPositions()) {
      run.records().marks().forEach(this::judgeMark);
    }
    if (run.features().unread()) {
      run.truth().inboxes().forEach(this::judgeUnread);
    }
  }

  private void judgeSent(Outgoing message) {
    Stored found = stored.get(message.id());
    boolean deleted = run.isDeleted(message.id());
    if (found == null && !deleted) {
      run.lost(message, message + " was acknowledged and is not in the history");
    } else if (found != null && deleted) {
      run.lost(message, "the delete of " + message + " was acknowledged and is undone");
    } else if (found != null
        && (!found.content().equals(message.content())
            || found.sender() != message.sender()
            || found.receiver() != message.receiver()
            || (run.features().seqs() && found.seq() != message.seq()))) {
      run.found(ViolationKind.ALTERED, message + " is in the history as " + found);
    }
  }

  private void judgeConversation(StoredConversation conversation) {
    long baseline = run.truth().baselineOf(conversation.id());
    Map<String, Stored> contents = new HashMap<>();
    long last = baseline;
    for (Stored message : conversation.messages()) {
      if (message.seq() <= baseline && run.features().seqs()) {
        continue;
      }
      if (run.features().seqs()) {
        judgeSeq(conversation, last, message.seq());
        last = Math.max(last, message.seq());
      }
      Stored other = contents.put(message.content(), message);
      if (other != null) {
        run.found(ViolationKind.STORED_TWICE, other + " is there again as " + message);
      }
      if (run.features().seqs() && !run.isSent(message.content())) {
        run.found(ViolationKind.ALTERED, message + " was sent by nobody");
      }
    }
    if (run.features().seqs()) {
      judgeSeq(conversation, last, conversation.lastSeq() + 1);
    }
  }

  /** Positions between two messages must be those of deleted ones, or reported as lost. */
  private void judgeSeq(StoredConversation conversation, long last, long seq) {
    if (seq <= last) {
      run.found(
          ViolationKind.SEQUENCE_BROKEN,
          "conversation " + conversation.id() + " has " + seq + " after " + last);
    }
    for (long missing = last + 1; missing < seq; missing++) {
      if (!run.isChanged(conversation.id(), missing)
          && !run.isExplained(conversation.id(), missing)) {
        run.found(
            ViolationKind.SEQUENCE_BROKEN,
            "conversation " + conversation.id() + " has no message at " + missing);
        run.explain(conversation.id(), missing);
      }
    }
  }

  private void judgeMark(Mark mark) {
    StoredConversation conversation = run.truth().conversations().get(mark.conversation());
    if (conversation == null) {
      return;
    }
    conversation.messages().stream()
        .filter(message -> message.receiver() == mark.reader() && message.seq() <= mark.upTo())
        .filter(message -> !message.read())
        .findFirst()
        .ifPresent(
            message ->
                run.found(
                    ViolationKind.READ_WENT_BACK,
                    "user "
                        + mark.reader()
                        + " has read conversation "
                        + mark.conversation()
                        + " up to "
                        + mark.upTo()
                        + ", and "
                        + message
                        + " is unread"));
  }

  private void judgeUnread(long user, Inbox inbox) {
    long total = 0;
    for (StoredConversation conversation : run.truth().conversations().values()) {
      if (!conversation.has(user)) {
        continue;
      }
      long unread = unread(conversation, user);
      total += unread;
      judgeCount(user, conversation.id(), unread, inbox.waiting(), "/unread");
      if (inbox.listed().containsKey(conversation.id())) {
        judgeCount(user, conversation.id(), unread, inbox.listed(), "/conversations");
      }
    }
    if (inbox.total() != total) {
      run.found(
          ViolationKind.UNREAD_WRONG,
          "user "
              + user
              + " has "
              + total
              + " unread messages, /unread-count says "
              + inbox.total());
    }
  }

  private void judgeCount(
      long user, long conversation, long unread, Map<Long, Long> told, String where) {
    long said = told.getOrDefault(conversation, 0L);
    if (said != unread) {
      run.found(
          ViolationKind.UNREAD_WRONG,
          "user "
              + user
              + " has "
              + unread
              + " unread messages in conversation "
              + conversation
              + ", "
              + where
              + " says "
              + said);
    }
  }

  /** What the messages say. */
  static long unread(StoredConversation conversation, long user) {
    return conversation.messages().stream()
        .filter(message -> message.receiver() == user && !message.read())
        .count();
  }
}
