package io.parley.testkit.contract;

import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static io.parley.testkit.fixture.Fixture.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.conversation.ConversationId;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageId;
import io.parley.domain.message.SearchScope;
import io.parley.domain.message.SearchScope.InAllOf;
import io.parley.domain.message.SearchScope.InConversation;
import io.parley.domain.message.SearchText;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.MessageLog;
import io.parley.domain.port.MessageLog.Batch;
import io.parley.domain.port.MessageLog.Entry;
import io.parley.domain.port.MessageLog.News;
import io.parley.domain.port.MessageLog.Position;
import io.parley.testkit.fixture.Await;
import io.parley.testkit.fixture.Concurrently;
import io.parley.testkit.fixture.DraftBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What {@link MessageLog} promises. */
public interface MessageLogContract extends StoresContract {

  @Test
  default void givenMessages_whenRead_thenTheyComeInTheOrderOfTheirIds() {
    Message first = stores().send(aDraft().from(ALICE).to(BOB).saying("one"));
    Message second = stores().send(aDraft().from(CAROL).to(ALICE).saying("two"));
    Reader reader = new Reader(stores().log());

    reader.readUntil(second.id(), 1);

    assertThat(reader.entries).containsExactly(entry(first), entry(second));
    assertThat(stores().log().after(reader.position, 10).isEmpty()).isTrue();
    assertThat(reader.position.message()).isEqualTo(second.id().value());
  }

  @Test
  default void givenNothing_whenRead_thenNothingComes() {
    assertThat(stores().log().after(Position.START, 10).isEmpty()).isTrue();
  }

  @Test
  default void givenEndOfAnEmptyLog_whenReadFromThere_thenChangesAreToldAsWell() {
    Reader reader = new Reader(stores().log());
    reader.position = stores().log().end();
    List<Message> sent = stores().send(ALICE, BOB, "one", "two");
    stores().messages().delete(sent.get(0).id());

    Message last = stores().send(aDraft().from(ALICE).to(BOB).saying("three"));
    reader.readUntil(last.id(), 10);

    assertThat(reader.entries).hasSize(3);
    assertThat(reader.deleted).containsEntry(sent.get(0).id(), true);
  }

  @Test
  default void givenEndOfALog_whenReadFromThere_thenOnlyWhatFollowsIsTold() {
    List<Message> before = stores().send(ALICE, BOB, "one", "two");
    new Reader(stores().log()).readUntil(before.get(1).id(), 10);
    Reader reader = new Reader(stores().log());
    reader.position = stores().log().end();

    Message after = stores().send(aDraft().from(ALICE).to(BOB).saying("three"));
    reader.readUntil(after.id(), 10);

    assertThat(reader.entries).containsExactly(entry(after));
  }

  @Test
  default void givenLog_whenReadFromBeforeAMessage_thenItAndWhatFollowsIsToldAndNewChanges() {
    List<Message> sent = stores().send(ALICE, BOB, "one", "two", "three");
    stores().messages().delete(sent.get(0).id());
    new Reader(stores().log()).readUntil(sent.get(2).id(), 10);
    Reader reader = new Reader(stores().log());

    reader.position = stores().log().before(sent.get(1).id());
    assertThat(stores().log().contains(reader.position)).isTrue();
    reader.readUntil(sent.get(2).id(), 10);
    assertThat(reader.entries).containsExactly(entry(sent.get(1)), entry(sent.get(2)));
    assertThat(reader.deleted).isEmpty();

    stores().messages().delete(sent.get(1).id());
    Message last = stores().send(aDraft().from(ALICE).to(BOB).saying("four"));
    reader.readUntil(last.id(), 10);
    assertThat(reader.deleted).containsOnlyKeys(sent.get(1).id());
  }

  @Test
  default void givenMessageThatIsNotThere_whenReadFromBeforeIt_thenOnlyWhatFollowsIsTold() {
    Message sent = stores().send(ALICE, BOB, "one").get(0);
    new Reader(stores().log()).readUntil(sent.id(), 10);
    Reader reader = new Reader(stores().log());
    reader.position = stores().log().before(new MessageId(Long.MAX_VALUE));

    Message after = stores().send(aDraft().from(ALICE).to(BOB).saying("two"));
    reader.readUntil(after.id(), 10);

    assertThat(reader.entries).containsExactly(entry(after));
  }

  @Test
  default void givenMessageDeletedBefore_whenRead_thenItIsThereAndSaysSo() {
    List<Message> sent = stores().send(ALICE, BOB, "one", "two");
    stores().messages().delete(sent.get(0).id());
    Reader reader = new Reader(stores().log());

    reader.readUntil(sent.get(1).id(), 10);

    assertThat(reader.entries).extracting(Entry::deleted).containsExactly(true, false);
  }

