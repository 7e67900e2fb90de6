package io.parley.adapter.postgres;

import io.parley.domain.conversation.Participants;
import io.parley.domain.error.StoreUnavailableException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The drafts that wait to be stored, for a few writers that take them in groups. The queue is
 * bounded: what does not fit is refused, and safe to repeat.
 *
 * <p>A group is as large as it can be, since what a group costs the database hardly depends on its
 * size: while one writer is under way, another begins only if {@value #ENOUGH} drafts wait. A pair
 * of users is in one group at a time, so that writers do not wait for each other's rows, and drafts
 * of a conversation are stored in the order in which they came.
 */
final class WaitingDrafts {
  /** Enough to make the commit cheap for each draft, and few enough to keep it short. */
  static final int MAX_GROUP = 256;

  /** How many drafts are worth a group beside one that is under way. */
  static final int ENOUGH = 32;

  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition worthwhile = lock.newCondition();
  private final Set<Participants> underWay = new HashSet<>();
  private Deque<PendingAppend> waiting = new ArrayDeque<>();
  private int groups;
  private boolean allUnderWay;
  private boolean closed;

  WaitingDrafts(int capacity) {
    this.capacity = capacity;
  }

  /** Takes the draft in, or fails it. */
  void offer(PendingAppend append) {
    if (!admits(append)) {
      append.fail(new StoreUnavailableException("The message store is closing, or too busy"));
    }
  }

  private boolean admits(PendingAppend append) {
    lock.lock();
    try {
      boolean room = !closed && waiting.size() < capacity;
      if (room) {
        waiting.add(append);
        allUnderWay = allUnderWay && isUnderWay(append);
        wakeOne();
      }
      return room;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for drafts that are worth a group. Whoever takes a group calls {@link #done} when every
   * promise made for it is kept, and then comes for the next one.
   *
   * @return empty if there will be no more
   */
  List<PendingAppend> take() {
    lock.lock();
    try {
      while (true) {
        List<PendingAppend> group = isWorthwhile() ? nextGroup() : List.of();
        if (!group.isEmpty()) {
          groups++;
          group.forEach(append -> underWay.add(append.draft().participants()));
          wakeOne();
          return group;
        }
        if (closed && waiting.isEmpty()) {
          worthwhile.signalAll();
          return List.of();
        }
        worthwhile.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  void done(Collection<PendingAppend> group) {
    lock.lock();
    try {
      groups--;
      group.forEach(append -> underWay.remove(append.draft().participants()));
      allUnderWay = false;
    } finally {
      lock.unlock();
    }
  }

  /** Refuses what comes from now on; what came before is still to be taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      worthwhile.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isWorthwhile() {
    return !waiting.isEmpty() && !allUnderWay && (groups == 0 || waiting.size() >= ENOUGH);
  }

  private boolean isUnderWay(PendingAppend append) {
    return underWay.contains(append.draft().participants());
  }

  private void wakeOne() {
    if (isWorthwhile()) {
      worthwhile.signal();
    }
  }

  /** The oldest drafts, but none of a pair that is under way; the others keep their order. */
  private List<PendingAppend> nextGroup() {
    var group = new ArrayList<PendingAppend>();
    var others = new ArrayDeque<PendingAppend>();
    for (PendingAppend append : waiting) {
      boolean fits = group.size() < MAX_GROUP;
      if (fits && !isUnderWay(append)) {
        group.add(append);
      } else {
        others.add(append);
      }
    }
    waiting = others;
    allUnderWay = group.isEmpty(); // until a pair is done or another comes, no need to look again
    return group;
  }
}
