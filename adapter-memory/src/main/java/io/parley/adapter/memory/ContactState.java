package io.parley.adapter.memory;

import io.parley.domain.contact.ContactRequest;
import io.parley.domain.contact.ContactRequestId;
import io.parley.domain.contact.RequestStatus;
import io.parley.domain.contact.Standing;
import io.parley.domain.conversation.Participants;
import io.parley.domain.message.RequestMessage;
import io.parley.domain.user.UserId;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Contact requests and blocks, beside the conversations. Not thread-safe: whoever calls a method of
 * it holds the monitor of the {@link ChatState}.
 */
final class ContactState {
  private static final Comparator<StoredRequest> LAST_CHANGED_FIRST =
      Comparator.comparingLong(StoredRequest::change).reversed();

  private final ChatState state;
  private final Map<Participants, StoredRequest> requests = new HashMap<>();
  private final Map<ContactRequestId, Participants> pairs = new HashMap<>();

  /** Whom each user has blocked since when, in that order. */
  private final Map<UserId, Map<UserId, Instant>> blocks = new HashMap<>();

  private long changes;

  ContactState(ChatState state) {
    this.state = state;
  }

  /** The two users of a request. */
  Participants requirePair(ContactRequestId request) {
    return Optional.ofNullable(pairs.get(request)).orElseThrow(ContactRequest::notFound);
  }

  Standing standing(Participants pair) {
    Set<UserId> blockers = new HashSet<>();
    if (blockedBy(pair.first()).containsKey(pair.second())) {
      blockers.add(pair.first());
    }
    if (blockedBy(pair.second()).containsKey(pair.first())) {
      blockers.add(pair.second());
    }
    return new Standing(
        Optional.ofNullable(requests.get(pair)).map(StoredRequest::asked),
        state.conversation(pair).isPresent(),
        blockers);
  }

  StoredRequest ask(UserId sender, UserId receiver, Optional<RequestMessage> message) {
    Participants pair = Participants.of(sender, receiver);
    Optional<StoredRequest> before = Optional.ofNullable(requests.get(pair));
    Instant now = state.now();
    ContactRequestId id =
        before.map(StoredRequest::id).orElseGet(() -> new ContactRequestId(pairs.size() + 1L));
    StoredRequest request =
        new StoredRequest(
            id,
            sender,
            receiver,
            RequestStatus.PENDING,
            message,
            before.map(StoredRequest::createdAt).orElse(now),
            now,
            ++changes);
    pairs.put(id, pair);
    requests.put(pair, request);
    return request;
  }

  /** Changes the request between two users, who have one. */
  StoredRequest change(Participants pair, RequestStatus status) {
    StoredRequest changed =
        Optional.ofNullable(requests.get(pair))
            .orElseThrow(ContactRequest::notFound)
            .with(status, state.now(), ++changes);
    requests.put(pair, changed);
    return changed;
  }

  List<StoredRequest> requests(Predicate<StoredRequest> wanted) {
    return requests.values().stream().filter(wanted).sorted(LAST_CHANGED_FIRST).toList();
  }

  /** Whom a user has blocked since when, in that order. */
  Map<UserId, Instant> blockedBy(UserId user) {
    return blocks.getOrDefault(user, Map.of());
  }

  boolean block(UserId user, UserId other) {
    boolean isNew =
        blocks.computeIfAbsent(user, u -> new LinkedHashMap<>()).putIfAbsent(other, state.now())
            == null;
    Participants pair = Participants.of(user, other);
    Optional.ofNullable(requests.get(pair))
        .filter(StoredRequest::isPending)
        .map(pending -> pending.sender().equals(user))
        .map(own -> own ? RequestStatus.CANCELLED : RequestStatus.REJECTED)
        .filter(end -> isNew)
        .ifPresent(
            end -> {
              StoredRequest unused = change(pair, end);
            });
    return isNew;
  }

  boolean unblock(UserId user, UserId other) {
    Map<UserId, Instant> blocked = blocks.get(user);
    return blocked != null && blocked.remove(other) != null;
  }
}
