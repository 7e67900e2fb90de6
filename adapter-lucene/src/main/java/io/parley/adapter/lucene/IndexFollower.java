package io.parley.adapter.lucene;

import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.port.MessageLog;
import io.parley.domain.port.MessageLog.Position;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.index.IndexWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the log in a thread of its own, and publishes a view of the index as it gets on. While
 * the store does not answer, or the disk is full, the last view stays: it is right, and only the
 * log has more to look at.
 */
final class IndexFollower implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(IndexFollower.class);

  /**
   * How many pauses lie between two views: each view that brings something new is a segment, and
   * the smaller segments are, the more often their messages are merged.
   */
  private static final int PAUSES_TO_PUBLISH = 4;

  /** The log may keep the thread waiting while its database does not answer. */
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private static final Duration LONGEST_REST = Duration.ofMinutes(5);

  private final Path directory;
  private final MessageLog log;
  private final Duration pause;
  private final Duration publishEvery;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this, "chat-search-index");

  private volatile IndexView view = IndexView.NONE;
  private volatile boolean suspected;
  private volatile boolean waits;

  /**
   * @param pause how long new messages gather; bounds what a search has to ask of the log
   */
  IndexFollower(Path directory, MessageLog log, Duration pause) {
    this.directory = directory;
    this.log = log;
    this.pause = pause;
    this.publishEvery = pause.multipliedBy(PAUSES_TO_PUBLISH);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** The newest view; the caller releases it. */
  IndexView acquire() {
    IndexView newest = view;
    while (!newest.acquire()) {
      newest = view;
    }
    return newest;
  }

  Position position() {
    return view.position();
  }

  /** Whether there is an index to search in, and the log could be read the last time. */
  boolean isFollowing() {
    return !waits && view != IndexView.NONE;
  }

  /** A search could not read the index: its files are to be checked. */
  void suspect() {
    suspected = true;
  }

  @Override
  public void run() {
    boolean anew = false;
    Duration rest = pause;
    while (!isClosing()) {
      long began = System.nanoTime();
      try (IndexWriter writer = IndexFiles.open(directory, anew)) {
        follow(writer);
      } catch (IOException | RuntimeException | Error e) { // whatever it is, the index goes on
        LOG.warn("The search index in {} does not get on", directory, e);
        anew = IndexFiles.isBroken(e);
      }
      if (anew || (!isClosing() && !isOfThisLog(view))) {
        publish(IndexView.NONE);
      }
      if (System.nanoTime() - began > LONGEST_REST.toNanos()) {
        rest = pause;
      }
      await(rest);
      Duration longer = rest.multipliedBy(2);
      rest = longer.compareTo(LONGEST_REST) < 0 ? longer : LONGEST_REST;
    }
    publish(IndexView.NONE);
  }

  private boolean isOfThisLog(IndexView view) {
    try {
      return log.contains(view.position());
    } catch (RuntimeException e) {
      LOG.debug("Nobody can tell now", e);
      return true;
    }
  }

  private void follow(IndexWriter writer) throws IOException {
    var progress = new IndexProgress(writer, log, publishEvery, this::publish);
    while (!isClosing()) {
      if (suspected) {
        suspected = false;
        view.check();
      }
      try {
        progress.compare();
        boolean more = true;
        while (more && !isClosing()) {
          more = progress.readOn();
          await(progress.rest());
        }
        goesOn();
      } catch (StoreUnavailableException e) {
        waits(e);
      }
      await(pause);
    }
    progress.commit();
  }

  private void waits(StoreUnavailableException reason) {
    if (!waits) {
      waits = true;
      LOG.warn("The search index waits for the store", reason);
    }
  }

  private void goesOn() {
    if (waits) {
      waits = false;
      LOG.info("The search index follows the messages again");
    }
  }

  /** Takes the place of the view before, unless that one has come further. */
  private void publish(IndexView next) {
    IndexView before = view;
    boolean further = next == IndexView.NONE || !next.isBehind(before);
    if (further) {
      view = next;
    }
    try {
      (further ? before : next).release();
    } catch (IOException e) {
      LOG.warn("A view of the search index was not closed", e);
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void await(Duration duration) {
    try {
      closing.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closing.countDown();
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Stops following; blocks until the index is on the disk, but not for long: what is not on the
   * disk by then is indexed again.
   */
  void close() {
    closing.countDown();
    boolean interrupted = false;
    long giveUpAt = System.nanoTime() + CLOSE_LIMIT.toNanos();
    for (long left = CLOSE_LIMIT.toNanos(); left > 0 && thread.isAlive(); ) {
      try {
        TimeUnit.NANOSECONDS.timedJoin(thread, left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      left = giveUpAt - System.nanoTime();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
