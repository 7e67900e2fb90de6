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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The drafts of a group that go to one conversation, in order, and what the database said of it.
 */
final class ConversationBatch {
  private final ConversationId id;
  private final Participants participants;
  private final List<PendingAppend> appends = new ArrayList<>();
  private final List<Long> messageIds = new ArrayList<>();
  private long lastSequence;
  private long millis;
  private long firstUnread;
  private long secondUnread;

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
  }

  /** Notes the position of the newest stored message, and the time for those of this batch. */
  void locked(long newest, long epochMillis) {
    lastSequence = newest;
    millis = epochMillis;
  }

  long millis() {
    return millis;
  }

  long sequenceOf(int index) {
    return lastSequence + 1 + index;
  }

  String lastContent() {
    return appends.get(appends.size() - 1).draft().content().text();
  }

  long receivedBy(UserId user) {
    return appends.stream().filter(append -> append.draft().receiver().equals(user)).count();
  }

  /** Notes the id of the message at a position; positions come in any order. */
  void stored(long sequence, long messageId) {
    while (messageIds.size() < appends.size()) {
      messageIds.add(0L);
    }
    messageIds.set((int) (sequence - lastSequence - 1), messageId);
  }

  /** Notes how many messages were unread before this batch. */
  void unreadBefore(long user, long count) {
    if (participants.first().value() == user) {
      firstUnread = count;
    } else {
      secondUnread = count;
    }
  }

  /** Keeps all promises, in sequence order; call after the commit. */
  void complete(Map<UserId, User> users) {
    Instant at = Instant.ofEpochMilli(millis);
    for (int i = 0; i < appends.size(); i++) {
      MessageDraft draft = appends.get(i).draft();
      if (draft.receiver().equals(participants.first())) {
        firstUnread++;
      } else {
        secondUnread++;
      }
      var sequence = new Sequence(sequenceOf(i));
      var message =
          new Message(
              new MessageId(messageIds.get(i)),
              id,
              sequence,
              user(users, draft.sender()),
              user(users, draft.receiver()),
              draft.content(),
              draft.attachment(),
              draft.clientMessageId(),
              Optional.empty(),
              Optional.empty(),
              at,
              at);
      var state =
          new ConversationState(
              id,
              participants,
              Optional.of(draft.content().text()),
              Optional.of(at),
              sequence,
              firstUnread,
              secondUnread);
      appends.get(i).stored(message, state);
    }
  }

  private static User user(Map<UserId, User> users, UserId id) {
    return users.getOrDefault(id, User.unknown(id));
  }
}
