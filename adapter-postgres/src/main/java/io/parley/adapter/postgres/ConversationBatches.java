package io.parley.adapter.postgres;

import io.parley.domain.conversation.Conversation;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Participants;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Brings drafts together that go to one conversation. */
final class ConversationBatches {
  private ConversationBatches() {}

  /**
   * By the ids of the conversations, which are created where they have to be; who names another
   * conversation than that of his users is refused.
   *
   * @param directory is not told of those that are created, as their transaction may be undone
   */
  static List<ConversationBatch> of(
      AppendTransaction transaction, ConversationDirectory directory, List<PendingAppend> appends)
      throws SQLException {
    return sorted(appends, conversationsOf(transaction, directory, appends));
  }

  /** Finds, and where there are none creates, the conversations of all drafts. */
  private static Map<Participants, ConversationId> conversationsOf(
      AppendTransaction transaction, ConversationDirectory directory, List<PendingAppend> appends)
      throws SQLException {
    var known = new HashMap<Participants, ConversationId>();
    var unknown = new HashSet<Participants>();
    for (PendingAppend append : appends) {
      Participants pair = append.draft().participants();
      directory.known(pair).ifPresentOrElse(id -> known.put(pair, id), () -> unknown.add(pair));
    }
    if (unknown.isEmpty()) {
      return known;
    }
    known.putAll(transaction.findConversations(unknown));
    unknown.removeAll(known.keySet());
    // Whoever names a conversation takes it to exist: that creates none.
    unknown.retainAll(
        appends.stream()
            .map(PendingAppend::draft)
            .filter(draft -> draft.conversation().isEmpty())
            .map(draft -> draft.participants())
            .toList());
    if (!unknown.isEmpty()) {
      transaction.createConversations(unknown);
      known.putAll(transaction.findConversations(unknown));
    }
    return known;
  }

  /** Sorts drafts by conversation; refuses those that name another one than that of their users. */
  private static List<ConversationBatch> sorted(
      List<PendingAppend> appends, Map<Participants, ConversationId> known) {
    var batches = new HashMap<Participants, ConversationBatch>();
    for (PendingAppend append : appends) {
      Participants pair = append.draft().participants();
      ConversationId id = known.get(pair);
      if (id == null
          || append.draft().conversation().filter(named -> !named.equals(id)).isPresent()) {
        append.fail(Conversation.notFound());
      } else {
        batches.computeIfAbsent(pair, p -> new ConversationBatch(id, p)).add(append);
      }
    }
    return batches.values().stream()
        .sorted(Comparator.comparingLong(batch -> batch.id().value()))
        .toList();
  }
}
