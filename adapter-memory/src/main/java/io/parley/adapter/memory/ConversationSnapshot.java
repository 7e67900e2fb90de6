package io.parley.adapter.memory;

import io.parley.domain.conversation.Conversation;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.InboxEntry;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.UnreadConversation;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A conversation as it was at one moment; taken under the lock, completed with users outside. */
record ConversationSnapshot(ConversationState state, Instant createdAt, Instant updatedAt) {

  Participants participants() {
    return state.participants();
  }

  InboxEntry seenBy(UserId viewer, Map<UserId, User> users) {
    Conversation conversation =
        new Conversation(
            state.id(),
            User.in(users, participants().first()),
            User.in(users, participants().second()),
            state.lastMessage(),
            state.lastMessageAt(),
            state.lastSequence(),
            Optional.empty(),
            createdAt,
            updatedAt);
    return new InboxEntry(conversation, state.unreadOf(viewer));
  }

  UnreadConversation unreadBy(UserId reader, Map<UserId, User> users) {
    User other = User.in(users, participants().otherThan(reader));
    return new UnreadConversation(state.id(), state.unreadOf(reader), other);
  }
}
