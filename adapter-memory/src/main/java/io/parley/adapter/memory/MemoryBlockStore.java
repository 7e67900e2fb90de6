package io.parley.adapter.memory;

import io.parley.domain.contact.BlockedUser;
import io.parley.domain.conversation.Participants;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.BlockStore;
import io.parley.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Who has blocked whom. */
final class MemoryBlockStore implements BlockStore {
  private final ChatState state;
  private final UserProfiles profiles;

  MemoryBlockStore(ChatState state, UserProfiles profiles) {
    this.state = state;
    this.profiles = profiles;
  }

  @Override
  public boolean block(UserId user, UserId other) {
    synchronized (state) {
      Map<UserId, Instant> blocked = state.contacts().blockedBy(user);
      if (blocked.size() >= BlockedUser.MAX && !blocked.containsKey(other)) {
        throw BlockedUser.tooMany();
      }
      return state.contacts().block(user, other);
    }
  }

  @Override
  public boolean unblock(UserId user, UserId other) {
    synchronized (state) {
      return state.contacts().unblock(user, other);
    }
  }

  @Override
  public Page<BlockedUser> list(UserId user, PageRequest request) {
    long total;
    List<Map.Entry<UserId, Instant>> part;
    synchronized (state) {
      List<Map.Entry<UserId, Instant>> all = new ArrayList<>();
      state.contacts().blockedBy(user).forEach((other, at) -> all.add(Map.entry(other, at)));
      Collections.reverse(all);
      total = all.size();
      part = List.copyOf(PagedList.cut(all, request));
    }
    return Page.of(profiles.blocked(part), total, request);
  }

  @Override
  public Set<Participants> between(Set<Participants> pairs) {
    synchronized (state) {
      return pairs.stream()
          .filter(pair -> !state.contacts().standing(pair).blockers().isEmpty())
          .collect(Collectors.toUnmodifiableSet());
    }
  }
}
