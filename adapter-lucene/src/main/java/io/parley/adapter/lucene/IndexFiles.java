package io.parley.adapter.lucene;

import io.parley.domain.port.MessageLog.Position;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogByteSizeMergePolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockObtainFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The index on disk, with the position that it has reached. */
final class IndexFiles {
  private static final Logger LOG = LoggerFactory.getLogger(IndexFiles.class);

  /** Changes with what {@link MessageDocument} and {@link Grams} write. */
  private static final String FORMAT = "1";

  /** What an index gathers in memory while it is made; a smaller one means more merging. */
  private static final double BUFFER_MEGABYTES = 48;

  /** Larger segments are not merged any more: so no merge takes longer than some seconds. */
  private static final double MAX_SEGMENT_MEGABYTES = 512;

  /** How many processes may share a directory: each has an index of its own in it. */
  private static final int MAX_INDEXES = 16;

  private IndexFiles() {}

  /**
   * Opens the first index that no other process uses.
   *
   * @param anew whether to delete what is there; so is an index that is broken
   * @throws IOException if the directory cannot be used
   */
  static IndexWriter open(Path directory, boolean anew) throws IOException {
    for (int number = 1; ; number++) {
      Path index = directory.resolve("index-" + number);
      try {
        return open(FSDirectory.open(Files.createDirectories(index)), index, anew);
      } catch (LockObtainFailedException e) {
        if (number == MAX_INDEXES) {
          throw e;
        }
      }
    }
  }

  private static IndexWriter open(Directory files, Path index, boolean anew) throws IOException {
    if (anew) {
      deleteAll(files);
    }
    try {
      return new IndexWriter(files, config());
    } catch (IOException | IllegalArgumentException e) {
      // An illegal argument is the name of a codec that there is not.
      if (e instanceof IOException && !isBroken(e)) {
        throw e;
      }
      LOG.warn("The search index {} cannot be read and is made anew", index, e);
      deleteAll(files);
      return new IndexWriter(files, config());
    }
  }

  /** Whether a failure says that files are damaged or missing, and not only out of reach. */
  static boolean isBroken(Throwable failure) {
    boolean broken = false;
    for (Throwable cause = failure; cause != null && !broken; cause = cause.getCause()) {
      broken =
          cause instanceof CorruptIndexException
              || cause instanceof IndexFormatTooOldException
              || cause instanceof IndexFormatTooNewException
              || cause instanceof IndexNotFoundException
              || cause instanceof EOFException
              || cause instanceof NoSuchFileException
              || cause instanceof FileNotFoundException;
    }
    return broken;
  }

  private static void deleteAll(Directory files) throws IOException {
    try (Lock held = files.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
      for (String file : files.listAll()) {
        held.ensureValid();
        if (!file.equals(IndexWriter.WRITE_LOCK_NAME)) {
          files.deleteFile(file);
        }
      }
    }
  }

  /** Segments are merged with their neighbours only, which keeps documents in order. */
  private static IndexWriterConfig config() {
    LogByteSizeMergePolicy neighbours = new LogByteSizeMergePolicy();
    neighbours.setMaxMergeMB(MAX_SEGMENT_MEGABYTES);
    return new IndexWriterConfig(null)
        .setRAMBufferSizeMB(BUFFER_MEGABYTES)
        .setMergePolicy(neighbours)
        .setCommitOnClose(false);
  }

  /** Where the index was when it was last committed. */
  static Position position(IndexWriter writer) {
    Iterable<Map.Entry<String, String>> entries = writer.getLiveCommitData();
    Map<String, String> data = new HashMap<>();
    if (entries != null) {
      entries.forEach(entry -> data.put(entry.getKey(), entry.getValue()));
    }
    if (!FORMAT.equals(data.get("format"))) {
      return Position.START;
    }
    return new Position(
        Long.parseLong(data.getOrDefault("message", "0")),
        Long.parseLong(data.getOrDefault("change", "0")),
        data.getOrDefault("origin", ""));
  }

  /** Brings everything to the disk, with the position that it stands for. */
  static void commit(IndexWriter writer, Position position) throws IOException {
    writer.setLiveCommitData(
        Map.of(
                "format", FORMAT,
                "message", Long.toString(position.message()),
                "change", Long.toString(position.change()),
                "origin", position.origin())
            .entrySet());
    writer.commit();
  }
}
