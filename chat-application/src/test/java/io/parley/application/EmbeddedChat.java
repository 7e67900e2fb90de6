package io.parley.application;

import io.parley.adapter.memory.MemoryStores;
import io.parley.domain.conversation.ConversationId;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.page.PageRequest;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.util.Optional;
import java.util.function.Consumer;

/** What an application does that has a chat inside. */
final class EmbeddedChat {
  private EmbeddedChat() {}

  static void run(Consumer<String> screen) {
    User ada = new User(new UserId(1), "Ada", "ada", "", Optional.empty());
    User ben = new User(new UserId(2), "Ben", "ben", "", Optional.empty());
    try (Chat chat =
        Chat.on(MemoryStores.of(ada, ben))
            .listener(event -> screen.accept(event.getClass().getSimpleName()))
            .open()) {
      Message hello =
          chat.sendMessage()
              .send(MessageDraft.of(ada.id(), ben.id(), "Hello").withClientMessageId("1"))
              .toCompletableFuture()
              .join()
              .message();
      ConversationId conversation = hello.conversation();

      screen.accept("Ben has " + chat.listUnread().total(ben.id()) + " unread");
      for (Message message :
          chat.readHistory().page(ben.id(), conversation, new PageRequest(1, 20)).items()) {
        screen.accept(message.sender().name() + ": " + message.content().text());
      }
      chat.markRead().mark(ben.id(), conversation, Optional.empty());
    }
  }
}
