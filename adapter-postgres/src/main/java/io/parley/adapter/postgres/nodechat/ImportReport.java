package io.parley.adapter.postgres.nodechat;

import java.util.List;
import java.util.Map;

/**
 * What an import has brought, counted by both databases.
 *
 * @param rows what was compared
 * @param exceptions how many messages were not taken, or not as they were; and the first of them
 * @param readDifferently undeleted messages that count as read here and not there, or the other way
 *     round; unread counts are compared in {@code rows}
 * @param gone messages of an earlier import that the source has no more; they stay
 * @param withoutMessages conversations of the source that have no message that was taken; such a
 *     conversation is made when its first message is sent
 * @param merged conversations of the source that are one here, as they have the same two users
 * @param stored messages that this import has added
 */
public record ImportReport(
    List<Row> rows,
    Map<ImportReason, Exceptions> exceptions,
    long readDifferently,
    long gone,
    long withoutMessages,
    long merged,
    long stored) {

  public ImportReport {
    rows = List.copyOf(rows);
  }

  /**
   * One number of both sides.
   *
   * @param source what the source says
   * @param refused how much of that belongs to messages that were not taken, or not as they were
   * @param here what the chat says
   */
  public record Row(String what, String source, String refused, String here, boolean equal) {}

  /**
   * Messages with the same reason.
   *
   * @param first the smallest ids, in order; {@code chat.import_exceptions} has all
   */
  public record Exceptions(long count, List<Long> first) {
    public Exceptions {
      first = List.copyOf(first);
    }
  }

  /** Whether all of the source is here, as it was. */
  public boolean isComplete() {
    return rows.stream().allMatch(Row::equal)
        && gone == 0
        && exceptions.keySet().stream().noneMatch(ImportReason::isLoss);
  }
}
