package io.parley.e2e;

import io.parley.adapter.postgres.PostgresStores;
import io.parley.adapter.postgres.SchemaMigration;
import io.parley.application.Chat;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.page.PageRequest;
import io.parley.domain.user.UserId;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** What an application does that has a chat inside, on a pool of its own. */
final class EmbeddedChat {
  private EmbeddedChat() {}

  static void run(DataSource database, Consumer<String> screen) {
    UserId ada = new UserId(1);
    UserId ben = new UserId(2);
    SchemaMigration.migrate(database);
    try (PostgresStores stores = PostgresStores.open(database);
        Chat chat =
            Chat.on(stores)
                .listener(event -> screen.accept(event.getClass().getSimpleName()))
                .open()) {
      Message hello =
          chat.sendMessage()
              .send(MessageDraft.of(ada, ben, "Hello").withClientMessageId("1"))
              .toCompletableFuture()
              .join()
              .message();
      ConversationId conversation = hello.conversation();

      screen.accept("Ben has " + chat.listUnread().total(ben) + " unread");
      for (Message message :
          chat.readHistory().page(ben, conversation, new PageRequest(1, 20)).items()) {
        screen.accept(message.sender().name() + ": " + message.content().text());
      }
      chat.markRead().mark(ben, conversation, Optional.empty());
    }
  }
}
