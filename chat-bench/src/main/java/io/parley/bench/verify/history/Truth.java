package io.parley.bench.verify.history;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the server says over REST when all is over.
 *
 * @param conversations by their ids
 * @param inboxes by the ids of the users
 * @param baseline last positions before the run, by conversation; what is not there began at 0
 */
public record Truth(
    Map<Long, StoredConversation> conversations,
    Map<Long, Inbox> inboxes,
    Map<Long, Long> baseline) {
  /** An undeleted message. */
  public record Stored(
      long id,
      long seq,
      long sender,
      long receiver,
      String content,
      @Nullable String clientMessageId,
      boolean read) {}

  /**
   * All undeleted messages of a pair.
   *
   * @param lastSeq of the newest one, deleted or not
   */
  public record StoredConversation(
      long id, long first, long second, long lastSeq, List<Stored> messages) {
    public boolean has(long user) {
      return user == first || user == second;
    }
  }

  /**
   * What a user is told of his unread messages.
   *
   * @param total of {@code /unread-count}
   * @param waiting of {@code /unread}, by conversation
   * @param listed of {@code /conversations}, by conversation
   */
  public record Inbox(long total, Map<Long, Long> waiting, Map<Long, Long> listed) {}

  /** The last position of a conversation before the run. */
  public long baselineOf(long conversation) {
    return baseline.getOrDefault(conversation, 0L);
  }
}
