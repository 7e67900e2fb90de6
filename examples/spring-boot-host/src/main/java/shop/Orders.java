package shop;

import io.parley.domain.message.MessageDraft;
import io.parley.domain.port.UserKeys;
import io.parley.domain.user.UserId;
import io.parley.domain.user.UserKey;
import io.parley.spring.TransactionalChat;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Orders, each of which its seller is told in the chat: both are stored, or neither. */
@Component
class Orders {
  private final JdbcClient database;
  private final TransactionalChat chat;
  private final UserKeys keys;

  Orders(JdbcClient database, TransactionalChat chat, UserKeys keys) {
    this.database = database;
    this.chat = chat;
    this.keys = keys;
  }

  @Transactional
  public void place(UUID buyer, UUID seller, String product) {
    chat.send(MessageDraft.of(number(buyer), number(seller), "I have ordered: " + product));
    if (product.isBlank()) {
      throw new IllegalArgumentException("product is missing");
    }
    database
        .sql("INSERT INTO orders (buyer_id, seller_id, product) VALUES (?, ?, ?)")
        .params(buyer, seller, product)
        .update();
  }

  /** What the chat calls an account. */
  private UserId number(UUID account) {
    UserKey key = new UserKey(account.toString());
    return Optional.ofNullable(keys.find(Set.of(key)).get(key))
        .orElseThrow(() -> new IllegalArgumentException("there is no such account"));
  }
}
