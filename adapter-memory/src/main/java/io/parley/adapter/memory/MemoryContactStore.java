package io.parley.adapter.memory;

import io.parley.domain.contact.ContactRequest;
import io.parley.domain.contact.ContactRequestId;
import io.parley.domain.contact.RequestList;
import io.parley.domain.contact.Step;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Participants;
import io.parley.domain.message.RequestMessage;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.ContactStore;
import io.parley.domain.user.UserId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Who has asked whom for contact. */
final class MemoryContactStore implements ContactStore {
  private final ChatState state;
  private final UserProfiles profiles;

  MemoryContactStore(ChatState state, UserProfiles profiles) {
    this.state = state;
    this.profiles = profiles;
  }

  @Override
  public Asked request(UserId sender, UserId receiver, Optional<RequestMessage> message) {
    Participants pair = Participants.of(sender, receiver);
    boolean heard;
    StoredRequest asked;
    synchronized (state) {
      heard = state.contacts().standing(pair).requireMayAsk(sender);
      asked = state.contacts().ask(sender, receiver, message);
    }
    return new Asked(profiles.complete(asked), heard);
  }

  @Override
  public Accepted accept(ContactRequestId request, UserId user) {
    StoredRequest accepted;
    ConversationId conversation;
    synchronized (state) {
      accepted = take(Step.ACCEPT, request, user);
      conversation = state.begin(Participants.of(accepted.sender(), accepted.receiver())).id();
    }
    return new Accepted(profiles.complete(accepted), conversation);
  }

  @Override
  public ContactRequest end(ContactRequestId request, UserId user, Step step) {
    StoredRequest ended;
    synchronized (state) {
      ended = take(step, request, user);
    }
    return profiles.complete(ended);
  }

  private StoredRequest take(Step step, ContactRequestId request, UserId user) {
    Participants pair = state.contacts().requirePair(request);
    state.contacts().standing(pair).requireMay(step, user);
    return state.contacts().change(pair, step.outcome());
  }

  @Override
  public Page<ContactRequest> list(UserId user, RequestList which, PageRequest request) {
    long total;
    List<StoredRequest> part;
    synchronized (state) {
      Set<UserId> blocked = state.contacts().blockedBy(user).keySet();
      Predicate<StoredRequest> shown =
          one ->
              !one.isPending() || !one.receiver().equals(user) || !blocked.contains(one.sender());
      List<StoredRequest> all = state.contacts().requests(shown.and(isOn(which, user)));
      total = all.size();
      part = List.copyOf(PagedList.cut(all, request));
    }
    return Page.of(profiles.requests(part), total, request);
  }

  private static Predicate<StoredRequest> isOn(RequestList which, UserId user) {
    return switch (which) {
      case PENDING -> one -> one.isPending() && one.receiver().equals(user);
      case SENT -> one -> one.sender().equals(user);
      case ALL -> one -> one.sender().equals(user) || one.receiver().equals(user);
    };
  }

  @Override
  public Set<Participants> open(Set<Participants> pairs) {
    synchronized (state) {
      return pairs.stream()
          .filter(pair -> state.contacts().standing(pair).mayWrite())
          .collect(Collectors.toUnmodifiableSet());
    }
  }
}
