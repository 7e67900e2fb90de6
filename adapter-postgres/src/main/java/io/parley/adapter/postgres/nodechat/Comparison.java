package io.parley.adapter.postgres.nodechat;

import io.parley.adapter.postgres.nodechat.ImportReport.Exceptions;
import io.parley.adapter.postgres.nodechat.ImportReport.Row;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Lets both databases count, and add up a hash of each message. */
final class Comparison {
  private static final int SHOWN = 10;
  private static final int AT_A_TIME = 10_000;

  /** The same on both sides, whatever the version and the encoding of the server. */
  private static final String HASH =
      """
      ('x' || left(md5(convert_to(concat_ws('|', m.id, m.sender_id, m.receiver_id,
        coalesce(m.content, ''), coalesce(m.attachment_url, ''),
        (extract(epoch FROM m.created_at) * 1000)::bigint,
        (extract(epoch FROM m.updated_at) * 1000)::bigint,
        coalesce(((extract(epoch FROM m.deleted_at) * 1000)::bigint)::text, '')),
        'UTF8')), 16))::bit(64)::bigint
      """;

  private static final String SUMS_THERE =
      "SELECT count(*), count(m.deleted_at),"
          + " count(*) FILTER (WHERE m.deleted_at IS NULL AND NOT m.is_read),"
          + " coalesce(sum("
          + HASH
          + "), 0) FROM ";

  private static final String SUMS_HERE =
      "SELECT count(*), count(m.deleted_at),"
          + " (SELECT coalesce(sum(unread_count), 0) FROM chat.participants),"
          + " coalesce(sum("
          + HASH
          + ") FILTER (WHERE e.message_id IS NULL), 0), count(*) FILTER (WHERE o.is_new)"
          + """
             FROM chat.messages m
            JOIN chat.import_order o ON o.id = m.id
            LEFT JOIN (
              SELECT DISTINCT message_id FROM chat.import_exceptions WHERE reason = ANY (?)
            ) e ON e.message_id = m.id
            """;

  private static final String FACTS =
      """
      SELECT (SELECT count(*) FROM chat.import_order o
              JOIN chat.import_messages m ON m.id = o.id
              JOIN chat.participants p
                ON p.user_id = m.receiver_id AND p.conversation_id = o.conversation_id
              WHERE m.deleted_at IS NULL AND m.is_read <> (o.seq <= p.read_seq)),
             (SELECT count(*) FROM chat.messages),
             (SELECT count(*) FROM chat.import_conversations),
             (SELECT count(DISTINCT (least(first_id, second_id), greatest(first_id, second_id)))
              FROM chat.import_conversations),
             (SELECT count(*) FROM chat.import_pairs p
              JOIN (SELECT DISTINCT least(first_id, second_id) AS first_id,
                                    greatest(first_id, second_id) AS second_id
                    FROM chat.import_conversations) c USING (first_id, second_id)),
             (SELECT count(*) FROM chat.import_pairs),
             (SELECT count(*) FROM chat.import_pairs p
              JOIN chat.conversations c
                ON c.id = p.id AND c.participant_1_id = p.first_id
               AND c.participant_2_id = p.second_id),
             (SELECT count(*) FROM chat.import_users),
             (SELECT count(*) FROM chat.import_users i
              WHERE EXISTS (SELECT FROM chat.user_profiles p WHERE p.id = i.id))
      """;

  private final Connection there;
  private final Connection here;
  private final Source source;

  Comparison(Connection there, Connection here, Source source) {
    this.there = there;
    this.here = here;
    this.source = source;
  }

  private record Sums(long messages, long deleted, long unread, BigDecimal hash, long added) {
    static final Sums NONE = new Sums(0, 0, 0, BigDecimal.ZERO, 0);

    Sums plus(Sums other) {
      return new Sums(
          messages + other.messages,
          deleted + other.deleted,
          unread + other.unread,
          hash.add(other.hash),
          added + other.added);
    }
  }

