package io.parley.examples.h2;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.InboxEntry;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.user.UserId;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Who talks to whom. */
final class H2ConversationStore implements ConversationStore {
  private final Database database;

  H2ConversationStore(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Participants> participants(ConversationId conversation, UserId participant) {
    return database.read(
        connection ->
            Sql.find(
                connection,
                "SELECT first_id, second_id FROM chat.conversations WHERE id = ? AND ? IN (first_id, second_id)",
                Rows::participants,
                conversation.value(),
                participant.value()));
  }

  @Override
  public Sequence lastSequence(ConversationId conversation) {
    return database.read(
        connection ->
            Sql.find(
                    connection,
                    "SELECT last_seq FROM chat.conversations WHERE id = ?",
                    row -> new Sequence(row.getLong(1)),
                    conversation.value())
                .orElse(Sequence.NONE));
  }

  @Override
  public Map<Participants, ConversationState> states(Set<Participants> pairs) {
    if (pairs.isEmpty()) {
      return Map.of();
    }
    List<Long> ids =
        pairs.stream()
            .flatMap(pair -> Stream.of(pair.first().value(), pair.second().value()))
            .toList();
    String sql =
        Rows.STATES
            + "WHERE (c.first_id, c.second_id) IN ("
            + String.join(", ", Collections.nCopies(pairs.size(), "(?, ?)"))
            + ")";
    return database.read(connection -> Sql.list(connection, sql, Rows::state, ids)).stream()
        .collect(toMap(ConversationState::participants, Function.identity()));
  }

  @Override
  public Page<InboxEntry> inbox(UserId user, PageRequest request) {
    return database.read(
        connection ->
            Page.of(
                Sql.list(
                    connection,
                    Rows.INBOX
                        + "WHERE p.user_id = ? ORDER BY c.last_message_at DESC, c.id DESC LIMIT ? OFFSET ?",
                    Rows::inboxEntry,
                    user.value(),
                    request.limit(),
                    request.offset()),
                Sql.number(
                    connection,
                    "SELECT COUNT(*) FROM chat.participants WHERE user_id = ?",
                    user.value()),
                request));
  }

  @Override
  public Map<UserId, Set<UserId>> partners(Set<UserId> users) {
    List<Long> ids = users.stream().map(UserId::value).toList();
    List<Link> links =
        database.read(
            connection ->
                Sql.list(
                    connection,
                    "SELECT user_id, other_id FROM chat.participants WHERE user_id IN "
                        + Sql.in(ids),
                    row -> new Link(new UserId(row.getLong(1)), new UserId(row.getLong(2))),
                    ids));
    Map<UserId, Set<UserId>> partners = new HashMap<>();
    users.forEach(user -> partners.put(user, Set.of()));
    partners.putAll(links.stream().collect(groupingBy(Link::user, mapping(Link::other, toSet()))));
    return partners;
  }

  private record Link(UserId user, UserId other) {}
}
