package io.parley.adapter.webhooks;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;

/** Events by conversation: the first of each is due some time, or on its way. Not thread-safe. */
final class Lanes {
  private final Map<Long, Queue<WebhookEvent>> lanes = new LinkedHashMap<>();
  private final Queue<Attempt> waiting =
      new PriorityQueue<>((one, other) -> Long.signum(one.atNanos() - other.atNanos()));

  /** All that come first are due at once. */
  Lanes(List<WebhookEvent> events, long now) {
    for (WebhookEvent event : events) {
      lanes.computeIfAbsent(event.conversation(), id -> new ArrayDeque<>()).add(event);
    }
    lanes.values().forEach(lane -> waiting.add(Attempt.first(lane.element(), now)));
  }

  boolean isEmpty() {
    return lanes.isEmpty();
  }

  /** One that is due, which is on its way from now on. */
  Optional<Attempt> take(long now) {
    return untilDue(now) > 0 ? Optional.empty() : Optional.ofNullable(waiting.poll());
  }

  /** In how many nanoseconds one is due; very many if all are on their way. */
  long untilDue(long now) {
    Attempt next = waiting.peek();
    return next == null ? Long.MAX_VALUE : next.atNanos() - now;
  }

  /** One that was on its way is to be posted again. */
  void again(Attempt attempt) {
    waiting.add(attempt);
  }

  /** One that was on its way is done with: the next of its conversation is due. */
  void done(WebhookEvent event, long now) {
    Queue<WebhookEvent> lane = Objects.requireNonNull(lanes.get(event.conversation()));
    lane.remove();
    if (lane.isEmpty()) {
      lanes.remove(event.conversation());
    } else {
      waiting.add(Attempt.first(lane.element(), now));
    }
  }
}
