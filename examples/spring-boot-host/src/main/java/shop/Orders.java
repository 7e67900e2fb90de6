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

  Orders(JdbcClient database, TransactionalChat chat) {
    this.database = database;
    this.chat = chat;
  }

  @Transactional
  public void place(long buyer, long seller, String product) {
    chat.send(MessageDraft.of(new UserId(buyer), new UserId(seller), "I have ordered: " + product));
    if (product.isBlank()) {
      throw new IllegalArgumentException("product is missing");
    }
    database
        .sql("INSERT INTO orders (buyer_id, seller_id, product) VALUES (?, ?, ?)")
        .params(buyer, seller, product)
        .update();
  }
}