  ImportReport report() throws SQLException {
    Map<ImportReason, List<Long>> ids = exceptions();
    Sums all = sumsThere("", List.of());
    Sums refused = sumsThere(idsOf(ids, ImportReason::isRefusal));
    Sums changed = sumsThere(idsOf(ids, reason -> reason.isIncomparable() && !reason.isRefusal()));
    Sums sums = sumsHere();
    try (Statement statement = here.createStatement();
        ResultSet facts = statement.executeQuery(FACTS)) {
      facts.next();
      List<Row> rows =
          List.of(
              row("users", facts.getLong(8), 0, facts.getLong(9)),
              row("conversations", facts.getLong(6), 0, facts.getLong(7)),
              row("messages", all.messages(), refused.messages(), sums.messages()),
              row("deleted", all.deleted(), refused.deleted(), sums.deleted()),
              row("unread", all.unread(), refused.unread(), sums.unread()),
              row("checksum", all.hash(), refused.hash().add(changed.hash()), sums.hash()));
      return new ImportReport(
          rows,
          shown(ids),
          facts.getLong(1),
          facts.getLong(2) - sums.messages(),
          facts.getLong(4) - facts.getLong(5),
          facts.getLong(3) - facts.getLong(4),
          sums.added());
    }
  }

  private static Row row(String what, long source, long refused, long here) {
    return row(
        what, BigDecimal.valueOf(source), BigDecimal.valueOf(refused), BigDecimal.valueOf(here));
  }

  private static Row row(String what, BigDecimal source, BigDecimal refused, BigDecimal here) {
    return new Row(
        what,
        source.toPlainString(),
        refused.toPlainString(),
        here.toPlainString(),
        source.subtract(refused).compareTo(here) == 0);
  }

  private Map<ImportReason, List<Long>> exceptions() throws SQLException {
    Map<ImportReason, List<Long>> ids = new EnumMap<>(ImportReason.class);
    try (Statement statement = here.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT message_id, reason FROM chat.import_exceptions ORDER BY message_id")) {
      while (rows.next()) {
        ids.computeIfAbsent(ImportReason.valueOf(rows.getString(2)), reason -> new ArrayList<>())
            .add(rows.getLong(1));
      }
    }
    return ids;
  }

  private static List<Long> idsOf(
      Map<ImportReason, List<Long>> ids, Predicate<ImportReason> wanted) {
    return ids.entrySet().stream()
        .filter(entry -> wanted.test(entry.getKey()))
        .flatMap(entry -> entry.getValue().stream())
        .distinct()
        .toList();
  }

  private static Map<ImportReason, Exceptions> shown(Map<ImportReason, List<Long>> ids) {
    return ids.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry ->
                    new Exceptions(
                        entry.getValue().size(), entry.getValue().stream().limit(SHOWN).toList()),
                (one, other) -> one,
                () -> new EnumMap<>(ImportReason.class)));
  }

  private Sums sumsThere(List<Long> ids) throws SQLException {
    Sums sums = Sums.NONE;
    for (int from = 0; from < ids.size(); from += AT_A_TIME) {
      List<Long> some = ids.subList(from, Math.min(ids.size(), from + AT_A_TIME));
      sums = sums.plus(sumsThere(" WHERE m.id = ANY (?)", some));
    }
    return sums;
  }

  private Sums sumsThere(String where, List<Long> ids) throws SQLException {
    try (PreparedStatement statement =
        there.prepareStatement(SUMS_THERE + source.messages() + where)) {
      if (!where.isEmpty()) {
        statement.setArray(1, there.createArrayOf("bigint", ids.toArray()));
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new Sums(row.getLong(1), row.getLong(2), row.getLong(3), row.getBigDecimal(4), 0);
      }
    }
  }

  private Sums sumsHere() throws SQLException {
    String[] incomparable =
        Arrays.stream(ImportReason.values())
            .filter(ImportReason::isIncomparable)
            .map(ImportReason::name)
            .toArray(String[]::new);
    try (PreparedStatement statement = here.prepareStatement(SUMS_HERE)) {
      statement.setArray(1, here.createArrayOf("text", incomparable));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new Sums(
            row.getLong(1), row.getLong(2), row.getLong(3), row.getBigDecimal(4), row.getLong(5));
      }
    }
  }
}
