package io.parley.adapter.memory;

import io.parley.domain.message.Message;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A message as it was at one moment; taken under the lock, completed with users outside of it. */
record MessageSnapshot(StoredMessage stored, Optional<Instant> readAt) {

  Message withUsers(Map<UserId, User> users) {
    MessageDraft draft = stored.draft();
    return new Message(
        stored.id(),
        stored.conversation(),
        stored.sequence(),
        User.in(users, draft.sender()),
        User.in(users, draft.receiver()),
        draft.content(),
        draft.attachment(),
        draft.clientMessageId(),
        readAt,
        stored.deletedAt(),
        stored.createdAt(),
        stored.updatedAt(),
        draft.flag());
  }
}
