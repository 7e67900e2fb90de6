package shop;

import io.parley.application.message.SendWithin;
import io.parley.application.message.SendWithin.Stored;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.user.UserId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Orders, each of which its seller is told in the chat: both are stored, or neither. */
final class Orders {
  private final DataSource database;
  private final SendWithin<Connection> sendWithin;

  Orders(DataSource database, SendWithin<Connection> sendWithin) {
    this.database = database;
    this.sendWithin = sendWithin;
  }

  void place(long buyer, long seller, String product) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        insert(connection, buyer, seller, product);
        Stored message =
            sendWithin.store(
                connection,
                MessageDraft.of(
                    new UserId(buyer), new UserId(seller), "I have ordered: " + product));
        connection.commit();
        message.committed();
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  private static void insert(Connection connection, long buyer, long seller, String product)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO orders (buyer_id, seller_id, product) VALUES (?, ?, ?)")) {
      insert.setLong(1, buyer);
      insert.setLong(2, seller);
      insert.setString(3, product);
      insert.executeUpdate();
    }
  }
}
