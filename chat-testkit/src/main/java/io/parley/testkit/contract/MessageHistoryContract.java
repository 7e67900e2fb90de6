package io.parley.testkit.contract;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static io.parley.testkit.fixture.Fixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.message.Authorship;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageId;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.MessageHistory;
import io.parley.domain.port.MessageHistory.Slice;
import io.parley.domain.port.MessageHistory.Snapshot;
import io.parley.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What {@link MessageHistory} promises. */
public interface MessageHistoryContract extends StoresContract {

  @Test
  default void givenAMessage_whenTheTimeIsAskedBeforeAndAfter_thenItIsDatedBetween() {
    Instant before = stores().history().now();

    Message message = stores().send(aDraft());

    assertThat(message.createdAt()).isBetween(before, stores().history().now());
  }

  @Test
  default void givenNoSuchMessage_whenLookedFor_thenNoneIsFound() {
    stores().send(aDraft());
    MessageId unknown = new MessageId(Long.MAX_VALUE);

    assertThat(stores().history().authorship(unknown, ALICE)).isEmpty();
    assertThat(stores().history().findAll(List.of(unknown))).isEmpty();
  }

  @Test
  default void givenMessages_whenOneIsLookedFor_thenThatOneIsFound() {
    List<Message> messages = stores().send(ALICE, BOB, "one", "two", "three");

    assertThat(stores().history().findAll(List.of(messages.get(1).id())))
        .containsExactly(messages.get(1));
  }

  @Test
  default void
      givenMessageThatIsDeleted_whenItsAuthorIsAskedFor_thenItsUsersAreToldAndNobodyElse() {
    MessageId message = stores().send(aDraft().from(BOB).to(ALICE)).id();
    stores().messages().delete(message);

    for (UserId participant : List.of(ALICE, BOB)) {
      assertThat(stores().history().authorship(message, participant))
          .contains(new Authorship(BOB, ALICE));
    }
    assertThat(stores().history().authorship(message, CAROL)).isEmpty();
  }

  @Test
  default void givenMessages_whenListed_thenTheyNameBothUsers() {
    ConversationId conversation = stores().send(aDraft().from(BOB).to(ALICE)).conversation();

    Message message = stores().all(conversation).get(0);

    assertThat(message.sender()).isEqualTo(user(BOB));
    assertThat(message.receiver()).isEqualTo(user(ALICE));
  }

  @Test
  default void givenMoreThanAPage_whenPaged_thenPageOneIsTheOldest() {
    List<Message> messages = stores().send(ALICE, BOB, "1", "2", "3", "4", "5");
    stores().send(ALICE, CAROL, "of others");

    assertPage(messages, new PageRequest(1, 2), messages.subList(0, 2), 3);
    assertPage(messages, new PageRequest(2, 2), messages.subList(2, 4), 3);
    assertPage(messages, new PageRequest(3, 2), messages.subList(4, 5), 3);
    assertPage(messages, new PageRequest(1, 5), messages, 1);
    assertPage(messages, new PageRequest(1, 4), messages.subList(0, 4), 2);
    assertPage(messages, new PageRequest(1, 100), messages, 1);
  }

  /**
   * A store may keep counts of parts of a history; deletes then lie in some, all or none of them.
   */
  @Test
  default void givenDeletesAllOverALongHistory_whenPaged_thenEveryPageIsFull() {
    List<Message> shown = new ArrayList<>(stores().send(ALICE, BOB, numbers(2_600)));
    Random random = new Random(7);
    List<Message> deleted = new ArrayList<>(shown.subList(0, 40)); // a whole first page
    deleted.addAll(shown.subList(985, 1_015));
    deleted.add(shown.get(1_999));
    deleted.add(shown.get(2_000));
    random.ints(60, 1_100, 2_600).distinct().mapToObj(shown::get).forEach(deleted::add);
    List<Message> distinct = deleted.stream().distinct().toList();
    distinct.forEach(message -> stores().messages().delete(message.id()));
    distinct.subList(10, 20).forEach(message -> stores().messages().restore(message.id()));
    distinct.subList(0, 10).forEach(shown::remove);
    distinct.subList(20, distinct.size()).forEach(shown::remove);

    for (int limit : new int[] {37, 100}) {
      List<MessageId> paged = new ArrayList<>();
      for (int page = 1; (page - 1) * limit < shown.size(); page++) {
        var request = new PageRequest(page, limit);
        Page<Message> found = stores().history().page(shown.get(0).conversation(), request);
        found.items().forEach(message -> paged.add(message.id()));
        assertThat(found.total()).isEqualTo(shown.size());
        assertThat(paged).hasSize(Math.min(page * limit, shown.size()));
      }
      assertThat(paged).isEqualTo(shown.stream().map(Message::id).toList());
    }
  }

  private static String[] numbers(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(String::valueOf).toArray(String[]::new);
  }

