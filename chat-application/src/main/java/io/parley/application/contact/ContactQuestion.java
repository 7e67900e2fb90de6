package io.parley.application.contact;

import io.parley.domain.conversation.Participants;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * One question to the store about pairs of users, with all who wait for the answer. It is filled
 * under a lock of {@link RequestedContacts}, and asked or given up when nobody is added any more.
 */
final class ContactQuestion {
  private final List<Waiting> waiting = new ArrayList<>();
  private final Set<Participants> pairs = new HashSet<>();

  private Optional<Future<?>> limit = Optional.empty();
  private boolean isOver;

  private record Waiting(Participants pair, CompletableFuture<Optional<String>> answer) {}

  void add(Participants pair, CompletableFuture<Optional<String>> answer) {
    pairs.add(pair);
    waiting.add(new Waiting(pair, answer));
  }

  int size() {
    return waiting.size();
  }

  Set<Participants> pairs() {
    return Set.copyOf(pairs);
  }

  /** What ends the wait is not needed any more once there is an answer. */
  synchronized void limited(Future<?> end) {
    if (isOver) {
      end.cancel(false);
    } else {
      limit = Optional.of(end);
    }
  }

  /** Tells each, in the order in which they came. */
  void answer(Set<Participants> open) {
    end();
    for (Waiting one : waiting) {
      one.answer()
          .complete(
              open.contains(one.pair())
                  ? Optional.empty()
                  : Optional.of(RequestedContacts.REFUSAL));
    }
  }

  /** As above; who has an answer keeps it. */
  void fail(Throwable failure) {
    end();
    for (Waiting one : waiting) {
      one.answer().completeExceptionally(failure);
    }
  }

  private synchronized void end() {
    isOver = true;
    limit.ifPresent(pending -> pending.cancel(false));
  }
}
