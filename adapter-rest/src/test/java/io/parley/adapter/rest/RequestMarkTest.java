package io.parley.adapter.rest;

import static io.parley.testkit.fixture.Await.await;
import static io.parley.testkit.fixture.DraftBuilder.aDraft;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.adapter.memory.MemoryStores;
import io.parley.adapter.memory.MemoryUserDirectory;
import io.parley.adapter.rest.RequestObserver.Answered;
import io.parley.domain.error.ChatException;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.message.MessageId;
import io.parley.domain.port.MessageStore;
import io.parley.testkit.fixture.Fixture;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** What is done for a request is known to be done for it, on whatever thread. */
class RequestMarkTest {
  private final ExecutorService oneThread = Executors.newSingleThreadExecutor();
  private final List<String> heard = new CopyOnWriteArrayList<>();

  /** Says what the threads that come to it are at. */
  private final class Listening implements MessageStore {
    private final MessageStore store =
        MemoryStores.create(new MemoryUserDirectory(Fixture.users()), Clock.systemUTC()).messages();

    @Override
    public CompletionStage<Appended> append(MessageDraft draft, Consumer<Appended> onStored) {
      heard.add("append " + fields());
      return store.append(draft, onStored);
    }

    @Override
    public CompletionStage<Appended> refuse(MessageDraft draft, ChatException refusal) {
      return store.refuse(draft, refusal);
    }

    @Override
    public Changed delete(MessageId message) {
      heard.add("delete " + fields());
      return store.delete(message);
    }

    @Override
    public Changed restore(MessageId message) {
      return store.restore(message);
    }
  }

  /** Follows every request, and does not care for anything else. */
  private final class Observer implements RequestObserver {
    @Override
    public FollowedRequest arrived(String method, Headers headers) {
      heard.add("arrived " + method + " " + headers.first("TraceParent"));
      return new Followed();
    }

    @Override
    public void answered(Answered request) {}
  }

  private final class Followed implements FollowedRequest {
    @Override
    public Stretch enter() {
      heard.add("enter");
      return () -> heard.add("leave");
    }

    @Override
    public void answered(Answered answer) {
      heard.add("answered " + answer.route() + " " + answer.status());
    }

    @Override
    public void ended() {
      heard.add("ended");
    }
  }

  private static Map<String, String> fields() {
    return new TreeMap<>(requireNonNullElse(MDC.getCopyOfContextMap(), Map.of()));
  }

  @AfterEach
  void stop() {
    oneThread.shutdownNow();
  }

  @Test
  void givenRequests_whenTheirWorkRuns_thenItsThreadKnowsThemAndForgetsThem() {
    Parts parts = new Parts().blocking(oneThread).messages(new Listening());
    try (RestServer server = RestServer.start(parts)) {
      Message message = server.stored(aDraft().from(ALICE).to(BOB).build());

      server.post(ALICE, "/api/chat/send", "{\"receiverId\":2,\"content\":\"Hi\"}");
      server.delete(ALICE, "/api/chat/messages/" + message.id().value());
      await(CompletableFuture.runAsync(() -> heard.add("next " + fields()), oneThread));
    }

    assertThat(heard)
        .containsExactly(
            "append {requestId=r-1, userId=1}", "delete {requestId=r-1, userId=1}", "next {}");
  }

  @Test
  void givenObserver_whenRequestIsAnswered_thenItWasFollowedOverTheThreads() {
    RestApi.Operations operations =
        new RestApi.Operations(Readiness.of(() -> true), new Observer(), Optional.empty());
    Parts parts = new Parts().blocking(oneThread).operations(operations);
    try (RestServer server = RestServer.start(parts)) {
      server.exchange(server.as(ALICE, "/api/chat/unread").header("traceparent", "00-1").GET());
      server.exchange(server.anonymous("/health/live").GET());
    }

    assertThat(heard.get(0)).isEqualTo("arrived GET Optional[00-1]");
    assertThat(heard).filteredOn(line -> line.startsWith("arrived")).hasSize(1);
    assertThat(heard).filteredOn("enter"::equals).hasSize(3);
    assertThat(heard).filteredOn("leave"::equals).hasSize(3);
    assertThat(heard.subList(heard.size() - 2, heard.size()))
        .containsExactly("answered /api/chat/unread 200", "ended");
  }

  @Test
  void givenObserver_whenARequestIsOverBeforeItsAnswer_thenItIsToldThatItEnded() {
    RestApi.Operations operations =
        new RestApi.Operations(Readiness.of(() -> true), new Observer(), Optional.empty());
    Parts parts = new Parts().operations(operations).after(FailureTest::end);
    try (RestServer server = RestServer.start(parts)) {
      server.exchange(server.as(ALICE, "/api/chat/unread").GET());
    }

    assertThat(heard).contains("ended").noneMatch(line -> line.startsWith("answered"));
  }
}