  @Test
  default void givenPagesBeyondTheEnd_whenPaged_thenTheyAreEmptyWithTheRightTotals() {
    List<Message> messages = stores().send(ALICE, BOB, "1", "2", "3", "4");

    assertPage(messages, new PageRequest(3, 2), List.of(), 2);
    assertPage(messages, new PageRequest(2, 100), List.of(), 1);
    assertPage(messages, PageRequest.lenient(Long.MAX_VALUE, 100, 100), List.of(), 1);
  }

  @Test
  default void givenNoSuchConversation_whenRead_thenThereIsNothing() {
    stores().send(aDraft());
    ConversationId unknown = new ConversationId(Long.MAX_VALUE);
    PageRequest request = new PageRequest(1, 20);
    MessageHistory history = stores().history();

    assertThat(history.page(unknown, request)).isEqualTo(Page.of(List.of(), 0, request));
    assertThat(history.after(unknown, Sequence.NONE, 10)).isEqualTo(new Slice(List.of(), 0, false));
    assertThat(history.before(unknown, new Sequence(9), 10))
        .isEqualTo(new Slice(List.of(), 0, false));
  }

  @Test
  default void givenConversationOfDeletedMessages_whenRead_thenThereIsNothing() {
    List<Message> messages = stores().send(ALICE, BOB, "1", "2");
    messages.forEach(message -> stores().messages().delete(message.id()));
    ConversationId conversation = messages.get(0).conversation();

    assertPage(messages, new PageRequest(1, 20), List.of(), 0, 0);
    assertThat(stores().history().after(conversation, Sequence.NONE, 1))
        .isEqualTo(new Slice(List.of(), 0, false));
    assertThat(stores().history().before(conversation, new Sequence(3), 1))
        .isEqualTo(new Slice(List.of(), 0, false));
  }

  @Test
  default void givenPosition_whenReadAfter_thenWhatFollowsComesOldestFirst() {
    ConversationId conversation = fiveMessages();

    assertSlice(after(conversation, 0, 10), false, 1, 2, 3, 4, 5);
    assertSlice(after(conversation, 2, 10), false, 3, 4, 5);
    assertSlice(after(conversation, 4, 10), false, 5);
    assertSlice(after(conversation, 5, 10), false);
    assertSlice(after(conversation, 6, 10), false);
    assertSlice(after(conversation, Long.MAX_VALUE, 10), false);
  }

  @Test
  default void givenLimit_whenReadAfter_thenHasMoreTellsWhetherMoreFollow() {
    ConversationId conversation = fiveMessages();

    assertSlice(after(conversation, 0, 1), true, 1);
    assertSlice(after(conversation, 0, 4), true, 1, 2, 3, 4);
    assertSlice(after(conversation, 0, 5), false, 1, 2, 3, 4, 5);
    assertSlice(after(conversation, 2, 2), true, 3, 4);
    assertSlice(after(conversation, 2, 3), false, 3, 4, 5);
    assertSlice(after(conversation, 4, 1), false, 5);
  }

  @Test
  default void givenPosition_whenReadBefore_thenTheNextOnesComeOldestFirst() {
    ConversationId conversation = fiveMessages();

    assertSlice(before(conversation, Long.MAX_VALUE, 10), false, 1, 2, 3, 4, 5);
    assertSlice(before(conversation, 6, 10), false, 1, 2, 3, 4, 5);
    assertSlice(before(conversation, 5, 10), false, 1, 2, 3, 4);
    assertSlice(before(conversation, 2, 10), false, 1);
    assertSlice(before(conversation, 1, 10), false);
    assertSlice(before(conversation, 0, 10), false);
  }

  @Test
  default void givenLimit_whenReadBefore_thenHasMoreTellsWhetherMorePrecede() {
    ConversationId conversation = fiveMessages();

    assertSlice(before(conversation, 6, 1), true, 5);
    assertSlice(before(conversation, 6, 4), true, 2, 3, 4, 5);
    assertSlice(before(conversation, 6, 5), false, 1, 2, 3, 4, 5);
    assertSlice(before(conversation, 4, 2), true, 2, 3);
    assertSlice(before(conversation, 4, 3), false, 1, 2, 3);
    assertSlice(before(conversation, 2, 1), false, 1);
  }

  @Test
  default void givenDeletedMessages_whenReadInSlices_thenTheyNeitherCountNorFollow() {
    List<Message> messages = stores().send(ALICE, BOB, "1", "2", "3", "4", "5");
    ConversationId conversation = messages.get(0).conversation();
    for (int index : List.of(0, 2, 4)) {
      stores().messages().delete(messages.get(index).id());
    }

    assertSlice(after(conversation, 0, 1), 2, true, 2);
    assertSlice(after(conversation, 0, 2), 2, false, 2, 4);
    assertSlice(after(conversation, 3, 1), 2, false, 4);
    assertSlice(after(conversation, 4, 1), 2, false);
    assertSlice(before(conversation, 6, 1), 2, true, 4);
    assertSlice(before(conversation, 6, 2), 2, false, 2, 4);
    assertSlice(before(conversation, 3, 1), 2, false, 2);
    assertSlice(before(conversation, 2, 1), 2, false);
  }

