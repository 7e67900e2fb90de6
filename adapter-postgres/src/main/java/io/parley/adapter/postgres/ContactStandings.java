package io.parley.adapter.postgres;

import io.parley.domain.contact.ContactRequest;
import io.parley.domain.contact.ContactRequestId;
import io.parley.domain.contact.RequestStatus;
import io.parley.domain.contact.Standing;
import io.parley.domain.contact.Standing.AskedContact;
import io.parley.domain.conversation.Participants;
import io.parley.domain.user.UserId;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Record;

/** How two users stand to each other, and the lock on that. */
final class ContactStandings {
  private ContactStandings() {}

  /** Until the end of the transaction nobody else changes anything between the two. */
  static void lock(DSLContext dsl, Participants pair) {
    dsl.execute(ContactStatements.LOCK, pair.first().value(), pair.second().value());
  }

  /** As of now; to be read under the lock if it is to stay so. */
  static Standing read(DSLContext dsl, Participants pair) {
    Record row =
        dsl.fetchSingle(ContactStatements.STANDING, pair.first().value(), pair.second().value());
    Set<UserId> blockers = new HashSet<>();
    if (row.get(5, Boolean.class)) {
      blockers.add(pair.first());
    }
    if (row.get(6, Boolean.class)) {
      blockers.add(pair.second());
    }
    return new Standing(
        Optional.ofNullable(row.get(0, Long.class)).map(id -> asked(id, row)),
        row.get(4, Boolean.class),
        blockers);
  }

  private static AskedContact asked(long id, Record row) {
    return new AskedContact(
        new ContactRequestId(id),
        new UserId(row.get(1, Long.class)),
        new UserId(row.get(2, Long.class)),
        status(row.get(3, String.class)));
  }

  /** The table allows no others. */
  static RequestStatus status(String stored) {
    return RequestStatus.of(stored).orElseThrow();
  }

  /** The two users of a request. */
  static Participants requirePair(DSLContext dsl, ContactRequestId request) {
    return dsl.fetchOptional(ContactStatements.PAIR_OF, request.value())
        .map(ContactStandings::pair)
        .orElseThrow(ContactRequest::notFound);
  }

  /** Asks about pairs, in one statement whose parameters are the smaller and the larger ids. */
  static Set<Participants> among(DSLContext dsl, String statement, Collection<Participants> pairs) {
    return new HashSet<>(
        dsl.fetch(
                statement,
                pairs.stream().map(pair -> pair.first().value()).toArray(Long[]::new),
                pairs.stream().map(pair -> pair.second().value()).toArray(Long[]::new))
            .map(ContactStandings::pair));
  }

  private static Participants pair(Record row) {
    return new Participants(new UserId(row.get(0, Long.class)), new UserId(row.get(1, Long.class)));
  }
}
