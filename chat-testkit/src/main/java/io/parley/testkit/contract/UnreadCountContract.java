package io.parley.testkit.contract;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static io.parley.testkit.fixture.Fixture.NOBODY;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.InboxEntry;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.conversation.UnreadConversation;
import io.parley.domain.message.Message;
import io.parley.domain.port.ReadReceiptStore;
import io.parley.domain.user.UserId;
import io.parley.testkit.fixture.Concurrently;
import io.parley.testkit.fixture.DraftBuilder;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@link ReadReceiptStore} promises about counts, whatever happens and in whatever order. */
public interface UnreadCountContract extends StoresContract {
  /** Long enough for a quick store to be caught, which a number of calls alone is not. */
  long NANOS_OF_HASTE = 500_000_000;

  int MOST_IN_HASTE = 3_000;

  @Test
  default void givenMessagesInSeveralConversations_whenCounted_thenTheTotalIsTheirSum() {
    stores().send(ALICE, BOB, "one", "two");
    stores().send(CAROL, BOB, "three");
    stores().send(ALICE, CAROL, "of others");

    assertThat(stores().receipts().unreadTotal(BOB)).isEqualTo(3);
    assertThat(stores().receipts().unreadTotal(CAROL)).isEqualTo(1);
    assertThat(stores().receipts().unreadTotal(ALICE)).isZero();
    assertThat(stores().receipts().unreadTotal(NOBODY)).isZero();
  }

  @Test
  default void givenOneConversationMarked_whenCounted_thenTheOthersStayUnread() {
    ConversationId read = stores().send(ALICE, BOB, "one", "two").get(0).conversation();
    stores().send(CAROL, BOB, "three");

    stores().receipts().markRead(read, BOB, Optional.empty());

    assertThat(stores().receipts().unreadTotal(BOB)).isEqualTo(1);
  }

  @Test
  default void givenThreeUsersWhoDoEverythingAtOnce_whenAllIsDone_thenEveryCountIsExact() {
    List<UserId> users = List.of(ALICE, BOB, CAROL);
    List<Message> known =
        Stream.of(
                stores().send(ALICE, BOB, "1", "2", "3", "4"),
                stores().send(BOB, CAROL, "1", "2", "3", "4"),
                stores().send(CAROL, ALICE, "1", "2", "3", "4"))
            .flatMap(List::stream)
            .toList();

    Concurrently.call(
        9,
        thread -> {
          Random random = new Random(thread);
          return IntStream.range(0, 40).map(i -> act(users, known, random)).sum();
        });

    users.forEach(this::assertCountsAreExact);
  }

  @Test
  default void givenOneConversationWrittenAndMarkedAtOnce_whenAllIsDone_thenEveryCountIsExact() {
    ConversationId conversation = stores().send(aDraft()).conversation();
    long end = System.nanoTime() + NANOS_OF_HASTE;

    Concurrently.call(
        4,
        thread -> {
          UserId user = thread % 2 == 0 ? ALICE : BOB;
          DraftBuilder draft = aDraft().from(user).to(user.equals(ALICE) ? BOB : ALICE);
          int done = 0;
          for (; done < MOST_IN_HASTE && System.nanoTime() - end < 0; done++) {
            if (thread < 2) {
              stores().send(draft);
            } else {
              stores().receipts().markRead(conversation, user, Optional.empty());
            }
          }
          return done;
        });

    assertCountsAreExact(ALICE);
    assertCountsAreExact(BOB);
  }

  /** Does one thing, as a user in a hurry would. */
  private int act(List<UserId> users, List<Message> known, Random random) {
    Message message = known.get(random.nextInt(known.size()));
    UserId participant = random.nextBoolean() ? message.sender().id() : message.receiver().id();
    Sequence upTo = new Sequence(random.nextInt(60));
    switch (random.nextInt(5)) {
      case 0 -> stores().messages().delete(message.id());
      case 1 -> stores().messages().restore(message.id());
      case 2 ->
          stores().receipts().markRead(message.conversation(), participant, Optional.of(upTo));
      default -> {
        int sender = random.nextInt(users.size());
        int receiver = (sender + 1 + random.nextInt(users.size() - 1)) % users.size();
        stores().send(aDraft().from(users.get(sender)).to(users.get(receiver)));
      }
    }
    return 1;
  }

  private void assertCountsAreExact(UserId user) {
    long total = 0;
    for (InboxEntry entry : stores().inbox(user)) {
      ConversationId conversation = entry.conversation().id();
      long unread =
          stores().all(conversation).stream()
              .filter(message -> message.receiver().id().equals(user) && !message.isRead())
              .count();
      assertThat(entry.unreadCount()).as("%s in %s", user, conversation).isEqualTo(unread);
      total += unread;
    }
    assertThat(stores().receipts().unreadTotal(user)).as("%s in all", user).isEqualTo(total);
    assertThat(stores().receipts().unreadByConversation(user))
        .extracting(UnreadConversation::unreadCount)
        .doesNotContain(0L)
        .satisfies(
            counts -> assertThat(sum(counts)).isEqualTo(stores().receipts().unreadTotal(user)));
  }

  private static long sum(List<? extends Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }
}
