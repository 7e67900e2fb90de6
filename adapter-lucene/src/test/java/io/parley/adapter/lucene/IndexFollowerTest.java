package io.parley.adapter.lucene;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageId;
import io.parley.domain.message.SearchScope;
import io.parley.domain.message.SearchText;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.MessageLog;
import io.parley.testkit.contract.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index through restarts, failures and changes of its store. */
class IndexFollowerTest {
  @TempDir private Path directory;
  private final Stores stores = IndexFixture.emptyStores();

  @Test
  void givenIndexOnDisk_whenOpenedAgain_thenItGoesOnWhereItWas() {
    stores.send(ALICE, BOB, "tea one", "tea two");
    try (IndexFixture index = IndexFixture.open(stores, directory)) {
      index.awaitIndexed();
    }
    stores.send(ALICE, BOB, "tea three");
    CountingLog log = new CountingLog(stores.log());

    try (IndexFixture index = IndexFixture.open(stores, directory, log)) {
      assertThat(texts(index.indexedStores().search(ALICE, "tea")))
          .containsExactly("tea three", "tea two", "tea one");
    }

    assertThat(log.read).isEqualTo(1);
  }

  @Test
  void givenIndexOfAnotherStore_whenOpened_thenItIsMadeAnew() {
    stores.send(ALICE, BOB, "tea one", "tea two");
    try (IndexFixture index = IndexFixture.open(stores, directory)) {
      index.awaitIndexed();
    }
    Stores others = IndexFixture.emptyStores();
    others.send(ALICE, BOB, "coffee", "more tea", "cocoa");

    try (IndexFixture index = IndexFixture.open(others, directory)) {
      assertThat(texts(index.indexedStores().search(ALICE, "tea"))).containsExactly("more tea");
    }
  }

  @Test
  void givenFilesThatCannotBeRead_whenOpened_thenTheIndexIsMadeAnew() throws IOException {
    stores.send(ALICE, BOB, "tea one", "tea two");
    try (IndexFixture index = IndexFixture.open(stores, directory)) {
      index.awaitIndexed();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(IndexFollowerTest::isData).toList()) {
        Files.writeString(file, "not an index");
      }
    }

