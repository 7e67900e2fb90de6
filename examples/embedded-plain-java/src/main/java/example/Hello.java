package example;

import io.parley.adapter.memory.MemoryStores;
import io.parley.application.Chat;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.page.PageRequest;
import io.parley.domain.user.User;
import io.parley.domain.user.UserId;
import java.util.Optional;

public class Hello {
  public static void main(String[] args) {
    User ada = new User(new UserId(1), "Ada", "ada", "", Optional.empty());
    User ben = new User(new UserId(2), "Ben", "ben", "", Optional.empty());
    try (Chat chat = Chat.on(MemoryStores.of(ada, ben)).listener(System.out::println).open()) {
      var draft = MessageDraft.of(ada.id(), ben.id(), "Hello");
      Message sent = chat.sendMessage().send(draft).toCompletableFuture().join().message();
      var page = chat.readHistory().page(ben.id(), sent.conversation(), new PageRequest(1, 20));
      for (Message message : page.items()) {
        System.out.println(message.sender().name() + ": " + message.content().text());
      }
      chat.markRead().mark(ben.id(), sent.conversation(), Optional.empty());
    }
  }
}
