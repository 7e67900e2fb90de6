package io.parley.adapter.postgres;

import io.parley.domain.conversation.Participants;
import io.parley.domain.error.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The drafts that wait to be stored, for a few writers that take them in groups. The queue is
 * bounded: what does not fit is refused, and safe to repeat.
 *
 * <p>A group is as large as it can be, since what a group costs the database hardly depends on its
 * size: while one writer is under way, another begins only if {@value #ENOUGH} drafts can be taken,
 * or if it takes longer than {@link #SHORT}. A pair of users is in one group at a time, so that
 * writers do not wait for each other's rows, and drafts of a conversation are stored in the order
 * in which they came.
 *
 * <p>A queue that stays long is of no use to anybody, so that there are two more bounds, and what
 * is accepted is stored soon. While groups are taken one after the other, it does not grow beyond
 * {@value #LONG} drafts, or beyond what a pause has left: more would come than the database can
 * store. And if all through {@link #HICCUP} each group left drafts behind for which it had no room,
 * further ones are refused while the oldest of these has waited for longer than {@link #SHORT} and
 * than {@value #GROUPS} groups take lately (the idea of CoDel, RFC 8289). What waits for its own
 * pair tells nothing of the load, nor does a pause of the database, as at a checkpoint: then only
 * the capacity counts. No promise is kept waiting for more than {@link #PATIENCE}.
 */
final class WaitingDrafts {
  private static final String TOO_LATE = "The message store does not answer in time";

  /** Enough to make the commit cheap for each draft, and few enough to keep it short. */
  static final int MAX_GROUP = 256;

  /** How many drafts are worth a group beside one that is under way. */
  static final int ENOUGH = 32;

  /** How many drafts may wait while the database takes them, which is a few groups. */
  static final int LONG = 1024;

  /** What a draft may wait for when things go well. */
  static final Duration SHORT = Duration.ofMillis(50);

  /** The same, in groups: those of a slow database take longer. */
  static final int GROUPS = 2;

  /** For how long drafts may wait longer than that before others are refused. */
  static final Duration HICCUP = Duration.ofMillis(500);

  /** The most that counts as short, whatever an outage made of the time that a group takes. */
  private static final Duration SHORT_LIMIT = Duration.ofSeconds(1);

  /** For how long after something was refused a fifth of {@link #HICCUP} is enough. */
  static final Duration CAUTION = Duration.ofSeconds(5);

  /** What a draft waits for at most, in the queue or in the database. */
  static final Duration PATIENCE = Duration.ofMillis(4_500);

  /** How many groups tell what one takes lately. */
  private static final int SMOOTHING = 8;

  private final int capacity;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition worthwhile = lock.newCondition();
  private final Set<Participants> underWay = new HashSet<>();
  private Deque<PendingAppend> waiting = new ArrayDeque<>();

  /** Under way, and since when. */
  private final IdentityHashMap<List<PendingAppend>, Long> groups = new IdentityHashMap<>();

  /** What a group takes lately, in nanoseconds. */
  private long groupNanos;

  private long lastTaken;
  private int growsTo = LONG;
  private long lastShort;
  private long cautiousUntil;

  /** How many of those that wait cannot be taken, since their pair is under way. */
  private int blocked;

  /** The oldest draft that the last group had no room for. */
  private @Nullable PendingAppend leftOver;

  private boolean closed;

  WaitingDrafts(int capacity) {
    this(capacity, System::nanoTime);
  }

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  WaitingDrafts(int capacity, LongSupplier nanoTime) {
    this.capacity = capacity;
    this.nanoTime = nanoTime;
    this.lastShort = nanoTime.getAsLong();
    this.lastTaken = lastShort - SHORT.toNanos() - 1;
    this.cautiousUntil = lastShort;
  }

  /** How many wait now. */
  int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** How many may wait. */
  int capacity() {
    return capacity;
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
      long now = nanoTime.getAsLong();
      boolean room = !closed && waiting.size() < capacity && !isOverloaded(now);
      if (room) {
        append.waitsSince(now);
        waiting.add(append);
        blocked += isUnderWay(append) ? 1 : 0;
        wakeOne(now);
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
        long now = nanoTime.getAsLong();
        if (isWorthwhile(now)) {
          int waited = waiting.size();
          List<PendingAppend> group = nextGroup();
          groups.put(group, now);
          growsTo = Math.max(LONG, waited - group.size() / 4);
          lastShort = leftOver == null || isPaused(now) ? now : lastShort;
          lastTaken = now;
          group.forEach(append -> underWay.add(append.draft().participants()));
          countBlocked();
          wakeOne(now);
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

  void done(List<PendingAppend> group) {
    lock.lock();
    try {
      Long since = groups.remove(group);
      if (since != null) {
        groupNanos += (nanoTime.getAsLong() - since - groupNanos) / SMOOTHING;
      }
      group.forEach(append -> underWay.remove(append.draft().participants()));
      countBlocked();
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

  /** Fails what has no outcome yet; nobody is to take anything any more. */
  void abandon() {
    List<PendingAppend> untouched;
    List<PendingAppend> taken = new ArrayList<>();
    lock.lock();
    try {
      untouched = List.copyOf(waiting);
      waiting.clear();
      countBlocked();
      groups.keySet().forEach(taken::addAll);
    } finally {
      lock.unlock();
    }
    failAll(untouched, taken);
  }

  private boolean isOverloaded(long now) {
    boolean isTooOld = isTooOld(now);
    if (isPaused(now) || !(isTooOld || waiting.size() >= growsTo)) {
      return false;
    }
    cautiousUntil = now + CAUTION.toNanos();
    return true;
  }

  /** Whether nothing was taken for a while, so that waiting tells nothing of the load. */
  private boolean isPaused(long now) {
    return now - lastTaken > shortNanos();
  }

  private boolean isTooOld(long now) {
    if (leftOver == null || leftOver.waitedNanos(now) <= shortNanos()) {
      lastShort = now;
      return false;
    }
    boolean cautious = now - cautiousUntil < 0;
    return now - lastShort > (cautious ? HICCUP.dividedBy(5) : HICCUP).toNanos();
  }

  private long shortNanos() {
    return Math.min(SHORT_LIMIT.toNanos(), Math.max(SHORT.toNanos(), GROUPS * groupNanos));
  }

  /**
   * Fails what has waited for too long, and lets another writer begin beside one that is slow; to
   * be called every now and then. What a writer has taken may be stored all the same.
   */
  void expire() {
    List<PendingAppend> untouched = new ArrayList<>();
    List<PendingAppend> taken = new ArrayList<>();
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      while (isOverdue(waiting.peek(), now)) {
        untouched.add(waiting.remove());
      }
      countBlocked();
      wakeOne(now);
      for (List<PendingAppend> group : groups.keySet()) {
        group.stream().filter(append -> isOverdue(append, now)).forEach(taken::add);
      }
    } finally {
      lock.unlock();
    }
    failAll(untouched, taken);
  }

  private static void failAll(List<PendingAppend> untouched, List<PendingAppend> taken) {
    untouched.forEach(append -> append.fail(new StoreUnavailableException(TOO_LATE)));
    taken.forEach(
        append -> append.fail(new StoreUnavailableException(TOO_LATE, new TimeoutException())));
  }

  private static boolean isOverdue(@Nullable PendingAppend append, long now) {
    return append != null && append.waitedNanos(now) > PATIENCE.toNanos();
  }

  private boolean isWorthwhile(long now) {
    int takeable = waiting.size() - blocked;
    return takeable > 0
        && (groups.isEmpty() || takeable >= ENOUGH || now - lastTaken > SHORT.toNanos());
  }

  private boolean isUnderWay(PendingAppend append) {
    return underWay.contains(append.draft().participants());
  }

  private void countBlocked() {
    blocked = (int) waiting.stream().filter(this::isUnderWay).count();
  }

  private void wakeOne(long now) {
    if (isWorthwhile(now)) {
      worthwhile.signal();
    }
  }

  /** The oldest drafts, but none of a pair that is under way; the others keep their order. */
  private List<PendingAppend> nextGroup() {
    var group = new ArrayList<PendingAppend>();
    var others = new ArrayDeque<PendingAppend>();
    leftOver = null;
    for (PendingAppend append : waiting) {
      boolean free = !isUnderWay(append);
      if (free && group.size() < MAX_GROUP) {
        group.add(append);
      } else {
        leftOver = free && leftOver == null ? append : leftOver;
        others.add(append);
      }
    }
    waiting = others;
    return group;
  }
}
