package io.parley.testkit.contract;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static io.parley.testkit.fixture.Refusals.refusalOf;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.InboxEntry;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.ErrorCode;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageId;
import io.parley.domain.port.ChangeFeed;
import io.parley.domain.port.ChangeFeed.Changes;
import io.parley.domain.receipt.ReadReceipt;
import io.parley.domain.sync.SyncCursor;
import io.parley.domain.user.UserId;
import io.parley.testkit.fixture.Concurrently;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@link ChangeFeed} promises. */
public interface ChangeFeedContract extends StoresContract {
  int LIMIT = 100;

  private Changes since(UserId user, SyncCursor cursor) {
    return stores().changes().since(user, Optional.of(cursor), LIMIT);
  }

  /** Where the user is who knows everything. */
  private SyncCursor now(UserId user) {
    return stores().changes().since(user, Optional.empty(), LIMIT).next();
  }

  @Test
  default void givenNothing_whenAsked_thenThereIsOnlyACursor() {
    Changes start = stores().changes().since(ALICE, Optional.empty(), LIMIT);

    assertNothing(start);
    assertNothing(since(ALICE, start.next()));
  }

  private static void assertNothing(Changes changes) {
    assertThat(changes.conversations()).isEmpty();
    assertThat(changes.messages()).isEmpty();
    assertThat(changes.deleted()).isEmpty();
    assertThat(changes.restored()).isEmpty();
    assertThat(changes.reads()).isEmpty();
    assertThat(changes.hasMore()).isFalse();
  }

  @Test
  default void givenConversations_whenTheStartIsAsked_thenTheyAndThePositionsAreThere() {
    ConversationId read = stores().send(ALICE, BOB, "one", "two").get(0).conversation();
    ConversationId unread = stores().send(CAROL, BOB, "three").get(0).conversation();
    stores().receipts().markRead(read, BOB, Optional.of(new Sequence(1)));

    Changes start = stores().changes().since(BOB, Optional.empty(), LIMIT);

    assertThat(start.conversations())
        .extracting(entry -> entry.conversation().id(), InboxEntry::unreadCount)
        .containsExactlyInAnyOrder(tuple(read, 1L), tuple(unread, 1L));
    assertThat(start.messages()).isEmpty();
    assertThat(start.reads())
        .extracting(ReadReceipt::conversation, ReadReceipt::reader, ReadReceipt::upTo)
        .containsExactly(tuple(read, BOB, new Sequence(1)));
    assertNothing(since(BOB, start.next()));
  }

  @Test
  default void givenACursor_whenMessagesAreSent_thenBothSidesAreToldAndNobodyElse() {
    stores().send(ALICE, BOB, "before");
    SyncCursor alices = now(ALICE);
    SyncCursor bobs = now(BOB);
    SyncCursor carols = now(CAROL);

    List<Message> sent = stores().send(ALICE, BOB, "one", "two");

    for (Changes changes : List.of(since(ALICE, alices), since(BOB, bobs))) {
      assertThat(changes.messages()).isEqualTo(sent);
      assertThat(changes.conversations())
          .extracting(entry -> entry.conversation().lastSequence())
          .containsExactly(new Sequence(3));
      assertThat(changes.reads()).isEmpty();
      assertThat(changes.hasMore()).isFalse();
    }
    assertNothing(since(CAROL, carols));
  }

  @Test
  default void givenACursor_whenAConversationBegins_thenItIsTold() {
    SyncCursor cursor = now(BOB);

    Message first = stores().send(aDraft().saying("hello"));
    Changes changes = since(BOB, cursor);

    assertThat(changes.conversations())
        .extracting(entry -> entry.conversation().id())
        .containsExactly(first.conversation());
    assertThat(changes.messages()).containsExactly(first);
    assertNothing(since(BOB, changes.next()));
  }

  @Test
  default void givenACursor_whenMessagesAreDeletedAndRestored_thenTheirStateIsTold() {
    List<Message> sent = stores().send(ALICE, BOB, "one", "two", "three");
    stores().messages().delete(sent.get(1).id());
    SyncCursor cursor = now(BOB);

    stores().messages().delete(sent.get(0).id());
    stores().messages().restore(sent.get(1).id());
    stores().messages().delete(sent.get(2).id());
    stores().messages().restore(sent.get(2).id());
    Changes changes = since(BOB, cursor);

    assertThat(changes.messages()).isEmpty();
    assertThat(ids(changes.deleted())).containsExactly(sent.get(0).id());
    assertThat(ids(changes.restored())).containsExactly(sent.get(1).id(), sent.get(2).id());
    assertNothing(since(BOB, changes.next()));
  }

  @Test
  default void givenACursor_whenAMessageIsSentAndDeleted_thenItIsToldAsDeletedOnly() {
    stores().send(ALICE, BOB, "before");
    SyncCursor cursor = now(BOB);

    Message gone = stores().send(aDraft().saying("gone"));
    stores().messages().delete(gone.id());
    Message back = stores().send(aDraft().saying("back"));
    stores().messages().delete(back.id());
    stores().messages().restore(back.id());
    Changes changes = since(BOB, cursor);

    assertThat(ids(changes.messages())).containsExactly(back.id());
    assertThat(ids(changes.deleted())).containsExactly(gone.id());
    assertThat(changes.restored()).isEmpty();
  }

