package io.parley.adapter.rest;

import static io.parley.testkit.fixture.Await.await;
import static io.parley.testkit.fixture.Fixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.conversation.ConversationState;
import io.parley.domain.conversation.InboxEntry;
import io.parley.domain.conversation.Participants;
import io.parley.domain.conversation.Sequence;
import io.parley.domain.error.ChatException;
import io.parley.domain.error.StoreUnavailableException;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.message.MessageId;
import io.parley.domain.page.Page;
import io.parley.domain.page.PageRequest;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.port.MessageStore;
import io.parley.domain.user.UserId;
import io.parley.testkit.fixture.Await;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a client sees when it is not the client's fault. */
class FailureTest {
  private static final String SEND = "{\"receiverId\":2,\"content\":\"Hi\"}";

  @Test
  void givenFullExecutor_whenRead_thenUnavailableWithRetryAfter() {
    Parts parts =
        new Parts()
            .blocking(
                task -> {
                  throw new RejectedExecutionException("full");
                });
    try (RestServer server = RestServer.start(parts)) {
      Reply reply = server.get(ALICE, "/api/chat/conversations");

      reply.assertIsError(503, "store_unavailable", "Too many requests wait");
      assertThat(reply.header("Retry-After")).hasValue("1");
    }
  }

  @Test
  void givenStoreThatDoesNotAnswer_whenReadOrSent_thenUnavailableWithRetryAfter() {
    StoreUnavailableException unavailable = new StoreUnavailableException("The store is busy");
    Parts parts =
        new Parts()
            .conversations(
                inbox(
                    () -> {
                      throw unavailable;
                    }))
            .messages(append(CompletableFuture.failedFuture(new CompletionException(unavailable))));
    try (RestServer server = RestServer.start(parts)) {
      for (Reply reply :
          List.of(
              server.get(ALICE, "/api/chat/conversations"),
              server.post(ALICE, "/api/chat/send", SEND))) {
        reply.assertIsError(503, "store_unavailable", "The store is busy");
        assertThat(reply.header("Retry-After")).hasValue("1");
      }
    }
  }

  @Test
  void givenBug_whenReadOrSent_thenOnlyTheRequestIdIsToldAndTheCauseIsLoggedOnce() {
    Parts parts =
        new Parts()
            .conversations(
                inbox(
                    () -> {
                      throw new IllegalStateException("inner secret");
                    }))
            .messages(append(CompletableFuture.failedFuture(new IllegalStateException("secret"))));
    try (LoggedLines lines = LoggedLines.of(ErrorAnswers.class);
        RestServer server = RestServer.start(parts)) {
      Reply read = server.get(ALICE, "/api/chat/conversations");
      Reply sent = server.post(ALICE, "/api/chat/send", SEND);

      read.assertIsError(500, "internal", "Internal error");
      sent.assertIsError(500, "internal", "Internal error");
      assertThat(lines.texts()).containsExactly("Request r-1 failed", "Request r-1 failed");
    }
  }

  @Test
  void givenErrorOfTheMachine_whenRead_thenStillJson() {
    Parts parts =
        new Parts()
            .conversations(
                inbox(
                    () -> {
                      throw new StackOverflowError();
                    }));
    try (LoggedLines lines = LoggedLines.of(ErrorAnswers.class);
        RestServer server = RestServer.start(parts)) {
      server.get(ALICE, "/api/chat/conversations").assertIsError(500, "internal", "Internal error");

      assertThat(lines.texts()).containsExactly("Request r-1 failed");
    }
  }

