package io.parley.adapter.rest;

import static io.parley.testkit.fixture.Await.await;

import io.javalin.Javalin;
import io.parley.adapter.memory.MemoryStores;
import io.parley.adapter.memory.MemoryUserDirectory;
import io.parley.application.conversation.ConversationAccess;
import io.parley.application.conversation.ListConversations;
import io.parley.application.message.DeleteMessage;
import io.parley.application.message.ReadHistory;
import io.parley.application.message.SearchMessages;
import io.parley.application.message.SendMessage;
import io.parley.application.receipt.ListUnread;
import io.parley.application.receipt.MarkRead;
import io.parley.application.sync.CatchUp;
import io.parley.application.user.FindUsers;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.port.ConversationStore;
import io.parley.domain.port.MessageStore;
import io.parley.domain.user.UserId;
import io.parley.testkit.fixture.Fixture;
import io.parley.testkit.fixture.RecordingNotifier;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** A real server on a free port, over stores in memory whose clock stands still. */
final class RestServer implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901Z");
  static final String ORIGIN = "https://chat.example";
  static final String REQUEST_ID = "r-1";

  final MemoryStores stores =
      MemoryStores.create(
          new MemoryUserDirectory(Fixture.users()), Clock.fixed(NOW, ZoneOffset.UTC));
  final RecordingNotifier notifier = new RecordingNotifier();
  final AtomicBoolean ready = new AtomicBoolean(true);

  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Javalin javalin;

  private RestServer(Parts parts) {
    Executor blocking = parts.blocking == null ? threads : parts.blocking;
    RestApi api =
        new RestApi(
            useCases(parts),
            parts.tokens,
            parts.limiter,
            parts.admin,
            blocking,
            List.of(ORIGIN + "/"),
            parts.operations == null
                ? RestApi.Operations.of(Readiness.of(ready::get))
                : parts.operations);
    javalin =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.startup.showOldJavalinVersionWarning = false;
                  api.install(config);
                  config.routes.after(parts.after);
                })
            .start("127.0.0.1", 0);
  }

  static RestServer start() {
    return start(new Parts());
  }

  static RestServer start(Parts parts) {
    return new RestServer(parts);
  }

  private RestApi.UseCases useCases(Parts parts) {
    ConversationStore conversations =
        parts.conversations == null ? stores.conversations() : parts.conversations;
    MessageStore messages = parts.messages == null ? stores.messages() : parts.messages;
    ConversationAccess access = new ConversationAccess(conversations);
    return new RestApi.UseCases(
        new SendMessage(messages, notifier),
        new DeleteMessage(stores.history(), messages, notifier),
        new ReadHistory(access, stores.history()),
        new SearchMessages(access, stores.search()),
        new ListConversations(conversations),
        new MarkRead(stores.receipts(), notifier),
        new ListUnread(stores.receipts()),
        new CatchUp(stores.changes()),
        new FindUsers(parts.form, parts.keys, conversations),
        Optional.empty());
  }

  int port() {
    return javalin.port();
  }

  /** Stores a message without going through the API. */
  Message stored(MessageDraft draft) {
    return await(stores.messages().append(draft)).message();
  }

  Reply get(UserId user, String path) {
    return exchange(as(user, path).GET());
  }

  Reply delete(UserId user, String path) {
    return exchange(as(user, path).DELETE());
  }

  Reply post(UserId user, String path, String json) {
    return exchange(json(as(user, path)).POST(BodyPublishers.ofString(json)));
  }

  Reply put(UserId user, String path, String json) {
    return exchange(json(as(user, path)).PUT(BodyPublishers.ofString(json)));
  }

  Reply request(UserId user, String method, String path) {
    return exchange(as(user, path).method(method, BodyPublishers.noBody()));
  }

  /** A body whose length is not declared. */
  static BodyPublisher chunked(byte[] body) {
    return BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body));
  }

  static HttpRequest.Builder json(HttpRequest.Builder request) {
    return request.header("Content-Type", "application/json");
  }

  HttpRequest.Builder as(UserId user, String path) {
    return anonymous(path).header("Authorization", "Bearer " + FakeTokens.of(user));
  }

  HttpRequest.Builder anonymous(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .timeout(Duration.ofSeconds(20))
        .header("X-Request-Id", REQUEST_ID);
  }

  Reply exchange(HttpRequest.Builder request) {
    return await(exchangeLater(request));
  }

  CompletableFuture<Reply> exchangeLater(HttpRequest.Builder request) {
    return client
        .sendAsync(request.build(), BodyHandlers.ofString())
        .thenApply(
            response -> new Reply(response.statusCode(), response.body(), response.headers()));
  }

  @Override
  public void close() {
    javalin.stop();
    threads.shutdownNow();
  }
}