    try (IndexFixture index = IndexFixture.open(stores, directory)) {
      assertThat(index.indexedStores().search(ALICE, "tea").total()).isEqualTo(2);
    }
  }

  @Test
  void givenTwoProcesses_whenTheyShareADirectory_thenEachHasAnIndexOfItsOwn() {
    Stores others = IndexFixture.emptyStores();
    stores.send(ALICE, BOB, "tea");
    others.send(ALICE, BOB, "coffee", "tea too");

    try (IndexFixture one = IndexFixture.open(stores, directory);
        IndexFixture two = IndexFixture.open(others, directory)) {
      assertThat(texts(one.indexedStores().search(ALICE, "tea"))).containsExactly("tea");
      assertThat(texts(two.indexedStores().search(ALICE, "tea"))).containsExactly("tea too");
    }
  }

  @Test
  void givenDirectoryThatCannotBeUsed_whenSearched_thenTheMessagesThemselvesAreLookedAt()
      throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    stores.send(ALICE, BOB, "tea one", "tea two");

    try (IndexFixture index = IndexFixture.open(stores, file)) {
      assertThat(texts(index.stores().search(ALICE, "tea"))).containsExactly("tea two", "tea one");
    }
  }

  @Test
  void givenStoreThatDoesNotAnswer_whenItIsBack_thenTheIndexCatchesUp() {
    CountingLog log = new CountingLog(stores.log());
    try (IndexFixture index = IndexFixture.open(stores, directory, log)) {
      stores.send(ALICE, BOB, "tea one");
      index.awaitIndexed();
      log.failures = 5;
      stores.send(ALICE, BOB, "tea two");

      assertThat(texts(index.indexedStores().search(ALICE, "tea")))
          .containsExactly("tea two", "tea one");
      assertThat(log.failures).isZero();
    }
  }

  @Test
  void givenBatchThatIsTooMuchForTheStore_whenFollowed_thenLessIsAskedFor() {
    CountingLog log = new CountingLog(stores.log());
    log.most = 10;
    stores.send(ALICE, BOB, "tea one", "tea two");

    try (IndexFixture index = IndexFixture.open(stores, directory, log)) {
      assertThat(texts(index.indexedStores().search(ALICE, "tea")))
          .containsExactly("tea two", "tea one");
    }
  }

  @Test
  void givenDamagedSegment_whenItIsOpened_thenTheIndexIsMadeAnew() throws IOException {
    stores.send(ALICE, BOB, "tea one", "tea two");
    try (IndexFixture index = IndexFixture.open(stores, directory)) {
      index.awaitIndexed();
    }
    Path data;
    try (Stream<Path> files = Files.walk(directory)) {
      data = files.filter(file -> file.toString().endsWith(".cfs")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(data);
    Arrays.fill(bytes, 60, bytes.length - 60, (byte) 0xFF); // but for what the writer looks at
    Files.write(data, bytes);

    try (IndexFixture index = IndexFixture.open(stores, directory)) {
      assertThat(texts(index.indexedStores().search(ALICE, "tea")))
          .containsExactly("tea two", "tea one");
    }
  }

  @Test
  void givenDirectoryThatCannotBeReadForAWhile_whenItCan_thenTheIndexGoesOnWhereItWas()
      throws IOException {
    stores.send(ALICE, BOB, "tea one", "tea two");
    try (IndexFixture index = IndexFixture.open(stores, directory)) {
      index.awaitIndexed();
    }
    Path away = directory.resolveSibling(directory.getFileName() + "-away");
    Files.move(directory, away);
    Files.createFile(directory);
    CountingLog log = new CountingLog(stores.log());

    try (IndexFixture index = IndexFixture.open(stores, directory, log)) {
      assertThat(texts(index.stores().search(ALICE, "tea"))).containsExactly("tea two", "tea one");
      Files.delete(directory);
      Files.move(away, directory);
      index.awaitIndexed();
    }

    assertThat(log.read).isZero();
  }

  @Test
  void givenSearchBeyondItsTime_whenItRuns_thenItGivesUp() {
    stores.send(ALICE, BOB, "tea one", "tea two");

    try (IndexFixture index = IndexFixture.open(stores, directory, Duration.ZERO)) {
      assertThatThrownBy(() -> index.indexedStores().search(ALICE, "tea"))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("longer than 0 ms");
    }
  }

  @Test
  void givenIndexWithoutDeletes_whenTheFirstMessageIsDeletedAndRestored_thenItFollows() {
    List<Message> sent = stores.send(ALICE, BOB, "tea one", "tea two");
    try (IndexFixture index = IndexFixture.open(stores, directory)) {
      index.awaitIndexed();

      stores.messages().delete(sent.get(0).id());
      assertThat(texts(index.indexedStores().search(ALICE, "tea"))).containsExactly("tea two");

      stores.messages().restore(sent.get(0).id());
      assertThat(texts(index.indexedStores().search(ALICE, "tea")))
          .containsExactly("tea two", "tea one");
    }
  }

  @Test
  void givenManySegments_whenPaged_thenEveryMessageIsThereOnceInOrder() {
    try (IndexFixture index = IndexFixture.open(stores, directory)) {
      for (int i = 0; i < 60; i++) {
        stores.send(ALICE, BOB, numbered(i));
        index.awaitIndexed();
      }
      List<String> expected =
          IntStream.range(0, 60).mapToObj(i -> "tea number " + (59 - i)).toList();

      for (int limit : List.of(1, 7, 60)) {
        List<String> paged =
            IntStream.rangeClosed(1, (60 + limit - 1) / limit)
                .mapToObj(page -> page(index.stores(), page, limit))
                .flatMap(page -> texts(page).stream())
                .toList();
        assertThat(paged).as("pages of %d", limit).isEqualTo(expected);
      }
      assertThat(page(index.stores(), 61, 1).items()).isEmpty();
    }
  }

  private static boolean isData(Path path) {
    return Files.isRegularFile(path) && !path.endsWith("write.lock");
  }

  private static String numbered(int number) {
    return "tea number " + number;
  }

  private static Page<Message> page(Stores stores, int page, int limit) {
    return stores
        .search()
        .search(
            new SearchScope.InAllOf(ALICE), new SearchText("TEA"), new PageRequest(page, limit));
  }

  private static List<String> texts(Page<Message> page) {
    return page.items().stream().map(message -> message.content().text()).toList();
  }

  /** A log that counts what is read from it, and fails now and then. */
  private static final class CountingLog implements MessageLog {
    private final MessageLog log;
    private volatile int read;
    private volatile int failures;
    private volatile int most = Integer.MAX_VALUE;

    CountingLog(MessageLog log) {
      this.log = log;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // by one thread
    public Batch after(Position position, int limit) {
      if (limit > most) {
        throw new StoreUnavailableException("planted: too much");
      }
      if (failures > 0) {
        failures--;
        throw new StoreUnavailableException("planted", new IOException("planted"));
      }
      Batch batch = log.after(position, limit);
      read += batch.messages().size();
      return batch;
    }

    @Override
    public Position end() {
      return log.end();
    }

    @Override
    public Position before(MessageId first) {
      return log.before(first);
    }

    @Override
    public boolean contains(Position position) {
      return log.contains(position);
    }

    @Override
    public News news(Position position, SearchScope scope, SearchText text, PageRequest request) {
      return log.news(position, scope, text, request);
    }
  }
}
