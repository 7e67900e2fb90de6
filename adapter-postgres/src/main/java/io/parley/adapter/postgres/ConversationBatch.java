package io.parley.adapter.postgres;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.message.MessageId;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The drafts of a group that go to one conversation, in order, and what the database said of it.
 */
final class ConversationBatch {
  private final ConversationId id;
  private final Participants participants;
  private final List<PendingAppend> appends = new ArrayList<>();
  private final SortedMap<Long, Long> idsBySequence = new TreeMap<>();
  private long toFirst;
  private long millis;
  private long firstUnread;
  private long secondUnread;
  private long lastChange;

  ConversationBatch(ConversationId id, Participants participants) {
    this.id = id;
    this.participants = participants;
  }

  ConversationId id() {
    return id;
  }

  Participants participants() {
    return participants;
  }

  List<PendingAppend> appends() {
    return appends;
  }

  void add(PendingAppend append) {
    appends.add(append);
    if (append.draft().receiver().equals(participants.first())) {
      toFirst++;
    }
  }

  String lastContent() {
    return appends.get(appends.size() - 1).draft().content().text();
  }

  /** Messages of this batch to one of the two participants. */
  long receivedBy(UserId user) {
    return user.equals(participants.first()) ? toFirst : appends.size() - toFirst;
  }

  /** Notes what became of one of the drafts; in any order. */
  void stored(long sequence, long messageId, long epochMillis) {
    idsBySequence.put(sequence, messageId);
    millis = epochMillis;
  }

  boolean isStored() {
    return idsBySequence.size() == appends.size();
  }

  /** Notes how many messages are unread, and what the last change's number is, now. */
  void unread(long user, long count, long changes) {
    lastChange = changes;
    if (participants.first().value() == user) {
      firstUnread = count;
    } else {
      secondUnread = count;
    }
  }

  /** Keeps all promises, in sequence order; call after the commit, if everything is stored. */
  void complete(Map<UserId, User> users) {
    Instant at = Instant.ofEpochMilli(millis);
    long firstUnreadThen = firstUnread - receivedBy(participants.first());
    long secondUnreadThen = secondUnread - receivedBy(participants.second());
    long changeThen = lastChange - appends.size();
    Iterator<PendingAppend> drafts = appends.iterator();
    for (Map.Entry<Long, Long> idBySequence : idsBySequence.entrySet()) {
      PendingAppend append = drafts.next();
      MessageDraft draft = append.draft();
      if (draft.receiver().equals(participants.first())) {
        firstUnreadThen++;
      } else {
        secondUnreadThen++;
      }
      var sequence = new Sequence(idBySequence.getKey());
      var message =
          new Message(
              new MessageId(idBySequence.getValue()),
              id,
              sequence,
              User.in(users, draft.sender()),
              User.in(users, draft.receiver()),
              draft.content(),
              draft.attachment(),
              draft.clientMessageId(),
              Optional.empty(),
              Optional.empty(),
              at,
              at,
              draft.flag());
      var state =
          new ConversationState(
              id,
              participants,
              Optional.of(draft.content().text()),
              Optional.of(at),
              sequence,
              firstUnreadThen,
              secondUnreadThen,
              ++changeThen);
      append.stored(message, state);
    }
  }
}
