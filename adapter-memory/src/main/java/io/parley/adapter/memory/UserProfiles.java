package io.parley.adapter.memory;

import io.parley.domain.contact.BlockedUser;
import io.parley.domain.contact.ContactRequest;
import io.parley.domain.conversation.InboxEntry;
import io.parley.domain.conversation.UnreadConversation;
import io.parley.domain.message.Message;
import io.parley.domain.port.UserDirectory;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Completes snapshots with the users they are about: one question to the directory for each list.
 */
final class UserProfiles {
  private final UserDirectory directory;

  UserProfiles(UserDirectory directory) {
    this.directory = directory;
  }

  Map<UserId, User> find(Set<UserId> users) {
    return directory.find(users);
  }

  Message complete(MessageSnapshot message) {
    return complete(List.of(message)).get(0);
  }

  List<Message> complete(List<MessageSnapshot> messages) {
    Map<UserId, User> users =
        findAll(
            messages.stream()
                .map(message -> message.stored().draft())
                .flatMap(draft -> Stream.of(draft.sender(), draft.receiver())));
    return messages.stream().map(message -> message.withUsers(users)).toList();
  }

  List<InboxEntry> inbox(UserId viewer, List<ConversationSnapshot> conversations) {
    Map<UserId, User> users = participantsOf(conversations);
    return conversations.stream().map(snapshot -> snapshot.seenBy(viewer, users)).toList();
  }

  List<UnreadConversation> unread(UserId reader, List<ConversationSnapshot> conversations) {
    Map<UserId, User> users = participantsOf(conversations);
    return conversations.stream().map(snapshot -> snapshot.unreadBy(reader, users)).toList();
  }

  ContactRequest complete(StoredRequest request) {
    return requests(List.of(request)).get(0);
  }

  List<ContactRequest> requests(List<StoredRequest> requests) {
    Map<UserId, User> users =
        findAll(requests.stream().flatMap(one -> Stream.of(one.sender(), one.receiver())));
    return requests.stream().map(one -> one.withUsers(users)).toList();
  }

  List<BlockedUser> blocked(List<Map.Entry<UserId, Instant>> blocks) {
    Map<UserId, User> users = findAll(blocks.stream().map(Map.Entry::getKey));
    return blocks.stream()
        .map(block -> new BlockedUser(User.in(users, block.getKey()), block.getValue()))
        .toList();
  }

  private Map<UserId, User> participantsOf(List<ConversationSnapshot> conversations) {
    return findAll(
        conversations.stream()
            .map(ConversationSnapshot::participants)
            .flatMap(participants -> Stream.of(participants.first(), participants.second())));
  }

  private Map<UserId, User> findAll(Stream<UserId> users) {
    return directory.find(users.collect(Collectors.toSet()));
  }
}
