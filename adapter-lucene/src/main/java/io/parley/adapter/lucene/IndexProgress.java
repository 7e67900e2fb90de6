package io.parley.adapter.lucene;

import io.parley.domain.message.MessageId;
import io.parley.domain.port.MessageLog;
import io.parley.domain.port.MessageLog.Batch;
import io.parley.domain.port.MessageLog.Entry;
import io.parley.domain.port.MessageLog.Position;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How an index gets on along the log, for as long as its writer is open. */
final class IndexProgress {
  private static final Logger LOG = LoggerFactory.getLogger(IndexProgress.class);

  /** Messages read at a time. */
  private static final int BATCH = 1_000;

  private static final Duration COMMIT_EVERY = Duration.ofSeconds(60);

  private final IndexWriter writer;
  private final MessageLog log;
  private final Duration publishEvery;
  private final Consumer<IndexView> views;
  private final MessageDocument document = new MessageDocument();
  private final Pace pace = new Pace(System::nanoTime);

  private Position position;
  private Position published = Position.START;
  private Position committed;
  private boolean begun;
  private int limit = BATCH;
  private long newest;
  private long publishedAt;
  private long commitAt = System.nanoTime() + COMMIT_EVERY.toNanos();

  /**
   * @param views takes a view whenever there is a newer one, and releases the one before
   */
  IndexProgress(
      IndexWriter writer, MessageLog log, Duration publishEvery, Consumer<IndexView> views) {
    this.writer = writer;
    this.log = log;
    this.publishEvery = publishEvery;
    this.publishedAt = System.nanoTime() - publishEvery.toNanos();
    this.views = views;
    this.committed = IndexFiles.position(writer);
    this.position = committed;
    this.begun = !committed.equals(Position.START);
  }

  /** Begins anew if the log is not the one that was indexed so far. */
  void compare() throws IOException {
    if (begun && !log.contains(position)) {
      LOG.warn(
          "The search index is made anew: it is of another database, or of a later state of this"
              + " one. Services with different databases need different data directories");
      begun = false;
    }
    if (!begun) {
      publish(IndexView.NONE);
      writer.deleteAll();
      writer.addDocument(MessageDocument.first());
      position = Position.START;
      begun = true;
    }
  }

  /** Indexes what comes next; tells whether there may be more. */
  boolean readOn() throws IOException {
    pace.begin();
    int asked = limit;
    limit = Math.max(1, asked / 2); // should the store fail because it is too much
    Batch batch = log.after(position, asked);
    limit = Math.min(BATCH, asked * 2);
    for (Entry message : batch.messages()) {
      writer.addDocument(document.of(message));
    }
    for (Map.Entry<MessageId, Boolean> change : batch.deleted().entrySet()) {
      writer.updateNumericDocValue(
          MessageDocument.idTerm(change.getKey()),
          MessageDocument.DELETED,
          change.getValue() ? 1 : 0);
    }
    position = batch.end();
    newest = batch.newest();
    long since = System.nanoTime() - publishedAt;
    if (since >= pace.betweenViews(publishEvery).toNanos() && !position.equals(published)) {
      publish(new IndexView(DirectoryReader.open(writer), position));
    }
    if (System.nanoTime() - commitAt >= 0 && !position.equals(committed)) {
      commit();
    }
    return batch.messages().size() == asked || batch.deleted().size() == asked;
  }

  private void publish(IndexView view) {
    views.accept(view);
    published = view.position();
    publishedAt = System.nanoTime();
  }

  /** Brings what is indexed to the disk. */
  void commit() throws IOException {
    IndexFiles.commit(writer, position);
    committed = position;
    commitAt = System.nanoTime() + COMMIT_EVERY.toNanos();
  }

  /** How long to rest now from {@link #readOn}. */
  Duration rest() {
    return pace.rest(newest, position.message());
  }
}