  @Test
  default void givenACursor_whenEitherSideReads_thenBothAreToldThePosition() {
    ConversationId conversation = stores().send(ALICE, BOB, "one", "two").get(0).conversation();
    stores().send(BOB, ALICE, "three");
    stores().receipts().markRead(conversation, BOB, Optional.of(new Sequence(1)));
    SyncCursor alices = now(ALICE);
    SyncCursor bobs = now(BOB);

    ReadReceipt byBob =
        stores().receipts().markRead(conversation, BOB, Optional.of(new Sequence(2))).receipt();
    ReadReceipt byAlice =
        stores().receipts().markRead(conversation, ALICE, Optional.empty()).receipt();

    for (Changes changes : List.of(since(ALICE, alices), since(BOB, bobs))) {
      assertThat(changes.reads()).containsExactlyInAnyOrder(byBob, byAlice);
      assertThat(changes.conversations()).hasSize(1);
      assertThat(changes.messages()).isEmpty();
    }
    assertThat(since(BOB, bobs).conversations().get(0).unreadCount()).isZero();
  }

  @Test
  default void givenMoreThanFits_whenReadInParts_thenEverythingIsToldOnce() {
    for (int limit : List.of(1, 2, 3, 7)) {
      assertEverythingIsToldOnce(limit);
    }
  }

  private void assertEverythingIsToldOnce(int limit) {
    List<UserId> others = List.of(ALICE, CAROL, new UserId(30), new UserId(31));
    others.forEach(other -> stores().send(other, BOB, "before"));
    List<Message> old = stores().send(ALICE, BOB, "old", "older");
    SyncCursor cursor = now(BOB);
    List<MessageId> expected = new ArrayList<>();
    for (UserId other : others) {
      expected.addAll(ids(stores().send(other, BOB, "one", "two", "three")));
    }
    old.forEach(message -> stores().messages().delete(message.id()));

    List<MessageId> told = new ArrayList<>();
    List<MessageId> deleted = new ArrayList<>();
    Changes part;
    do {
      part = stores().changes().since(BOB, Optional.of(cursor), limit);
      assertThat(part.messages().size() + part.deleted().size()).isLessThanOrEqualTo(limit);
      assertThat(part.conversations().size()).isLessThanOrEqualTo(limit);
      told.addAll(ids(part.messages()));
      deleted.addAll(ids(part.deleted()));
      cursor = part.next();
    } while (part.hasMore());

    assertThat(told).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(deleted).containsExactlyInAnyOrderElementsOf(ids(old));
    assertNothing(since(BOB, cursor));
  }

  @Test
  default void givenAnAnswerHalfRead_whenMoreHappens_thenTheRestAndTheNewAreTold() {
    Message[] sent = new Message[2];
    sent[0] = stores().send(aDraft().from(ALICE).to(BOB).saying("one"));
    sent[1] = stores().send(aDraft().from(CAROL).to(BOB).saying("one"));
    Replica replica = new Replica(stores().changes(), BOB, 1);
    replica.catchUp();
    SyncCursor cursor = now(BOB);
    List<MessageId> expected = new ArrayList<>(ids(stores().send(ALICE, BOB, "two", "three")));
    expected.addAll(ids(stores().send(CAROL, BOB, "two", "three")));

    List<MessageId> told = new ArrayList<>();
    Changes part;
    int parts = 0;
    do {
      part = stores().changes().since(BOB, Optional.of(cursor), 1);
      told.addAll(ids(part.messages()));
      cursor = part.next();
      if (parts++ < 6) {
        expected.addAll(ids(stores().send(parts % 2 == 0 ? ALICE : CAROL, BOB, "meanwhile")));
      }
    } while (part.hasMore() || parts < 6);
    told.addAll(ids(since(BOB, cursor).messages()));

    assertThat(told).containsAll(expected);
  }

  @Test
  default void givenAnAnswerHalfRead_whenMoreHappensAndItIsReadOn_thenThereIsMoreUntilAllIsTold() {
    stores().send(ALICE, BOB, "before");
    SyncCursor cursor = now(BOB);
    List<MessageId> expected = new ArrayList<>(ids(stores().send(ALICE, BOB, "one", "two")));
    Changes part = stores().changes().since(BOB, Optional.of(cursor), 1);
    List<MessageId> told = new ArrayList<>(ids(part.messages()));
    expected.addAll(ids(stores().send(ALICE, BOB, "three", "four")));

    while (part.hasMore()) {
      part = stores().changes().since(BOB, Optional.of(part.next()), 1);
      told.addAll(ids(part.messages()));
    }

    assertThat(told).containsExactlyElementsOf(expected);
  }

  @Test
  default void givenManyConversations_whenTheStartIsReadInParts_thenAllAreThere() {
    for (long other = 30; other < 41; other++) {
      stores().send(new UserId(other), BOB, "hello");
    }
    Replica replica = new Replica(stores().changes(), BOB, 4);

    replica.catchUp();

    assertThat(replica.unread()).hasSize(11);
    assertThat(replica.messages()).isEmpty();
  }

