package io.parley.adapter.postgres;

import io.parley.domain.contact.ContactRequest;
import io.parley.domain.contact.ContactRequestId;
import io.parley.domain.contact.RequestList;
import io.parley.domain.contact.Step;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Participants;
import io.parley.domain.message.RequestMessage;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.ContactStore;
import io.parley.domain.port.UserDirectory;
import io.parley.domain.user.UserId;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Record;

/** The table {@code chat.contact_requests}; users are looked up when no transaction is open. */
final class PostgresContactStore implements ContactStore {
  private final Database database;
  private final ConversationDirectory directory;
  private final UserDirectory users;

  PostgresContactStore(Database database, ConversationDirectory directory, UserDirectory users) {
    this.database = database;
    this.directory = directory;
    this.users = users;
  }

  private record Sent(Record row, boolean heard) {}

  private record Begun(Record row, Participants pair, ConversationId conversation) {}

  @Override
  public Asked request(UserId sender, UserId receiver, Optional<RequestMessage> message) {
    Participants pair = Participants.of(sender, receiver);
    Sent sent =
        database.write(
            dsl -> {
              ContactStandings.lock(dsl, pair);
              boolean heard = ContactStandings.read(dsl, pair).requireMayAsk(sender);
              return new Sent(
                  dsl.fetchSingle(
                      ContactStatements.ASK,
                      sender.value(),
                      receiver.value(),
                      message.map(RequestMessage::text).orElse(null)),
                  heard);
            });
    return new Asked(toRequest(sent.row()), sent.heard());
  }

  @Override
  public Accepted accept(ContactRequestId request, UserId user) {
    Begun begun =
        database.write(
            dsl -> {
              Participants pair = requireMay(dsl, Step.ACCEPT, request, user);
              Object[] ids = {pair.first().value(), pair.second().value()};
              dsl.execute(ContactStatements.BEGIN_CONVERSATION, ids);
              long conversation =
                  dsl.fetchSingle(ContactStatements.CONVERSATION_OF, ids).get(0, Long.class);
              return new Begun(
                  change(dsl, request, Step.ACCEPT), pair, new ConversationId(conversation));
            });
    directory.remember(begun.pair(), begun.conversation());
    return new Accepted(toRequest(begun.row()), begun.conversation());
  }

  @Override
  public ContactRequest end(ContactRequestId request, UserId user, Step step) {
    return toRequest(
        database.write(
            dsl -> {
              Participants unused = requireMay(dsl, step, request, user);
              return change(dsl, request, step);
            }));
  }

  /** The pair of a request never changes, so it may be read before it is locked. */
  private static Participants requireMay(
      DSLContext dsl, Step step, ContactRequestId request, UserId user) {
    Participants pair = ContactStandings.requirePair(dsl, request);
    ContactStandings.lock(dsl, pair);
    ContactStandings.read(dsl, pair).requireMay(step, user);
    return pair;
  }

  private static Record change(DSLContext dsl, ContactRequestId request, Step step) {
    return dsl.fetchSingle(ContactStatements.CHANGE, step.outcome().wireName(), request.value());
  }

  @Override
  public Page<ContactRequest> list(UserId user, RequestList which, PageRequest request) {
    String list =
        switch (which) {
          case PENDING -> ContactStatements.PENDING;
          case SENT -> ContactStatements.SENT;
          case ALL -> ContactStatements.ALL;
        };
    int parameters = which == RequestList.ALL ? 3 : 1;
    List<Object> bindings = new ArrayList<>(Collections.nCopies(parameters, user.value()));
    long total =
        database.read(
            dsl ->
                dsl.fetchSingle(ContactStatements.count(list), bindings.toArray())
                    .get(0, Long.class));
    bindings.add(request.limit());
    bindings.add(request.offset());
    List<Record> rows =
        database.read(dsl -> dsl.fetch(ContactStatements.page(list), bindings.toArray()));
    return Page.of(toRequests(rows), total, request);
  }

  @Override
  public Set<Participants> open(Set<Participants> pairs) {
    return database.read(dsl -> ContactStandings.among(dsl, ContactStatements.OPEN, pairs));
  }

  private ContactRequest toRequest(Record row) {
    return toRequests(List.of(row)).get(0);
  }

  private List<ContactRequest> toRequests(List<Record> rows) {
    Set<UserId> ids = new HashSet<>();
    for (Record row : rows) {
      ids.add(new UserId(row.get(1, Long.class)));
      ids.add(new UserId(row.get(2, Long.class)));
    }
    Users known = Users.of(users, ids);
    return rows.stream().map(row -> toRequest(row, known)).toList();
  }

  private static ContactRequest toRequest(Record row, Users known) {
    return new ContactRequest(
        new ContactRequestId(row.get(0, Long.class)),
        known.get(row.get(1, Long.class)),
        known.get(row.get(2, Long.class)),
        ContactStandings.status(row.get(3, String.class)),
        Optional.ofNullable(row.get(4, String.class)).map(RequestMessage::new),
        row.get(5, OffsetDateTime.class).toInstant(),
        row.get(6, OffsetDateTime.class).toInstant());
  }
}
