package io.parley.adapter.lucene;

import io.parley.adapter.lucene.IndexView.Hits;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageId;
import io.parley.domain.message.SearchScope;
import io.parley.domain.message.SearchText;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.MessageHistory;
import io.parley.domain.port.MessageLog;
import io.parley.domain.port.MessageLog.News;
import io.parley.domain.port.MessageLog.Position;
import io.parley.domain.port.MessageSearch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds messages by an index in a local directory, and what is not in there yet by the log. Each
 * process has an index of its own. A message that was restored is shown before all others until the
 * index knows of it.
 *
 * @since 0.1
 */
public final class IndexedMessageSearch implements MessageSearch, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IndexedMessageSearch.class);

  /** Messages that are as quickly looked at as a pair of characters is found in a large index. */
  private static final int FEW = 10_000;

  private static final Duration PAUSE = Duration.ofMillis(500);

  /** Somewhat less than what a database is given. Who writes long repetitions can ask for more. */
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private final IndexFollower follower;
  private final MessageLog log;
  private final MessageHistory history;
  private final int few;
  private final Duration limit;

  private IndexedMessageSearch(
      IndexFollower follower, MessageLog log, MessageHistory history, int few, Duration limit) {
    this.follower = follower;
    this.log = log;
    this.history = history;
    this.few = few;
    this.limit = limit;
  }

  /**
   * Starts to index in the background; searches are right from the beginning, and fast once the
   * index has caught up.
   *
   * @param directory for nothing else; made if it is not there. It may be deleted while nothing
   *     runs
   */
  public static IndexedMessageSearch open(Path directory, MessageLog log, MessageHistory history) {
    return open(directory, log, history, PAUSE);
  }

  /**
   * As {@link #open(Path, MessageLog, MessageHistory)}.
   *
   * @param pause how long new messages gather before they are indexed; until then each search asks
   *     the log for them
   */
  public static IndexedMessageSearch open(
      Path directory, MessageLog log, MessageHistory history, Duration pause) {
    return open(directory, log, history, pause, FEW, LIMIT);
  }

  static IndexedMessageSearch open(
      Path directory,
      MessageLog log,
      MessageHistory history,
      Duration pause,
      int few,
      Duration limit) {
    IndexFollower follower = new IndexFollower(directory, log, pause);
    follower.start();
    return new IndexedMessageSearch(follower, log, history, few, limit);
  }

  @Override
  public Page<Message> search(SearchScope scope, SearchText text, PageRequest request) {
    try {
      IndexView view = follower.acquire();
      try {
        boolean look = Queries.costsByIndex(text) && view.count(Queries.term(scope)) < few;
        return search(look ? IndexView.NONE : view, scope, text, request);
      } finally {
        view.release();
      }
    } catch (IOException e) {
      LOG.warn("The search index cannot be read; the messages themselves are looked at", e);
      follower.suspect();
      News all = log.news(Position.START, scope, text, request);
      return Page.of(history.findUndeleted(all.page()), all.total(), request);
    }
  }

  private Page<Message> search(
      IndexView view, SearchScope scope, SearchText text, PageRequest request) throws IOException {
    News news = log.news(view.position(), scope, text, request);
    List<MessageId> page = new ArrayList<>(news.page());
    Hits hits =
        view.find(
            Queries.search(scope, text, news.changed()),
            Math.max(0, request.offset() - news.total()),
            request.limit() - page.size(),
            Deadline.in(limit));
    page.addAll(hits.ids());
    return Page.of(history.findUndeleted(page), news.total() + hits.total(), request);
  }

  /** How far the index has come: what it gives to searches, not what it has read. */
  public Position position() {
    return follower.position();
  }

  /**
   * Whether the index follows the log; until then, and while it does not, searches are right, and
   * slower. Answers from memory.
   */
  public boolean isFollowing() {
    return follower.isFollowing();
  }

  /** Stops indexing; blocks until the index is on the disk. */
  @Override
  public void close() {
    follower.close();
  }
}