  @Test
  default void givenACursorOfAnotherUser_whenUsed_thenItIsRefused() {
    stores().send(ALICE, BOB, "one");
    SyncCursor alices = now(ALICE);

    assertThat(refusalOf(() -> since(BOB, alices))).isEqualTo(ErrorCode.RESYNC_REQUIRED);
  }

  @Test
  default void givenATextThatIsNoCursor_whenUsed_thenItIsRefused() {
    for (String text :
        List.of(
            "x",
            "_",
            "____",
            "_______",
            "1_x_2_3.0_",
            "1__2__",
            "\u0000",
            "1_a_2_zzzzzzzzzzzzzzzzzzzz.1_",
            "-1",
            "1_a_2_1y2p0ij32e8e7.1y2p0ij32e8e7_")) {
      assertThat(refusalOf(() -> since(BOB, new SyncCursor(text))))
          .as(text)
          .isEqualTo(ErrorCode.RESYNC_REQUIRED);
    }
  }

  @Test
  default void givenACursorThatWasTamperedWith_whenUsed_thenItIsRefusedOrHarmless() {
    stores().send(ALICE, BOB, "one");
    String text = now(BOB).text();
    stores().send(ALICE, BOB, "two");
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      char[] tampered = text.toCharArray();
      tampered[random.nextInt(tampered.length)] =
          "0123456789abcxyz._-:,".charAt(random.nextInt(21));
      try {
        since(BOB, new SyncCursor(new String(tampered)));
      } catch (ChatException refusal) {
        assertThat(refusal.code()).isEqualTo(ErrorCode.RESYNC_REQUIRED);
      }
    }
  }

  @Test
  default void givenEverybodyDoesEverythingAtOnce_whenAFollowerCatchesUp_thenItHasTheTruth() {
    List<UserId> users = List.of(ALICE, BOB, CAROL);
    List<Message> known = new ArrayList<>();
    known.addAll(stores().send(ALICE, BOB, "1", "2"));
    known.addAll(stores().send(BOB, CAROL, "1", "2"));
    known.addAll(stores().send(CAROL, ALICE, "1", "2"));
    List<Replica> replicas =
        Stream.of(1, 3, LIMIT).map(limit -> new Replica(stores().changes(), BOB, limit)).toList();
    replicas.forEach(Replica::catchUp);
    int writers = 6;
    AtomicInteger writing = new AtomicInteger(writers);

    Concurrently.call(
        writers + replicas.size(),
        thread -> {
          if (thread >= writers) {
            while (writing.get() > 0) {
              replicas.get(thread - writers).catchUp();
            }
            return 0;
          }
          try {
            Random random = new Random(thread);
            for (int i = 0; i < 60; i++) {
              happen(users, known, random);
            }
          } finally {
            writing.decrementAndGet();
          }
          return 0;
        });
    replicas.forEach(Replica::catchUp);

    replicas.forEach(replica -> assertIsTheTruth(replica, known));
  }

  private void happen(List<UserId> users, List<Message> known, Random random) {
    UserId user = users.get(random.nextInt(users.size()));
    UserId other = users.get((users.indexOf(user) + 1 + random.nextInt(2)) % users.size());
    Message some = known.get(random.nextInt(known.size()));
    switch (random.nextInt(6)) {
      case 0 -> stores().messages().delete(some.id());
      case 1 -> stores().messages().restore(some.id());
      case 2 ->
          stores().receipts().markRead(some.conversation(), some.sender().id(), Optional.empty());
      default -> stores().send(user, other, "said");
    }
  }

  private void assertIsTheTruth(Replica replica, List<Message> known) {
    List<MessageId> old = ids(known);
    for (InboxEntry entry : stores().inbox(BOB)) {
      ConversationId conversation = entry.conversation().id();
      Map<MessageId, Boolean> truth =
          stores().all(conversation).stream()
              .filter(message -> !old.contains(message.id()))
              .collect(toMap(Message::id, message -> true));
      assertThat(
              replica.messages().values().stream()
                  .filter(message -> message.conversation().equals(conversation))
                  .map(Message::id)
                  .filter(id -> !old.contains(id)))
          .containsExactlyInAnyOrderElementsOf(truth.keySet());
      assertThat(replica.unread()).containsEntry(conversation, entry.unreadCount());
      for (UserId reader :
          List.of(
              entry.conversation().participants().first(),
              entry.conversation().participants().second())) {
        assertThat(replica.readBy(conversation, reader))
            .isEqualTo(
                stores()
                    .receipts()
                    .markRead(conversation, reader, Optional.of(Sequence.NONE))
                    .receipt()
                    .upTo());
      }
    }
    for (Message message : known) {
      if (message.sender().id().equals(BOB) || message.receiver().id().equals(BOB)) {
        boolean deleted = stores().reload(message.id()).isDeleted();
        assertThat(replica.messages().containsKey(message.id()) && deleted).isFalse();
      }
    }
  }

  private static List<MessageId> ids(List<Message> messages) {
    return messages.stream().map(Message::id).toList();
  }
}