  @Test
  void givenStalledStore_whenManyWait_thenHealthStillAnswers() {
    CompletableFuture<Page<InboxEntry>> stalled = new CompletableFuture<>();
    Parts parts = new Parts().conversations(inbox(stalled::join));
    try (RestServer server = RestServer.start(parts)) {
      List<CompletableFuture<Reply>> waiting =
          IntStream.range(0, 300)
              .mapToObj(
                  i -> server.exchangeLater(server.as(ALICE, "/api/chat/conversations").GET()))
              .toList();

      Reply health = server.exchange(server.anonymous("/health/live").GET());

      assertThat(health.status()).isEqualTo(200);
      assertThat(waiting).noneMatch(CompletableFuture::isDone);
      stalled.complete(new Page<>(List.of(), 0, 1, 0));
      assertThat(waiting) // on a slow machine some have waited for too long
          .allSatisfy(reply -> assertThat(await(reply).status()).isIn(200, 503));
    }
  }

  @Test
  void givenARequestThatIsOverBeforeItsAnswer_whenThatFails_thenItIsLetGoAtOnce() {
    Parts parts = new Parts().after(FailureTest::end);
    try (LoggedLines lines = LoggedLines.of(ErrorAnswers.class);
        LoggedLines misfortunes = LoggedLines.of(Javalin.class);
        RestServer server = RestServer.start(parts)) {
      CompletableFuture<Reply> reply =
          server.exchangeLater(server.as(ALICE, "/api/chat/conversations").GET());

      assertThat(await(lines.first())).contains("was over before");
      assertThat(await(reply).body()).isEmpty();
      assertThat(misfortunes.texts()).noneMatch(line -> line.contains("xception"));
    }
  }

  /** Until there is nothing left of the request, as if the server had ended it. */
  static void end(Context ctx) {
    ctx.req().getAsyncContext().complete();
    for (long end = System.nanoTime() + Await.DEADLINE.toNanos(); System.nanoTime() < end; ) {
      ctx.statusCode(); // throws then
      Thread.onSpinWait();
    }
  }

  @Test
  void givenSlowCommit_whenSent_thenTheAnswerWaitsForTheCommit() {
    CompletableFuture<MessageStore.Appended> commit = new CompletableFuture<>();
    CompletableFuture<MessageDraft> arrived = new CompletableFuture<>();
    Parts parts =
        new Parts()
            .messages(
                append(
                    draft -> {
                      arrived.complete(draft);
                      return commit;
                    }));
    try (RestServer server = RestServer.start(parts)) {
      CompletableFuture<Reply> reply =
          server.exchangeLater(
              RestServer.json(server.as(ALICE, "/api/chat/send"))
                  .POST(BodyPublishers.ofString(SEND)));
      MessageDraft draft = await(arrived);

      assertThat(reply).isNotDone();
      commit.complete(await(server.stores.messages().append(draft)));

      assertThat(await(reply).status()).isEqualTo(201);
    }
  }

  private static ConversationStore inbox(Supplier<Page<InboxEntry>> inbox) {
    return new ConversationStore() {
      @Override
      public Optional<Participants> participants(ConversationId conversation, UserId participant) {
        return Optional.empty();
      }

      @Override
      public Sequence lastSequence(ConversationId conversation) {
        return Sequence.NONE;
      }

      @Override
      public Map<Participants, ConversationState> states(Set<Participants> pairs) {
        return Map.of();
      }

      @Override
      public Page<InboxEntry> inbox(UserId user, PageRequest request) {
        return inbox.get();
      }

      @Override
      public Map<UserId, Set<UserId>> partners(Set<UserId> users) {
        return Map.of();
      }
    };
  }

  private static MessageStore append(CompletionStage<MessageStore.Appended> outcome) {
    return append(draft -> outcome);
  }

  private static MessageStore append(
      Function<MessageDraft, CompletionStage<MessageStore.Appended>> append) {
    return new MessageStore() {
      @Override
      public CompletionStage<Appended> append(MessageDraft draft, Consumer<Appended> onStored) {
        return append.apply(draft);
      }

      @Override
      public CompletionStage<Appended> refuse(MessageDraft draft, ChatException refusal) {
        return CompletableFuture.failedStage(refusal);
      }

      @Override
      public Changed delete(MessageId message) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Changed restore(MessageId message) {
        throw new UnsupportedOperationException();
      }
    };
  }
}