  @Test
  default void givenReaderAtTheEnd_whenMessagesAreDeletedAndRestored_thenItIsTold() {
    List<Message> sent = stores().send(ALICE, BOB, "one", "two", "three");
    Reader reader = new Reader(stores().log());
    reader.readUntil(sent.get(2).id(), 10);

    stores().messages().delete(sent.get(0).id());
    stores().messages().delete(sent.get(1).id());
    stores().messages().restore(sent.get(1).id());
    Message last = stores().send(aDraft().from(ALICE).to(BOB).saying("four"));
    reader.readUntil(last.id(), 10);
    reader.readUntilChange(3);

    assertThat(reader.deleted).isEqualTo(Map.of(sent.get(0).id(), true, sent.get(1).id(), false));
  }

  @Test
  default void givenManyWriters_whenTheLogIsFollowed_thenNothingIsMissedOrSeenTwice() {
    int writers = 4;
    int each = 150;
    Reader reader = new Reader(stores().log());

    List<List<Long>> sent =
        Concurrently.call(
            1 + writers,
            thread -> {
              if (thread > 0) {
                return sendMany("writer " + thread, each);
              }
              reader.readUntil(() -> reader.entries.size() >= writers * each, 7, "the last");
              return List.of();
            });

    assertThat(reader.entries)
        .extracting(entry -> entry.id().value())
        .isEqualTo(sent.stream().flatMap(List::stream).sorted().toList());
  }

  private List<Long> sendMany(String name, int count) {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      DraftBuilder draft = aDraft().from(i % 2 == 0 ? ALICE : BOB).to(CAROL).saying(name);
      ids.add(stores().send(draft).id().value());
    }
    return ids;
  }

  @Test
  default void givenPosition_whenAskedForNews_thenOnlyWhatCameLaterMatches() {
    List<Message> before = stores().send(ALICE, BOB, "tea one", "tea two");
    ConversationId conversation = before.get(0).conversation();
    Reader reader = new Reader(stores().log());
    reader.readUntil(before.get(1).id(), 10);
    List<Message> after = stores().send(BOB, ALICE, "Tea three", "coffee", "tea four");
    Message elsewhere = stores().send(aDraft().from(ALICE).to(CAROL).saying("tea five"));

    News here = news(reader.position, new InConversation(conversation));
    News everywhere = news(reader.position, new InAllOf(ALICE));

    assertThat(here)
        .isEqualTo(new News(2, List.of(after.get(2).id(), after.get(0).id()), Set.of()));
    assertThat(everywhere.total()).isEqualTo(3);
    assertThat(everywhere.page().get(0)).isEqualTo(elsewhere.id());
    assertThat(news(Position.START, new InConversation(conversation)).total()).isEqualTo(4);
  }

  @Test
  default void givenPosition_whenMessagesBeforeItChange_thenTheyAreNews() {
    List<Message> sent = stores().send(ALICE, BOB, "tea one", "tea two", "tea three");
    InConversation here = new InConversation(sent.get(0).conversation());
    Reader reader = new Reader(stores().log());
    reader.readUntil(sent.get(2).id(), 10);

    stores().messages().delete(sent.get(0).id());
    stores().messages().delete(sent.get(1).id());
    stores().messages().restore(sent.get(1).id());

    assertThat(news(reader.position, here))
        .isEqualTo(
            new News(1, List.of(sent.get(1).id()), Set.of(sent.get(0).id(), sent.get(1).id())));
  }

  @Test
  default void givenPositions_whenAsked_thenALogKnowsItsOwn() {
    Message message = stores().send(aDraft().saying("tea"));
    Reader reader = new Reader(stores().log());
    reader.readUntil(message.id(), 10);
    MessageLog log = stores().log();

    assertThat(log.contains(Position.START)).isTrue();
    assertThat(log.contains(reader.position)).isTrue();
    assertThat(log.contains(new Position(reader.position.message(), 0, "of another"))).isFalse();
  }

  private News news(Position position, SearchScope scope) {
    return stores().log().news(position, scope, new SearchText("TEA"), new PageRequest(1, 10));
  }

  private static Entry entry(Message message) {
    return new Entry(
        message.id(),
        message.conversation().value(),
        message.sender().id().value(),
        message.receiver().id().value(),
        message.content().text(),
        false);
  }

  /** Follows a log, as an index does. */
  final class Reader {
    private final MessageLog log;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<MessageId, Boolean> deleted = new HashMap<>();
    private Position position = Position.START;

    Reader(MessageLog log) {
      this.log = log;
    }

    void readUntil(MessageId last, int limit) {
      readUntil(() -> position.message() >= last.value(), limit, "message " + last.value());
    }

    void readUntilChange(long last) {
      readUntil(() -> position.change() >= last, 100, "change " + last);
    }

    void readUntil(BooleanSupplier enough, int limit, String what) {
      long giveUpAt = System.nanoTime() + Await.DEADLINE.toNanos();
      while (!enough.getAsBoolean()) {
        if (System.nanoTime() - giveUpAt > 0) {
          throw new AssertionError(what + " was not read; the position is " + position);
        }
        read(limit);
      }
    }

    private void read(int limit) {
      Batch batch = log.after(position, limit);
      entries.addAll(batch.messages());
      deleted.putAll(batch.deleted());
      position = batch.end();
    }
  }
}
