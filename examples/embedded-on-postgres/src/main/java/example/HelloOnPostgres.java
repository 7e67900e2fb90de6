package example;

import io.parley.adapter.postgres.PostgresStores;
import io.parley.adapter.postgres.SchemaMigration;
import io.parley.application.Chat;
import io.parley.domain.message.Message;
import io.parley.domain.message.MessageDraft;
import io.parley.domain.page.PageRequest;
import io.parley.domain.user.UserId;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

public class HelloOnPostgres {
  public static void main(String[] args) {
    var database = new PGSimpleDataSource(); // or the pool that your application has
    database.setUrl(args[0]);
    talk(database, new UserId(1), new UserId(2)); // two rows of your table users
  }

  static void talk(DataSource database, UserId ada, UserId ben) {
    SchemaMigration.migrate(database);
    try (PostgresStores stores = PostgresStores.open(database);
        Chat chat = Chat.on(stores).listener(System.out::println).open()) {
      var draft = MessageDraft.of(ada, ben, "Hello");
      Message sent = chat.sendMessage().send(draft).toCompletableFuture().join().message();
      var page = chat.readHistory().page(ben, sent.conversation(), new PageRequest(1, 20));
      for (Message message : page.items()) {
        System.out.println(message.sender().name() + ": " + message.content().text());
      }
      chat.markRead().mark(ben, sent.conversation(), Optional.empty());
    }
  }
}
