package shop;

import io.parley.domain.message.MessageDraft;
import io.parley.domain.user.UserId;
import io.parley.spring.TransactionalChat;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Orders, each of which its seller is told in the chat: both are stored, or neither. */
@Component
class Orders {
  private final JdbcClient database;
  private final TransactionalChat chat;
  private final ChatUsers users;

  Orders(JdbcClient database, TransactionalChat chat, ChatUsers users) {
    this.database = database;
    this.chat = chat;
    this.users = users;
  }

  @Transactional
  public void place(UserId buyer, UserId seller, String product) {
    chat.send(MessageDraft.of(buyer, seller, "I have ordered: " + product));
    if (product.isBlank()) {
      throw new IllegalArgumentException("product is missing");
    }
    database
        .sql("INSERT INTO orders (buyer_id, seller_id, product) VALUES (?, ?, ?)")
        .params(users.account(buyer), users.account(seller), product)
        .update();
  }
}
