package io.parley.adapter.postgres;

import io.parley.domain.contact.BlockedUser;
import io.parley.domain.conversation.Participants;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.BlockStore;
import io.parley.domain.port.UserDirectory;
import io.parley.domain.user.UserId;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Record;

/** The table {@code chat.user_blocks}. */
final class PostgresBlockStore implements BlockStore {
  private final Database database;
  private final UserDirectory users;

  PostgresBlockStore(Database database, UserDirectory users) {
    this.database = database;
    this.users = users;
  }

  @Override
  public boolean block(UserId user, UserId other) {
    Participants pair = Participants.of(user, other);
    return database.write(
        dsl -> {
          ContactStandings.lock(dsl, pair);
          boolean isNew = dsl.execute(ContactStatements.BLOCK, user.value(), other.value()) == 1;
          if (isNew && count(dsl, user) > BlockedUser.MAX) {
            throw BlockedUser.tooMany(); // and the transaction is undone
          }
          if (isNew) {
            dsl.execute(
                ContactStatements.END_PENDING,
                user.value(),
                pair.first().value(),
                pair.second().value());
          }
          return isNew;
        });
  }

  @Override
  public boolean unblock(UserId user, UserId other) {
    Participants pair = Participants.of(user, other);
    return database.write(
        dsl -> {
          ContactStandings.lock(dsl, pair);
          return dsl.execute(ContactStatements.UNBLOCK, user.value(), other.value()) == 1;
        });
  }

  @Override
  public Page<BlockedUser> list(UserId user, PageRequest request) {
    long total = database.read(dsl -> count(dsl, user));
    List<Record> rows =
        database.read(
            dsl ->
                dsl.fetch(
                    ContactStatements.BLOCKS, user.value(), request.limit(), request.offset()));
    Users known =
        Users.of(
            users,
            rows.stream()
                .map(row -> new UserId(row.get(0, Long.class)))
                .collect(Collectors.toSet()));
    return Page.of(
        rows.stream()
            .map(
                row ->
                    new BlockedUser(
                        known.get(row.get(0, Long.class)),
                        row.get(1, OffsetDateTime.class).toInstant()))
            .toList(),
        total,
        request);
  }

  private static long count(DSLContext dsl, UserId user) {
    return dsl.fetchSingle(ContactStatements.COUNT_BLOCKS, user.value()).get(0, Long.class);
  }

  @Override
  public Set<Participants> between(Set<Participants> pairs) {
    return database.read(
        dsl -> ContactStandings.among(dsl, ContactStatements.BLOCKED_BETWEEN, pairs));
  }
}
