package io.parley.adapter.lucene;

import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.message.MessageId;
import io.parley.domain.port.MessageLog.Position;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BulkScorer;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.IOSupplier;
import org.jspecify.annotations.Nullable;

/** The index as it was at a position of the log; what is asked later does not change it. */
final class IndexView {
  /** No index at all. */
  static final IndexView NONE = new IndexView(null, Position.START);

  private final @Nullable DirectoryReader reader;
  private final Position position;

  IndexView(@Nullable DirectoryReader reader, Position position) {
    this.reader = reader;
    this.position = position;
  }

  /** All before it is in the view, and nothing behind it. */
  Position position() {
    return position;
  }

  /** Keeps the view open for a caller, who releases it; false if it is closed already. */
  boolean acquire() {
    return reader == null || reader.tryIncRef();
  }

  void release() throws IOException {
    if (reader != null) {
      reader.decRef();
    }
  }

  /** Whether less is in this view than in another one. */
  boolean isBehind(IndexView other) {
    return position.message() < other.position.message()
        || position.change() < other.position.change();
  }

  /**
   * Reads all files once.
   *
   * @throws org.apache.lucene.index.CorruptIndexException if one is not what was written
   */
  void check() throws IOException {
    if (reader != null) {
      for (LeafReaderContext leaf : reader.leaves()) {
        leaf.reader().checkIntegrity();
      }
    }
  }

  /** How many messages have a term, deleted ones included. */
  long count(Term term) throws IOException {
    return reader == null ? 0 : read(() -> reader.docFreq(term));
  }

  /**
   * Messages that a query finds.
   *
   * @param skip how many to leave out, of the highest ids
   * @param limit how many ids to return at most
   * @throws StoreUnavailableException if it is not done by the deadline
   * @throws IOException if the index cannot be read
   */
  Hits find(Query query, long skip, int limit, Deadline deadline) throws IOException {
    return reader == null
        ? new Hits(0, List.of())
        : read(() -> find(reader, query, skip, limit, deadline));
  }

  private static Hits find(
      DirectoryReader reader, Query query, long skip, int limit, Deadline deadline)
      throws IOException {
    IndexSearcher searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
    Weight weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
    List<SegmentHits> segments = new ArrayList<>();
    long total = 0;
    for (LeafReaderContext leaf : reader.leaves()) {
      SegmentHits hits = SegmentHits.of(weight, leaf, deadline);
      segments.add(hits);
      total += hits.count;
    }
    return new Hits(total, page(segments, skip, limit));
  }

  /** On bytes that it does not expect a codec may throw anything. */
  private static <T> T read(IOSupplier<T> reading) throws IOException {
    try {
      return reading.get();
    } catch (StoreUnavailableException e) {
      throw e;
    } catch (RuntimeException | InternalError e) { // the latter by a mapped file that is gone
      throw new IOException("The index is not what was expected", e);
    }
  }

  /** Documents are in the order of the ids; so the highest are at the end of the last segment. */
  private static List<MessageId> page(List<SegmentHits> segments, long skip, int limit)
      throws IOException {
    List<MessageId> page = new ArrayList<>();
    long left = skip;
    for (int i = segments.size() - 1; i >= 0 && page.size() < limit; i--) {
      SegmentHits segment = segments.get(i);
      if (left >= segment.count) {
        left -= segment.count;
      } else {
        segment.addHighest((int) left, limit - page.size(), page);
        left = 0;
      }
    }
    return page;
  }

  /**
   * The outcome of a search.
   *
   * @param total how many messages were found
   * @param ids those asked for, the highest first
   */
  record Hits(long total, List<MessageId> ids) {}

  /** The documents of one segment that a query found. */
  private static final class SegmentHits implements LeafCollector {
    /**
     * Documents between two looks at the clock: a long repetition takes some 60 µs if the search is
     * one, too.
     */
    private static final int AT_A_TIME = 512;

    private final LeafReaderContext leaf;
    private final FixedBitSet documents;
    private int count;

    private SegmentHits(LeafReaderContext leaf) {
      this.leaf = leaf;
      this.documents = new FixedBitSet(leaf.reader().maxDoc());
    }

    static SegmentHits of(Weight weight, LeafReaderContext leaf, Deadline deadline)
        throws IOException {
      SegmentHits hits = new SegmentHits(leaf);
      deadline.check();
      BulkScorer scorer = weight.bulkScorer(leaf);
      if (scorer != null) {
        int end = leaf.reader().maxDoc();
        int next = 0;
        while (next < end) {
          deadline.check();
          int upTo = end - next > AT_A_TIME ? next + AT_A_TIME : end;
          next = scorer.score(hits, leaf.reader().getLiveDocs(), next, upTo);
        }
      }
      return hits;
    }

    @Override
    public void setScorer(Scorable scorer) {
      // nothing is scored
    }

    @Override
    public void collect(int document) {
      documents.set(document);
      count++;
    }

    void addHighest(int skip, int limit, List<MessageId> page) throws IOException {
      int document = documents.prevSetBit(documents.length() - 1);
      for (int i = 0; i < skip; i++) {
        document = documents.prevSetBit(document - 1);
      }
      for (int i = 0; i < Math.min(limit, count - skip); i++) {
        page.add(id(document));
        document = document == 0 ? -1 : documents.prevSetBit(document - 1);
      }
    }

    private MessageId id(int document) throws IOException {
      NumericDocValues ids = leaf.reader().getNumericDocValues(MessageDocument.ID);
      if (ids == null || !ids.advanceExact(document)) {
        throw new IOException("document " + document + " of " + leaf + " has no id");
      }
      return new MessageId(ids.longValue());
    }
  }
}
