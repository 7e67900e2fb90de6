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
 * the store does not answer, the last view stays: it is right, and only the log has more to look
 * at.
 */
final class IndexFollower implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(IndexFollower.class);

  /**
   * How many pauses lie between two views: each view that brings something new is a segment, and
   * the smaller segments are, the more often their messages are merged.
   */
  private static final int PAUSES_TO_PUBLISH = 4;

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

  private final Path directory;
  private final MessageLog log;
  private final Duration pause;
  private final Duration publishEvery;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this, "chat-search-index");

  private volatile IndexView view = IndexView.NONE;

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

  @Override
  public void run() {
    while (!isClosing()) {
      try (IndexWriter writer = IndexFiles.open(directory)) {
        follow(writer);
      } catch (IOException | RuntimeException e) {
        LOG.warn(
            "The search index in {} does not get on; searches look at the messages themselves",
            directory,
            e);
      } finally {
        publish(IndexView.NONE);
      }
      await(AFTER_FAILURE);
    }
  }

  private void follow(IndexWriter writer) throws IOException {
    var progress = new IndexProgress(writer, log, publishEvery, this::publish);
    while (!isClosing()) {
      try {
        progress.compare();
        boolean more = true;
        while (more && !isClosing()) {
          more = progress.readOn();
          await(progress.rest());
        }
      } catch (StoreUnavailableException e) {
        LOG.debug("The search index waits for the store", e);
      }
      await(pause);
    }
    progress.commit();
  }

  private void publish(IndexView next) {
    IndexView before = view;
    view = next;
    try {
      before.release();
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

  /** Stops following; blocks until the index is on the disk. */
  void close() {
    closing.countDown();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