  @Test
  default void givenMoreThanTheGreatestLimit_whenRead_thenTheGreatestLimitIsKept() {
    ConversationId conversation =
        IntStream.rangeClosed(1, PageRequest.MAX_LIMIT + 1)
            .mapToObj(i -> stores().send(aDraft().saying("number " + i)).conversation())
            .reduce((first, second) -> second)
            .orElseThrow();

    assertThat(numbers(after(conversation, 0, 100))).isEqualTo(range(1, 100));
    assertThat(after(conversation, 0, 100).hasMore()).isTrue();
    assertThat(numbers(before(conversation, 102, 100))).isEqualTo(range(2, 101));
    assertThat(before(conversation, 102, 100).hasMore()).isTrue();
    assertThat(stores().history().page(conversation, new PageRequest(2, 100)).items())
        .singleElement()
        .extracting(message -> message.sequence().value())
        .isEqualTo(101L);
  }

  private ConversationId fiveMessages() {
    stores().send(ALICE, CAROL, "of others");
    return stores().send(ALICE, BOB, "1", "2", "3", "4", "5").get(0).conversation();
  }

  private Slice after(ConversationId conversation, long position, int limit) {
    return stores().history().after(conversation, new Sequence(position), limit);
  }

  private Slice before(ConversationId conversation, long position, int limit) {
    return stores().history().before(conversation, new Sequence(position), limit);
  }

  private void assertPage(
      List<Message> all, PageRequest request, List<Message> items, long totalPages) {
    assertPage(all, request, items, all.size(), totalPages);
  }

  private void assertPage(
      List<Message> all, PageRequest request, List<Message> items, long total, long totalPages) {
    assertThat(stores().history().page(all.get(0).conversation(), request))
        .isEqualTo(new Page<>(items, total, request.page(), totalPages));
  }

  private static void assertSlice(Slice slice, boolean hasMore, long... sequences) {
    assertSlice(slice, 5, hasMore, sequences);
  }

  private static void assertSlice(Slice slice, long total, boolean hasMore, long... sequences) {
    assertThat(numbers(slice)).isEqualTo(LongStream.of(sequences).boxed().toList());
    assertThat(slice.total()).isEqualTo(total);
    assertThat(slice.hasMore()).isEqualTo(hasMore);
  }

  private static List<Long> numbers(Slice slice) {
    return slice.messages().stream().map(message -> message.sequence().value()).toList();
  }

  private static List<Long> range(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  @Test
  default void givenASnapshot_whenAsked_thenItHasWhatWasStoredBefore() {
    Snapshot none = stores().history().snapshot();
    List<Message> sent = stores().send(ALICE, BOB, "one", "two", "three");
    stores().messages().delete(sent.get(2).id());
    Snapshot three = stores().history().snapshot();
    stores().send(ALICE, CAROL, "of others");
    stores().send(ALICE, BOB, "four");

    ConversationId conversation = sent.get(0).conversation();
    assertThat(lastIn(none, conversation, 0)).isZero();
    assertThat(lastIn(none, conversation, 2)).isEqualTo(2);
    assertThat(lastIn(three, conversation, 0)).isEqualTo(3);
    assertThat(lastIn(three, conversation, 2)).isEqualTo(3);
    assertThat(lastIn(three, conversation, 4)).isEqualTo(4);
    assertThat(lastIn(stores().history().snapshot(), conversation, 0)).isEqualTo(4);
    assertThat(lastIn(three, new ConversationId(999_999), 0)).isZero();
    assertThat(three.at()).isBetween(none.at(), stores().history().now());
  }

  private long lastIn(Snapshot snapshot, ConversationId conversation, long after) {
    return stores().history().lastIn(snapshot, conversation, new Sequence(after)).value();
  }

  @Test
  default void givenADeletedMessage_whenTheSequenceIsRead_thenItIsThereAndNothingIsSkipped() {
    List<Message> sent = stores().send(ALICE, BOB, "one", "two", "three", "four");
    stores().messages().delete(sent.get(1).id());

    List<Message> read =
        stores().history().sequence(sent.get(0).conversation(), new Sequence(1), 2);

    assertThat(read)
        .containsExactly(stores().reload(sent.get(1).id()), stores().reload(sent.get(2).id()));
    assertThat(read.get(0).isDeleted()).isTrue();
    assertThat(stores().history().sequence(sent.get(0).conversation(), new Sequence(4), 9))
        .isEmpty();
  }
}
